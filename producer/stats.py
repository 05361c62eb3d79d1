"""The counts of one tenant's jobs."""

from __future__ import annotations

from typing import Any

from psycopg2 import extensions

from producer import queue_state, statements
from producer.stores import Stores
from shared.errors import QueueUnavailable
from shared.states import State


def stats(stores: Stores, tenant: str) -> dict[str, Any]:
    """Counts by status, rate, and how much of it failed; what is slow to count is some seconds old.

    Raises:
        TablesNeeded: the queue runs on Redis alone.
    """
    tables = stores.tables.of(tenant)
    counts, rate, letters = stores.looks.take(
        ("stats", tenant), lambda: tables.run(lambda cursor: _read(cursor, tenant))
    )
    total = sum(counts.values())
    failed = counts["failed"] + counts["dead"]
    return {
        "total_jobs": total,
        **counts,
        "active_workers": _workers(stores, tenant),
        "jobs_per_minute": rate,
        "queue_depth": counts["pending"] + counts["running"],
        "dlq_count": letters,
        "failed_rate": round(failed / total, 4) if total else 0.0,
    }


def _read(cursor: extensions.cursor, tenant: str) -> tuple[dict[str, int], int, int]:
    values = {"tenant": tenant}
    counts = {state.value: 0 for state in State} | dict(statements.rows(cursor, "counts_by_status", values))
    rate = sum(ended for _, ended in statements.rows(cursor, "finished_last_minute", values))
    return counts, rate, statements.number(cursor, "count_all_dead", values)


def _workers(stores: Stores, tenant: str) -> int | None:
    """None while Redis, which alone knows, is away."""
    try:
        return len(queue_state.workers(stores.queue, tenant))
    except QueueUnavailable as error:
        stores.redis_outage.began(error)
        return None
