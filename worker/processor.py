"""The threads that run handlers, and the watch that sees to it that none holds its slot for ever."""

from __future__ import annotations

import queue as queues
import threading
import time
from collections.abc import Callable

from shared import logs
from worker.attempt import Attempt, Outcome
from worker.reporter import Reporter
from worker.settings import WorkerSettings
from worker.slots import Slots

WATCH_EVERY = 0.2
"""Seconds between two looks at what runs."""
LATE = 1.0
"""Seconds after which a look comes too late to judge leases by: something held the interpreter, and that the parent has
extended them meanwhile has still to be read."""
FENCE_MARGIN = 0.1
"""The share of a lease before its end at which a worker that could not extend it tells its handlers to stop."""
LONGEST_WAIT = 1.0
"""Seconds after which a job that was claimed ahead of quick handlers is given back: a slow one is in its way, and
another runner may be idle."""


Work = Attempt | Callable[[], Attempt | None]
"""What a thread does next: run an attempt, or claim for all of them until one is left to it (`worker/dispatcher.py`)."""


class Processors:
    """A runner's threads; one that a handler does not give back is replaced."""

    def __init__(self, settings: WorkerSettings, slots: Slots, reporter: Reporter) -> None:
        """No thread runs yet."""
        self.inbox: queues.SimpleQueue[Work] = queues.SimpleQueue()
        self._settings = settings
        self._trusted_for = settings.lease_seconds * (1 - FENCE_MARGIN)
        self._slots = slots
        self._reporter = reporter
        self._extended_at = 0.0
        self.abandoned = 0
        """Threads that a handler still holds although its time was up."""
        self._lock = threading.Lock()
        self._may_begin = True
        self._log = logs.get("processor")

    def start(self) -> None:
        """Begin."""
        for _ in range(self._settings.worker_concurrency):
            self.add_thread()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def extended(self, at: float) -> None:
        """All leases were extended; `at`: seconds of `time.monotonic()` before that was asked."""
        self._extended_at = at

    def stop_beginning(self) -> None:
        """From now on no handler begins; give back what waits when no claim comes in any more."""
        with self._lock:
            self._may_begin = False

    def give_back_waiting(self, seconds: float = 0.0) -> None:
        """Give back all that waits for a thread, once the oldest of it has waited that long.

        The newest first, as each goes to the head of its line.
        """
        waiting = [attempt for attempt in self._slots.held() if attempt.started_at is None]
        if waiting and time.monotonic() - waiting[0].received_at >= seconds:
            for attempt in reversed(waiting):
                if self._settle(attempt, unless_begun=True):
                    self._give_back(attempt)

    def give_back(self, attempt: Attempt) -> None:
        """Give a job back, uncounted, whatever its handler does."""
        if self._settle(attempt, abandons=attempt.started_at is not None):
            self._give_back(attempt)

    def _give_back(self, attempt: Attempt) -> None:
        self._report(attempt, attempt.given_back(), time.monotonic() - attempt.received_at)

    @property
    def worn_out(self) -> bool:
        """So many threads are held by handlers past their time that the process had better be replaced."""
        return self.abandoned >= max(10, self._settings.worker_concurrency)

    # -- the threads -----------------------------------------------------------------------------------------

    def add_thread(self, first: Work | None = None) -> None:
        """One more; `first`: what it does before it takes what comes."""
        threading.Thread(target=self._loop, args=(first,), name="processor", daemon=True).start()

    def _loop(self, first: Work | None) -> None:
        goes_on = first is None or self._do(first)
        while goes_on:
            goes_on = self._do(self.inbox.get())

    def _do(self, work: Work) -> bool:
        """False when this thread's slot was given to another meanwhile."""
        attempt = work if isinstance(work, Attempt) else work()
        if attempt is None:
            return True
        if self._lease_is_over(attempt):
            self.give_back(attempt)  # we stood still: it may have run elsewhere since
        if not self._begin(attempt):
            return True
        outcome = attempt.run()
        if not self._settle(attempt):
            with self._lock:
                self.abandoned -= 1
            return False
        self._report(attempt, outcome, outcome.seconds)
        return True

    def _begin(self, attempt: Attempt) -> bool:
        with self._lock:
            begins = self._may_begin and not attempt.closed
            if begins:
                attempt.begin()
            return begins

    def _settle(self, attempt: Attempt, *, abandons: bool = False, unless_begun: bool = False) -> bool:
        """True for the one that may say how the attempt ended; `abandons`: its handler holds its thread on."""
        with self._lock:
            if attempt.closed or (unless_begun and attempt.started_at is not None):
                return False
            attempt.closed = True
            self.abandoned += abandons
            return True

    def _report(self, attempt: Attempt, outcome: Outcome, seconds: float) -> None:
        self._reporter.put(outcome)  # first: once all slots are free a process that stops reports no more
        self._slots.free(attempt, seconds)

    # -- the watch -------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """A handler that holds the interpreter stops this too: it is left to the parent, which ends the process."""
        while True:
            before = time.monotonic()
            time.sleep(WATCH_EVERY)
            if time.monotonic() - before > LATE:
                continue
            for attempt in self._slots.held():
                self._look_at(attempt)
            self.give_back_waiting(LONGEST_WAIT)

    def _look_at(self, attempt: Attempt) -> None:
        if attempt.overrun >= 0:
            attempt.tell("timeout")
        if attempt.overrun >= self._settings.timeout_grace and attempt.started_at is not None:
            self._take_slot(attempt)
        if self._lease_is_over(attempt):
            attempt.tell("lost")

    def _lease_is_over(self, attempt: Attempt) -> bool:
        """By our own clock, and a little early, so that nobody else has the job before we know."""
        lease_from = max(attempt.claimed_at, self._extended_at)
        return time.monotonic() > lease_from + self._trusted_for

    def _take_slot(self, attempt: Attempt) -> None:
        if not self._settle(attempt, abandons=True):
            return
        self._log.error(
            "handler does not stop: its slot was given to another thread",
            job=attempt.job.id,
            type=attempt.job.type,
            handler=attempt.handler.name,
        )
        outcome = attempt.timed_out()
        self._report(attempt, outcome, outcome.seconds)
        self.add_thread()
