"""A background duty: do, wait, stop when told. Duties are idempotent; the chief performs them so that they cost once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from shared import logs
from shared.errors import DatabaseUnavailable, QueueUnavailable
from shared.queue import Queue
from worker.outage import Outage

LOCK_MS = 6_000
"""How long after the chief fell silent another worker takes its duties over."""
RENEW_EVERY = LOCK_MS / 3000
"""Seconds between two renewals."""


@dataclass(frozen=True)
class Duty:
    """One thing to be done again and again."""

    name: str
    turn: Callable[[], float]
    """Do it once; answers the seconds until it is due again. May raise that a store is away."""
    relieved: Callable[[], None] = lambda: None
    """Told when another worker has become chief: what was remembered of the stores may be old by the next time."""


class Chief:
    """Whether this worker performs the duties: the holder of a lock in Redis.

    Two chiefs at once do no harm (every duty is idempotent), so the lock may be lost at any time.
    """

    def __init__(self, queue: Queue, worker: str) -> None:
        """Not chief yet."""
        self._queue = queue
        self._worker = worker
        self._is_chief = threading.Event()
        self._outage = Outage("chief")

    def renew(self) -> float:
        """Take or keep the lock; the seconds until it should be renewed."""
        try:
            held = self._queue.hold("duties", self._worker, LOCK_MS)
        except QueueUnavailable as error:
            self._is_chief.clear()
            return self._outage.began(error)
        self._outage.ended()
        if held:
            self._is_chief.set()
        else:
            self._is_chief.clear()
        return RENEW_EVERY

    def resign(self) -> None:
        """Give the lock up, so that another takes over at once."""
        if self._is_chief.is_set():
            self._queue.let_go("duties", self._worker)
            self._is_chief.clear()

    def wait(self, seconds: float) -> bool:
        """True as soon as this worker is chief; False after `seconds`."""
        return self._is_chief.wait(seconds)

    def __bool__(self) -> bool:
        """Whether it is chief now."""
        return self._is_chief.is_set()


class DutyThread:
    """Performs one duty while this worker is chief."""

    STANDBY = 0.5
    """Seconds between two looks at whether this worker is chief; costs nothing outside the process."""

    def __init__(self, duty: Duty, chief: Chief, stopping: threading.Event) -> None:
        """Begins with `start`."""
        self._duty = duty
        self._chief = chief
        self._stopping = stopping
        self._outage = Outage(duty.name)
        self._log = logs.get(duty.name)
        self._thread = threading.Thread(target=self._loop, name=duty.name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the turn under way to end."""
        self._thread.join(seconds)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            if not self._chief.wait(self.STANDBY):
                self._duty.relieved()
                continue
            self._stopping.wait(self._turn())

    def _turn(self) -> float:
        try:
            pause = self._duty.turn()
        except (QueueUnavailable, DatabaseUnavailable) as error:
            return self._outage.began(error)
        except Exception:
            # A duty that met something unforeseen must not end with it: the others and the next turn still count.
            self._log.exception("duty failed, trying again")
            return 1.0
        self._outage.ended()
        return pause
