"""Figures over time: how many jobs came, ended and failed, and how long they waited and ran, by minutes or more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field

from producer import statements
from producer.job_view import instant
from producer.stores import Stores
from shared import requests
from shared.minutes import BOUNDS

MOST_MINUTES = 1440
STEPS = (60, 300, 600, 900, 1800, 3600)
"""Seconds that one point may stand for."""
MOST_POINTS = 120
"""Points that an answer has where nobody asks for a step: more than that a small chart does not show."""
COUNTED = ("enqueued", "completed", "failed", "dead")

Latencies = dict[int, tuple[int, int]]
"""By place (`shared/minutes.py`): how many attempts waited, and how many ran, so long."""


class Asked(BaseModel):
    """The query of the series."""

    model_config = ConfigDict(extra="forbid")

    minutes: int = Field(default=60, ge=1, le=MOST_MINUTES)
    """Up to now; the first point may begin a little earlier, as points begin at whole steps."""
    step: int | None = Field(default=None, ge=60, le=3600, multiple_of=60)
    """Seconds to a point; absent: as few as make no more than 120 points."""
    queue: requests.QueueName | None = None
    """Only this one."""

    @property
    def seconds(self) -> int:
        """To a point."""
        return self.step or next(step for step in STEPS if self.minutes * 60 / step <= MOST_POINTS)


def series(stores: Stores, tenant: str, asked: Asked) -> dict[str, Any]:
    """One point for each step, also where nothing happened, and the same for the whole time; the last is not over yet.

    What is slow to sum is some seconds old, and ends when it was looked at.

    Raises:
        TablesNeeded: the queue runs on Redis alone.
    """
    tables = stores.tables.of(tenant)
    now, counts, latencies = stores.looks.take(
        ("series", tenant, asked.minutes, asked.seconds, asked.queue),
        lambda: tables.run(lambda cursor: _read(cursor, tenant, asked)),
    )
    begins = range(_begin(now, asked), now + 1, asked.seconds)
    points = [{"at": instant(at * 1000), **_figures(counts.get(at), latencies.get(at, {}))} for at in begins]
    return {
        "minutes": asked.minutes,
        "step": asked.seconds,
        "queue": asked.queue,
        "points": points,
        "total": _figures(_summed(list(counts.values())), _merged(list(latencies.values()))),
    }


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The time in ms that `share` of what was counted does not exceed, off by less than a fifth; None: nothing was."""
    wanted, passed = share * sum(counts.values()), 0
    for place in sorted(counts):
        if counts[place] and passed + counts[place] >= wanted:
            return _within(place, (wanted - passed) / counts[place])
        passed += counts[place]
    return None


def _within(place: int, share: float) -> float:
    """Somewhere in a place: bounds grow by a factor, so the way between two is gone by factors too."""
    if place == 0:
        return round(BOUNDS[0] * share, 2)
    if place == len(BOUNDS):
        return round(BOUNDS[-1], 2)
    return round(BOUNDS[place - 1] * math.pow(BOUNDS[place] / BOUNDS[place - 1], share), 2)


def _read(
    cursor: extensions.cursor, tenant: str, asked: Asked
) -> tuple[int, dict[int, Sequence[int]], dict[int, Latencies]]:
    now = statements.number(cursor, "now_s", {})
    values = {"tenant": tenant, "queue": asked.queue, "step": asked.seconds, "from": _begin(now, asked)}
    counts: dict[int, Sequence[int]] = {
        row[0]: row[1:] for row in statements.rows(cursor, "minutes_by_bucket", values)
    }
    latencies: dict[int, Latencies] = {}
    for bucket, place, waited, ran in statements.rows(cursor, "latencies_by_bucket", values):
        latencies.setdefault(bucket, {})[place] = (waited or 0, ran or 0)
    return now, counts, latencies


def _begin(now: int, asked: Asked) -> int:
    """Of the first point, in seconds: at a whole step, as those of the table are."""
    newest = now // asked.seconds * asked.seconds
    return min(newest, (now - asked.minutes * 60) // asked.seconds * asked.seconds + asked.seconds)


def _figures(counts: Sequence[int] | None, latencies: Latencies) -> dict[str, Any]:
    waits = {place: waited for place, (waited, _) in latencies.items()}
    runs = {place: ran for place, (_, ran) in latencies.items()}
    return {
        **dict(zip(COUNTED, counts or (0,) * len(COUNTED), strict=True)),
        "wait_ms": _spread(waits),
        "run_ms": _spread(runs),
    }


def _spread(counts: Mapping[int, int]) -> dict[str, float | None]:
    return {"p50": quantile(counts, 0.5), "p95": quantile(counts, 0.95)}


def _summed(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _merged(parts: Sequence[Latencies]) -> Latencies:
    merged: Latencies = {}
    for part in parts:
        for place, (waited, ran) in part.items():
            before = merged.get(place, (0, 0))
            merged[place] = (before[0] + waited, before[1] + ran)
    return merged
