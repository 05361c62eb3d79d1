"""Remove jobs that ended long ago, in chunks, Redis first: what a crash leaves, the next call removes."""

from __future__ import annotations

from collections.abc import Sequence

from producer import job_search, statements
from producer.job_search import Filter
from producer.stores import Stores
from shared.states import FINAL

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
    search = job_search.read(tenant, Filter(), "created_at").within(FINAL).until(before_ms * 1000)
    found = job_search.find(stores.tables, search, None, CHUNK).places
    return len(remove(stores, tenant, [place.id for place in found])) if found else None


def remove(stores: Stores, tenant: str, ids: Sequence[str]) -> set[str]:
    """Remove those of these jobs whose rows say that they have ended; answers which.

    Args:
        stores: with tables.
        tenant: whose jobs.
        ids: at most `CHUNK`; final in their rows when they were found, which they stay.
    """
    stores.queue.forget(ids)
    gone = {"tenant": tenant, "ids": list(ids)}
    rows = stores.tables.of(tenant).run(lambda cursor: statements.rows(cursor, "delete_final", gone))
    return {row[0] for row in rows}
