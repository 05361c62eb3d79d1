"""How much is measured: all of it on a quiet machine, or a little of everything to see that it works."""

from __future__ import annotations

from dataclasses import dataclass


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
    every_way: bool
    """False: one way of each system is enough."""


FULL = Scale(
    rounds=5,
    warm_up=True,
    jobs=50_000,
    seconds=8.0,
    timed_jobs=500,
    gap=0.020,
    backlog=1_000_000,
    tenants=10_000,
    scheduled=1_000_000,
    scheduled_seconds=60.0,
    idle_seconds=30.0,
    rows=10_000_000,
    every_way=True,
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
    every_way=False,
)
