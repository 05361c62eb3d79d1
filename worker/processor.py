"""The threads that run handlers, and the watch that sees to it that none holds its slot for ever."""

from __future__ import annotations

import queue as queues
import threading
import time

from shared import logs
from worker.attempt import Attempt
from worker.reporter import Reporter
from worker.settings import WorkerSettings
from worker.slots import Slots

WATCH_EVERY = 0.2
"""Seconds between two looks at what runs."""
FENCE_MARGIN = 0.1
"""The share of a lease before its end at which a worker that could not extend it tells its handlers to stop."""


class Processors:
    """A runner's threads; one that a handler does not give back is replaced."""

    def __init__(self, settings: WorkerSettings, slots: Slots, reporter: Reporter) -> None:
        """No thread runs yet."""
        self.inbox: queues.SimpleQueue[Attempt | None] = queues.SimpleQueue()
        self._settings = settings
        self._slots = slots
        self._reporter = reporter
        self._extended_at = 0.0
        self.abandoned = 0
        """Threads that a handler still holds although its time was up."""
        self._lock = threading.Lock()
        self._releasing = False
        self._log = logs.get("processor")

    def start(self) -> None:
        """Begin."""
        for _ in range(self._settings.worker_concurrency):
            self._add_thread()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def extended(self, at: float) -> None:
        """The parent extended all leases; `at`: seconds of `time.monotonic()` before it asked."""
        self._extended_at = at

    def release_unstarted(self) -> None:
        """From now on give back what waits for a thread, and whatever a handler leaves because it was told to."""
        self._releasing = True

    @property
    def worn_out(self) -> bool:
        """So many threads are held by handlers past their time that the process had better be replaced."""
        return self.abandoned >= max(10, self._settings.worker_concurrency)

    # -- the threads ----------------------------------------------------------------------------------------------------

    def _add_thread(self) -> None:
        threading.Thread(target=self._loop, name="processor", daemon=True).start()

    def _loop(self) -> None:
        while (attempt := self.inbox.get()) is not None:
            if self._releasing:
                outcome = attempt.given_back()
            else:
                outcome = attempt.run()
            with self._lock:
                if attempt.closed:
                    self.abandoned -= 1
                    return
                attempt.closed = True
            self._slots.free(attempt, outcome.seconds)
            self._reporter.put(outcome)

    def _watch(self) -> None:
        """Not on the clock of the handlers: a handler that holds the interpreter is left to the parent and the lease."""
        while True:
            time.sleep(WATCH_EVERY)
            for attempt, _ in self._slots.running():
                self._look_at(attempt)

    def _look_at(self, attempt: Attempt) -> None:
        if attempt.overrun >= 0:
            attempt.tell("timeout")
        if attempt.overrun >= self._settings.timeout_grace:
            self._take_slot(attempt)
        lease_from = max(attempt.claimed_at, self._extended_at)
        if time.monotonic() > lease_from + self._settings.lease_seconds * (1 - FENCE_MARGIN):
            attempt.tell("lost")

    def _take_slot(self, attempt: Attempt) -> None:
        with self._lock:
            if attempt.closed:
                return
            outcome = attempt.timed_out()
            self.abandoned += 1
        self._log.error(
            "handler does not stop: its slot was given to another thread",
            job=attempt.job.id,
            type=attempt.job.type,
            handler=attempt.handler.name,
        )
        self._slots.free(attempt, outcome.seconds)
        self._reporter.put(outcome)
        self._add_thread()
