"""What the harness itself did to the system, and when: the only excuses that the oracle takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

Reach = Literal["process", "redis", "data", "hints", "postgres", "producer"]
"""What is disturbed: processes of workers (`pids`); Redis for everybody; what Redis holds (`data`: records are
gone or old; `hints`: lists, leases, indexes); Postgres; the producer."""


@dataclass(slots=True)
class Disturbance:
    """One act, from its first effect to its last."""

    fault: str
    reach: Reach
    began: int
    """Nanoseconds of the machine's monotonic clock."""
    pids: frozenset[int] = frozenset()
    ended: int | None = None
    """None: it lasts."""

    def touches(self, start: int, end: int) -> bool:
        """Whether it was on at some time between the two (nanoseconds)."""
        return self.began <= end and (self.ended is None or self.ended >= start)


@dataclass(slots=True)
class Disturbances:
    """All of a run, in the order in which they began; safe from any thread."""

    acts: list[Disturbance] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def during(self, fault: str, reach: Reach, pids: frozenset[int] = frozenset()) -> Iterator[None]:
        """The block disturbs."""
        act = Disturbance(fault, reach, time.monotonic_ns(), pids)
        with self._lock:
            self.acts.append(act)
        try:
            yield
        finally:
            act.ended = time.monotonic_ns()

    def of(self, *reaches: Reach) -> list[Disturbance]:
        """Those that reach so far."""
        with self._lock:
            return [act for act in self.acts if act.reach in reaches]
