"""Says once when a store goes away and once, with the length, when it is back."""

from __future__ import annotations

import threading
import time

from shared import logs


class Outage:
    """Whether a store is away, as one part of a process sees it; its threads may share it."""

    FIRST_PAUSE = 0.1
    LONGEST_PAUSE = 2.0

    def __init__(self, part: str, **named: str) -> None:
        """Begins as up.

        Args:
            part: who speaks in the log.
            named: what both lines say besides, as which store it is.
        """
        self._log = logs.get(part)
        self._named = named
        self._lock = threading.Lock()
        self._since: float | None = None
        self._pause = self.FIRST_PAUSE

    def began(self, reason: Exception) -> float:
        """The store did not answer; the seconds to wait before the next try, for a part that tries on."""
        with self._lock:
            first, self._since = self._since is None, self._since or time.monotonic()
            self._pause, pause = min(self.LONGEST_PAUSE, self._pause * 2), self._pause
        if first:
            self._log.warning("store is away", reason=str(reason), **self._named)
        return pause

    def ended(self) -> bool:
        """The store answered; True when it had been away."""
        if not self.lasts:  # without the lock, as it is asked at every request
            return False
        with self._lock:
            since, self._since = self._since, None
            self._pause = self.FIRST_PAUSE
        if since is None:
            return False
        self._log.warning("store is back", seconds_away=round(time.monotonic() - since, 1), **self._named)
        return True

    @property
    def lasts(self) -> bool:
        """Whether the store is away, as far as this part knows."""
        return self._since is not None
