"""Handlers that the stories run: each does one thing that handlers of users do, or should not do."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from workqueue import Dead, Handlers, Job, Retry

handlers = Handlers()

ODD_RESULTS: dict[str, Any] = {
    "set": {1},
    "bytes": b"a\0b\xff",
    "nan": [float("nan"), float("inf")],
    "large": "x" * 10_000_000,
    "surrogate": "a\ud800b",
    "nul": {"a\0b": "c\0d"},
    "integer": [2**53, 10**5000],
    "object": object,
}


@handlers.handler("echo")
def echo(job: Job) -> Any:
    return job.payload


@handlers.handler("note")
def note(job: Job) -> None:
    """Leaves a line for each time that it ran."""
    _leave(job, str(job.attempt))


@handlers.handler("flaky")
def flaky(job: Job) -> str:
    job.log("attempt", job.attempt)
    if job.attempt <= job.payload["times"]:
        raise RuntimeError(f"broken in attempt {job.attempt}")
    return "mended"


@handlers.handler("hurried", max_attempts=1)
def hurried(_job: Job) -> None:
    raise RuntimeError("the only attempt")


@handlers.handler("again")
def again(job: Job) -> int:
    if job.attempt == 1:
        raise Retry(after=job.payload["after"], reason="not yet")
    return job.attempt


@handlers.handler("hopeless")
def hopeless(_job: Job) -> None:
    raise Dead("no recipient,\nand no sender")


@handlers.handler("gated")
def gated(job: Job) -> str:
    """Says how far it is, and goes on when the file named in the payload is there."""
    for fraction, word in job.payload.get("progress", []):
        job.progress(fraction, word)
    _leave(job, "begun")
    while not Path(job.payload["gate"]).exists():
        job.sleep(0.02)
    _leave(job, "ended")
    return "through"


@handlers.handler("stubborn")
def stubborn(job: Job) -> str:
    """Hears nothing, until the file named in the payload is there."""
    _leave(job, "begun")
    while not Path(job.payload["gate"]).exists():
        threading.Event().wait(0.02)
    return "late"


@handlers.handler("greedy")
def greedy(job: Job) -> None:
    """Holds the interpreter as a long call into C does: PyDLL does not let go of it."""
    _leave(job, "begun")
    ctypes.PyDLL(None).sleep(60)


@handlers.handler("longer")
def longer(job: Job) -> str:
    """Takes longer than it was given, and asks for it."""
    job.extend(30)
    job.sleep(job.payload["seconds"])
    return "took its time"


@handlers.handler("odd")
def odd(job: Job) -> Any:
    return ODD_RESULTS[job.payload["what"]]


@handlers.handler("exits")
def exits(_job: Job) -> None:
    sys.exit(3)


@handlers.handler("memory")
def memory(_job: Job) -> None:
    raise MemoryError("a terabyte")


@handlers.handler("unspeakable")
def unspeakable(_job: Job) -> None:
    raise ValueError("a\0b\ud800c")


@handlers.handler("mute")
def mute(_job: Job) -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise KeyError("no text")

    raise MuteError


@handlers.handler("program")
def program(_job: Job) -> list[str]:
    """Runs a program that reads its input to the end, and shows what it inherited."""
    words = "import sys, os; print(repr(sys.stdin.read())); print(os.environ.get('PYTHONPATH'))"
    return subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    ).stdout.splitlines()


@handlers.handler("forks-and-dies")
def forks_and_dies(job: Job) -> str:
    """The first time, dies by SIGKILL and leaves a copy of its process behind for three seconds."""
    mark = Path(job.payload["mark"])
    if mark.exists():
        return "survived"
    mark.touch()
    if os.fork() == 0:
        select.select([], [], [], 3)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
    return "unreachable"


def _leave(job: Job, line: str) -> None:
    if "mark" in job.payload:
        with Path(job.payload["mark"]).open("a") as file:
            file.write(f"{line}\n")
