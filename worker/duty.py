"""A background duty: do, wait, stop when told. Duties are idempotent; the chief performs them so that they cost once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import redis

from shared import logs
from shared.errors import DatabaseUnavailable, QueueFull, QueueUnavailable
from shared.outage import Outage
from shared.queue import Queue

LOCK = "duties"
LOCK_MS = 9_000
"""How long after the chief fell silent another worker takes its duties over; each beat renews it."""
SOON = 1.0
"""Seconds below which a duty sleeps until its next moment by itself: a wait in Redis may end a tenth of a second late."""
WOKEN_WAIT = 15.0
"""Seconds for which a duty that is woken when there is something to do waits at the most; a token that went astray is
followed by another within a beat of any worker."""
STANDBY = 0.5
"""Seconds between two looks at whether this worker is chief; costs nothing outside the process."""
AFTER_SURPRISE = 1.0
"""Seconds until the next turn after one that failed for a reason nobody foresaw."""


Listen = Callable[[float], float]
"""Waits to be woken for at most so many seconds; answers how many are still to be waited. May raise that a store is away."""


def _deaf(seconds: float) -> float:
    return seconds


class Loop:
    """Takes one turn after the other on a thread of its own until told to stop, whatever a turn meets."""

    def __init__(
        self,
        name: str,
        turn: Callable[[], float | None],
        stopping: threading.Event,
        listen: Listen = _deaf,
    ) -> None:
        """Begins with `start`.

        Args:
            name: of the thread, and of who speaks in the log.
            turn: answers the seconds until it is due again, or None when it asked nothing of a store and is due at
                once. May raise that a store is away.
            stopping: set when it shall end.
            listen: spends what it can of that pause where it may be woken.
        """
        self._turn = turn
        self._listen = listen
        self._stopping = stopping
        self._outage = Outage(name)
        self._log = logs.get(name)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the turn under way to end."""
        self._thread.join(seconds)

    @property
    def away(self) -> bool:
        """Whether the store was away at the last turn."""
        return self._outage.lasts

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._once())

    def _once(self) -> float:
        try:
            pause = self._turn()
            if pause is None:
                return 0.0
            self._outage.ended()
            return self._listen(pause)
        except (QueueUnavailable, QueueFull, DatabaseUnavailable) as error:
            return self._outage.began(error)
        except Exception:
            # A loop that met something unforeseen must not end with it: the next turn still counts.
            self._log.exception("failed for a reason nobody foresaw, trying again")
            return AFTER_SURPRISE


def woken(queue: Queue, duty: str, waiting: redis.Redis) -> Listen:
    """How a duty waits that is woken in Redis; `waiting`: a client that may block for `WOKEN_WAIT` seconds."""

    def listen(seconds: float) -> float:
        if seconds <= SOON:
            return seconds
        queue.wait_to_be_woken(duty, min(WOKEN_WAIT, seconds - SOON / 2), waiting)
        return 0.0

    return listen


@dataclass(frozen=True)
class Duty:
    """One thing to be done again and again."""

    name: str
    turn: Callable[[], float]
    """Do it once; answers the seconds until it is due again. May raise that a store is away."""
    relieved: Callable[[], None] = lambda: None
    """Told when another worker has become chief: what was remembered of the stores may be old by the next time."""
    listen: Listen = _deaf
    """Where it is woken while it waits."""


class Chief:
    """Whether this worker performs the duties: the holder of a lock in Redis, which its beats take and keep.

    Two chiefs at once do no harm (every duty is idempotent), so the lock may be lost at any time.
    """

    def __init__(self, queue: Queue, worker: str) -> None:
        """Not chief yet."""
        self._queue = queue
        self._worker = worker
        self._is_chief = threading.Event()

    def heard(self, is_chief: bool) -> None:
        """What the last beat said; False where it was not answered, as who is chief is not known then."""
        if is_chief:
            self._is_chief.set()
        else:
            self._is_chief.clear()

    def resign(self) -> None:
        """Give the lock up, so that another takes over at once."""
        if self._is_chief.is_set():
            self._is_chief.clear()
            self._queue.let_go(LOCK, self._worker)

    def wait(self, seconds: float) -> bool:
        """True as soon as this worker is chief; False after `seconds`."""
        return self._is_chief.wait(seconds)

    def __bool__(self) -> bool:
        """Whether it is chief now."""
        return self._is_chief.is_set()


def performed(duty: Duty, chief: Chief, stopping: threading.Event) -> Loop:
    """The loop that performs a duty while this worker is chief."""

    def turn() -> float | None:
        if chief.wait(STANDBY):
            return duty.turn()
        duty.relieved()
        return None

    return Loop(duty.name, turn, stopping, duty.listen)
