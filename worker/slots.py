"""Which attempts a runner holds, and how many more it may claim."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from worker.attempt import Attempt

QUICK = 0.02
"""Seconds below which a handler counts as quick: its thread would wait for the next claim for a good part of its time."""
AHEAD = 0.005
"""Seconds for which a job may be held ahead of the threads while handlers are quick; a claim takes about one to three."""
MOST = 800
"""Jobs that a runner holds at the most, running or ahead: while a claim of 200 and the reports before it are on their way,
some hundred wait here, so that neither Redis nor the threads wait for the other."""


class Slots:
    """The attempts of one runner. Claims are for free threads, and a little ahead of them when handlers are quick."""

    def __init__(self, concurrency: int) -> None:
        """All free."""
        self._concurrency = concurrency
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._waiting = 0
        """Threads that wait for a change: mostly there is none to be told."""
        self._held: dict[str, Attempt] = {}
        self._typical = 1.0
        self._alone = False

    def wait_for_room(self, seconds: float) -> int:
        """How many jobs to claim now; waits up to `seconds` while there is room for none."""
        with self._lock:
            self._wait_for(lambda: self._room() > 0, seconds)
            return self._room()

    def room(self, coming: int) -> int:
        """How many jobs to claim beyond those that are `coming`, which are not held yet."""
        with self._lock:
            return self._room(coming)

    def wait_until_idle(self, seconds: float) -> bool:
        """True when nothing is held; waits up to `seconds` for it."""
        with self._lock:
            return self._wait_for(lambda: not self._held, seconds)

    def take(self, attempts: Iterable[Attempt], alone: bool) -> bool:
        """Hold attempts; `alone`: and nothing beside them. Answers whether there is a thread for each that is held."""
        with self._lock:
            self._held.update((attempt.job.id, attempt) for attempt in attempts)
            self._alone = self._alone or alone
            return len(self._held) <= self._concurrency

    def free(self, attempt: Attempt, seconds: float) -> None:
        """Its handler ended after `seconds`, its slot was taken away, or it is given back after waiting so long."""
        with self._lock:
            if self._held.get(attempt.job.id) is attempt:
                del self._held[attempt.job.id]
            self._typical += (seconds - self._typical) * 0.1
            if not self._held:
                self._alone = False
            if self._waiting and (not self._held or self._room() > 0):
                self._changed.notify_all()

    def held(self) -> list[Attempt]:
        """What is held now, in the order in which it was claimed."""
        with self._lock:
            return list(self._held.values())

    def get(self, job_id: str) -> Attempt | None:
        """The attempt of a job, when it is held."""
        with self._lock:
            return self._held.get(job_id)

    @property
    def idle(self) -> bool:
        """Whether nothing is held."""
        with self._lock:
            return not self._held

    def running(self) -> list[tuple[Attempt, float]]:
        """The attempts whose handler has begun, and for how many seconds it has run."""
        now = time.monotonic()
        return [
            (attempt, now - attempt.started_at) for attempt in self.held() if attempt.started_at is not None
        ]

    def _wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        self._waiting += 1
        try:
            return self._changed.wait_for(condition, timeout=seconds)
        finally:
            self._waiting -= 1

    def _room(self, coming: int = 0) -> int:
        """A free thread is always worth a claim; what is held ahead is filled up when it is half used."""
        if self._alone:
            return 0
        ahead = self._ahead()
        waiting = len(self._held) + coming - self._concurrency
        return ahead - waiting if waiting < 0 or waiting < ahead // 2 else 0

    def _ahead(self) -> int:
        if self._typical >= QUICK:
            return 0
        ahead = int(self._concurrency * AHEAD / max(self._typical, 1e-5))
        return min(max(0, MOST - self._concurrency), ahead)
