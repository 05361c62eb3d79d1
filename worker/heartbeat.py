"""Beats for this worker: extends its leases, passes on what the queue says, shows the worker, holds the duties."""

from __future__ import annotations

import os
import platform
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import orjson
import redis

from shared import logs
from shared.errors import QueueUnavailable
from shared.queue import Queue, Worker
from shared.version import VERSION
from worker.child import Child
from worker.duty import LOCK_MS, SOON, Chief, Loop
from worker.settings import ALL_QUEUES, WorkerSettings
from worker.stats import Tally

BEATS_OF_A_RECORD = 15
"""Beats for which a worker that fell silent is shown as living."""
CONTROL_WAIT = 15.0
"""Seconds for which one wait for cancelled jobs lasts, also for those of runners that are started meanwhile."""


class Heartbeat:
    """Two threads: one beats, one waits for cancelled jobs and beats at once when there is one."""

    def __init__(
        self,
        worker: str,
        queue: Queue,
        waiting: redis.Redis,
        settings: WorkerSettings,
        types: Sequence[str],
        tally: Tally,
        children: Callable[[], list[Child]],
        expected: Callable[[], list[str]],
        chief: Chief,
    ) -> None:
        """Begins with `start`.

        Args:
            worker: its id.
            queue: where leases are extended.
            waiting: a client that may block for `CONTROL_WAIT` seconds.
            settings: of the worker.
            types: the job types that it knows.
            tally: what it has done.
            children: its runners now.
            expected: the names of these, and of those that may follow.
            chief: told with each beat whether the duties are this worker's.
        """
        self._worker = worker
        self._queue = queue
        self._waiting = waiting
        self._settings = settings
        self._types = list(types)
        self._tally = tally
        self._children = children
        self._expected = expected
        self._chief = chief
        self._started_at = datetime.now(UTC)
        self._stopping = threading.Event()
        self._beats = Loop("heartbeat", self._turn, self._stopping)
        self._control = Loop("control", self._follow_cancels, self._stopping)
        self._log = logs.get("heartbeat")
        self.port = settings.worker_port

    def start(self) -> None:
        """Begin."""
        self._beats.start()
        self._control.start()

    def stop(self) -> None:
        """Beat no more and take the worker off the list."""
        self._stopping.set()
        self._beats.join(self._settings.redis_timeout)  # a beat under way would put it back on the list
        try:
            self._queue.remove_worker(self._worker)
        except QueueUnavailable as error:
            self._log.warning("could not take this worker off the list: it will expire", reason=str(error))

    @property
    def redis_away(self) -> bool:
        """Whether Redis did not answer the last beat."""
        return self._beats.away

    def _turn(self) -> float:
        children = self._children()
        before = time.monotonic()
        try:
            is_chief, words = self._queue.beat(
                self._said(children),
                [child.name for child in children],
                self._settings.lease_ms,
                self._settings.overdue_grace_ms,
                LOCK_MS,
            )
        except BaseException:
            self._chief.heard(False)
            raise
        self._chief.heard(is_chief)
        for child, told in zip(children, words, strict=True):
            child.beat(before, told)
        return self._settings.heartbeat_interval

    def _said(self, children: Sequence[Child]) -> Worker:
        queues = self._settings.queues
        return Worker(
            self._worker,
            self._record(children),
            round(self._settings.heartbeat_interval * 1000 * BEATS_OF_A_RECORD),
            None if queues == ALL_QUEUES else queues,
        )

    def _beat(self, child: Child) -> None:
        before = time.monotonic()
        words = self._queue.extend(child.name, self._settings.lease_ms, self._settings.overdue_grace_ms)
        child.beat(before, words)

    def _follow_cancels(self) -> float:
        seconds = CONTROL_WAIT if not self._control.away else SOON
        if self._queue.wait_for_control(self._expected(), seconds, self._waiting):
            for child in self._children():
                self._beat(child)
        return 0.0

    def _record(self, children: Sequence[Child]) -> bytes:
        return orjson.dumps(
            {
                "id": self._worker,
                "host": platform.node(),
                "version": VERSION,
                "pid": os.getpid(),
                "port": self.port,
                "started_at": self._started_at,
                "queues": list(self._settings.queues),
                "types": self._types,
                "concurrency": self._settings.worker_concurrency * self._settings.worker_processes,
                "jobs_done": self._tally.total("completed"),
                "jobs_failed": self._tally.total("failed", "dead"),
                "runners": [
                    {"id": child.name, "pid": child.process.pid, "running": child.last.get("running", [])}
                    for child in children
                ],
            }
        )
