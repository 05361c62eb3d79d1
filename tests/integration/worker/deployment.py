"""Workers as users run them, and the corner of the stores in which they work."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

import orjson
from psycopg2 import extensions

from local import processes
from shared.connections import Postgres, redis_for_commands
from shared.enqueue import Door
from shared.job import Job, new_id
from shared.mirror import Row
from shared.queue import Queue
from shared.states import FINAL, State

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
SECONDS = 90.0
"""How long a condition may take to come true on a machine that does much else."""
STARTING = 60.0
"""Seconds that a start may take there; alone it takes one."""


def until(condition: Callable[[], T], what: str, seconds: float = SECONDS) -> T:
    """The first true answer of `condition`, asked again and again; fails when there is none in time."""
    asking = threading.Event()
    give_up_at = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < give_up_at, f"not within {seconds:g} s: {what}"
        asking.wait(0.01)
    return answer


class Corner:
    """One namespace in Redis and its rows: jobs go in by the door that the producer uses, and are looked at."""

    def __init__(self, redis_url: str, namespace: str, database_url: str | None) -> None:
        self.redis_url, self.namespace, self.database_url = redis_url, namespace, database_url
        self.redis = redis_for_commands(redis_url, timeout=5, connections=16)
        self.queue = Queue(self.redis, namespace, mirrored=database_url is not None)
        self.postgres = Postgres(database_url, size=4) if database_url else None
        self._door = Door(self.queue, self.postgres)

    def close(self) -> None:
        self.redis.close()
        if self.postgres:
            self.postgres.close()

    def enqueue(self, job_type: str, payload: object = None, *, delay_ms: int = 0, **fields: Any) -> str:
        state = State.SCHEDULED if delay_ms else State.PENDING
        job = Job(id=new_id(), type=job_type, payload=orjson.dumps(payload or {}), state=state, **fields)
        (accepted,) = self._door.accept([Row(job, delay_ms=delay_ms)])
        assert accepted.created
        return job.id

    def job(self, job_id: str) -> Job:
        found = self.queue.get(job_id)
        assert found is not None, f"redis has no record of {job_id}"
        return found

    def once(self, job_id: str, *states: str, seconds: float = SECONDS) -> Job:
        """The job's record when it is in one of these states."""

        def there() -> Job | None:
            found = self.queue.get(job_id)
            return found if found and found.state in states else None

        return until(there, f"job {job_id} is {' or '.join(states)}", seconds)

    def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """What a statement answers, row by row."""
        assert self.postgres is not None

        def ask(cursor: extensions.cursor) -> list[dict[str, Any]]:
            cursor.execute(statement, values)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return self.postgres.run(ask)

    def row(self, job_id: str) -> dict[str, Any]:
        (found,) = self.rows("SELECT * FROM jobs WHERE id = %s", job_id)
        return found

    def ended(self, job_id: str, seconds: float = SECONDS) -> dict[str, Any]:
        """The job's row when it tells of its end."""
        finals = {state.value for state in FINAL}
        until(lambda: self.row(job_id)["status"] in finals, f"the row of {job_id} is final", seconds)
        return self.row(job_id)

    def attempts(self, job_id: str) -> list[dict[str, Any]]:
        """The job's runs as its timeline shows them, the oldest first."""
        return self.rows("SELECT * FROM job_attempts WHERE job_id = %s ORDER BY started_at, ended_at", job_id)


class Worker:
    """`python -m worker` as a process of its own that ends with this one; its log is kept, and shown where a test fails."""

    def __init__(self, corner: Corner, **settings: object) -> None:
        self._corner = corner
        self.log: list[dict[str, Any]] = []
        self._process = processes.start(
            [sys.executable, "-m", "worker"],
            output=subprocess.PIPE,
            cwd=ROOT,
            env=environment(corner, **settings),
            when_orphaned=signal.SIGTERM,
        )
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        try:
            self._wait_until_ready()
        except BaseException:
            self.close()
            raise

    def _wait_until_ready(self) -> None:
        until(
            lambda: self.said("worker ready") or self.exit_code is not None, "the worker is ready", STARTING
        )
        assert self.said("worker ready"), f"it ended with {self.exit_code}: {self.log}"
        (ready,) = self.said("worker ready")
        self.id, self.port = str(ready["worker"]), int(ready["port"])

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def said(self, event: str) -> list[dict[str, Any]]:
        """The log lines that begin so."""
        return [line for line in self.log if str(line.get("event", "")).startswith(event)]

    def runners(self) -> dict[str, int]:
        """Name and process id of each runner, as the worker's record shows them."""
        for name, _, raw in self._corner.queue.workers():
            if name == self.id:
                return {runner["id"]: runner["pid"] for runner in orjson.loads(raw)["runners"]}
        return {}

    def runner(self) -> int:
        """The process id of the only runner, when the record shows it."""
        (pid,) = until(lambda: list(self.runners().values()), "the worker shows its runner")
        return pid

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a GET."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def health(self) -> tuple[int, dict[str, Any]]:
        status, text = self.ask("/health")
        return status, json.loads(text)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, seconds: float = SECONDS) -> int:
        return self._process.wait(seconds)

    def close(self) -> None:
        """End it and all that it started, whatever it does."""
        for _ in range(2):
            with suppress(ProcessLookupError):
                self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS)
        processes.kill_tree(self._process)
        self._reader.join(SECONDS)
        print(*(json.dumps(line) for line in self.log), sep="\n")

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                try:
                    self.log.append(json.loads(line))
                except ValueError:
                    self.log.append({"event": line.decode("utf-8", "replace").rstrip()})


def environment(corner: Corner | None = None, **settings: object) -> dict[str, str]:
    """The environment of a worker that looks often and waits for little."""
    known = dict(os.environ)
    paths = [str(ROOT / "sdk/python/src"), known.get("PYTHONPATH", "")]
    ours: dict[str, object] = {
        "APP_ENV": "development",
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "HANDLERS": "story_handlers:handlers",
        "HANDLERS_PATH": HERE,
        "WORKER_HOST": "127.0.0.1",
        "WORKER_PORT": 0,
        "WORKER_CONCURRENCY": 4,
        "WORKER_PROCESSES": 1,
        "WORKER_SHUTDOWN_TIMEOUT": 5,
        "QUEUES": "*",
        "LEASE_SECONDS": 2,
        "TIMEOUT_GRACE": 0.3,
        "RECONCILE_INTERVAL": 0.3,
        "RECONCILE_GRACE": 0.3,
        "LOG_FORMAT": "json",
    }
    if corner is not None:
        ours |= {"REDIS_URL": corner.redis_url, "QUEUE_NAME": corner.namespace}
        ours |= {"DATABASE_URL": corner.database_url or "none"}
    return known | {name: str(value) for name, value in (ours | settings).items()}


def alive(pid: int) -> bool:
    """Whether a process runs: a zombie that nobody has waited for does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def closed_afterwards(corner: Corner) -> Iterator[Corner]:
    """For fixtures."""
    with closing(corner):
        yield corner
