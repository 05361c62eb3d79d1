"""The one command: servers, schema, page, producer and workers on this machine until Ctrl-C."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local import page, ports
from local.console import Console
from local.program import Program
from local.servers import PostgresServer, RedisServer, Server
from local.settings import Settings
from local.supervisor import StopRequestedError, Supervisor, raise_on_signals

ROOT = Path(__file__).resolve().parent.parent

_SERVER_STOP_SECONDS = 15.0
_PRODUCER_STOP_SECONDS = 35.0  # gunicorn gives its requests 30
_REPEAT_WAITING = 15.0  # seconds between two lines about what is not ready yet


class UpError(RuntimeError):
    """The stack cannot start; the message is for the user."""


def up(settings: Settings, console: Console) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP, then stop all of it.

    Raises UpError, ServerError or NoServerFoundError when it cannot start, HopelessError when a process
    refuses its settings.
    """
    with _alone(settings):
        _check_ports(settings)
        raise_on_signals()
        Stack(settings, console).run()


@dataclass
class Stack:
    """Everything that one `up` starts, in the order in which it starts."""

    settings: Settings
    console: Console
    _addresses: dict[str, str] = field(default_factory=dict)
    _waiting_for: dict[str, int] = field(default_factory=dict)
    _next_word: float = 0.0

    def __post_init__(self) -> None:
        """Make the supervisor, which asks back whether all is ready."""
        self._supervisor = Supervisor(self.console, on_quiet=self._look_for_readiness)

    def run(self) -> None:
        """Start, watch and stop. Returns after a signal; raises what `up` says."""
        try:
            self._start()
            self._supervisor.watch()
        except StopRequestedError as request:
            self.console.line("stack", f"stopping ({request})")
        finally:
            self._supervisor.stop_all()
            self.console.line("stack", "stopped")

    def _start(self) -> None:
        env = self._environment()
        self._start_servers(env)
        self._migrate(env)
        page.build(ROOT / "web", self.console, env)
        self._start_producer(env)
        self._start_workers(env)

    def _environment(self) -> dict[str, str]:
        """What all children get: the user's settings, and what makes this a development machine."""
        env = {
            "APP_ENV": "development",
            "LOG_FORMAT": "console",
            "FILES_DIR": str(self.settings.local_dir / "files"),
            "OUTBOX_DIR": str(self.settings.local_dir / "outbox"),
            **self.settings.environment,
            "HOST": ports.HOST,
            "WORKER_HOST": ports.HOST,
            "PORT": str(self.settings.port),
            "HANDLERS_PATH": str(self.settings.handlers_path),
            "PYTHONUNBUFFERED": "1",
        }
        if not self._asks_for_key():
            env.setdefault("AUTH_MODE", "open")
        if env["APP_ENV"] == "development":
            env.setdefault("WEBHOOK_ALLOW_PRIVATE", "true")
        return env

    def _start_servers(self, env: dict[str, str]) -> None:
        """Redis, then Postgres, each only if no address was given; their addresses go into `env`."""
        env["REDIS_URL"] = self.settings.redis_url or self._own(
            RedisServer(self.settings.local_dir / "redis")
        )
        self._addresses["redis"] = _without_password(env["REDIS_URL"], self.settings.redis_url)
        if self.settings.without_postgres:
            env["DATABASE_URL"] = "none"  # said aloud, or .env could bring it back
            self._addresses["postgres"] = "none: the queue runs on Redis alone"
            return
        place = self.settings.local_dir / "postgres"
        env["DATABASE_URL"] = self.settings.database_url or self._own(PostgresServer(place))
        self._addresses["postgres"] = _without_password(env["DATABASE_URL"], self.settings.database_url)

    def _own(self, server: Server) -> str:
        self.console.line("stack", f"starting {server.title}, log in {server.log_file}")
        self._supervisor.add([server], _SERVER_STOP_SECONDS)
        return server.url

    def _migrate(self, env: dict[str, str]) -> None:
        if self.settings.without_postgres:
            return
        code = self._program("migrate", ["-m", "shared.migrate"], env).run()
        if code != 0:
            raise UpError(
                f"the schema could not be brought up to date (exit {code}); the lines above say why"
            )

    def _start_producer(self, env: dict[str, str]) -> None:
        command = ["-m", "gunicorn", "--config", "producer/gunicorn.conf.py", "producer.wsgi:app"]
        # SIGINT is gunicorn's quick stop: when nobody supervises, nobody waits for slow requests either.
        producer = self._program("producer", command, env, when_orphaned=signal.SIGINT)
        self._supervisor.add([producer], _PRODUCER_STOP_SECONDS)
        self._waiting_for["producer"] = self.settings.port

    def _start_workers(self, env: dict[str, str]) -> None:
        workers = []
        for number in range(1, self.settings.workers + 1):
            port = self.settings.worker_port if number == 1 else ports.free_port()
            name = "worker" if self.settings.workers == 1 else f"worker-{number}"
            workers.append(self._program(name, ["-m", "worker"], {**env, "WORKER_PORT": str(port)}))
            self._waiting_for[name] = port
        self._supervisor.add(workers, self.settings.stop_seconds)

    def _program(
        self,
        name: str,
        command: list[str],
        env: dict[str, str],
        when_orphaned: signal.Signals = signal.SIGTERM,
    ) -> Program:
        full: list[str | Path] = [sys.executable, *command]
        return Program(name, full, console=self.console, cwd=ROOT, env=env, when_orphaned=when_orphaned)

    def _look_for_readiness(self) -> None:
        """Ask one of those awaited for its health; say when all are well, and who is missing meanwhile."""
        if self._supervisor.ready:
            return
        name, port = next(iter(self._waiting_for.items()))
        complaint = _ill(port)
        if complaint is None:
            self._addresses[name] = f"http://{ports.HOST}:{port}"
            del self._waiting_for[name]
        elif time.monotonic() > self._next_word:
            if self._next_word:
                self.console.line("stack", f"still waiting for {name}: {complaint}")
            self._next_word = time.monotonic() + _REPEAT_WAITING
        if not self._waiting_for:
            self._supervisor.ready = True
            self.console.lines("stack", self._greeting())

    def _greeting(self) -> str:
        shown = [f"  {name:<9} {address}" for name, address in self._addresses.items()]
        return "\n".join(
            [
                f"ready: {self._addresses['producer']}",
                *shown,
                "try it:",
                f"  {self._first_job()}",
                "Ctrl-C stops everything.",
            ]
        )

    def _first_job(self) -> str:
        job = (
            '"<a type of yours>", "payload": {}'
            if self.settings.handlers
            else '"sleep", "payload": {"seconds": 2}'
        )
        key = "-H 'X-API-Key: <your key>' " if self._asks_for_key() else ""
        body = f'{{"type": {job}}}'
        url = f"{self._addresses['producer']}/enqueue"
        return f"curl -s {url} {key}-H 'Content-Type: application/json' -d '{body}'"

    def _asks_for_key(self) -> bool:
        return any(self.settings.environment.get(name) for name in ("API_KEY", "ADMIN_KEY"))


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Hold the lock of LOCAL_DIR. The kernel gives it back when we end, however that happens."""
    settings.local_dir.mkdir(parents=True, exist_ok=True)
    with (settings.local_dir / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise UpError(_already_up(settings, file.read())) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "port": settings.port}))
        file.flush()
        yield


def _already_up(settings: Settings, written: str) -> str:
    other = json.loads(written or "{}")
    return (
        f"another `make up` (process {other.get('pid', '?')}) runs from {settings.local_dir} and has port "
        f"{other.get('port', '?')}: stop it, or give this one its own LOCAL_DIR, PORT and WORKER_PORT"
    )


def _check_ports(settings: Settings) -> None:
    if settings.port == settings.worker_port:
        raise UpError(f"PORT and WORKER_PORT are both {settings.port}: give them different values")
    for name, port in (("PORT", settings.port), ("WORKER_PORT", settings.worker_port)):
        if not ports.is_free(port):
            raise UpError(
                f"port {port} is taken by another program: stop that one, or choose another port, "
                f"for example `make up {name}={port + 10}`"
            )


def _without_password(url: str, configured: str | None) -> str:
    """An address to show: with the password that we made ourselves, since it opens nothing else."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url) if configured else url


def _ill(port: int) -> str | None:
    """None when `/health` on the port answers 200, else what it says instead."""
    connection = http.client.HTTPConnection(
        ports.HOST, port, timeout=2
    )  # no proxy of the environment in between
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        said = answer.read(10_000).decode(errors="replace")
        return None if answer.status == 200 else f"{answer.status} {said[:300]}"
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()
