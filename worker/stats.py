"""What a runner counts, and how its parent adds it up: outcomes, durations and waits by type."""

from __future__ import annotations

import bisect
import threading
from typing import Any

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Upper bounds in seconds of the histograms, the last of which is open."""


class Tally:
    """Counts by outcome and histograms by type; safe from any thread."""

    def __init__(self) -> None:
        """All at zero."""
        self._lock = threading.Lock()
        self.outcomes: dict[tuple[str, str], int] = {}
        self.durations: dict[str, list[float]] = {}
        self.waits: dict[str, list[float]] = {}

    def count(self, job_type: str, outcome: str, seconds: float, waited: float) -> None:
        """One attempt ended.

        Args:
            job_type: its type.
            outcome: `completed`, `failed`, `dead`, `cancelled`, `released` or `lost`.
            seconds: how long the handler ran.
            waited: seconds from due to started.
        """
        with self._lock:
            key = (job_type, outcome)
            self.outcomes[key] = self.outcomes.get(key, 0) + 1
            _observe(self.durations, job_type, seconds)
            _observe(self.waits, job_type, waited)

    def take(self) -> dict[str, Any]:
        """What was counted since the last call, as JSON can carry it."""
        with self._lock:
            taken = {
                "outcomes": [[*key, count] for key, count in self.outcomes.items()],
                "durations": self.durations,
                "waits": self.waits,
            }
            self.outcomes, self.durations, self.waits = {}, {}, {}
        return taken

    def add(self, taken: dict[str, Any]) -> None:
        """Add what another tally counted."""
        with self._lock:
            for job_type, outcome, count in taken["outcomes"]:
                key = (job_type, outcome)
                self.outcomes[key] = self.outcomes.get(key, 0) + count
            _add(self.durations, taken["durations"])
            _add(self.waits, taken["waits"])

    def total(self, *outcomes: str) -> int:
        """How many attempts ended in one of these ways."""
        with self._lock:
            return sum(count for (_, outcome), count in self.outcomes.items() if outcome in outcomes)


def _observe(histograms: dict[str, list[float]], job_type: str, seconds: float) -> None:
    """A histogram is a count for each bucket, one for beyond them, and last the sum of seconds."""
    histogram = histograms.setdefault(job_type, [0.0] * (len(BUCKETS) + 2))
    histogram[bisect.bisect_left(BUCKETS, seconds)] += 1
    histogram[-1] += seconds


def _add(histograms: dict[str, list[float]], more: dict[str, list[float]]) -> None:
    for job_type, counts in more.items():
        mine = histograms.setdefault(job_type, [0.0] * (len(BUCKETS) + 2))
        histograms[job_type] = [a + b for a, b in zip(mine, counts, strict=True)]
