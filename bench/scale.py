"""How much is measured: all of it on a quiet machine, or a little of everything to see that it works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.system import Way


@dataclass(frozen=True)
class Scale:
    """The sizes of all cases."""

    rounds: int
    """That count."""
    warm_up: bool
    """Whether one more, that does not count, comes first."""
    jobs: int
    """Drained at the most."""
    seconds: float
    """That one measurement takes at the most; slow systems are given fewer jobs."""
    timed_jobs: int
    """Whose latency is taken."""
    gap: float
    """Seconds between them."""
    backlog: int
    tenants: int
    scheduled: int
    scheduled_seconds: float
    """Within which the scheduled jobs fall due."""
    idle_seconds: float
    rows: int
    """Of the lists."""
    left_out: tuple[str, ...] = ()
    """Cases that run nothing which others do not run too; they are measured when they are asked for by name."""
    peers_in: tuple[str, ...] | None = None
    """The cases that peers take part in, with one way of each; None: all cases, and all ways."""

    def among(self, case: str, ways: Sequence[Way]) -> list[Way]:
        """Those of the ways that take part in a case."""
        if self.peers_in is None:
            return list(ways)
        if case not in self.peers_in:
            return [way for way in ways if way.system in ALWAYS]
        known = [way.system for way in ways]
        return [
            way for place, way in enumerate(ways) if way.system in ALWAYS or way.system not in known[:place]
        ]


ALWAYS = ("ours", "raw_brpop")
"""Systems that take part in every case, however little is measured."""


FULL = Scale(
    rounds=5,
    warm_up=True,
    jobs=50_000,
    seconds=5.0,
    timed_jobs=500,
    gap=0.020,
    backlog=1_000_000,
    tenants=10_000,
    scheduled=1_000_000,
    scheduled_seconds=60.0,
    idle_seconds=30.0,
    rows=10_000_000,
)
SHORT = Scale(
    rounds=1,
    warm_up=False,
    jobs=300,
    seconds=0.5,
    timed_jobs=20,
    gap=0.020,
    backlog=5_000,
    tenants=200,
    scheduled=2_000,
    scheduled_seconds=1.0,
    idle_seconds=1.0,
    rows=10_000,
    left_out=("drain-2", "labour", "enqueue-64"),
    peers_in=("drain-1",),
)
