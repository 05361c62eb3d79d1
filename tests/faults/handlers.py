"""The handlers of the harness: each notes when it began and how it ended, and misbehaves as its name says."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from worker.attempt import Attempt
from workqueue import Cancelled, Handlers, Job

LOG_VARIABLE = "FAULTS_EXECUTIONS"
"""Names the file to which every execution is written."""

LONGEST_KEPT = 100
"""Seconds."""

handlers = Handlers()


@handlers.handler("quick")
def quick(job: Job) -> object:
    """Ends at once."""
    with _written_down(job):
        return job.payload


@handlers.handler("slow")
def slow(job: Job) -> object:
    """Runs for `seconds`, and stops when told to."""
    with _written_down(job):
        job.sleep(job.payload["seconds"])
        return job.payload


@handlers.handler("flaky")
def flaky(job: Job) -> object:
    """Fails `failures` times, then succeeds."""
    with _written_down(job):
        if job.attempt <= job.payload["failures"]:
            raise RuntimeError(f"attempt {job.attempt} was meant to fail")
        return job.payload


@handlers.handler("doomed")
def doomed(job: Job) -> None:
    """Fails every time."""
    with _written_down(job):
        raise RuntimeError("always fails")


@handlers.handler("poison")
def poison(job: Job) -> None:
    """Takes its process down, and everything that runs beside it there."""
    with _written_down(job):
        threading.Event().wait(0.1)
        _write(job, "poison")
        os.kill(os.getpid(), signal.SIGKILL)


@handlers.handler("greedy")
def greedy(job: Job) -> object:
    """Holds the interpreter for `seconds`: no other thread of the process runs meanwhile."""
    with _written_down(job):
        ctypes.PyDLL(None).usleep(round(job.payload["seconds"] * 1_000_000))
        return job.payload


@handlers.handler("deaf")
def deaf(job: Job) -> object:
    """Runs for `seconds` whatever it is told."""
    with _written_down(job):
        threading.Event().wait(job.payload["seconds"])
        return job.payload


@handlers.handler("nothing")
def nothing(_job: Job) -> None:
    """Ends before it could be written down: the quickest there is, so that a runner claims far ahead of its threads."""


@handlers.handler("kept", timeout=120)
def kept(job: Job) -> object:
    """Runs until the file `until` is there, whatever it is told."""
    with _written_down(job):
        pause = threading.Event()
        for _ in range(LONGEST_KEPT * 50):
            if Path(job.payload["until"]).exists():
                break
            pause.wait(0.02)
        return job.payload


@contextmanager
def _written_down(job: Job) -> Iterator[None]:
    _write(job, "start")
    try:
        yield
    except Cancelled:
        _write(job, "stopped")
        raise
    except RuntimeError:
        _write(job, "failed")
        raise
    _write(job, "end")


def _write(job: Job, what: str) -> None:
    """One line in one write, so that lines of several processes do not mix and none is lost with its own."""
    attempt = job.controls
    if not isinstance(attempt, Attempt):
        raise TypeError("these handlers run under `python -m worker` only")
    line = {
        "what": what,
        "job": job.id,
        "type": job.type,
        "attempt": job.attempt,
        "fence": attempt.job.fence,
        "pid": os.getpid(),
        "at": time.monotonic_ns(),
        "wall": time.time(),
    }
    file = os.open(Path(os.environ[LOG_VARIABLE]), os.O_WRONLY | os.O_APPEND)
    try:
        os.write(file, json.dumps(line).encode() + b"\n")
    finally:
        os.close(file)
