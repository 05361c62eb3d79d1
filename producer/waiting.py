"""Requests that wait for something to happen to a job: one reader of the events for a whole process wakes them.

A waiter holds one thread of the process, so only half of the threads may wait: the others go on answering.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import redis

from producer.envelope import RETRY_AFTER, Problem
from producer.settings import Settings
from shared import events, logs, states
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
LOOK_ANYWAY = 2.0
"""Seconds after which a waiter that was not called looks anyway: a resumed queue, say, tells no event."""
PAGE = 500
"""Entries of the stream that are read at a time."""

log = logs.get("producer")


class Waiter:
    """One request that waits."""

    def __init__(self, wanted: Wanted) -> None:
        """Called by events that are `wanted`."""
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


class Waiting:
    """Everybody who waits in this process, and the thread that reads for them while there is somebody."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        """Nobody waits, nothing is read."""
        self.room = max(1, settings.web_threads // 2)
        """How many requests may wait at a time."""
        self._queue = queue
        self._settings = settings
        self._lock = threading.Lock()
        self._waiters: list[Waiter] = []
        self._reader: threading.Thread | None = None
        self._pause = threading.Event()

    @contextmanager
    def place(self, wanted: Wanted) -> Iterator[Waiter]:
        """A place to wait at; events from now on call.

        Raises:
            Problem: 503 `too_many_waiting`, every place is taken.
            QueueUnavailable: Redis is away.
        """
        waiter = Waiter(wanted)
        self._enter(waiter)
        try:
            yield waiter
        finally:
            with self._lock:
                self._waiters.remove(waiter)

    def for_end(self, look: Callable[[], Job], job_id: str, seconds: float) -> Job:
        """The job as `look` finds it when it has ended, or after `seconds`.

        Raises:
            Problem: 503 `too_many_waiting`, or what `look` raises.
            QueueUnavailable: Redis is away.
        """
        with self.place(lambda event: event.job_id == job_id and event.state in states.FINAL) as waiter:
            return waiter.until(look, lambda job: job.state in states.FINAL, seconds)

    def _enter(self, waiter: Waiter) -> None:
        with self._lock:
            if len(self._waiters) >= self.room:
                sentence = f"{self.room} requests wait here already: try again shortly, or without waiting"
                raise Problem(503, "too_many_waiting", sentence, headers={"Retry-After": str(RETRY_AFTER)})
            if self._reader is None or not self._reader.is_alive():
                self._reader = self._start(self._queue.last_event())
            self._waiters.append(waiter)

    # -- the reader ------------------------------------------------------------------------------------------

    def _start(self, position: str) -> threading.Thread:
        thread = threading.Thread(target=self._read, args=(position,), name="waiting", daemon=True)
        thread.start()
        return thread

    def _read(self, position: str) -> None:
        client = redis_for_blocking(self._settings.redis_url, self._settings.redis_timeout, LISTEN, 1)
        try:
            while self._is_needed():
                position = self._turn(position, client)
        finally:
            client.close()

    def _is_needed(self) -> bool:
        """False once nobody waits: whoever comes next finds no reader and starts one."""
        with self._lock:
            if self._waiters:
                return True
            self._reader = None
            return False

    def _turn(self, position: str, client: redis.Redis) -> str:
        """Tell who waits about the next events; the position behind them."""
        try:
            self._queue.wait_for_events(position, LISTEN, client)
            if not self._anybody:
                return position
            found = self._queue.events_after(position, PAGE)
        except QueueUnavailable:
            self._call_everybody()  # each looks for itself, and answers what it finds
            self._pause.wait(LISTEN)
            return position
        for event in found:
            self._call_for(event)
        return found[-1].position if found else self._behind_a_wipe(position)

    def _behind_a_wipe(self, position: str) -> str:
        """A stream that was wiped, on a clock that went back, starts below the position."""
        with suppress(QueueUnavailable):
            newest = self._queue.last_event()
            return newest if events.order(newest) < events.order(position) else position
        return position

    @property
    def _anybody(self) -> bool:
        with self._lock:
            return bool(self._waiters)

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
