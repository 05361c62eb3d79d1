"""The whole system as users run it, in a folder of its own: servers, the producer under gunicorn, workers.

It is also the supervisor: what dies is started again, and what dies although nobody killed it is remembered.
"""

from __future__ import annotations

import http.client
import os
import signal as signals
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import psycopg2
import redis

from local import ports, processes
from local.servers import PostgresServer, RedisServer
from shared.connections import redis_for_commands
from shared.queue import Queue
from tests.faults.disturbances import Disturbances
from tests.faults.handlers import LOG_VARIABLE
from tests.faults.link import Link

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE = 3.0
"""Seconds of a lease, short so that what waits for its end can be seen."""
CONCURRENCY = 4
"""Threads of a runner."""


class Daemon:
    """A producer or a worker: its processes, started again when they die."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], log: Path) -> None:
        """Nothing runs yet.

        Args:
            name: for people.
            command: arguments for Python.
            env: its environment.
            log: where its output goes.
        """
        self.name = name
        self.log = log
        self.expected_to_end = False
        self._command = command
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None
        self._begins_at = 0
        self._groups: set[int] = set()

    def start(self) -> None:
        """Start it, whatever was before."""
        self.expected_to_end = False
        with self.log.open("ab") as output:
            self._begins_at = output.tell()
            self._process = processes.start(
                [sys.executable, *self._command],
                output=output,
                cwd=ROOT,
                env=self._env,
                when_orphaned=signals.SIGKILL,
            )
        self._groups.add(self._process.pid)

    @property
    def pid(self) -> int:
        """Of the process that was started last."""
        return self._started.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._started.poll()

    @property
    def said(self) -> str:
        """Its log since it was started last."""
        return self.log.read_bytes()[self._begins_at :].decode(errors="replace")

    @property
    def children(self) -> list[int]:
        """The processes under it."""
        return processes.descendants(self.pid) if self.exit_code is None else []

    def wait(self, seconds: float) -> int:
        """Its exit code, when it ends within `seconds`; raises `subprocess.TimeoutExpired`."""
        return self._started.wait(seconds)

    def signal(self, number: signals.Signals) -> None:
        """Send one to the process itself."""
        if self.exit_code is None:
            processes.send(self.pid, number)

    def signal_all(self, number: signals.Signals) -> list[int]:
        """Send one to it and everything under it; whom it reached."""
        return processes.signal_tree(self._started, number)

    def end(self) -> None:
        """Kill it and whatever it ever started."""
        self.expected_to_end = True
        self.sweep()
        if self._process is not None:
            self._process.wait()

    def sweep(self) -> None:
        """Kill what its dead parent left behind too, as a container does when its first process dies."""
        for group in list(self._groups):
            try:
                os.killpg(group, signals.SIGKILL)
            except ProcessLookupError:
                self._groups.discard(group)

    @property
    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process


class System:
    """Everything that one run starts."""

    def __init__(self, folder: Path, *, workers: int = 2, settings: Mapping[str, str] | None = None) -> None:
        """Nothing runs yet.

        Args:
            folder: for data and logs; the user of Postgres must be able to pass through it.
            workers: how many.
            settings: for producer and workers, over those of the harness.
        """
        self.folder = folder
        self.disturbances = Disturbances()
        self.unexpected: list[str] = []
        """What ended although nobody killed it."""
        self.redis = RedisServer(folder / "redis")
        self.postgres = PostgresServer(folder / "postgres", options={"fsync": "off"})
        self.executions_log = folder / "executions.jsonl"
        self.port = ports.free_port()
        self.producer_link = Link(self.redis.port)
        self.worker_links = [Link(self.redis.port) for _ in range(workers)]
        self.producer: Daemon
        self.workers: list[Daemon] = []
        self._settings = dict(settings or {})
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._supervise, name="supervisor", daemon=True)
        self._clients: list[redis.Redis] = []

    def __enter__(self) -> Self:
        """Start for the length of a `with` block; returns when producer and workers are well."""
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all of it."""
        self._stop()

    # -- what tests look at ----------------------------------------------------------------------------------

    def redis_client(self) -> redis.Redis:
        """A fresh client, straight to Redis."""
        client = redis_for_commands(self.redis.url, timeout=10, connections=8)
        self._clients.append(client)
        return client

    def queue(self) -> Queue:
        """The queue, straight to Redis."""
        return Queue(self.redis_client(), "workqueue:jobs")

    def database(self) -> psycopg2.extensions.connection:
        """A fresh connection in autocommit."""
        connection = psycopg2.connect(self.postgres.url, connect_timeout=5)
        connection.autocommit = True
        return connection

    def runners(self, worker: Daemon) -> list[int]:
        """The processes of a worker in which handlers run."""
        return worker.children

    def logs(self, part: str = "") -> str:
        """What the daemons whose name begins so have written."""
        return "".join(
            log.read_text(errors="replace")
            for log in sorted((self.folder / "logs").glob(f"{part}*.log"))
            if log.exists()
        )

    # -- supervision -----------------------------------------------------------------------------------------

    def restart(self, daemon: Daemon) -> None:
        """Start one that was made to end."""
        with self._lock:
            daemon.wait(15)
            daemon.start()

    def _supervise(self) -> None:
        while not self._ending.wait(0.2):
            with self._lock:
                for daemon in [self.producer, *self.workers]:
                    if daemon.exit_code is not None and not daemon.expected_to_end:
                        how = processes.describe_exit(daemon.exit_code)
                        self.unexpected.append(f"{daemon.name} ended by itself: {how}")
                        daemon.start()

    # -- start and stop --------------------------------------------------------------------------------------

    def _start(self) -> None:
        (self.folder / "logs").mkdir()
        self.executions_log.touch()
        self.redis.start()
        self.postgres.start()
        for link in [self.producer_link, *self.worker_links]:
            link.start()
        self._migrate()
        self._make_daemons()
        for daemon in [self.producer, *self.workers]:
            daemon.start()
        self._watch.start()
        self.wait_until_ready()

    def _make_daemons(self) -> None:
        command = ["-m", "gunicorn", "--config", "producer/gunicorn.conf.py", "producer.wsgi:app"]
        self.producer = self._daemon("producer", command, self.producer_link)
        self.workers = [
            self._daemon(f"worker-{number}", ["-m", "worker"], link)
            for number, link in enumerate(self.worker_links, 1)
        ]

    def _daemon(self, name: str, command: list[str], link: Link) -> Daemon:
        return Daemon(name, command, self._environment(link), self.folder / "logs" / f"{name}.log")

    def _environment(self, link: Link) -> dict[str, str]:
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
        }
        return {
            **inherited,
            "APP_ENV": "development",
            "REDIS_URL": f"redis://{ports.HOST}:{link.port}/0",
            "DATABASE_URL": self.postgres.url,
            "QUEUE_NAME": "workqueue:jobs",
            "HOST": ports.HOST,
            "PORT": str(self.port),
            "WORKER_PORT": "0",
            "HANDLERS": "tests.faults.handlers:handlers",
            "HANDLERS_PATH": str(ROOT),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'sdk' / 'python' / 'src'}",
            "WORKER_PROCESSES": "1",
            "WORKER_CONCURRENCY": str(CONCURRENCY),
            "LEASE_SECONDS": str(LEASE),
            "WORKER_SHUTDOWN_TIMEOUT": "3",
            "RECONCILE_INTERVAL": "1",
            "RECONCILE_GRACE": "1",
            LOG_VARIABLE: str(self.executions_log),
            **self._settings,
        }

    def _migrate(self) -> None:
        outcome = subprocess.run(
            [sys.executable, "-m", "shared.migrate"],
            cwd=ROOT,
            env=self._environment(self.producer_link),
            capture_output=True,
            text=True,
        )
        if outcome.returncode != 0:
            raise RuntimeError(f"migrating failed:\n{outcome.stdout}{outcome.stderr}")

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Return when the producer is well and as many workers beat as there should be.

        Raises:
            TimeoutError: with the end of the logs.
        """
        queue = self.queue()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.unexpected:
                break
            if self._healthy() and len(queue.workers()) >= len(self.workers):
                return
            self._ending.wait(0.05)
        raise TimeoutError(
            f"not ready in {seconds:g} s {self.unexpected}; the logs end:\n{self.logs()[-3000:]}"
        )

    def _healthy(self) -> bool:
        connection = http.client.HTTPConnection(ports.HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _stop(self) -> None:
        self._ending.set()
        if self._watch.ident is not None:
            self._watch.join(20)
        for daemon in [*self.workers, *([self.producer] if hasattr(self, "producer") else [])]:
            daemon.end()
        for client in self._clients:
            client.close()
        for link in [self.producer_link, *self.worker_links]:
            if link.running:
                link.stop()
        self.redis.kill()
        self.postgres.stop_at_once()
