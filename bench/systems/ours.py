"""Workqueue, as its users run it: `python -m worker`, jobs accepted by the library's own door."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import shape
import work

from workqueue import Handlers, Job

AT_ONCE = 500
"""Jobs to one call of the door, as the largest batch over HTTP has."""

handlers = Handlers()


@handlers.handler("noop")
def noop(_: Job) -> None:
    """Nothing."""
    work.done()


@handlers.handler("sleep")
def sleep(_: Job) -> None:
    """Wait, as for another service."""
    time.sleep(work.NAP)
    work.done()


@handlers.handler("labour")
def labour(_: Job) -> None:
    """Compute."""
    work.labour()
    work.done()


@handlers.handler("stamp")
def stamp(job: Job) -> None:
    """Note when it ran."""
    work.arrived(job.payload["number"])
    work.done()


class Sender:
    """The library's door, with rows where there is a database. The worker imports this file too and needs no door."""

    def __init__(self, way: str) -> None:
        """Connect, and make the tables."""
        from shared.connections import redis_for_commands
        from shared.enqueue import Door
        from shared.queue import Queue

        self._postgres = _rows() if way == "postgres" else None
        client = redis_for_commands(os.environ["REDIS_URL"], timeout=60, connections=2)
        queue = Queue(client, os.environ["QUEUE_NAME"], mirrored=self._postgres is not None)
        self._door = Door(queue, self._postgres)
        self._tenants = int(os.environ.get("BENCH_TENANTS", "1"))
        self._due_at = float(os.environ.get("BENCH_DUE_AT", "0"))
        self._due_within = float(os.environ.get("BENCH_DUE_WITHIN", "0"))

    def fill(self, kind: str, count: int) -> None:
        """In batches; spread over tenants, or over times at which they fall due, where the environment says so."""
        from shared.mirror import Row

        for start in range(0, count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count))
            self._door.accept([Row(self._job(kind, number, number / count)) for number in numbers])

    def _job(self, kind: str, number: int, share: float) -> Any:
        from shared import job, keys
        from shared.states import State

        tenant = f"t{number % self._tenants}" if self._tenants > 1 else keys.DEFAULT_TENANT
        new = job.Job(id=job.new_id(), type=kind, tenant=tenant)
        if not self._due_at:
            return new
        return replace(
            new, state=State.SCHEDULED, run_at=int((self._due_at + share * self._due_within) * 1000)
        )

    def send(self, number: int) -> int | None:
        """One; with rows, answers when its row was committed."""
        from shared import job
        from shared.mirror import Row

        self._door.accept([Row(job.Job(id=job.new_id(), type="stamp", payload=b'{"number":%d}' % number))])
        return self._postgres.committed if self._postgres else None


def _rows() -> Any:
    from shared.connections import Postgres
    from shared.migrate import migrate

    class Watched(Postgres):
        """Notes when a statement was last committed, in nanoseconds of the machine."""

        committed = 0

        def run(self, work: Callable[[Any], Any]) -> Any:
            answer = super().run(work)
            self.committed = time.monotonic_ns()
            return answer

    migrate(os.environ["DATABASE_URL"])
    return Watched(os.environ["DATABASE_URL"], size=2)


def _way(title: str, *stores: str) -> shape.Way:
    return shape.Way(
        title,
        "WORKER_CONCURRENCY and WORKER_PROCESSES as the table says, all else as it is by default",
        10,
        lambda processes, concurrency: [
            [
                "env",
                f"WORKER_PROCESSES={processes}",
                f"WORKER_CONCURRENCY={concurrency}",
                sys.executable,
                "-m",
                "worker",
            ]
        ],
        stores=stores,
        environment={
            "HANDLERS": "ours:handlers",
            "HANDLERS_PATH": str(shape.HERE),
            "WORKER_PORT": "0",
            "LOG_LEVEL": "warning",
        },
    )


if __name__ == "__main__":
    shape.main(
        None,
        {
            "redis": _way("Workqueue, Redis alone", "redis"),
            "postgres": _way("Workqueue, with Postgres", "redis", "postgres"),
        },
        sender=Sender,
    )
