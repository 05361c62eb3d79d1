"""What a worker has done in the last minute, by the reports of its runners: the live figures of its page."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

SECONDS = 60.0
"""For which a report counts."""
SUCCESS = frozenset({"completed"})
FAILURE = frozenset({"failed", "dead"})


class Recent:
    """The reports of the last minute; safe from any thread."""

    def __init__(self, bounds: Sequence[float], clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing was reported yet.

        Args:
            bounds: upper bounds in seconds of the histograms in reports, the last of which is open.
            clock: answers seconds.
        """
        self._bounds = bounds
        self._clock = clock
        self._lock = threading.Lock()
        self._reports: deque[tuple[float, dict[str, Any]]] = deque()

    def add(self, taken: dict[str, Any]) -> None:
        """A runner reported what it counted (`Tally.take`)."""
        if taken["outcomes"]:
            with self._lock:
                self._reports.append((self._clock(), taken))
                self._drop_old()

    def figures(self) -> dict[str, Any]:
        """How many attempts ended well and otherwise, and how long (ms) they had waited and ran: p50 and p95, or None."""
        with self._lock:
            self._drop_old()
            reports = [taken for _, taken in self._reports]
        return {
            "done_per_minute": _count(reports, SUCCESS),
            "failed_per_minute": _count(reports, FAILURE),
            "wait_ms": self._spread(taken["waits"] for taken in reports),
            "run_ms": self._spread(taken["durations"] for taken in reports),
        }

    def _drop_old(self) -> None:
        while self._reports and self._reports[0][0] <= self._clock() - SECONDS:
            self._reports.popleft()

    def _spread(self, histograms: Iterable[dict[str, list[float]]]) -> dict[str, float | None]:
        """Over all types; the sum at the end of each histogram is left out."""
        parts = [counts[:-1] for by_type in histograms for counts in by_type.values()]
        total = [sum(column) for column in zip(*parts, strict=True)]
        return {"p50": self._quantile(total, 0.5), "p95": self._quantile(total, 0.95)}

    def _quantile(self, counts: Sequence[float], share: float) -> float | None:
        """Within a bucket the times are taken to lie evenly; beyond the last bound nothing more is known."""
        wanted, passed = share * sum(counts), 0.0
        for place, count in enumerate(counts):
            if count and passed + count >= wanted:
                low, high = self._edges(place)
                return round(1000 * (low + (high - low) * (wanted - passed) / count), 2)
            passed += count
        return None

    def _edges(self, place: int) -> tuple[float, float]:
        return (self._bounds[place - 1] if place else 0.0, self._bounds[min(place, len(self._bounds) - 1)])


def _count(reports: Sequence[dict[str, Any]], wanted: frozenset[str]) -> int:
    return sum(count for taken in reports for _, outcome, count in taken["outcomes"] if outcome in wanted)
