"""Requests that wait for something to happen to a job: one reader of the events for a whole process wakes them.

The same reader tells live streams (`producer/live.py`) of every event. A waiter and a stream hold one thread of the process
each, so only half of the threads may be theirs: the others go on answering.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

import redis

from producer import event_log
from producer.envelope import RETRY_AFTER, Problem
from producer.event_log import Place
from producer.settings import Settings
from shared import logs, states
from shared.connections import redis_for_blocking
from shared.errors import QueueUnavailable
from shared.events import Event
from shared.job import Job
from shared.queue import Queue

T = TypeVar("T")
Wanted = Callable[[Event], bool]

LONGEST = 30
"""Seconds that one request may wait."""
LISTEN = 1.0
"""Seconds for which one wait for the next event lasts; a reader that nobody needs ends after as many."""
GATHER = 0.05
"""Seconds for which events gather between two reads while nobody waits for one of them: each read costs as much as many."""
LOOK_ANYWAY = 2.0
"""Seconds after which a waiter that was not called looks anyway: a resumed queue, say, tells no event."""
PAGE = 500
"""Entries of the stream that are read at a time."""

log = logs.get("producer")


class Waiter:
    """One request that waits."""

    def __init__(self, tenant: str, wanted: Wanted) -> None:
        """The tenant's, called by events that are `wanted`."""
        self.tenant = tenant
        self.wanted = wanted
        self._called = threading.Event()

    def call(self) -> None:
        """Let it look."""
        self._called.set()

    def until(self, look: Callable[[], T], enough: Callable[[T], bool], seconds: float) -> T:
        """What `look` answers: at once, or as soon as it is enough, or else after `seconds`.

        Args:
            look: asked at the start, whenever an event calls, and at the end; what it raises is passed on.
            enough: whether to wait no more.
            seconds: to wait at the most.
        """
        ends = time.monotonic() + seconds
        while True:
            self._called.clear()
            found = look()
            left = ends - time.monotonic()
            if left <= 0 or enough(found):
                return found
            self._called.wait(min(left, LOOK_ANYWAY))


class Listener(Protocol):
    """Who is told all that the reader reads, while it holds threads."""

    def hear(self, found: Sequence[Event], position: str) -> None:
        """These happened, the last of them at `position`."""

    def miss(self) -> None:
        """Something may have happened that the reader did not see."""

    def turn(self) -> float:
        """Called once in `LISTEN` seconds at the least; in how many seconds it wants to be called again."""


class Waiting:
    """Everybody who waits in this process, and the thread that reads for them while there is somebody."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        """Nobody waits, nothing is read."""
        self.room = max(1, settings.web_threads // 2)
        """How many requests may wait at a time."""
        self.share = max(1, self.room * 3 // 4)
        """How many of them may be one tenant's, so that none takes every place."""
        self._queue = queue
        self._settings = settings
        self._lock = threading.Lock()
        self._waiters: list[Waiter] = []
        self._held: Counter[str] = Counter()
        self._listener: Listener | None = None
        self._reader: threading.Thread | None = None
        self._pause = threading.Event()

    @contextmanager
    def place(self, tenant: str, wanted: Wanted) -> Iterator[Waiter]:
        """A place for a tenant to wait at; events from now on call.

        Raises:
            Problem: 503 `too_many_waiting`, every place is taken, or the tenant has its share.
            QueueUnavailable: Redis is away.
        """
        waiter = Waiter(tenant, wanted)
        self._enter(waiter)
        try:
            yield waiter
        finally:
            with self._lock:
                self._waiters.remove(waiter)

    def for_end(self, look: Callable[[], Job], tenant: str, job_id: str, seconds: float) -> Job:
        """The tenant's job as `look` finds it when it has ended, or after `seconds`.

        Raises:
            Problem: 503 `too_many_waiting`, or what `look` raises.
            QueueUnavailable: Redis is away.
        """

        def ends(event: Event) -> bool:
            return event.job_id == job_id and event.state in states.FINAL

        with self.place(tenant, ends) as waiter:
            return waiter.until(look, lambda job: job.state in states.FINAL, seconds)

    def attach(self, listener: Listener) -> None:
        """Tell `listener` all that is read while it holds threads."""
        self._listener = listener

    def hold(self, tenant: str) -> None:
        """Count one more thread as the listener's, for a tenant.

        Raises:
            Problem: 503 `too_many_waiting`, every place is taken, or the tenant, which waits too, has its share.
            QueueUnavailable: Redis is away.
        """
        with self._lock:
            if any(waiter.tenant == tenant for waiter in self._waiters):
                self._check_share(tenant)  # without waiters, the listener's own bounds are what counts
            self._make_room()
            self._held[tenant] += 1

    def let_go(self, tenant: str) -> None:
        """One thread of the listener's is free again."""
        with self._lock:
            self._held -= Counter((tenant,))

    def keep_reading(self) -> None:
        """See that there is a reader.

        Raises:
            QueueUnavailable: there is none, and Redis is away.
        """
        with self._lock:
            self._see_to_reader()

    def _enter(self, waiter: Waiter) -> None:
        with self._lock:
            self._check_share(waiter.tenant)
            self._make_room()
            self._waiters.append(waiter)

    def _check_share(self, tenant: str) -> None:
        waiting = sum(waiter.tenant == tenant for waiter in self._waiters) + self._held[tenant]
        if waiting >= self.share:
            raise _too_many(
                f"your tenant has its share of the places to wait at, {self.share} of {self.room}"
            )

    def _make_room(self) -> None:
        if len(self._waiters) + self._held.total() >= self.room:
            raise _too_many(f"{self.room} requests wait here already")
        self._see_to_reader()

    def _see_to_reader(self) -> None:
        if self._reader is not None and self._reader.is_alive():
            return
        self._reader = self._start(event_log.end(self._queue))
        if self._listener is not None:
            self._listener.miss()

    # -- the reader ------------------------------------------------------------------------------------------

    def _start(self, place: Place) -> threading.Thread:
        thread = threading.Thread(target=self._read, args=(place,), name="waiting", daemon=True)
        thread.start()
        return thread

    def _read(self, place: Place) -> None:
        client = redis_for_blocking(self._settings.redis_url, self._settings.redis_timeout, LISTEN, 1)
        try:
            while self._is_needed():
                place = self._turn(place, client)
        finally:
            client.close()

    def _is_needed(self) -> bool:
        """False once nobody waits: whoever comes next finds no reader and starts one."""
        with self._lock:
            if self._waiters or self._held:
                return True
            self._reader = None
            return False

    def _turn(self, place: Place, client: redis.Redis) -> Place:
        """Tell who waits about the next events; the place behind them."""
        patience = LISTEN if self._listener is None else min(LISTEN, self._listener.turn())
        try:
            self._queue.wait_for_events(place.position, patience, client)
            if not self._anybody:
                return place
            page = event_log.read_on(self._queue, place, PAGE)
        except QueueUnavailable:
            self._call_everybody()  # each looks for itself, and answers what it finds
            self._pause.wait(LISTEN)
            return place
        found = [event for event in page.events if event.position != place.position]
        for event in found:
            self._call_for(event)
        self._tell_listener(found, page)
        if found and not self._waiters:
            self._pause.wait(GATHER)
        return page.place

    def _tell_listener(self, found: Sequence[Event], page: event_log.Page) -> None:
        if self._listener is None:
            return
        if page.lost:
            self._listener.miss()
        elif found:
            self._listener.hear(found, page.place.position)

    @property
    def _anybody(self) -> bool:
        with self._lock:
            return bool(self._waiters or self._held)

    def _call_for(self, event: Event) -> None:
        """Call whoever waits for the end of this job, but for a job to lease only one: the longest there.

        That one goes to the end of the line, so that the next job calls another.
        """
        with self._lock:
            called = [waiter for waiter in self._waiters if waiter.wanted(event)]
            if event.state == states.State.PENDING:
                called = called[:1]
                self._waiters = [waiter for waiter in self._waiters if waiter not in called] + called
        for waiter in called:
            waiter.call()

    def _call_everybody(self) -> None:
        with self._lock:
            called = list(self._waiters)
        for waiter in called:
            waiter.call()


def _too_many(sentence: str) -> Problem:
    retry = {"Retry-After": str(RETRY_AFTER)}
    return Problem(
        503, "too_many_waiting", f"{sentence}: try again shortly, or without waiting", headers=retry
    )
