"""The types of jobs that are known: by workers that live, and by jobs that wait, which may be known to no worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from producer import queue_state, statements
from producer.stores import Stores

ANY = "*"
"""What a worker says that takes any type."""
LOOKED_AT = 50_000
"""Jobs that wait of which one answer learns, the oldest first: those that nobody runs are among them."""
MOST = 500
"""Types that one answer names."""


@dataclass(slots=True)
class TypeState:
    """One type of job."""

    name: str
    workers: int = 0
    """Live workers that know it."""
    slots: int = 0
    """Jobs that they can run at a time, where they say so."""
    pending: int | None = 0
    """Jobs that wait, among those that were looked at; None without Postgres."""
    oldest_age_seconds: float | None = 0.0
    """How long the oldest of them has waited."""


def types(stores: Stores, tenant: str) -> tuple[list[dict[str, Any]], bool]:
    """Every type by name, and whether all jobs that wait were looked at; what is slow to count is some seconds old.

    Raises:
        QueueUnavailable: Redis, which knows the workers, is away.
    """
    found: dict[str, TypeState] = {}
    workers = queue_state.workers(stores.queue, tenant)
    for worker in workers:
        _note_worker(found, worker)
    complete = _note_waiting(stores, tenant, found)
    taken_anyway = any(ANY in worker.get("types", ()) for worker in workers)
    return [_view(one, taken_anyway) for one in _first(found.values())], complete


def _note_worker(found: dict[str, TypeState], worker: dict[str, Any]) -> None:
    for name in worker.get("types", ()):
        if name != ANY:
            known = found.setdefault(name, TypeState(name))
            known.workers += 1
            known.slots += int(worker.get("concurrency") or 0)


def _note_waiting(stores: Stores, tenant: str, found: dict[str, TypeState]) -> bool:
    if stores.postgres is None:
        for known in found.values():
            known.pending = known.oldest_age_seconds = None
        return False
    values = {"tenant": tenant, "most": LOOKED_AT}
    tables = stores.tables.of(tenant)
    rows = stores.looks.take(
        ("types", tenant),
        lambda: tables.run(lambda cursor: statements.rows(cursor, "waiting_by_type", values)),
    )
    for name, pending, oldest in rows:
        waiting = found.setdefault(name, TypeState(name))
        waiting.pending, waiting.oldest_age_seconds = pending, oldest
    return sum(int(row[1]) for row in rows) < LOOKED_AT


def _first(found: Iterable[TypeState]) -> list[TypeState]:
    """Those that nobody runs before all others are left out, then by name."""
    chosen = sorted(found, key=lambda one: (one.workers > 0, -(one.pending or 0)))[:MOST]
    return sorted(chosen, key=lambda one: one.name)


def _view(one: TypeState, taken_anyway: bool) -> dict[str, Any]:
    return {**asdict(one), "known": one.workers > 0 or taken_anyway}
