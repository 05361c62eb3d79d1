"""Reads on in the events stream of Redis, and notices when something before the next event was dropped unread."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events import Event, order
from shared.queue import Queue

BEGINNING = "0-0"


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has read."""

    position: str
    """Of the last entry read."""
    seen: bool
    """That entry was there, so that its absence means that the stream was trimmed or wiped."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one read brought."""

    events: list[Event]
    """Those of the entry at the old place are among them, as a reader may have stopped within it."""
    place: Place
    """Behind them."""
    lost: bool
    """Events before these may have been dropped unread."""


def end(queue: Queue) -> Place:
    """The place behind everything that is there now.

    Raises:
        QueueUnavailable: Redis is away.
    """
    newest = queue.last_event()
    return Place(newest, bool(queue.events_from(newest, 1)))


def read_on(queue: Queue, place: Place, entries: int) -> Page:
    """The next `entries` entries at the most.

    Raises:
        QueueUnavailable: Redis is away.
    """
    found = queue.events_from(place.position, entries + 1)
    if found:
        lost = place.seen and found[0].position != place.position
        return Page(found, Place(found[-1].position, True), lost and not _is_whole(queue, place))
    newest = order(queue.last_event())
    if newest < order(place.position):
        return Page([], Place(BEGINNING, False), True)  # it was wiped, on a clock that went back
    if newest == order(place.position):
        return Page([], Place(place.position, False), False)  # all was trimmed, and all was read
    return Page([], place, False)


def _is_whole(queue: Queue, place: Place) -> bool:
    """Nothing was ever dropped behind the very beginning."""
    return place.position == BEGINNING and not queue.has_dropped_events()
