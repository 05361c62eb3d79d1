"""A real Redis and a real Postgres as objects: start, stop, kill, pause, and start again on their data.

The one-command stack, the tests and the fault harness all use these. Nothing here is for production.
"""

from __future__ import annotations

import abc
import fcntl
import logging
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, ClassVar, Self

import psycopg2
import redis
from psycopg2 import sql
from redis.backoff import NoBackoff
from redis.retry import Retry

from local import binaries, ports, postgres_home, processes

log = logging.getLogger("local.servers")

_LARGEST_LOG = 5_000_000  # bytes; a longer one is begun anew at the next start
_OTHER_PORTS_TO_TRY = 3
_PREDECESSOR_PATIENCE = 5.0  # seconds to wait for a killed predecessor: its children, its shared memory
_BEFORE_ANOTHER_TRY = 0.2  # seconds; its leftovers need some to go, and each try adds lines to the log
_LOOK_AGAIN = 0.02  # seconds; a server does not say when it lets clients in, and flock knows no time limit


class ServerError(RuntimeError):
    """A server could not be started or stopped; the message ends with the last lines of its log."""


class Server(abc.ABC):
    """What both servers share: a process, a folder, a port that stays the same over restarts, a log.

    `folder` holds all that belongs to the server and is made when it is missing. Without `port` a free one is
    taken. Only one object at a time may run on a folder.
    """

    title: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]
    seconds_to_start: ClassVar[float]

    def __init__(self, folder: Path | str, port: int | None = None) -> None:
        """Remember where; nothing is started or written yet."""
        self.name = self.title.lower()
        self.folder = Path(folder).absolute()
        self.log_file = self.folder / f"{self.name}.log"
        self.port = port or ports.free_port()
        self._port_may_change = port is None
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    @abc.abstractmethod
    def url(self) -> str:
        """The address for clients, in the form that REDIS_URL or DATABASE_URL takes."""

    @property
    def pid(self) -> int:
        """The process id of the running server. Raises ServerError when it does not run."""
        if self._process is None or self._process.poll() is not None:
            raise ServerError(f"{self.title} in {self.folder} is not running")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process exists, paused or not."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the last process ended, as `Popen.returncode` has it; None while it runs and before."""
        return self._process.poll() if self._process else None

    def start(self) -> Self:
        """Start on what the folder holds, and return when clients can connect. Twice changes nothing.

        Raises ServerError with the end of the server's log.
        """
        if self.running:
            return self
        self.folder.mkdir(parents=True, exist_ok=True)
        self._prepare()
        began = time.monotonic()
        other_ports = _OTHER_PORTS_TO_TRY if self._port_may_change else 0
        while not self._came_up(began + self.seconds_to_start):
            if other_ports and self._says("already in use", "could not bind"):
                other_ports -= 1
                self.port = ports.free_port()
            elif self._worth_another_try(time.monotonic() - began):
                time.sleep(_BEFORE_ANOTHER_TRY)
            else:
                raise self._failure(f"ended while starting ({processes.describe_exit(self.exit_code or 0)})")
        self._port_may_change = False
        return self

    def ask_to_stop(self) -> None:
        """Ask the server to shut down in order, and do not wait for it."""
        self._ask(self.stop_signal)

    def stop(self, seconds: float = 15.0) -> None:
        """Ask the server to shut down in order; kill it when that takes longer than `seconds`."""
        self.ask_to_stop()
        self.finish(seconds)

    def finish(self, seconds: float) -> None:
        """Wait for the end of a server that was asked to stop; kill it after `seconds`."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop within %.0f s and is killed", self.title, seconds)
            self.kill()

    def kill(self) -> None:
        """SIGKILL the server and all of its children, as a power cut would, and wait until it is gone."""
        if self._process and self.running:
            processes.kill_tree(self._process)

    def pause(self) -> None:
        """SIGSTOP the server and its children: connections stay open and nothing answers."""
        if self._process:
            processes.signal_tree(self._process, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused server go on."""
        if self._process:
            processes.signal_tree(self._process, signal.SIGCONT)

    def restart(self) -> Self:
        """Stop in order and start again, on the same port and data."""
        self.stop()
        return self.start()

    def log_tail(self, lines: int = 15) -> str:
        """The last lines that the server wrote since its last start."""
        if not self.log_file.exists():
            return ""
        with self.log_file.open("rb") as file:
            file.seek(self._log_start)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Self:
        """Start for the length of a `with` block."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop at the end of the `with` block."""
        self.stop()

    @abc.abstractmethod
    def _prepare(self) -> None:
        """Do what must be done before the process starts."""

    @abc.abstractmethod
    def _launch(self, lock: int) -> subprocess.Popen[bytes]:
        """Start the process, which inherits the file descriptor `lock`."""

    @abc.abstractmethod
    def _is_ready(self) -> bool:
        """Whether our own process, and not another on the same port, lets clients in."""

    def _worth_another_try(self, seconds_so_far: float) -> bool:  # noqa: ARG002 - for those who override it
        """Whether a process that ended while starting should be started once more."""
        return False

    def _came_up(self, give_up_at: float) -> bool:
        """Launch once. False when the process ended by itself; ServerError when it never gets ready."""
        with self._sole_use() as lock:
            self._process = self._launch(lock)
        while self._process.poll() is None:
            if self._is_ready():
                return True
            if time.monotonic() > give_up_at:
                self.kill()
                raise self._failure(f"was not ready after {self.seconds_to_start:.0f} s and was stopped")
            time.sleep(_LOOK_AGAIN)
        return False

    def _ask(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
            self.resume()  # a paused process would never hear it

    @contextmanager
    def _sole_use(self) -> Iterator[int]:
        """A locked file for the server to inherit: the lock lasts until it and all of its children are gone.

        Two servers on the same files would ruin them, and after a SIGKILL the children take a moment to
        notice. Raises ServerError when somebody still holds it after some seconds.
        """
        with (self.folder / "in-use").open("a+b") as file:
            give_up_at = time.monotonic() + _PREDECESSOR_PATIENCE
            while not _locked(file):
                if time.monotonic() > give_up_at:
                    raise ServerError(
                        f"another {self.title} still uses {self.folder}: stop it "
                        f"(`ps -ef | grep {self.name}` shows it) and try again"
                    )
                time.sleep(_LOOK_AGAIN)
            yield file.fileno()

    def _open_log(self) -> IO[bytes]:
        """Open the log for the next process, and remember where its part begins."""
        if self.log_file.exists() and self.log_file.stat().st_size > _LARGEST_LOG:
            self.log_file.unlink()
        file = self.log_file.open("ab")
        self._log_start = file.tell()
        return file

    def _says(self, *texts: str) -> bool:
        tail = self.log_tail(50).lower()
        return any(text in tail for text in texts)

    def _failure(self, what: str) -> ServerError:
        return ServerError(
            f"{self.title} on port {self.port} {what}. Its log, {self.log_file}, ends:\n{self.log_tail()}"
        )


class RedisServer(Server):
    """A Redis, or a Valkey, that keeps an append-only file and never evicts.

    `options` are settings by the name they have in redis.conf (`{"maxmemory": "20mb"}`); they win over ours.
    """

    title = "Redis"
    stop_signal = signal.SIGTERM
    seconds_to_start = 60.0  # a large append-only file takes its time to load

    settings: ClassVar[Mapping[str, str]] = {
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        # What a busy runner holds are some hundred entries of a hash; in a listpack each is looked for from its beginning.
        "hash-max-listpack-entries": "64",
        # To press what a rewrite of the log begins with keeps a core busy for seconds, which workers need.
        "rdbcompression": "no",
        # A rewrite has Redis copy each page that it writes to meanwhile. A log of 374 MB was seen to load in 3.6 s.
        "auto-aof-rewrite-min-size": "512mb",
    }

    def __init__(
        self,
        folder: Path | str,
        port: int | None = None,
        *,
        binary: Path | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        """Remember where, which program (else the first that is found) and with which settings."""
        super().__init__(folder, port)
        self._binary = binary
        self._options = {**self.settings, **(options or {})}
        self._remembered = self.folder / "written-by"

    @property
    def url(self) -> str:
        """`redis://127.0.0.1:port/0`; it asks for no password, like any Redis on loopback alone."""
        return f"redis://{ports.HOST}:{self.port}/0"

    @property
    def append_only_folder(self) -> Path:
        """Where the append-only files lie, for those who want to damage them."""
        return self.folder / "appendonlydir"

    def _prepare(self) -> None:
        self._binary = self._binary or self._program_of_the_data()
        self._remembered.write_text(str(self._binary))

    def _program_of_the_data(self) -> Path:
        """The program that wrote the data while it is still here: an older one could not read them."""
        found = [program.path for program in binaries.redis_servers()]
        before = Path(self._remembered.read_text()) if self._remembered.exists() else None
        return before if before in found else found[0]

    def _launch(self, lock: int) -> subprocess.Popen[bytes]:
        place = {"port": str(self.port), "bind": ports.HOST, "dir": str(self.folder), "daemonize": "no"}
        words = [word for name, value in (self._options | place).items() for word in (f"--{name}", value)]
        with self._open_log() as output:
            return processes.start(
                [str(self._binary), *words],
                output=output,
                cwd=self.folder,
                inherit=[lock],
                when_orphaned=signal.SIGTERM,
            )

    def _is_ready(self) -> bool:
        client = redis.Redis(port=self.port, retry=Retry(NoBackoff(), 0), socket_timeout=0.5, protocol=2)
        with client, suppress(redis.RedisError):  # refused, or still loading its file
            return bool(client.ping()) and client.info("server")["process_id"] == self.pid
        return False


class PostgresServer(Server):
    """A Postgres with one superuser and one database, both called `workqueue`.

    The password is generated and lies in the folder. Without one, any other user of the machine could become
    its superuser over loopback and run programs with COPY. `options` are settings as in postgresql.conf
    (`{"fsync": "off"}`).
    """

    title = "Postgres"
    stop_signal = signal.SIGINT  # SIGTERM would wait until every client has gone
    seconds_to_start = 60.0
    database = "workqueue"

    settings: ClassVar[Mapping[str, str]] = {
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }

    def __init__(
        self, folder: Path | str, port: int | None = None, *, options: Mapping[str, str] | None = None
    ) -> None:
        """Remember where and with which settings."""
        super().__init__(folder, port)
        self._options = {**self.settings, **(options or {})}
        self._home: postgres_home.Home | None = None
        self._password = ""

    @property
    def url(self) -> str:
        """`postgresql://workqueue:password@127.0.0.1:port/workqueue`, complete after the first start."""
        return self.url_of(self.database)

    def url_of(self, database: str) -> str:
        """The address of another database on this server."""
        return f"postgresql://{self.database}:{self._password}@{ports.HOST}:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another to which nobody is connected; returns its address."""
        self._in_maintenance(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, and whoever is connected to it."""
        self._in_maintenance(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop_at_once(self, seconds: float = 15.0) -> None:
        """SIGQUIT: end without a checkpoint, as `pg_ctl stop -m immediate`; the next start recovers."""
        self._ask(signal.SIGQUIT)
        self.finish(seconds)

    def start(self) -> Self:
        """Start as every server does, and make the database if it is not there."""
        if not self.running:
            super().start()
            self._make_own_database()
        return self

    def _prepare(self) -> None:
        self._home = postgres_home.settle(self.folder)
        password_file = self._home.folder / "password"
        if not (self._home.folder / "data").exists():
            self._write_password(password_file)
            self._init_db(password_file)
        self._password = password_file.read_text().strip()

    def _write_password(self, file: Path) -> None:
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(18))
        if user := self._settled.user:
            os.chown(file, user.uid, user.gid)

    def _init_db(self, password_file: Path) -> None:
        """Run initdb beside the data's place and move the result there: half a folder is never used."""
        unfinished = self._settled.folder / "data.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        command: list[str | Path] = [
            self._settled.program.path.with_name("initdb"), "-D", unfinished, "-U", self.database,
            "--pwfile", password_file, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C",
        ]  # fmt: skip
        if self._options.get("fsync") == "off":
            command.append("--no-sync")
        if self._run(command).wait() != 0:
            raise self._failure("could not be set up: initdb failed")
        unfinished.rename(self._settled.folder / "data")

    def _launch(self, lock: int) -> subprocess.Popen[bytes]:
        settings = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        data = self._settled.folder / "data"
        place: list[str | Path] = ["-D", data, "-h", ports.HOST, "-p", str(self.port), "-k", ""]
        return self._run([self._settled.program.path, *place, *settings], inherit=[lock])

    def _run(self, command: Sequence[str | Path], inherit: Sequence[int] = ()) -> subprocess.Popen[bytes]:
        with self._open_log() as output:
            return processes.start(
                command,
                output=output,
                cwd=self._settled.folder,
                env=_environment(),
                user=self._settled.user,
                inherit=inherit,
                when_orphaned=signal.SIGINT,
            )

    def _is_ready(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError as error:
            if "authentication failed" in str(error):
                self.kill()
                raise self._failure("does not know the password that lies beside its data") from error
            return False  # refused, or still starting up or recovering
        return self.running

    def _worth_another_try(self, seconds_so_far: float) -> bool:
        """Whether a killed predecessor's shared memory or lock file is still there."""
        return seconds_so_far <= _PREDECESSOR_PATIENCE and self._says("still in use", '.pid" already exists')

    def _make_own_database(self) -> None:
        with suppress(psycopg2.errors.DuplicateDatabase):
            self.create_database(self.database)

    def _in_maintenance(self, statement: sql.Composable) -> None:
        connection = self._connect("postgres", timeout=15)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _connect(self, database: str, timeout: int = 2) -> psycopg2.extensions.connection:
        return psycopg2.connect(self.url_of(database), connect_timeout=timeout)

    @property
    def _settled(self) -> postgres_home.Home:
        if self._home is None:
            raise ServerError(f"Postgres in {self.folder} has not been started yet")
        return self._home


def _locked(file: IO[bytes]) -> bool:
    """Try to take the lock on an open file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _environment() -> dict[str, str]:
    """No PGDATA, PGPORT or LANG of the user; some Pythons must be told where their library lies."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C"}
