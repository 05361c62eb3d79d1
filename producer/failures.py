"""What failed lately, alike failures together: the newest failed attempts by type and by what their errors say."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from producer import statements
from producer.job_view import instant
from producer.stores import Stores

MOST = 2_000
"""Attempts that one answer looks at: the newest, found by index."""


class Asked(BaseModel):
    """The query of recent failures."""

    model_config = ConfigDict(extra="forbid")

    minutes: int = Field(default=60, ge=1, le=1440)
    limit: int = Field(default=20, ge=1, le=100)
    """Groups; those with most failures come first."""


def recent(stores: Stores, tenant: str, asked: Asked) -> dict[str, Any]:
    """Groups of attempts that failed; `complete` is false where there are more attempts than are looked at.

    Raises:
        TablesNeeded: the queue runs on Redis alone.
    """
    values = {"tenant": tenant, "minutes": asked.minutes, "limit": asked.limit, "most": MOST + 1}
    rows = stores.tables.of(tenant).run(lambda cursor: statements.rows(cursor, "recent_failures", values))
    looked_at, groups = (rows[0][9], rows[0][10]) if rows else (0, 0)
    return {
        "minutes": asked.minutes,
        "groups": [_view(row) for row in rows],
        "failures": looked_at,
        "complete": looked_at <= MOST,
        "more_groups": groups - len(rows),
    }


def _view(row: statements.Row) -> dict[str, Any]:
    failure, job_type, shape, error, failures, dead, first_at, last_at, sample = row[:9]
    return {
        "group": failure,
        "type": job_type,
        "error": shape,
        "last_error": error,
        "count": failures,
        "dead": dead,
        "first_at": instant(first_at),
        "last_at": instant(last_at),
        "sample_job_id": sample,
    }
