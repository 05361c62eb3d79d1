"""The SQL of the producer, by name, the ways in which its answers are read, and what runs for no tenant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg2 import extensions

from shared import queries
from shared.connections import OfTenant

STATEMENTS = queries.read(Path(__file__).parent / "sql")

Row = tuple[Any, ...]

_ENTRANCE = "somebody registers or logs in, and is of no tenant before that"
_KEY = "who calls is found by it, and by that the tenant"
_FIRST_KEY = (
    "the first key is made with its tenant, in the transaction that registers it; keys made later are bound"
)
_STRIPE = "written in one transaction with what Stripe told, which is of no tenant; the customer says which one it is"
_TAGS = (
    "under a policy Postgres may not use the index of tags; it only counts, and finds places, at which the jobs are read"
    " under the policy. Asked for anything but tags it is bound"
)

OF_NO_TENANT: dict[str, str] = {
    "insert_tenant": _ENTRANCE,
    "insert_user": _ENTRANCE,
    "user_by_email": _ENTRANCE,
    "user_by_id": _ENTRANCE,
    "set_password_hash": _ENTRANCE,
    "set_new_password": _ENTRANCE,
    "insert_mail_token": _ENTRANCE,
    "find_mail_token": _ENTRANCE,
    "use_mail_token": _ENTRANCE,
    "drop_reset_tokens": _ENTRANCE,
    "drop_old_mail_tokens": _ENTRANCE,
    "verify_user": _ENTRANCE,
    "insert_session": _ENTRANCE,
    "insert_refresh_token": _ENTRANCE,
    "use_refresh_token": _ENTRANCE,
    "revoke_reused": _ENTRANCE,
    "revoke_session_of_token": _ENTRANCE,
    "revoke_sessions": _ENTRANCE,
    "drop_old_sessions": _ENTRANCE,
    "live_session": _KEY,
    "key_by_id": _KEY,
    "key_was_used": _KEY,
    "lock_keys": _FIRST_KEY,
    "insert_key": _FIRST_KEY,
    "count_keys": _FIRST_KEY,
    "begin_look": _STRIPE,
    "write_look": _STRIPE,
    "set_tier": _STRIPE,
    "forget_customer": _STRIPE,
    "tenant_of_customer": _STRIPE,
    "stripe_event_is_known": _STRIPE,
    "keep_stripe_event": _STRIPE,
    "drop_old_stripe_events": _STRIPE,
    "look_up": _TAGS,
    "count_judged": _TAGS,
    "give_up_after": "sets a time-out, of whatever transaction",
    "open_by_queue": "the operator's figures are of all tenants; asked for one of them it is bound",
}
"""Statements that may run without row-level security, each with its reason. All others must run on `postgres.of(tenant)`."""


def run(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> None:
    """A statement that changes something.

    Raises:
        RuntimeError: it is one of a tenant's, and the cursor is nobody's.
    """
    check(cursor, name)
    cursor.execute(STATEMENTS[name], values)


def rows(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> list[Row]:
    """All that a statement finds; raises what `run` does."""
    run(cursor, name, values)
    return cursor.fetchall()


def row(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> Row | None:
    """The first row that it finds, None when there is none; raises what `run` does."""
    run(cursor, name, values)
    return cursor.fetchone()


def number(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> int:
    """What a statement that always answers counts; raises what `run` does."""
    return int(rows(cursor, name, values)[0][0])


def check(cursor: extensions.cursor, name: str) -> None:
    """See that the statement runs where it may; raises what `run` does."""
    if name not in OF_NO_TENANT and not isinstance(cursor, OfTenant):
        raise RuntimeError(
            f"the statement {name} ran outside of row-level security: run it on postgres.of(tenant), or give"
            " producer.statements.OF_NO_TENANT the reason why it is of no tenant"
        )
