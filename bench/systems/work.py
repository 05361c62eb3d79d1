"""What the jobs of every system do, and how they are counted: the same lines for all, so that they cost all the same.

A finished job raises a number in memory that the bench reads from outside, so that no system is asked whether it is
done and none pays for answering. It runs inside the systems' own environments: standard library alone.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
import time
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_TALLY", "."))
"""Where each process keeps its number, in a file named after it, and where arrivals are noted."""
NAP = 0.010
"""Seconds that a sleeping job sleeps."""
LABOUR = 0.005
"""Seconds of processor time that a labouring job takes."""
KINDS = ("noop", "sleep", "labour", "stamp")
"""The kinds of jobs; those of a system are called so."""

ONE_CHILD_AT_A_TIME = os.environ.get("BENCH_FORKS") == "one at a time"
"""Whether jobs run in children that come one after the other: they count in their parent's file."""


class _Tally:
    """How many jobs this process has finished, in a file of eight bytes that is mapped into memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number: memoryview | None = None

    def add(self) -> None:
        """Count one job."""
        with self._lock:
            if self._number is None:
                self.open()
            assert self._number is not None
            self._number[0] += 1

    def open(self) -> None:
        """Begin at nought, in a file of this process."""
        with (FOLDER / f"{os.getpid()}.count").open("w+b") as file:
            file.write(bytes(8))
            file.flush()
            self._number = memoryview(mmap.mmap(file.fileno(), 8)).cast("Q")


_tally = _Tally()
if ONE_CHILD_AT_A_TIME:
    _tally.open()
else:
    os.register_at_fork(after_in_child=_tally.__init__)  # type: ignore[misc]

done = _tally.add
"""The last thing a job does."""


def labour() -> None:
    """Compute for a while, as Python does, holding the interpreter."""
    until = time.thread_time() + LABOUR
    while time.thread_time() < until:
        sum(range(100))


def arrived(number: int) -> None:
    """Note when the first line of job `number` ran. Few jobs are timed, so a system call for each is no matter."""
    moment = time.monotonic_ns()
    descriptor = os.open(FOLDER / "arrivals", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(descriptor, struct.pack("<QQ", number, moment))
    finally:
        os.close(descriptor)


RUN = {
    "noop": lambda _: None,
    "sleep": lambda _: time.sleep(NAP),
    "labour": lambda _: labour(),
    "stamp": lambda number: arrived(int(number)),
}
"""What each kind does, for floors that have no handlers: called with the word behind the kind."""
