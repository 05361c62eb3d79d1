"""What Postgres said a moment ago about keys and sessions, so that most requests need not ask it again."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from shared.errors import DatabaseUnavailable

T = TypeVar("T")

FRESH = 0.9
"""Seconds for which an answer is taken as it is: a revoked key works no longer than this."""
GRACE = 60.0
"""Seconds for which an answer stands while Postgres is away, so that workers can still report what they hold."""
RETRY = 0.5
"""Seconds for which Postgres is taken for away after it did not answer, so that no threads pile up before it."""
MOST = 10_000


class Known(Generic[T]):
    """Remembers what a lookup found; never that it found nothing, as anybody can ask for what is not there."""

    def __init__(
        self, look_up: Callable[[str], T | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is known yet.

        Args:
            look_up: asks Postgres.
            clock: seconds; tests turn it.
        """
        self._look_up = look_up
        self._clock = clock
        self._found: OrderedDict[str, tuple[float, T]] = OrderedDict()
        self._away_until = 0.0
        self._lock = threading.Lock()

    def get(self, name: str) -> T | None:
        """What is known by this name; None when there is nothing.

        Raises:
            DatabaseUnavailable: Postgres is away, and did not speak of it within the last minute.
        """
        now = self._clock()
        with self._lock:
            then, kept = self._found.get(name, (None, None))
        if then is not None and now - then < FRESH:
            return kept
        try:
            found = self._ask(name, now)
        except DatabaseUnavailable:
            if then is not None and now - then < GRACE:
                return kept
            raise
        self._keep(name, found)
        return found

    def _ask(self, name: str, now: float) -> T | None:
        if now < self._away_until:
            raise DatabaseUnavailable("Postgres did not answer a moment ago")
        try:
            return self._look_up(name)
        except DatabaseUnavailable:
            self._away_until = self._clock() + RETRY
            raise

    def _keep(self, name: str, found: T | None) -> None:
        with self._lock:
            self._found.pop(name, None)
            if found is not None:
                self._found[name] = (self._clock(), found)
            if len(self._found) > MOST:
                self._found.popitem(last=False)
