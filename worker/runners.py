"""The runners of one worker: started, replaced when they die, ended. What a dead one held is taken back at once."""

from __future__ import annotations

import threading
import time

from shared import logs
from shared.errors import QueueUnavailable
from shared.queue import Queue
from worker import giving_back
from worker.child import Child
from worker.duties import reclaimer
from worker.duties.reclaimer import MaxAttempts
from worker.duty import Loop
from worker.runner import RECYCLED
from worker.stats import Tally

STUCK_AFTER = 3.0
"""Seconds of silence after which a runner that should have ended a job is taken to be held by its handler."""
STEADY = 10.0
"""Seconds that a runner must live for its successor to be started without delay."""
FIRST_DELAY = 0.25
"""Seconds before the successor of one that lived shorter; doubled each time in a row."""
LONGEST_DELAY = 10.0
"""Seconds between two starts of a runner that keeps dying."""
TICK = 0.5
"""Seconds between two looks at the runners."""


class Runners:
    """The processes in which handlers run."""

    def __init__(
        self, worker: str, count: int, queue: Queue, tally: Tally, max_attempts: MaxAttempts
    ) -> None:
        """None runs yet.

        Args:
            worker: whose they are; their names begin with it.
            count: how many run at a time.
            queue: where what they held is given back.
            tally: where their counts are added.
            max_attempts: the setting of a type's handler.
        """
        self.restarts = 0
        """Runners that ended and were replaced."""
        self._worker = worker
        self._count = count
        self._queue = queue
        self._tally = tally
        self._max_attempts = max_attempts
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._children: dict[str, Child] = {}
        self._leaving: list[Child] = []
        """Those that were asked to end."""
        self._started = 0
        self._hasty = 0
        """Runners in a row that did not live for long."""
        self._orphans: set[str] = set()
        self._tending = Loop("runners", self._tend, self._stopping)
        self._log = logs.get("parent")

    def start(self) -> None:
        """Start them, and look after them from then on."""
        for _ in range(self._count):
            self._start_one()
        self._tending.start()

    def living(self) -> list[Child]:
        """Those that run now."""
        with self._lock:
            return list(self._children.values())

    def expected(self) -> list[str]:
        """The names of those that run now, and of those that would be started next."""
        with self._lock:
            coming = range(self._started + 1, self._started + 1 + self._count)
            return [*self._children, *map(self._name, coming)]

    @property
    def stopping(self) -> bool:
        """Whether they were asked to end."""
        return self._stopping.is_set()

    def _start_one(self) -> None:
        """Start one, unless the worker ends: under the lock, so that `drain` misses none."""
        with self._lock:
            if not self._stopping.is_set():
                self._started += 1
                name = self._name(self._started)
                self._children[name] = Child(name, self._tally, self._ended)

    def _name(self, number: int) -> str:
        return f"{self._worker}.{number}"

    # -- one that died ---------------------------------------------------------------------------------------

    def _ended(self, child: Child, code: int) -> None:
        """On a thread of its own: what it held is taken back, and another takes its place."""
        with self._lock:
            self._children.pop(child.name, None)
            if self._stopping.is_set():
                return
            self._orphans.add(child.name)
            self.restarts += 1
            self._hasty = 0 if time.monotonic() - child.started_at >= STEADY else self._hasty + 1
        if code not in {0, RECYCLED}:
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            self._log.error("runner died: taking its jobs back, starting another", runner=child.name, how=how)
        try:
            self._take_back_orphans()
        except Exception as error:
            # `_tend` tries again; the next runner must start, whatever is wrong.
            self._log.error(
                "cannot take back what a dead runner held, trying on", runner=child.name, reason=str(error)
            )
        self._replace()

    def _replace(self) -> None:
        while not self._stopping.wait(self._delay()):
            try:
                self._start_one()
            except OSError as error:
                self._hasty += 1
                self._log.error("cannot start a runner, trying again", reason=str(error))
            else:
                return

    def _delay(self) -> float:
        return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(10, self._hasty - 1)) if self._hasty else 0.0

    def _tend(self) -> float:
        self._end_stuck()
        self._take_back_orphans()
        return TICK

    def _take_back_orphans(self) -> None:
        """What dead runners of ours held is taken back.

        Raises:
            QueueUnavailable: Redis is away; it is to be tried again.
        """
        with self._lock:
            orphans = list(self._orphans)
        for name in orphans:
            reclaimer.take_back(self._queue, self._queue.held(name), self._max_attempts, known_dead=True)
            with self._lock:
                self._orphans.discard(name)

    def _end_stuck(self) -> None:
        """A handler that holds the interpreter past its deadline holds its whole runner: only its end frees it."""
        for child in self.living():
            if child.overdue and child.silent_for > STUCK_AFTER:
                self._log.error(
                    "runner is held by a handler past its time: ending it",
                    runner=child.name,
                    jobs=child.overdue,
                    silent_seconds=round(child.silent_for, 1),
                )
                child.process.kill()

    # -- how they end ----------------------------------------------------------------------------------------

    def drain(self, seconds: float) -> None:
        """Replace none any more, and ask all to end when their handlers have, at the latest in so many seconds."""
        self._stopping.set()
        self._leaving = self.living()
        for child in self._leaving:
            child.drain(seconds)

    @property
    def drained(self) -> bool:
        """Whether all that were asked to end have ended."""
        return all(child.process.poll() is not None for child in self._leaving)

    def end(self) -> None:
        """Kill those that have not ended, and give back what any of them held."""
        for child in self._leaving:
            self._end(child)

    def _end(self, child: Child) -> None:
        """It is dead when what it held is given back, uncounted.

        What took the runner down by itself counts all the same, else a rollout would set poison free each time.
        """
        crashed = child.process.poll() not in {None, 0, RECYCLED}
        if child.process.poll() is None:
            self._log.warning("runner killed", runner=child.name)
            child.process.kill()
            child.process.wait()
        try:
            held = self._queue.held(child.name)
            if crashed:
                reclaimer.take_back(self._queue, held, self._max_attempts, known_dead=True)
            else:
                giving_back.release(self._queue, held)
        except QueueUnavailable:
            self._log.warning("redis is away: what the runner held comes back when its leases run out")
