"""What a focused test needs: a running system, a caller, and waiting for what is to happen instead of for time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tests.faults import executions
from tests.faults.client import Client
from tests.faults.executions import Execution
from tests.faults.ledger import Ledger
from tests.faults.system import Daemon, System

T = TypeVar("T")

FINAL = ("completed", "dead", "cancelled")


class Scene:
    """One test's view of the system."""

    def __init__(self, system: System, ledger: Ledger) -> None:
        """Nothing has happened yet."""
        self.system = system
        self.client = Client(system.port, ledger)
        self.redis = system.redis_client()
        self.queue = system.queue()

    def close(self) -> None:
        """Hang up."""
        self.client.close()
        self.redis.close()
        self.queue.client.close()

    # -- doing -----------------------------------------------------------------------------------------------

    def submit(self, job_type: str, **fields: Any) -> str:
        """Have one job accepted; its id. `payload` and the other fields as in the request."""
        request = self.client.create({"type": job_type, "payload": {}, **fields})
        assert request.answer == "accepted", request
        return request.ids[0]

    def submit_many(self, job_type: str, count: int, **fields: Any) -> list[str]:
        """Have jobs accepted in batches; their ids in order."""
        ids: list[str] = []
        while len(ids) < count:
            batch = [{"type": job_type, "payload": {}, **fields}] * min(500, count - len(ids))
            request = self.client.create_batch(batch)
            assert request.answer == "accepted", request
            ids += request.ids
        return ids

    # -- looking ---------------------------------------------------------------------------------------------

    def runs(self, job_id: str) -> list[Execution]:
        """The executions of a job so far."""
        return self.all_runs().get(job_id, [])

    def all_runs(self) -> dict[str, list[Execution]]:
        """The executions of all jobs so far."""
        return executions.read(self.system.executions_log)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What Postgres answers."""
        connection = self.system.database()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def job(self, job_id: str) -> dict[str, Any]:
        """A job's row, by column."""
        names = ("status", "attempt", "crash_count", "error", "version")
        [values] = self.rows(f"SELECT {', '.join(names)} FROM jobs WHERE id = %s", job_id)  # noqa: S608 - ours
        return dict(zip(names, values, strict=True))

    def outcomes(self, job_id: str) -> list[tuple[int, str | None]]:
        """(number, outcome) of a job's attempts in the order in which they began."""
        found = self.rows(
            "SELECT number, outcome FROM job_attempts WHERE job_id = %s ORDER BY started_at", job_id
        )
        return [(number, outcome) for number, outcome in found]

    def held_by(self, worker: Daemon) -> set[str]:
        """The jobs that a worker's runners hold, begun or not."""
        prefix = "{workqueue:jobs}:held:"
        records = [json.loads(record) for _, _, record in self.queue.workers()]
        [mine] = [record for record in records if record["pid"] == worker.pid] or [{"runners": []}]
        held = (self.redis.hkeys(prefix + runner["id"]) for runner in mine["runners"])
        return {job_id.decode() for ids in held for job_id in ids}  # type: ignore[union-attr]

    def chief(self) -> Daemon:
        """The worker that performs the duties, as soon as there is one."""

        def found() -> Daemon | None:
            holder: Any = self.redis.get(self.queue.keys.lock("duties"))
            named = [
                json.loads(record)["pid"]
                for name, _, record in self.queue.workers()
                if name.encode() == holder
            ]
            return next((worker for worker in self.system.workers if worker.pid in named), None)

        return self.wait("a worker performs the duties", found)

    def worker_of(self, pid: int) -> Daemon:
        """The worker under which a runner stands."""
        [found] = [worker for worker in self.system.workers if pid in worker.children]
        return found

    # -- waiting ---------------------------------------------------------------------------------------------

    def wait(self, for_what: str, condition: Callable[[], T | None], seconds: float = 30.0) -> T:
        """The condition's first true answer; fails the test when there is none in time."""
        until, pause = time.monotonic() + seconds, threading.Event()
        while not (answer := condition()):
            assert time.monotonic() < until, f"waited {seconds:g} s in vain for this: {for_what}"
            pause.wait(0.02)
        return answer

    def wait_for_start(self, *job_ids: str, runs: int = 1) -> None:
        """Until every one of the jobs has begun to run for the so-manieth time."""

        def begun() -> bool:
            found = self.all_runs()
            return all(len(found.get(job_id, [])) >= runs for job_id in job_ids)

        self.wait(f"run {runs} of {len(job_ids)} jobs begins", begun)

    def wait_for_end(self, job_ids: Sequence[str], seconds: float = 45.0) -> None:
        """Until Postgres holds a final state for every one of the jobs."""
        missing = "SELECT id, status FROM jobs WHERE id = ANY(%s::uuid[]) AND NOT status = ANY(%s)"

        def ended() -> bool:
            return not self.rows(missing, list(job_ids), list(FINAL))

        self.wait(f"{len(job_ids)} jobs end", ended, seconds)
        assert len(self.rows("SELECT 1 FROM jobs WHERE id = ANY(%s::uuid[])", list(job_ids))) == len(job_ids)

    def wait_for_status(self, job_id: str, status: str, seconds: float = 30.0) -> None:
        """Until Postgres shows the job so."""
        self.wait(f"job {job_id} is {status}", lambda: self.job(job_id)["status"] == status, seconds)
