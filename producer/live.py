"""Live streams: what happens to a tenant's jobs, told as it happens, from where the reader last was.

The one reader of the process (`producer/waiting.py`) tells all streams of a tenant at once (`producer/live_telling.py`); a
stream that has to catch up, because it resumes or because more came than is kept here, reads the events stream in Redis by
itself until it is level again.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app

from producer import event_log, live_events, live_figures, presence
from producer.envelope import RETRY_AFTER, Problem
from producer.event_log import Place
from producer.live_events import Bundle, Frame, Key
from producer.live_figures import Figures
from producer.live_telling import Telling, bundled
from producer.stores import Stores
from producer.waiting import Waiting
from shared import logs
from shared.errors import DatabaseUnavailable, QueueUnavailable
from shared.events import Event
from shared.requests import Refused

PAGE = 100
"""Entries of the events stream that a stream reads at a time while it catches up."""
HEARTBEAT = 15.0
"""Seconds between two signs of life where nothing else is told."""
LOOK = 1.0
"""Seconds between two looks at how each stream's reader does."""
RECHECK = 30.0
"""Seconds between two looks whether the caller's key or session still works."""
SLOW = 3.0
"""Seconds that a write may hang while more comes than may wait; then the reader is too slow, and is told so."""
STUCK = 30.0
"""Seconds that a write may hang before the connection is cut, as nothing can be said over it."""
AGAIN = 1.0
"""Seconds between two tries to catch up while Redis is away."""

TOO_SLOW = "too_slow"
STOPPING = "stopping"
ENDED = "credentials_ended"
LEFT = "reader_left"
_SENTENCES = {
    TOO_SLOW: "you read more slowly than events come: open the stream again from the id of the last event you have",
    STOPPING: "this process stops: open the stream again from the id of the last event you have",
    ENDED: "the key or session that opened the stream works no longer",
    LEFT: "nobody reads this any more",
}
_ID = re.compile(r"(\d{1,15})-(\d{1,15})(?:-(\d{1,6}))?", re.ASCII)

log = logs.get("producer")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a stream begins."""

    place: Place
    key: Key
    """Nothing up to this is told."""


def start_after(last_id: str, field: str) -> Start:
    """Behind the event that a reader names as the last it has.

    Raises:
        Refused: this is no id of an event; `field` says where it stood.
    """
    parts = _ID.fullmatch(last_id)
    if parts is None:
        raise Refused(field, "is no id of an event: send the last one that a stream gave you")
    milliseconds, sequence, index = int(parts[1]), int(parts[2]), parts[3]
    key = (milliseconds, sequence, int(index) if index else live_events.WHOLE)
    return Start(Place(f"{milliseconds}-{sequence}", True), key)


class Live:
    """The open streams of this process."""

    def __init__(self, stores: Stores, waiting: Waiting, clock: Callable[[], float] = time.monotonic) -> None:
        """No stream is open.

        Args:
            stores: where events and counts are.
            waiting: whose reader tells of events.
            clock: seconds; tests turn it.
        """
        self.queue = stores.queue
        self.clock = clock
        self.waiting = waiting
        self.figures = Figures(stores, clock)
        settings = stores.settings
        wanted = settings.web_threads // 4 if settings.max_streams is None else settings.max_streams
        self.most = min(wanted, waiting.room)
        """Streams of all tenants at a time."""
        self._bound_by = (
            "MAX_STREAMS" if wanted < waiting.room else "WEB_THREADS, half of which they may hold"
        )
        self.most_of_one = settings.max_streams_per_tenant
        self.goes_on: Callable[[], bool] = lambda: True
        """Whether this process takes requests; the server that runs it says so."""
        self._lock = threading.Lock()
        self._open: list[Stream] = []
        self._tellings: dict[str, Telling] = {}
        self._next_look = 0.0
        waiting.attach(self)

    def open(
        self,
        tenant: str,
        start: Start | None,
        still_known: Callable[[], bool],
        connection: socket.socket | None,
    ) -> Stream:
        """A stream of a tenant's events, to be closed by whoever opens it.

        Args:
            tenant: whose events.
            start: where to begin; None: now.
            still_known: whether the caller may go on; asked from time to time.
            connection: to cut when the reader takes nothing any more.

        Raises:
            Problem: 429, the tenant has as many as it may; 503, the process has.
            QueueUnavailable: Redis is away.
        """
        start = start or _from_now(event_log.end(self.queue))
        with self._lock:
            self._check_room(tenant)
            telling = self._tellings.setdefault(tenant, Telling())
            telling.streams += 1
            stream = Stream(self, telling, tenant, start, still_known, connection)
            self._open.append(stream)
        try:
            self.waiting.hold(tenant)
        except Exception:
            self._remove(stream)
            raise
        return stream

    def close(self, stream: Stream) -> None:
        """Free the place of a stream; again is harmless."""
        if self._remove(stream):
            self.waiting.let_go(stream.tenant)

    def _remove(self, stream: Stream) -> bool:
        with self._lock:
            if stream not in self._open:
                return False
            self._open.remove(stream)
            stream.telling.streams -= 1
            if not stream.telling.streams:
                del self._tellings[stream.tenant]
            return True

    def _check_room(self, tenant: str) -> None:
        retry = {"Retry-After": str(RETRY_AFTER)}
        if len(self._open) >= self.most:
            sentence = f"this process holds {self.most} streams already: try again shortly, or raise {self._bound_by}"
            raise Problem(503, "too_many_streams", sentence, headers=retry)
        if sum(stream.tenant == tenant for stream in self._open) >= self.most_of_one:
            sentence = f"a tenant may have {self.most_of_one} streams here, and has them: close one"
            raise Problem(429, "too_many_streams", sentence, headers=retry)

    # -- told by the reader of the process -------------------------------------------------------------------

    def hear(self, found: Sequence[Event], position: str) -> None:
        """Pass events on to what the streams of their tenants are told."""
        tellings = self._all_tellings
        frames = live_events.by_tenant(found, tellings.keys())
        for tenant, telling in tellings.items():
            telling.hear(frames[tenant], position)
            telling.tell_when_due()

    def miss(self) -> None:
        """Let every stream see for itself what is left."""
        for telling in self._all_tellings.values():
            telling.forget()

    def turn(self) -> float:
        """Tell what is due, and look at the streams now and then."""
        if self.clock() >= self._next_look:
            self._next_look = self.clock() + LOOK
            self.look()
        return min((telling.tell_when_due() for telling in self._all_tellings.values()), default=LOOK)

    def look(self) -> None:
        """End what must end, although its reader takes nothing."""
        goes_on = self.goes_on()
        for stream in self._streams:
            if not goes_on:
                stream.end(STOPPING)
            stream.judge()

    @property
    def _streams(self) -> list[Stream]:
        with self._lock:
            return list(self._open)

    @property
    def _all_tellings(self) -> dict[str, Telling]:
        with self._lock:
            return dict(self._tellings)


class Stream:
    """One reader: how far it is, and what comes next for it."""

    def __init__(
        self,
        live: Live,
        telling: Telling,
        tenant: str,
        start: Start,
        still_known: Callable[[], bool],
        connection: socket.socket | None,
    ) -> None:
        """Begins with `frames`."""
        self.tenant = tenant
        self.telling = telling
        self._live = live
        self._clock = live.clock
        self._still_known = still_known
        self._connection = connection
        self._place, self._key = start.place, start.key
        self._next = 0
        """The number of the bundle to take next, where the stream is level."""
        self._level = False
        """It takes what is told to all; else it reads for itself."""
        self._ended: str | None = None
        self._writing_since: float | None = None
        self._figures = live_figures.Shown()
        now = self._clock()
        self._next_figures, self._next_heartbeat, self._next_check = now, now + HEARTBEAT, now + RECHECK

    def frames(self) -> Iterator[Frame]:
        """What is to be sent, until the stream ends; the last frame says why it did."""
        for bundle in self.bundles():
            yield from bundle

    def bundles(self) -> Iterator[Bundle]:
        """The same, what is to be sent together in one."""
        for bundle in self._bundles():
            self._writing_since = self._clock()
            yield bundle
            self._writing_since = None

    # -- from the reader of the process ----------------------------------------------------------------------

    def fall_behind(self) -> None:
        """Read on from Redis, and take what is told to all when level again."""
        self._level = False

    def end(self, reason: str) -> None:
        """Say why, and tell no more."""
        with self.telling.changed:
            self._ended = self._ended or reason
            self.telling.changed.notify_all()

    def judge(self) -> None:
        """Drop a reader that lets a write hang while more comes than may wait; cut it off when that does not end.

        One that left frees its place here: a stream with nothing to tell would notice at its next sign of life only.
        """
        if not presence.is_open(self._connection):
            self.end(LEFT)
        if not self._is_level and self._ended is None and self._hangs_for(SLOW):
            log.info("a stream is dropped: its reader is too slow", tenant=self.tenant)
            self.end(TOO_SLOW)
        if self._connection is not None and self._hangs_for(STUCK):
            self._cut(self._connection)

    def _cut(self, connection: socket.socket) -> None:
        log.info("a stream is cut: its reader takes nothing", tenant=self.tenant)
        self.end(TOO_SLOW)
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            log.debug("the stream was gone already", reason=str(error))

    def _hangs_for(self, seconds: float) -> bool:
        since = self._writing_since
        return since is not None and self._clock() - since >= seconds

    # -- to the caller ---------------------------------------------------------------------------------------

    def _bundles(self) -> Iterator[Bundle]:
        yield Bundle([live_events.mark(self._id)])
        while self._ended is None:
            yield from self._catch_up()
            yield from self._follow()
        sentence = {"reason": self._ended, "message": _SENTENCES[self._ended]}
        yield Bundle([live_events.notice("closed", self._id, sentence)])

    def _catch_up(self) -> Iterator[Bundle]:
        """What is there already; from the last look on the reader of the process tells the rest."""
        while self._ended is None:
            was_level = self._is_level
            try:
                page = event_log.read_on(self._live.queue, self._place, PAGE)
            except QueueUnavailable:
                yield from self._while_away()
                continue
            moved = page.place != self._place or page.lost
            if page.lost:
                yield Bundle([self._gap(page)])
            for bundle in bundled(live_events.by_tenant(page.events, {self.tenant})[self.tenant]):
                yield from self._newer(bundle)
            self._arrive(page.place.position, page.place)
            if not moved and was_level:
                return
            if not moved:
                self._join()

    def _join(self) -> None:
        self._next, self._level = self.telling.next, True

    @property
    def _is_level(self) -> bool:
        return self._level and self.telling.has(self._next)

    def _gap(self, page: event_log.Page) -> Frame:
        goes_on = page.events[0].position if page.events else page.place.position
        if not page.events:
            self._key = live_events.NOTHING
        sentence = "events before this id were dropped, yours perhaps among them: read your jobs again"
        return live_events.notice("gap", None, {"continues_at": goes_on, "message": sentence})

    def _while_away(self) -> Iterator[Bundle]:
        self.telling.wait(self.telling.next, AGAIN)
        yield from self._sign_of_life()

    def _follow(self) -> Iterator[Bundle]:
        """What is told to all, and between it the figures and signs of life."""
        while self._is_level and self._ended is None:
            self._wait_for_news()
            yield from self._told_to_all()
            yield from self._on_the_hour()

    def _wait_for_news(self) -> None:
        with self.telling.changed:
            if self._level and self._ended is None:
                self.telling.wait(self._next, max(0.0, self._next_turn - self._clock()))

    def _told_to_all(self) -> Iterator[Bundle]:
        while self._ended is None and (bundle := self.telling.take(self._next)):
            yield from self._newer(bundle)
            self._next += 1
        heard = self.telling.reached(self._next)
        if heard is not None:
            self._arrive(heard, Place(heard, True))

    def _newer(self, bundle: Bundle) -> Iterator[Bundle]:
        """What of it was not told yet: all of it, but where the stream read ahead by itself."""
        if bundle[0].key <= self._key:
            bundle = Bundle(frame for frame in bundle if frame.key > self._key)
        if bundle and self._ended is None:
            self._key = bundle[-1].key
            yield bundle

    def _arrive(self, position: str, place: Place) -> None:
        """All of the entry at `position` and before it is told, or was not the tenant's."""
        whole = live_events.whole(position)
        if self._ended is None and (whole >= self._key or place.position == event_log.BEGINNING):
            self._place, self._key = place, whole

    @property
    def _id(self) -> str:
        return live_events.id_of(self._key)

    @property
    def _next_turn(self) -> float:
        return min(self._next_figures, self._next_heartbeat, self._next_check)

    def _on_the_hour(self) -> Iterator[Bundle]:
        now = self._clock()
        if now >= self._next_figures:
            self._next_figures = now + live_figures.EVERY
            self._see_to_reader()
            if news := Bundle(self._figures.news(self._live.figures.of(self.tenant), self._id)):
                yield news
        if now >= self._next_check:
            self._next_check = now + RECHECK
            self._check_caller()
        yield from self._sign_of_life()

    def _sign_of_life(self) -> Iterator[Bundle]:
        now = self._clock()
        if now >= self._next_heartbeat:
            self._next_heartbeat = now + HEARTBEAT
            yield Bundle([live_events.mark(self._id)])

    def _see_to_reader(self) -> None:
        try:
            self._live.waiting.keep_reading()
        except QueueUnavailable:
            self.fall_behind()  # and look for Redis until it is back

    def _check_caller(self) -> None:
        try:
            known = self._still_known()
        except DatabaseUnavailable:
            known = False  # nobody could say for a minute (producer/known.py)
        if not known:
            self.end(ENDED)


def current() -> Live:
    """The streams of the application that serves this request."""
    return cast(Live, current_app.extensions["workqueue.live"])


def _from_now(place: Place) -> Start:
    return Start(place, live_events.whole(place.position))
