"""One log line when a store goes away and one, with the length, when it is back."""

from __future__ import annotations

import threading
import time

from shared import logs

log = logs.get("producer")


class Outage:
    """Whether a store is away, as the requests see it."""

    def __init__(self, store: str) -> None:
        """Nothing is known yet.

        Args:
            store: `redis` or `postgres`.
        """
        self.store = store
        self._since: float | None = None
        self._lock = threading.Lock()

    def began(self, error: Exception) -> None:
        """The store did not answer."""
        with self._lock:
            first, self._since = self._since is None, self._since or time.monotonic()
        if first:
            log.warning("store is away", store=self.store, error=str(error))

    def ended(self) -> None:
        """The store answered."""
        if self._since is None:
            return
        with self._lock:
            since, self._since = self._since, None
        if since is not None:
            log.warning("store is back", store=self.store, away_seconds=round(time.monotonic() - since, 1))
