"""A runner: the process in which handlers run. Its parent starts it as `python -m worker.runner NAME HEARS SAYS`.

It claims, runs and reports; its parent beats for it, and takes its jobs back at once when it dies. When its
parent is gone it claims no more, beats for itself, and ends when its last handler has.
"""

from __future__ import annotations

import gc
import os
import queue as queues
import signal
import sys
import threading
import time
from contextlib import suppress
from functools import partial

from shared import logs, settings
from shared.connections import redis_for_blocking, redis_for_commands
from shared.errors import ConfigurationError, QueueUnavailable
from shared.queue import Queue
from worker import child, link, loader
from worker.attempt import Stop
from worker.dispatcher import LISTEN, Dispatcher
from worker.processor import Processors
from worker.reporter import Reporter
from worker.settings import WorkerSettings
from worker.slots import Slots
from worker.stats import Tally
from workqueue import Handlers

REPORT_EVERY = 1.0
"""Seconds between two reports of a runner to its parent."""
RECYCLED = 75
"""Exit code of a runner that asks to be replaced (EX_TEMPFAIL)."""
TO_TELL = 5.0
"""Seconds that the queue has, at least, to hear how the last jobs ended."""
_MEANS: dict[str, Stop] = {"cancel": "cancel", "overdue": "timeout", "lost": "lost"}
"""What the queue's words for a job ask of its handler."""


class Runner:
    """The parts of a runner and how it ends."""

    def __init__(self, name: str, config: WorkerSettings, handlers: Handlers, parent: link.Writer) -> None:
        """Connects nothing yet.

        Args:
            name: under which jobs are claimed.
            config: of the worker.
            handlers: the table.
            parent: where reports go.
        """
        self._config = config
        self._name = name
        self._parent = parent
        self._log = logs.get("runner")
        self._queue = Queue(
            redis_for_commands(config.redis_url, config.redis_timeout, connections=8),
            config.queue_name,
            result_ttl_ms=config.result_ttl * 1000,
            mirrored=config.database_url is not None,
        )
        self._tally = Tally()
        self._slots = Slots(config.worker_concurrency)
        self._reporter = Reporter(self._queue, self._tally, partial(loader.max_attempts, handlers))
        self._processors = Processors(config, self._slots, self._reporter)
        waiting = redis_for_blocking(config.redis_url, config.redis_timeout, LISTEN)
        self._dispatcher = Dispatcher(
            name, self._queue, waiting, handlers, config, self._slots, self._processors, self._reporter
        )
        self._wake: queues.SimpleQueue[None] = queues.SimpleQueue()
        """Not an Event: a signal handler may interrupt the very thread that waits for it, while it holds its lock."""
        self._orphaned = False
        self._leaving = False
        self._leave_by = float("inf")
        self._exit_code = 0

    def run(self) -> int:
        """Work until told to leave; the exit code."""
        self._reporter.start()
        self._processors.start()
        self._dispatcher.start()
        while not self._leaving:
            with suppress(queues.Empty):
                self._wake.get(timeout=REPORT_EVERY)
            self._report()
            if self._processors.worn_out:
                self._log.error("too many handlers past their time: this process is replaced")
                self.leave(self._config.worker_shutdown_timeout, RECYCLED)
        self._drain()
        return self._exit_code

    def leave(self, seconds: float, exit_code: int = 0) -> None:
        """Claim no more and end: at once when idle, at the latest in `seconds`. Safe in a signal handler."""
        self._leave_by = min(self._leave_by, time.monotonic() + seconds)
        self._exit_code = exit_code
        self._leaving = True
        self._wake.put(None)

    def listen_to_parent(self, descriptor: int) -> None:
        """Follow what the parent says, until it is gone."""
        with os.fdopen(descriptor, "rb") as stream:
            for message in link.messages(stream):
                if "beat" in message:
                    self._processors.extended(message["beat"])
                self._follow(message.get("words", {}))
                if "drain" in message:
                    self.leave(message["drain"])
        self._orphaned = True
        self.leave(float("inf"))
        self._log.warning("parent is gone: claiming no more, ending when the last handler has")

    def _follow(self, words: dict[str, str]) -> None:
        for job_id, word in words.items():
            attempt = self._slots.get(job_id)
            if attempt is not None:
                attempt.tell(_MEANS[word])

    # -- how it ends -----------------------------------------------------------------------------------------

    def _drain(self) -> None:
        self._processors.stop_beginning()  # first, as the thread that leads runs what waits once it need not lead
        self._dispatcher.stop()
        if self._orphaned:
            self._beat_for_itself()
        self._dispatcher.join()
        self._processors.give_back_waiting()
        while not self._slots.wait_until_idle(min(0.5, max(0.0, self._leave_by - time.monotonic()))):
            self._report()
            if time.monotonic() >= self._leave_by:
                self._give_up()
                break
            if self._orphaned:
                self._beat_for_itself()
        if not self._reporter.stop(max(TO_TELL, self._config.redis_timeout * 2)):
            self._log.error("could not tell the queue how the last jobs ended: their leases will run out")
        self._report()

    def _give_up(self) -> None:
        """Handlers that did not end in time: told to stop, and what they hold is given back uncounted."""
        for attempt in self._slots.held():
            attempt.tell("drain")
        self._slots.wait_until_idle(0.2)
        held = self._slots.held()
        for attempt in reversed(held):
            self._processors.give_back(attempt)
        if held:
            self._log.warning("out of time: running jobs are given back, uncounted", jobs=len(held))

    def _beat_for_itself(self) -> None:
        before = time.monotonic()
        try:
            words = self._queue.extend(self._name, self._config.lease_ms, self._config.overdue_grace_ms)
        except QueueUnavailable:
            return  # the next turn tries again; until then the lease still holds
        self._processors.extended(before)
        self._follow(words)

    def _report(self) -> None:
        self._parent.send(
            {
                "stats": self._tally.take(),
                "running": [
                    {
                        "id": attempt.job.id,
                        "type": attempt.job.type,
                        "attempt": attempt.job.attempt,
                        "since": attempt.job.started_at,
                        "seconds": round(seconds, 1),
                    }
                    for attempt, seconds in self._slots.running()
                ],
                "turned_ago": round(time.monotonic() - self._dispatcher.turned_at, 1),
                "abandoned": self._processors.abandoned,
            }
        )


def main() -> None:
    """Run as the child of a worker's parent.

    Exits at once at the end, whatever threads handlers have left behind.
    """
    name, hears, says = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _keep_from_programs(hears, says)
    try:
        config = settings.load(WorkerSettings)
        logs.configure(config.log_level, config.log_format, process="runner", runner=name)
        handlers = loader.load(config.handlers, config.handlers_path)
    except ConfigurationError as error:
        print(f"runner: {error}", file=sys.stderr)
        sys.exit(2)
    gc.freeze()  # what is loaded by now stays: no collection need look at it again
    runner = Runner(name, config, handlers, link.Writer(says, waits=True))
    signal.signal(signal.SIGTERM, lambda *_: runner.leave(config.worker_shutdown_timeout))
    threading.Thread(target=runner.listen_to_parent, args=(hears,), name="parent", daemon=True).start()
    code = runner.run()
    with suppress(OSError):  # nobody may be reading it any more
        sys.stderr.flush()
    os._exit(code)


def _keep_from_programs(*descriptors: int) -> None:
    """What handlers start inherits neither our pipes nor our import path."""
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    child.restore_path()


if __name__ == "__main__":
    main()
