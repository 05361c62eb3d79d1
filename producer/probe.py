"""Ask a store whether it is there, within bounded time and without piling up threads behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from shared.errors import DatabaseUnavailable, QueueUnavailable
from shared.outage import Outage


class Probe:
    """One store's check; at most one runs at a time, and everyone who asks meanwhile shares its answer."""

    def __init__(self, outage: Outage, ask: Callable[[], object]) -> None:
        """Nothing is asked yet.

        Args:
            outage: told of what the check finds.
            ask: raises `QueueUnavailable` or `DatabaseUnavailable` when the store is away; may hang.
        """
        self._outage = outage
        self._ask = ask
        self._lock = threading.Lock()
        self._answered: threading.Event | None = None
        self._word = "healthy"

    def word(self, seconds: float) -> str:
        """`healthy`, or `unhealthy: ` and why, within `seconds`."""
        answered = self._start()
        if not answered.wait(seconds):
            return f"unhealthy: no answer within {seconds:g} s"
        return self._word

    def _start(self) -> threading.Event:
        with self._lock:
            if self._answered is None:
                self._answered = threading.Event()
                threading.Thread(target=self._run, args=(self._answered,), daemon=True).start()
            return self._answered

    def _run(self, answered: threading.Event) -> None:
        try:
            self._word = self._checked()
        finally:
            with self._lock:
                self._answered = None
            answered.set()

    def _checked(self) -> str:
        try:
            self._ask()
        except (QueueUnavailable, DatabaseUnavailable) as error:
            self._outage.began(error)
            return "unhealthy: it cannot be reached or refuses; the log has the reason"
        self._outage.ended()
        return "healthy"
