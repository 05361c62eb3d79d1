"""Waits at the bells of its queues and claims jobs for free threads."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import redis

from shared import lifecycle, logs
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.outage import Outage
from shared.queue import PAGE, Claim, Listening, Queue
from worker import giving_back
from worker.attempt import Attempt, Link
from worker.processor import Processors
from worker.settings import ALL_QUEUES, WorkerSettings
from worker.slots import Slots
from workqueue import Handler, Handlers

LISTEN = 10.0
"""Seconds after which a waiter that heard no bell looks anyway; its parent's beats ring for work that nobody was told of."""
OF_A_LEASE = 1 / 3
"""The share of a lease for which a waiter listens at most: by our clock, leases run from when the wait began."""
AFTER_SURPRISE = 1.0
"""Seconds until the next turn after one that failed for a reason nobody foresaw."""
LEAST_PATIENCE = 0.1
"""Seconds for which a waiter listens at least."""
NAMES_EVERY = 15.0
"""Seconds after which the names of the queues are asked for again, although no bell has rung."""
QUEUES_AT_ONCE = 200
"""Queues that one claim looks at, and at whose bells it waits; where there are more, the next claim looks at others."""
NAMES_AT_MOST_EVERY = 1.0
"""Seconds between two askings for the names, however often bells ring."""


class _Asked(NamedTuple):
    """A claim under way."""

    claim_id: str
    want: int
    at: float
    """When it was sent, or began to wait, in seconds of `time.monotonic()`."""
    answer: Callable[[], Claim]
    again: Callable[[], Claim] | None
    """Asks for the same once more; None for one that waits."""


class Dispatcher:
    """The claim loop of a runner. One of its threads leads: it claims for all (leader/followers, Schmidt et al. 2000)."""

    def __init__(
        self,
        runner: str,
        queue: Queue,
        waiting: redis.Redis,
        handlers: Handlers,
        settings: WorkerSettings,
        slots: Slots,
        processors: Processors,
        link: Link,
    ) -> None:
        """Nothing is claimed yet.

        Args:
            runner: the name under which jobs are claimed.
            queue: where from.
            waiting: a client for BRPOP.
            handlers: the types to claim, and what runs them.
            settings: of the worker.
            slots: how many are free.
            processors: the threads that run what is claimed.
            link: handed to each attempt.
        """
        self._runner = runner
        self._queue = queue
        self._waiting = waiting
        self._handlers = handlers
        self._settings = settings
        self._slots = slots
        self._processors = processors
        self._link = link
        self._types_ms = {h.type: round((h.timeout or settings.job_timeout) * 1000) for h in handlers}
        every = settings.queues == ALL_QUEUES
        self._names = [] if every else list(settings.queues)
        self._named_at = self._names_due = float("-inf") if every else float("inf")
        self._under_way: set[str] = set()
        """Claims whose jobs have not been handed over. One that is still here when a turn begins has failed: its jobs may be
        held in our name, and extended, and nobody runs them."""
        self._nothing_left = False
        """The last claim brought all that there was: the next one waits for a bell."""
        self._waits_as = ""
        """The id of the claim that waits for a bell, if one does."""
        self._outage = Outage("dispatcher")
        self._log = logs.get("dispatcher")
        self._stopping = threading.Event()
        self._choosing = threading.Lock()
        """Held while it is settled that a claim is made, or that none is made any more."""
        self._claiming = threading.Lock()
        """Held while a claim is under way."""
        self.turned_at = time.monotonic()
        """When the loop last came round, also with the news that Redis is away; the health check looks at it."""

    def start(self) -> None:
        """Begin to claim, on one thread more than run handlers."""
        self._processors.add_thread(self._lead)

    def stop(self) -> None:
        """Claim no more; a claim under way still comes in."""
        with self._choosing:
            self._stopping.set()

    def join(self) -> None:
        """Wait until the claim under way, if any, has come in; one that waits for a bell takes nothing any more.

        Call after `stop`.
        """
        if self._waits_as and self._takes_nothing(self._waits_as):
            return
        if self._claiming.acquire(timeout=self._settings.redis_timeout * 4):
            self._claiming.release()

    def _takes_nothing(self, claim_id: str) -> bool:
        try:
            return self._queue.withdraw(claim_id)
        except QueueUnavailable:
            return True  # if it takes something yet, that is given back when this process has ended

    # -- the thread that leads -------------------------------------------------------------------------------

    def _lead(self) -> Attempt | None:
        """Claim until a job comes alone: this very thread runs it, as to wake another takes its time, and that one leads."""
        while not self._stopping.is_set():
            mine = None
            try:
                mine = self._turn()
            except QueueUnavailable as error:
                self._stopping.wait(self._outage.began(error))
            except Exception:
                # No turn: if it stays so, the health check says that this worker claims nothing.
                self._log.exception("claiming failed for a reason nobody foresaw, trying again")
                self._stopping.wait(AFTER_SURPRISE)
                continue
            self.turned_at = time.monotonic()
            if mine is not None:
                self._processors.inbox.put(self._lead)
                return mine
        return None

    def _turn(self) -> Attempt | None:
        """One claim, or several of which each but the last came full; answers what the last one leaves to this thread."""
        if self._under_way:
            self._give_back_what_failed()
        room = self._slots.wait_for_room(1.0)
        if room <= 0:
            return None
        waits, self._nothing_left = self._nothing_left, False
        claim, mine = self._claim(room, waits=waits)
        if claim.fall_idle:
            self._run_suspect()
        elif claim.heard and not claim.jobs:
            # It may have rung for a queue's very first job, or for a suspect.
            self._nothing_left = False
            self._names_due = min(self._names_due, self._named_at + NAMES_AT_MOST_EVERY)
        return mine

    def _give_back_what_failed(self) -> None:
        for claim_id in self._under_way:
            self._queue.withdraw(claim_id)
        lost = [job for job in self._queue.held(self._runner) if job.fence in self._under_way]
        giving_back.release(self._queue, lost)
        self._under_way.clear()

    def _claim(self, want: int, *, waits: bool = False) -> tuple[Claim, Attempt | None]:
        """Claim and hand over, unless told to stop; again for as long as claims come full and there is room.

        The next claim is sent before what came is handed over, so that Redis works on it meanwhile.

        Args:
            want: how many jobs.
            waits: at the bells first.

        Returns:
            The last claim, and what it leaves to this thread.
        """
        claim, mine = Claim([], 0, fall_idle=False), None
        with self._claiming:
            asked = self._ask(want, waits=waits)
            while asked is not None:
                this, asked = asked, None
                claim = self._answer(this)
                attempts = [Attempt(job, self._handler(job), this.at, self._link) for job in claim.jobs]
                try:
                    if len(attempts) == PAGE:
                        asked = self._ask(self._slots.room(coming=PAGE), follows=True)
                finally:
                    mine = self._hand_over(attempts, stays=claim.heard)
                    self._under_way.discard(this.claim_id)
                self._nothing_left = len(attempts) < this.want and not claim.fall_idle
                self._outage.ended()
                self.turned_at = time.monotonic()
        return claim, mine

    def _ask(self, want: int, *, waits: bool = False, follows: bool = False) -> _Asked | None:
        """Send a claim, unless told to stop; `follows`: another brought jobs that are still to be handed over."""
        if want <= 0:
            return None
        if time.monotonic() >= self._names_due:
            if follows:
                return None  # what came is handed over first, and the next turn asks for names
            self._renew_names()
        claim_id = secrets.token_urlsafe(12)
        with self._choosing:
            if self._stopping.is_set():
                return None
            self._waits_as = claim_id if waits else ""
        at, want = time.monotonic(), min(want, PAGE)
        words = (claim_id, self._runner, self._next_names(), self._types_ms)
        how: dict[str, Any] = {
            "want": want,
            "lease_ms": self._settings.lease_ms,
            "timeout_ms": round(self._settings.job_timeout * 1000),
            "idle": self._slots.idle and not follows,
        }
        self._under_way.add(claim_id)
        claim = partial(self._queue.claim, *words, **how)
        if waits:
            listening = Listening(self._waiting, self._patience())
            return _Asked(claim_id, want, at, partial(claim, listening=listening), None)
        return _Asked(claim_id, want, at, self._queue.ask_to_claim(*words, **how), claim)

    def _answer(self, asked: _Asked) -> Claim:
        """What it brought; repeated under its own id when the answer was lost, unless it waits.

        After half a lease the jobs of a lost answer are better given to another.
        """
        try:
            return asked.answer()
        except QueueUnavailable:
            if asked.again is None:
                raise
        finally:
            self._waits_as = ""
        while True:
            try:
                return asked.again()
            except QueueUnavailable as error:
                if self._stopping.is_set() or time.monotonic() - asked.at > self._settings.lease_seconds / 2:
                    raise
                self._stopping.wait(self._outage.began(error))
                self.turned_at = time.monotonic()

    def _hand_over(self, attempts: Sequence[Attempt], *, stays: bool) -> Attempt | None:
        """Give the threads what there is to run; `stays`: one alone is left to this thread, while another is free."""
        alone = any(attempt.job.crash_count >= lifecycle.SOLO_AFTER for attempt in attempts)
        all_run = self._slots.take(attempts, alone=alone)
        if stays and all_run and len(attempts) == 1:
            return attempts[0]
        for attempt in attempts:
            self._processors.inbox.put(attempt)
        return None

    def _handler(self, job: Job) -> Handler:
        handler = self._handlers.get(job.type)
        if handler is None:
            raise LookupError(
                f"the queue handed out job {job.id} of type {job.type}, which was not asked for"
            )
        return handler

    def _run_suspect(self) -> None:
        """Finish what runs, then claim again as an idle runner: the suspect comes alone."""
        if self._slots.wait_until_idle(1.0):
            self._claim(1)

    def _patience(self) -> float:
        longest = min(LISTEN, self._settings.lease_seconds * OF_A_LEASE)
        if len(self._names) > QUEUES_AT_ONCE:
            return LEAST_PATIENCE  # bells of others may ring meanwhile
        return min(longest, max(LEAST_PATIENCE, self._names_due - time.monotonic()))

    def _renew_names(self) -> None:
        self._names = self._queue.queue_names()
        self._named_at = time.monotonic()
        self._names_due = self._named_at + NAMES_EVERY

    def _next_names(self) -> list[str]:
        """The queues to look at, another one first each time, so that none is always last."""
        passed = 1 if len(self._names) <= QUEUES_AT_ONCE else QUEUES_AT_ONCE
        self._names = self._names[passed:] + self._names[:passed]
        return self._names[:QUEUES_AT_ONCE]
