"""How fast one worker, run as users run it, empties a queue: `python -m bench.drain --help`.

Jobs come in by the library's own door while their queue is paused; the worker starts and waits; the clock runs from
the moment the queue is resumed until the last job has ended. With `--postgres` it also says how long the mirror took
from then on until every row said so. Nothing is left out: fences, leases, events, results and the append-only file
are as they are in service.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from psycopg2 import extensions

from local import ports
from local.servers import PostgresServer, RedisServer
from shared.connections import Postgres, redis_for_commands, scalar
from shared.enqueue import Door
from shared.job import Job, new_id
from shared.keys import DEFAULT_QUEUE, DEFAULT_TENANT
from shared.mirror import Row
from shared.queue import Queue, Script

ROOT = Path(__file__).resolve().parent.parent
NAMESPACE = "bench:jobs"
AT_ONCE = 500
"""Jobs to one call of the door, as the largest batch over HTTP has."""
WARMING = "warming"
"""The queue of the jobs that warm the worker up."""
AT_REST = 0.3
"""Seconds without work, to the hundredth of one, after which a worker is taken to be at rest: two runners may start one
after the other."""
LOOK_EVERY = 0.005
PATIENCE = 600.0
"""Seconds after which a round that has not ended is given up."""


@dataclass(frozen=True)
class Figures:
    """What one round showed."""

    jobs_per_second: float
    redis_us: float
    """Processor time of Redis for each job, in microseconds."""
    runners_us: float
    """That of the processes that run the handlers."""
    parent_us: float
    """That of their parent, which beats and mirrors; until the mirror is done."""
    enqueued_per_second: float
    bytes_per_job: float
    """Memory in Redis for each pending job, its payload included."""
    mirror_lag_seconds: float
    """From the last end until Postgres knew of it; 0 without Postgres."""


def main() -> int:
    """Run the rounds asked for; the exit code."""
    options = _options()
    rounds = []
    for _ in range(options.rounds):
        rounds.append(measure(options))
        print(_line(rounds[-1]), file=sys.stderr, flush=True)
    middle = {name: statistics.median(asdict(one)[name] for one in rounds) for name in asdict(rounds[0])}
    print(json.dumps({"options": vars(options), "median": middle, "rounds": [asdict(one) for one in rounds]}))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drain", description=__doc__)
    parser.add_argument("--jobs", type=int, default=50_000, help="jobs to drain in each round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, each on servers of its own")
    parser.add_argument("--threads", type=int, default=10, help="WORKER_CONCURRENCY")
    parser.add_argument("--processes", type=int, default=1, help="WORKER_PROCESSES")
    parser.add_argument(
        "--tenants",
        type=int,
        default=1,
        help="tenants over which the jobs are spread; the clock then has the resuming of each in it, "
        "which `python -m bench --cases tenants` has not",
    )
    parser.add_argument(
        "--sleep-ms", type=int, default=0, help="how long each handler waits; 0: it does nothing"
    )
    parser.add_argument(
        "--payload", type=int, default=2, help="bytes of a payload of handlers that do nothing"
    )
    parser.add_argument("--postgres", action="store_true", help="with rows and the mirror")
    return parser.parse_args()


def _line(figures: Figures) -> str:
    return "  ".join(f"{name} {value:,.1f}" for name, value in asdict(figures).items())


def measure(options: argparse.Namespace) -> Figures:
    """One round on fresh servers."""
    with tempfile.TemporaryDirectory(prefix="workqueue-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # the user of Postgres passes through it
        redis_url = stack.enter_context(RedisServer(folder / "redis")).url
        database_url = (
            stack.enter_context(PostgresServer(folder / "postgres")).url if options.postgres else None
        )
        if database_url:
            _migrate(database_url)
        return Round(options, redis_url, database_url).run()


def _migrate(database_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database_url}
    subprocess.run([sys.executable, "-m", "shared.migrate"], cwd=ROOT, env=environment, check=True)


class Round:
    """One queue filled and emptied."""

    def __init__(self, options: argparse.Namespace, redis_url: str, database_url: str | None) -> None:
        """Connects nothing yet."""
        self._options = options
        self._redis_url = redis_url
        self._database_url = database_url
        self._client = redis_for_commands(redis_url, timeout=60, connections=4)
        self._postgres = Postgres(database_url, size=2) if database_url else None
        self._queue = Queue(self._client, NAMESPACE, mirrored=database_url is not None)
        self._tenants = [DEFAULT_TENANT, *(f"t{number}" for number in range(1, options.tenants))]

    def run(self) -> Figures:
        """Fill, start the worker, let it loose, wait."""
        for tenant in self._tenants:
            self._queue.pause(DEFAULT_QUEUE, tenant)
        empty, begun = self._memory(), time.perf_counter()
        self._fill()
        filled = time.perf_counter()
        bytes_per_job = (self._memory() - empty) / self._options.jobs
        with self._worker() as worker:
            self._warm_up(worker)
            self._let_loose()
            before, started = self._spent(worker), time.perf_counter()
            _until(lambda: self._is_empty(DEFAULT_QUEUE), "the queue is empty")
            ended = time.perf_counter()
            self._wait_for_rows()
            mirrored = time.perf_counter()
            redis, parent, runners = (
                (after - earlier) / self._options.jobs * 1e6
                for after, earlier in zip(self._spent(worker), before, strict=True)
            )
        return Figures(
            jobs_per_second=self._options.jobs / (ended - started),
            redis_us=redis,
            runners_us=runners,
            parent_us=parent,
            enqueued_per_second=self._options.jobs / (filled - begun),
            bytes_per_job=bytes_per_job,
            mirror_lag_seconds=mirrored - ended if self._postgres else 0.0,
        )

    def _fill(self) -> None:
        door = Door(self._queue, self._postgres)
        for start in range(0, self._options.jobs, AT_ONCE):
            stop = min(start + AT_ONCE, self._options.jobs)
            door.accept([Row(self._job(number)) for number in range(start, stop)])

    def _job(self, number: int) -> Job:
        tenant = self._tenants[number % len(self._tenants)]
        if self._options.sleep_ms:
            return Job(
                id=new_id(), type="sleep", payload=b'{"ms":%d}' % self._options.sleep_ms, tenant=tenant
            )
        text = b'{"text":"%s"}' % (b"x" * (self._options.payload - 11))
        return Job(
            id=new_id(), type="noop", payload=text if self._options.payload > 11 else b"{}", tenant=tenant
        )

    @contextmanager
    def _worker(self) -> Iterator[subprocess.Popen[bytes]]:
        settings = {
            "REDIS_URL": self._redis_url,
            "DATABASE_URL": self._database_url or "none",
            "QUEUE_NAME": NAMESPACE,
            "HANDLERS": "bench.handlers:handlers",
            "HANDLERS_PATH": str(ROOT),
            "WORKER_CONCURRENCY": str(self._options.threads),
            "WORKER_PROCESSES": str(self._options.processes),
            "WORKER_PORT": str(ports.free_port()),
            "LOG_LEVEL": "warning",
        }
        environment = {**os.environ, **settings}
        worker = subprocess.Popen([sys.executable, "-m", "worker"], cwd=ROOT, env=environment)
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait()

    def _warm_up(self, worker: subprocess.Popen[bytes]) -> None:
        """Return when the worker has started, has run some jobs of another queue, and is at rest."""
        door = Door(self._queue, self._postgres)
        jobs = [Job(id=new_id(), type="noop", queue=WARMING) for _ in range(AT_ONCE)]
        door.accept([Row(job) for job in jobs])
        _until(lambda: self._is_empty(WARMING), "some jobs have run")
        spent = -1.0
        while spent != (spent := sum(self._spent(worker)[1:])):
            time.sleep(AT_REST)

    def _let_loose(self) -> None:
        """Resume all tenants at once: one by one, the first would be served while the last still wait."""
        resume = Script.read("pause")
        self._client.script_load(resume.text)
        pipe = self._client.pipeline(transaction=True)
        for tenant in self._tenants:
            pipe.evalsha(resume.digest, 1, NAMESPACE, DEFAULT_QUEUE, tenant, 0)
        pipe.execute()

    def _is_empty(self, queue: str) -> bool:
        keys = self._queue.keys
        pipe = self._client.pipeline(transaction=False)
        for key in (keys.ready(queue), keys.leases):
            pipe.zcard(key)
        return not any(pipe.execute())

    def _wait_for_rows(self) -> None:
        if self._postgres:
            _until(self._rows_have_ended, "every row is final")

    def _rows_have_ended(self) -> bool:
        assert self._postgres

        def none_is_open(cursor: extensions.cursor) -> bool:
            cursor.execute("SELECT NOT EXISTS (SELECT FROM jobs WHERE status <> 'completed')")
            return bool(scalar(cursor))

        return self._postgres.run(none_is_open)

    def _memory(self) -> int:
        return int(self._client.info("memory")["used_memory_dataset"])

    def _spent(self, worker: subprocess.Popen[bytes]) -> tuple[float, float, float]:
        """Seconds of processor time so far: of Redis, of the worker's parent, of its runners."""
        cpu = self._client.info("cpu")
        redis = float(cpu["used_cpu_user"]) + float(cpu["used_cpu_sys"])
        return redis, _processor_time(worker.pid), sum(map(_processor_time, _children(worker.pid)))


def _until(condition: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"not within {PATIENCE:g} s: {what}")
        time.sleep(LOOK_EVERY)


def _processor_time(pid: int) -> float:
    """Seconds, as Linux counts them in /proc; 0 elsewhere."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    numbers = file.read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text().split()]


if __name__ == "__main__":
    sys.exit(main())
