"""Remove jobs that ended long ago, in chunks, Redis first: what a crash leaves, the next call removes."""

from __future__ import annotations

from typing import Any

from psycopg2 import extensions

from producer.statements import STATEMENTS
from producer.stores import Stores
from shared.connections import scalar

CHUNK = 1000
MOST_CHUNKS = 100
"""A request ends after this many; the caller asks again."""


def purge(stores: Stores, tenant: str, before_ms: int) -> tuple[int, bool]:
    """Remove completed, dead and cancelled jobs created before a moment; never those that wait for a retry.

    Args:
        stores: with tables.
        tenant: whose jobs.
        before_ms: ms since 1970.

    Returns:
        How many were removed, and whether there are more.
    """
    removed = 0
    for _ in range(MOST_CHUNKS):
        chunk = _purge_chunk(stores, tenant, before_ms)
        if chunk is None:
            return removed, False
        removed += chunk
    return removed, True


def _purge_chunk(stores: Stores, tenant: str, before_ms: int) -> int | None:
    """How many were removed; None when there are none left."""
    values = {"tenant": tenant, "before": before_ms, "limit": CHUNK}
    ids = stores.tables.run(lambda cursor: _final_ids(cursor, values))
    if not ids:
        return None
    stores.queue.forget(ids)
    return stores.tables.run(lambda cursor: _delete(cursor, tenant, ids))


def _final_ids(cursor: extensions.cursor, values: dict[str, Any]) -> list[str]:
    cursor.execute(STATEMENTS["final_ids_before"], values)
    return [row[0] for row in cursor.fetchall()]


def _delete(cursor: extensions.cursor, tenant: str, ids: list[str]) -> int:
    cursor.execute(STATEMENTS["delete_final"], {"tenant": tenant, "ids": ids})
    return int(scalar(cursor))
