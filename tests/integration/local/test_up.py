"""The whole stack as users start it: their handlers run, what is killed comes back, nothing stays behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local import ports, processes
from local.servers import RedisServer

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0  # seconds that it may take to say something; on an idle machine it takes four

TABLE = """
import socket
from workqueue import Handlers

handlers = Handlers()

@handlers.handler("call_back")
def call_back(job):
    with socket.create_connection(("127.0.0.1", job.payload["port"]), timeout=10) as caller:
        caller.sendall(job.payload["word"].encode())
"""


@contextmanager
def ended_after(seconds: float, end: Callable[[], None]) -> Iterator[None]:
    """Calls `end` when the block takes longer: to end a process is what ends a wait for its output."""
    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Stack:
    """`python -m local up` in a folder of its own, with a table of handlers in the caller's folder; it ends with us."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = ports.free_port()
        self.worker_port = ports.free_port()
        (folder / "their_jobs.py").write_text(TABLE)
        self.process = processes.start(
            [sys.executable, "-m", "local", "up"],
            output=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **self._settings(), **settings},
            when_orphaned=signal.SIGTERM,
        )
        self.seen: list[str] = []

    def _settings(self) -> dict[str, str]:
        return {
            "LOCAL_DIR": str(self.folder / "data"),
            "PORT": str(self.port),
            "WORKER_PORT": str(self.worker_port),
            "WORKERS": "1",
            "REDIS_URL": "",
            "DATABASE_URL": "",
            "API_KEY": "",
            "ADMIN_KEY": "",
            "HANDLERS": "their_jobs:handlers",
            "HANDLERS_PATH": "",
            "CALLED_FROM": str(self.folder),
            "LEASE_SECONDS": "2",
        }

    def lines(self, *wanted: str) -> None:
        """Read on until every wanted text has been seen, in any order."""
        missing = set(wanted)
        assert self.process.stdout is not None
        with ended_after(PATIENCE, self.process.kill):
            for raw in self.process.stdout:
                line = raw.decode("utf-8", "replace")
                self.seen.append(line)
                missing -= {text for text in missing if text in line}
                if not missing:
                    return
        pytest.fail(f"never said {missing}:\n{''.join(self.seen)}")

    def enqueue(self, payload: dict[str, object]) -> dict[str, object]:
        connection = http.client.HTTPConnection(ports.HOST, self.port, timeout=30)
        body = json.dumps({"type": "call_back", "payload": payload})
        connection.request("POST", "/enqueue", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read().decode()
        connection.close()
        assert response.status == 200, answer
        accepted = json.loads(answer)
        assert isinstance(accepted, dict)
        return accepted

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def stack(servers_folder: Path) -> Iterator[Stack]:
    folder = servers_folder / "up"
    folder.mkdir(mode=0o755)
    running = Stack(folder)
    yield running
    running.close()


def word_from(listener: socket.socket) -> str:
    caller, _ = listener.accept()
    with caller:
        return caller.makefile().read()


def test_up_runs_their_jobs_survives_every_kill_and_leaves_nothing(stack: Stack) -> None:
    with socket.create_server((ports.HOST, 0)) as listener:
        listener.settimeout(PATIENCE)
        back = listener.getsockname()[1]
        stack.lines("Ctrl-C stops everything.")
        stack.enqueue({"port": back, "word": "before"})
        assert word_from(listener) == "before"

        for pid in processes.descendants(stack.process.pid):
            processes.send(pid, signal.SIGKILL)
        stack.lines(
            *(f"{name} was started again" for name in ("redis", "postgres", "producer", "worker")),
            "Booting worker",
            "worker ready",
        )
        stack.enqueue({"port": back, "word": "after"})
        assert word_from(listener) == "after"

    stack.process.terminate()
    stack.lines("stack      | stopped")
    assert stack.process.wait(PATIENCE) == 0
    assert ports.is_free(stack.port)
    assert ports.is_free(stack.worker_port)
    with RedisServer(stack.folder / "data" / "redis"):
        pass  # would be refused on a folder still in use
