"""What people see of their plan, and the key that they replace there."""

from __future__ import annotations

from typing import Annotated, Any

from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field

from producer import keys, statements, usage
from producer.job_view import instant
from producer.principal import Principal
from producer.stores import Stores

NAME = "regenerated key"
"""Of a key that replaces none, where none works."""


class Regeneration(BaseModel):
    """The body of `POST /portal/regenerate-key`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Which key to replace; absent: the newest client key that works."""


def plan(stores: Stores, tenant: str, livemode: bool | None) -> dict[str, Any]:
    """This month's use, the plans there are, and what the tenant subscribes to.

    Args:
        stores: where it is read.
        tenant: whose.
        livemode: of Stripe; None while billing is off.

    Raises:
        TablesNeeded: the queue runs on Redis alone.
    """
    used = usage.usage(stores, tenant)
    key_id = _newest_key(stores, tenant)
    key = keys.show(stores, tenant, key_id) if key_id else None
    values = {"tenant": tenant, "livemode": livemode}

    def read(cursor: extensions.cursor) -> tuple[list[statements.Row], statements.Row | None]:
        return statements.rows(cursor, "plans", values), statements.row(cursor, "billing_of", values)

    plans, billing = stores.tables.of(tenant).run(read)
    return {
        **used,
        "key_id": key_id,
        "key_prefix": key["key_prefix"] if key else None,
        "plan": used["tier"],
        "plans": [
            {"name": name, "jobs_limit": usage.UNLIMITED if limit is None else limit} for name, limit in plans
        ],
        "billing_configured": livemode is not None,
        "subscription": _subscription(billing),
    }


def regenerate_key(stores: Stores, caller: Principal, asked: Regeneration) -> dict[str, Any]:
    """A new key in the place of an old one, which works no longer; all else stays, as nothing belongs to a key.

    Raises:
        Problem: 404, the tenant has no such key; 403, it can do more than the caller; 409, it works no longer.
    """
    key_id = asked.key_id or _newest_key(stores, caller.tenant)
    if key_id is None:
        made = keys.create(stores, caller, keys.NewKey(name=NAME))
    else:
        made = keys.rotate(stores, caller, key_id, keys.Rotation(overlap_seconds=0))
    used = usage.usage(stores, caller.tenant)
    return {**made, "tier": used["tier"], "jobs_limit": used["jobs_limit"]}


def _newest_key(stores: Stores, tenant: str) -> str | None:
    values = {"tenant": tenant}
    found = stores.tables.of(tenant).run(lambda cursor: statements.row(cursor, "newest_working_key", values))
    return found[0] if found else None


def _subscription(row: statements.Row | None) -> dict[str, Any] | None:
    if row is None or row[2] is None:
        return None
    _, name, status, start, end, ends = row
    return {
        "plan": name,
        "status": status,
        "period_start": instant(start),
        "period_end": instant(end),
        "cancel_at_period_end": ends,
    }
