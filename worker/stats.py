"""What a runner counts, and how its parent adds it up: outcomes, durations and waits by type."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Iterable
from typing import Any

from worker.recent import Recent

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Upper bounds in seconds of the histograms, the last of which is open."""
RAN_TO_AN_END = frozenset({"completed", "failed", "dead", "cancelled"})
"""Outcomes whose durations and waits are worth a histogram; a job given back or lost has another attempt to show."""


class Tally:
    """Counts by outcome and histograms by type; safe from any thread."""

    def __init__(self) -> None:
        """All at zero."""
        self._lock = threading.Lock()
        self._outcomes: dict[tuple[str, str], int] = {}
        self._durations: dict[str, list[float]] = {}
        self._waits: dict[str, list[float]] = {}
        self.recent = Recent(BUCKETS)
        """What others counted in the last minute."""

    def count(self, ended: Iterable[tuple[str, str, float, float]]) -> None:
        """Attempts ended.

        Args:
            ended: of each the job's type; the outcome: `completed`, `failed`, `dead`, `cancelled`, `released` or `lost`;
                for how many seconds the handler ran; and seconds from due to started.
        """
        with self._lock:
            for job_type, outcome, seconds, waited in ended:
                key = (job_type, outcome)
                self._outcomes[key] = self._outcomes.get(key, 0) + 1
                if outcome in RAN_TO_AN_END:
                    _observe(self._durations, job_type, seconds)
                    _observe(self._waits, job_type, waited)

    def take(self) -> dict[str, Any]:
        """What was counted since the last call, as JSON can carry it."""
        with self._lock:
            taken = {
                "outcomes": [[*key, count] for key, count in self._outcomes.items()],
                "durations": self._durations,
                "waits": self._waits,
            }
            self._outcomes, self._durations, self._waits = {}, {}, {}
        return taken

    def add(self, taken: dict[str, Any]) -> None:
        """Add what another tally counted."""
        self.recent.add(taken)
        with self._lock:
            for job_type, outcome, count in taken["outcomes"]:
                key = (job_type, outcome)
                self._outcomes[key] = self._outcomes.get(key, 0) + count
            _add(self._durations, taken["durations"])
            _add(self._waits, taken["waits"])

    def total(self, *outcomes: str) -> int:
        """How many attempts ended in one of these ways."""
        with self._lock:
            return sum(count for (_, outcome), count in self._outcomes.items() if outcome in outcomes)

    @property
    def outcomes(self) -> dict[tuple[str, str], int]:
        """How many attempts ended, by (type, outcome)."""
        with self._lock:
            return dict(self._outcomes)

    @property
    def durations(self) -> dict[str, list[float]]:
        """Per type the histogram of how long handlers ran: a count for each bucket, one beyond them, the sum."""
        return self._copied(self._durations)

    @property
    def waits(self) -> dict[str, list[float]]:
        """Per type the histogram of how long jobs that were due waited for their handler, as `durations`."""
        return self._copied(self._waits)

    def _copied(self, histograms: dict[str, list[float]]) -> dict[str, list[float]]:
        with self._lock:
            return {job_type: list(counts) for job_type, counts in histograms.items()}


def _observe(histograms: dict[str, list[float]], job_type: str, seconds: float) -> None:
    """A histogram is a count for each bucket, one for beyond them, and last the sum of seconds."""
    histogram = histograms.get(job_type)
    if histogram is None:
        histogram = histograms[job_type] = [0.0] * (len(BUCKETS) + 2)
    histogram[bisect.bisect_left(BUCKETS, seconds)] += 1
    histogram[-1] += seconds


def _add(histograms: dict[str, list[float]], more: dict[str, list[float]]) -> None:
    for job_type, counts in more.items():
        mine = histograms.setdefault(job_type, [0.0] * (len(BUCKETS) + 2))
        histograms[job_type] = [a + b for a, b in zip(mine, counts, strict=True)]
