"""How many jobs a tenant made this month, and how many it may make."""

from __future__ import annotations

from typing import Any

from producer import statements
from producer.job_view import instant
from producer.stores import Stores

UNLIMITED = -1
"""`jobs_limit` where there is none, as programs have known it."""


def usage(stores: Stores, tenant: str) -> dict[str, Any]:
    """This month's use; the operator's own tenant has no tier, and nothing of its is counted.

    Raises:
        TablesNeeded: the queue runs on Redis alone.
    """
    values = {"tenant": tenant}
    row = stores.tables.of(tenant).run(lambda cursor: statements.row(cursor, "usage_this_month", values))
    tier, used, limit, reset_at = row or (None, None, None, None)
    limited = used is not None and limit is not None
    return {
        "tier": tier,
        "jobs_used": used,
        "jobs_limit": UNLIMITED if limit is None else limit,
        "usage_percent": round(100 * used / limit, 2) if used is not None and limit is not None else 0.0,
        "limit_reached": limited and (used or 0) >= (limit or 0),
        "reset_at": instant(reset_at),
    }
