"""Remove jobs that ended long ago, in chunks, Redis first: what a crash leaves, the next call removes."""

from __future__ import annotations

from producer import statements
from producer.stores import Stores

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
    found = stores.tables.run(lambda cursor: statements.rows(cursor, "final_ids_before", values))
    if not found:
        return None
    ids = [row[0] for row in found]
    stores.queue.forget(ids)
    gone = {"tenant": tenant, "ids": ids}
    return stores.tables.run(lambda cursor: statements.number(cursor, "delete_final", gone))
