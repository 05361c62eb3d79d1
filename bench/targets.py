"""What we set out to reach, as ratios within one run, and how far a run came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bench.figures import spread
from bench.rounds import Outcome

ALONE, MIRRORED, POSTED = "Workqueue, Redis alone", "Workqueue, with Postgres", "Workqueue, POST"
STORING_NOTHING = ("Celery", "RQ", "Dramatiq", "Huey", "Taskiq", "SAQ", "arq")
PYTHON = (*STORING_NOTHING, "procrastinate")
PEERS = (*PYTHON, "BullMQ")
BARE = ("bare Flask, INSERT",)


@dataclass(frozen=True)
class Target:
    """One line of the table: a figure of ours over the best of others, or over a number."""

    what: str
    case: str
    label: str
    ours: str
    beside: tuple[str, ...] | float
    """Beginnings of the names of those that ours stands beside, or the number."""
    bound: Literal["at least", "at most"]
    factor: float
    """What the ratio must reach, or keep to."""
    other_label: str | None = None
    """What is read of those that ours stands beside, where not the same."""


TARGETS = (
    Target("drain, Redis alone, over BullMQ", "drain-1", "jobs/s", ALONE, ("BullMQ",), "at least", 2),
    Target(
        "drain, Redis alone, over the fastest in Python", "drain-1", "jobs/s", ALONE, PYTHON, "at least", 10
    ),
    Target(
        "drain, with Postgres, over the fastest in Python that stores nothing there",
        "drain-1",
        "jobs/s",
        MIRRORED,
        STORING_NOTHING,
        "at least",
        4,
    ),
    Target(
        "drain, with Postgres, over procrastinate",
        "drain-1",
        "jobs/s",
        MIRRORED,
        ("procrastinate",),
        "at least",
        20,
    ),
    Target("lag of the mirror at the end, seconds", "drain-1", "mirror lag s", MIRRORED, 1, "at most", 2),
    Target(
        "latency p50 from the commit, over raw BRPOP",
        "latency",
        "p50 ms",
        MIRRORED,
        ("raw BRPOP",),
        "at most",
        1.5,
    ),
    Target(
        "latency p50 from the commit, over the best peer", "latency", "p50 ms", MIRRORED, PEERS, "at most", 1
    ),
    Target("latency p99 over p50", "latency", "p99 ms", MIRRORED, (MIRRORED,), "at most", 3, "p50 ms"),
    Target(
        "POST /enqueue at 16, over the bare route",
        "enqueue-16",
        "requests/s",
        POSTED,
        BARE,
        "at least",
        0.8,
    ),
    Target(
        "POST /enqueue at 64, over the bare route",
        "enqueue-64",
        "requests/s",
        POSTED,
        BARE,
        "at least",
        0.8,
    ),
    Target("batches, over the bare route", "batch", "jobs/s", POSTED, ("bare Flask",), "at least", 0.4),
    Target(
        "jobs of 10 ms at 50, over the ideal of 5,000/s", "sleep", "jobs/s", ALONE, 5_000, "at least", 0.95
    ),
    Target(
        "drain from 1,000,000 waiting, over that from 10,000",
        "backlog",
        "jobs/s",
        "1,000,000 waiting",
        ("10,000 waiting",),
        "at least",
        0.9,
    ),
    Target(
        "claim with 10,000 tenants, over that with one",
        "tenants",
        "claim us",
        "10,000",
        ("one",),
        "at most",
        1.5,
    ),
    Target("bytes in Redis of a waiting job", "backlog", "bytes/job", "1,000,000 waiting", 1, "at most", 450),
    Target("Redis commands sent a minute at rest", "idle", "Redis commands/min", ALONE, 1, "at most", 120),
    Target("share of a core at rest, percent", "idle", "% of a core", ALONE, 1, "at most", 1),
)


@dataclass(frozen=True)
class Standing:
    """What a run showed of a target; `ratio` is None where the run has not both figures."""

    target: Target
    ours: float | None
    beside: float | None

    @property
    def ratio(self) -> float | None:
        """Ours over what stands beside it."""
        return self.ours / self.beside if self.ours is not None and self.beside else None

    @property
    def word(self) -> str:
        """`reached`, `missed` or `not measured`."""
        if self.ratio is None:
            return "not measured"
        least = self.target.bound == "at least"
        return (
            "reached"
            if (self.ratio >= self.target.factor if least else self.ratio <= self.target.factor)
            else "missed"
        )


def standings(outcomes: Sequence[Outcome]) -> list[Standing]:
    """All targets, as a run shows them."""
    cases = {outcome.name: outcome for outcome in outcomes}
    return [_standing(target, cases.get(target.case)) for target in TARGETS]


def _standing(target: Target, outcome: Outcome | None) -> Standing:
    if outcome is None:
        return Standing(target, None, None)
    ours = best(outcome, target.label, (target.ours,))
    if isinstance(target.beside, tuple):
        return Standing(target, ours, best(outcome, target.other_label or target.label, target.beside))
    return Standing(target, ours, float(target.beside))


def best(outcome: Outcome, label: str, beginnings: tuple[str, ...]) -> float | None:
    """The best median of those whose names begin so: the highest of rates, the lowest of all else."""
    found = [
        spread([figures[label] for figures in row.rounds]).median
        for row in outcome.rows
        if row.name.startswith(beginnings) and row.rounds and label in row.rounds[0]
    ]
    if not found:
        return None
    return max(found) if label.endswith("/s") else min(found)
