"""What the streams of a tenant are told: made once for all of them, and taken by each when it gets to it.

With two hundred readers, whatever is done for each event and each of them leaves no room for requests. So events are
gathered into bundles here, and a stream does no more for a bundle than to send it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence

from producer.live_events import Bundle, Frame

MOST_WAITING = 10_000
MOST_BYTES = 4_194_304
"""Of events that are kept for a tenant's streams; one that needs older ones reads them from Redis when it gets to it."""
PACE = 0.2
"""Seconds between two tellings: what comes within them is told together."""
BUNDLE = 65_536
"""Bytes that are told together at the most, so that a reader who takes them slowly is not one who takes nothing."""


class Telling:
    """The newest bundles of a tenant, numbered in their order; a stream knows the number of the next that it needs."""

    def __init__(self) -> None:
        """Nothing was told."""
        self.changed = threading.Condition()
        self.streams = 0
        """How many take from here, for whoever opens and closes them."""
        self._heard: list[Frame] = []
        """To be told with what comes next."""
        self._heard_bytes = 0
        self._heard_up_to: str | None = None
        self._told: deque[Bundle] = deque()
        self._told_frames = self._told_bytes = 0
        self._told_up_to: str | None = None
        self._told_at = float("-inf")
        self._first = self._next = 0

    # -- to those who tell -----------------------------------------------------------------------------------

    def hear(self, frames: Sequence[Frame], position: str) -> None:
        """These are next, and the reader of the process is at `position`; told by `tell_when_due`."""
        with self.changed:
            self._heard += frames
            self._heard_bytes += sum(len(frame.block) for frame in frames)
            self._heard_up_to = position
            if not self._heard:
                self._told_up_to = position

    def tell_when_due(self) -> float:
        """Tell what was heard, if it is time; in how many seconds to call again, infinity where nothing is to be told.

        The first after a pause is told at once, and so is what makes a bundle.
        """
        with self.changed:
            if not self._heard:
                return float("inf")
            wait = self._told_at + PACE - time.monotonic()
            if wait > 0 and self._heard_bytes <= BUNDLE:
                return wait
            self._tell()
            return float("inf")

    def forget(self) -> None:
        """What is here is not all that happened: let every stream see for itself."""
        with self.changed:
            self._heard, self._heard_bytes, self._told_up_to = [], 0, None
            self._next += 1
            self._drop(0, 0)
            self.changed.notify_all()

    def _tell(self) -> None:
        for bundle in bundled(self._heard):
            self._told.append(bundle)
            self._told_frames += len(bundle)
            self._told_bytes += len(bundle.block)
            self._next += 1
        self._heard, self._heard_bytes = [], 0
        self._told_up_to, self._told_at = self._heard_up_to, time.monotonic()
        self._drop(MOST_WAITING, MOST_BYTES)
        self.changed.notify()

    def _drop(self, most_frames: int, most_bytes: int) -> None:
        while self._told and (self._told_frames > most_frames or self._told_bytes > most_bytes):
            bundle = self._told.popleft()
            self._told_frames -= len(bundle)
            self._told_bytes -= len(bundle.block)
        self._first = self._next - len(self._told)

    # -- to the streams --------------------------------------------------------------------------------------

    @property
    def next(self) -> int:
        """The number of the bundle that will be told next."""
        return self._next

    def has(self, number: int) -> bool:
        """Whether all from this one on is here."""
        return number >= self._first

    def take(self, number: int) -> Bundle | None:
        """The bundle of this number; None where it was not told yet, or is here no longer."""
        with self.changed:
            return self._told[number - self._first] if self._first <= number < self._next else None

    def reached(self, number: int) -> str | None:
        """How far the reader of the process is with those who wait for this one; None where nobody knows."""
        with self.changed:
            return self._told_up_to if number == self._next else None

    def wait(self, number: int, seconds: float) -> None:
        """Return when there is this one, or after `seconds`, or when `changed` is notified.

        Who was waiting and finds something wakes the next who waits: they come one after another, the longest waiting
        first. Woken at the same instant, all of them would stand in the way of every request.
        """
        with self.changed:
            if number == self._next:
                self.changed.wait(seconds)
                if number < self._next:
                    self.changed.notify()


def bundled(frames: Sequence[Frame]) -> Iterator[Bundle]:
    """In their order, each bundle as large as it may be, and of one frame at the least."""
    bundle: list[Frame] = []
    size = 0
    for frame in frames:
        if bundle and size + len(frame.block) > BUNDLE:
            yield Bundle(bundle)
            bundle, size = [], 0
        bundle.append(frame)
        size += len(frame.block)
    if bundle:
        yield Bundle(bundle)
