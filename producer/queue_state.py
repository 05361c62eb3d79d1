"""Queues and workers as they stand: depth, age, pauses, heartbeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from producer.job_view import instant
from producer.statements import STATEMENTS
from producer.stores import Stores
from shared.connections import Postgres
from shared.queue import Queue

MOST_QUEUES = 200
"""Queues that one answer names: callers choose the names, and nothing of theirs may grow without bound."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """One queue."""

    name: str
    depth: int
    oldest_age_seconds: float
    """How long its oldest job has waited; 0 when none waits."""
    paused: bool


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


def rates(postgres: Postgres | None, tenant: str) -> dict[str, int] | None:
    """Jobs that ended in the last minute, by queue; None without Postgres."""
    if postgres is None:
        return None

    def read(cursor: Any) -> dict[str, int]:
        cursor.execute(STATEMENTS["finished_last_minute"], {"tenant": tenant})
        return dict(cursor.fetchall())

    return postgres.run(read)


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
    found = [
        {
            "kind": "threads",
            **orjson.loads(record),
            "id": name,
            "status": "active",
            "last_seen": instant(seen),
        }
        for name, seen, record in queue.workers()
    ]
    return [worker for worker in found if tenant is None or worker.get("tenant", tenant) == tenant]


def _write(stores: Stores, statement: str, tenant: str, name: str) -> None:
    """The row first: a wiped Redis is told again from it, and the same call again is safe."""
    if stores.postgres is not None:
        values = {"tenant": tenant, "queue": name}
        stores.postgres.run(lambda cursor: cursor.execute(STATEMENTS[statement], values))
