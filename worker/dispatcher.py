"""Waits at the bells of its queues and claims jobs for free threads."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from functools import partial

import redis

from shared import lifecycle, logs
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.outage import Outage
from shared.queue import Claim, Listening, Queue
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
        self._lost_claims: set[str] = set()
        """Claims whose answer never came: their jobs may be held in our name, and extended, and nobody runs them."""
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
                self._outage.ended()
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
        """One claim; answers what it leaves to this thread."""
        if self._lost_claims:
            self._give_back_lost()
        room = self._slots.wait_for_room(1.0)
        if room <= 0:
            return None
        waits, self._nothing_left = self._nothing_left, False
        claim, mine = self._claim(room, waits=waits)
        if claim.fall_idle:
            self._run_suspect()
        elif claim.heard and not claim.jobs:
            # It may have rung for a queue's very first job, or for a suspect.
            self._names_due = min(self._names_due, self._named_at + NAMES_AT_MOST_EVERY)
        else:
            self._nothing_left = len(claim.jobs) < room
        return mine

    def _give_back_lost(self) -> None:
        for claim_id in self._lost_claims:
            self._queue.withdraw(claim_id)
        lost = [job for job in self._queue.held(self._runner) if job.fence in self._lost_claims]
        giving_back.release(self._queue, lost)
        self._lost_claims.clear()

    def _claim(self, want: int, *, waits: bool = False) -> tuple[Claim, Attempt | None]:
        """Claim and hand over, unless told to stop; answers what is left to this thread too. `waits`: at the bells first."""
        claim_id = secrets.token_urlsafe(12)
        with self._claiming:
            with self._choosing:
                if self._stopping.is_set():
                    return Claim([], 0, fall_idle=False), None
                self._waits_as = claim_id if waits else ""
            before = time.monotonic()
            try:
                claim = self._claimed(claim_id, want, before)
            finally:
                self._waits_as = ""
            return claim, self._hand_over(claim, before)

    def _claimed(self, claim_id: str, want: int, before: float) -> Claim:
        """One claim, repeated under its own id when the answer was lost, unless it waits."""
        names = self._queue_names()
        claim = partial(
            self._queue.claim,
            claim_id,
            self._runner,
            names,
            self._types_ms,
            want=want,
            lease_ms=self._settings.lease_ms,
            timeout_ms=round(self._settings.job_timeout * 1000),
            idle=self._slots.idle,
        )
        try:
            if self._waits_as:
                return claim(listening=Listening(self._waiting, self._patience()))
            return self._until_answered(claim, before)
        except Exception:
            self._lost_claims.add(claim_id)
            raise

    def _until_answered(self, claim: Callable[[], Claim], before: float) -> Claim:
        """After half a lease the jobs of a lost answer are better given to another."""
        while True:
            try:
                return claim()
            except QueueUnavailable as error:
                if self._stopping.is_set() or time.monotonic() - before > self._settings.lease_seconds / 2:
                    raise
                self._stopping.wait(self._outage.began(error))
                self.turned_at = time.monotonic()

    def _hand_over(self, claim: Claim, claimed_at: float) -> Attempt | None:
        """Give the threads what there is to run; one job that was waited for, while another thread is free, stays here."""
        attempts = [Attempt(job, self._handler(job), claimed_at, self._link) for job in claim.jobs]
        alone = any(job.crash_count >= lifecycle.SOLO_AFTER for job in claim.jobs)
        all_run = self._slots.take(attempts, alone=alone)
        if claim.heard and all_run and len(attempts) == 1:
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

    def _queue_names(self) -> list[str]:
        """The queues to look at, another one first each time, so that none is always last."""
        if time.monotonic() >= self._names_due:
            self._names = self._queue.queue_names()
            self._named_at = time.monotonic()
            self._names_due = self._named_at + NAMES_EVERY
        passed = 1 if len(self._names) <= QUEUES_AT_ONCE else QUEUES_AT_ONCE
        self._names = self._names[passed:] + self._names[:passed]
        return self._names[:QUEUES_AT_ONCE]
