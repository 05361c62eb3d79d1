"""Queues and workers as they stand: depth, age, pauses, heartbeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from producer import statements
from producer.job_view import instant
from producer.stores import Stores
from shared.connections import Postgres
from shared.keys import DEFAULT_TENANT
from shared.queue import Queue

MOST_QUEUES = 200
"""Queues that one answer names: callers choose the names, and nothing of theirs may grow without bound."""


OF_THE_MACHINE = frozenset({"host", "pid", "port", "runners", "jobs_done", "jobs_failed"})
"""What a worker that serves every tenant says of itself to the operator alone."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """One queue."""

    name: str
    depth: int
    oldest_age_seconds: float
    """How long its oldest job has waited; 0 when none waits."""
    paused: bool
    scheduled: int | None = None
    """Jobs whose time has not come; like the next two of rows, and so None without Postgres."""
    retrying: int | None = None
    """Jobs that failed, and whose next attempt is due later."""
    running: int | None = None


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """The open jobs of one queue, as their rows have them."""

    waiting: int = 0
    oldest_age_seconds: float = 0.0
    scheduled: int = 0
    retrying: int = 0
    running: int = 0


def queues(queue: Queue, tenant: str) -> list[QueueState]:
    """Every queue that ever had a job, by name."""
    now = queue.now_ms()
    paused = queue.paused()
    found = []
    for name in queue.queue_names()[:MOST_QUEUES]:
        depth = queue.depth(name)
        age = max(0, now - depth.oldest) / 1000 if depth.oldest else 0.0
        found.append(QueueState(name, depth.jobs, round(age, 1), (name, tenant) in paused))
    return found


def queues_of(stores: Stores, tenant: str) -> list[QueueState]:
    """What a caller sees: the operator every queue, a tenant those that hold open jobs of its own, or that it paused."""
    return _queues_of_all(stores) if tenant == DEFAULT_TENANT else _queues_of_tenant(stores, tenant)


def _queues_of_all(stores: Stores) -> list[QueueState]:
    found = queues(stores.queue, DEFAULT_TENANT)
    if stores.postgres is None:
        return found
    rows = _open_jobs(stores, None, [state.name for state in found])
    return [_with_rows(state, rows.get(state.name, OpenJobs())) for state in found]


def _queues_of_tenant(stores: Stores, tenant: str) -> list[QueueState]:
    rows, paused = _open_jobs(stores, tenant, None), _paused(stores, tenant)
    names = sorted(rows.keys() | paused)[:MOST_QUEUES]
    return [_of_rows(name, rows.get(name, OpenJobs()), name in paused) for name in names]


def _of_rows(name: str, rows: OpenJobs, paused: bool) -> QueueState:
    return _with_rows(QueueState(name, rows.waiting, rows.oldest_age_seconds, paused), rows)


def _with_rows(state: QueueState, rows: OpenJobs) -> QueueState:
    return replace(state, scheduled=rows.scheduled, retrying=rows.retrying, running=rows.running)


def _open_jobs(stores: Stores, tenant: str | None, names: Sequence[str] | None) -> dict[str, OpenJobs]:
    """By queue; what was slow to count is some seconds old."""
    values = {"tenant": tenant, "names": names, "limit": MOST_QUEUES}
    tables = stores.tables if tenant is None else stores.tables.of(tenant)
    found = stores.looks.take(
        ("queues", tenant, names and tuple(names)),
        lambda: tables.run(lambda cursor: statements.rows(cursor, "open_by_queue", values)),
    )
    return {name: OpenJobs(*counts) for name, *counts in found}


def _paused(stores: Stores, tenant: str) -> set[str]:
    """Always as it is now: who pauses a queue looks whether it is paused."""
    values = {"tenant": tenant, "limit": MOST_QUEUES}
    found = stores.tables.of(tenant).run(lambda cursor: statements.rows(cursor, "paused_by_tenant", values))
    return {name for (name,) in found}


def rates(postgres: Postgres | None, tenant: str) -> dict[str, int] | None:
    """Jobs that ended in the last minute, by queue; None without Postgres."""
    if postgres is None:
        return None
    values = {"tenant": tenant}
    return dict(
        postgres.of(tenant).run(lambda cursor: statements.rows(cursor, "finished_last_minute", values))
    )


def pause(stores: Stores, tenant: str, name: str) -> None:
    """Hand out none of the tenant's jobs of this queue; those that run go on."""
    _write(stores, "pause_queue", tenant, name)
    stores.queue.pause(name, tenant)


def resume(stores: Stores, tenant: str, name: str) -> None:
    """Hand them out again."""
    _write(stores, "resume_queue", tenant, name)
    stores.queue.resume(name, tenant)


def workers(queue: Queue, tenant: str | None = None) -> list[dict[str, Any]]:
    """Live workers, as they last described themselves; for a tenant those that serve every tenant, and its own."""
    found = [worker for worker in _live(queue) if tenant is None or worker.get("tenant", tenant) == tenant]
    return found if tenant in (None, DEFAULT_TENANT) else [_as_others_see(worker) for worker in found]


def _live(queue: Queue) -> list[dict[str, Any]]:
    return [
        {
            "kind": "threads",
            **orjson.loads(record),
            "id": name,
            "status": "active",
            "last_seen": instant(seen),
        }
        for name, seen, record in queue.workers()
    ]


def _as_others_see(worker: dict[str, Any]) -> dict[str, Any]:
    """The worker without what it says of its machine, and of other tenants' jobs; a tenant's own is shown whole."""
    if "tenant" in worker:
        return worker
    return {name: value for name, value in worker.items() if name not in OF_THE_MACHINE}


def _write(stores: Stores, statement: str, tenant: str, name: str) -> None:
    """The row first: a wiped Redis is told again from it, and the same call again is safe."""
    if stores.postgres is not None:
        values = {"tenant": tenant, "queue": name}
        stores.postgres.of(tenant).run(lambda cursor: statements.run(cursor, statement, values))
