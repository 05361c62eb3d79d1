"""Says once when a store goes away and once, with the length, when it is back."""

from __future__ import annotations

import time

from shared import logs


class Outage:
    """One part's view of one store; not shared between threads."""

    FIRST_PAUSE = 0.1
    LONGEST_PAUSE = 2.0

    def __init__(self, part: str) -> None:
        """Begins as up.

        Args:
            part: who speaks in the log.
        """
        self._log = logs.get(part)
        self._since: float | None = None
        self._pause = self.FIRST_PAUSE

    def began(self, reason: Exception) -> float:
        """The store did not answer; the seconds to wait before the next try."""
        if self._since is None:
            self._since = time.monotonic()
            self._log.warning("store away, trying on", reason=str(reason))
        self._pause, pause = min(self.LONGEST_PAUSE, self._pause * 2), self._pause
        return pause

    def ended(self) -> bool:
        """The store answered; True when it had been away."""
        if self._since is None:
            return False
        self._log.info("store back", seconds_away=round(time.monotonic() - self._since, 1))
        self._since = None
        self._pause = self.FIRST_PAUSE
        return True

    @property
    def lasts(self) -> bool:
        """Whether the store is away, as far as this part knows."""
        return self._since is not None
