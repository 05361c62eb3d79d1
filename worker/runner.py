"""A runner: the process in which handlers run. Its parent starts it as `python -m worker.runner NAME PIPE`.

It claims, runs and reports; its parent beats for it, and takes its jobs back at once when it dies. When its parent is
gone it claims no more, beats for itself, and ends when its last handler has.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from workqueue import Handlers

from shared import logs, settings
from shared.connections import redis_for_blocking, redis_for_commands
from shared.errors import QueueUnavailable
from shared.queue import Queue
from worker import link, loader
from worker.dispatcher import LISTEN, Dispatcher
from worker.processor import Processors
from worker.reporter import Reporter
from worker.settings import WorkerSettings
from worker.slots import Slots
from worker.stats import Tally

REPORT_EVERY = 1.0
"""Seconds between two reports of a runner to its parent."""
RECYCLED = 75
"""Exit code of a runner that asks to be replaced (EX_TEMPFAIL)."""


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
        client = redis_for_commands(
            config.redis_url, config.redis_timeout, connections=8 + config.worker_concurrency
        )
        self._queue = Queue(
            client,
            config.queue_name,
            result_ttl_ms=config.result_ttl * 1000,
            mirrored=config.database_url is not None,
        )
        self._tally = Tally()
        self._slots = Slots(config.worker_concurrency)
        self._reporter = Reporter(
            self._queue, self._tally, lambda job_type: _max_attempts(handlers, job_type)
        )
        self._processors = Processors(config, self._slots, self._reporter)
        waiting = redis_for_blocking(config.redis_url, config.redis_timeout, LISTEN)
        self._dispatcher = Dispatcher(
            name, self._queue, waiting, handlers, config, self._slots, self._processors.inbox, self._reporter
        )
        self._orphaned = False
        self._leaving = threading.Event()
        self._leave_by = float("inf")
        self._exit_code = 0

    def run(self) -> int:
        """Work until told to leave; the exit code."""
        self._reporter.start()
        self._processors.start()
        self._dispatcher.start()
        while not self._leaving.wait(REPORT_EVERY):
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
        self._leaving.set()

    def listen_to_parent(self) -> None:
        """Follow what the parent says, until it is gone."""
        for message in link.messages(sys.stdin.buffer):
            if "beat" in message:
                self._processors.extended(message["beat"])
            for job_id, word in message.get("words", {}).items():
                attempt = self._slots.get(job_id)
                if attempt is not None:
                    attempt.tell({"cancel": "cancel", "overdue": "timeout"}.get(word, "lost"))  # type: ignore[arg-type]
            if "drain" in message:
                self.leave(message["drain"])
        if not self._leaving.is_set():
            self._log.warning("parent is gone: claiming no more, ending when the last handler has")
            self._orphaned = True
            self.leave(float("inf"))

    # -- how it ends ----------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        self._dispatcher.stop()
        self._processors.release_unstarted()
        self._dispatcher.join()
        while not self._slots.wait_until_idle(min(0.5, max(0.0, self._leave_by - time.monotonic()))):
            self._report()
            if time.monotonic() >= self._leave_by:
                self._give_up()
                break
            if self._orphaned:
                self._beat_for_itself()
        if not self._reporter.stop(max(5.0, self._config.redis_timeout * 2)):
            self._log.error("could not tell the queue how the last jobs ended: their leases will run out")
        self._report()

    def _give_up(self) -> None:
        """Handlers that did not end in time: told to stop, and what they hold is given back uncounted."""
        held = self._slots.held()
        for attempt in held:
            attempt.tell("drain")
        self._slots.wait_until_idle(0.2)
        for attempt in self._slots.held():
            attempt.closed = True
            self._reporter.put(attempt.given_back())
        self._log.warning("out of time: running jobs are given back, uncounted", jobs=len(held))

    def _beat_for_itself(self) -> None:
        before = time.monotonic()
        try:
            words = self._queue.extend(self._name, self._config.lease_ms, self._config.overdue_grace_ms)
        except QueueUnavailable:
            return  # the next turn tries again; until then the lease still holds
        self._processors.extended(before)
        for job_id, word in words.items():
            attempt = self._slots.get(job_id)
            if attempt is not None:
                attempt.tell("cancel" if word == "cancel" else "lost")

    def _report(self) -> None:
        self._parent.send(
            {
                "stats": self._tally.take(),
                "running": [
                    {"id": attempt.job.id, "type": attempt.job.type, "seconds": round(seconds, 1)}
                    for attempt, seconds in self._slots.running()
                ],
                "turned_ago": round(time.monotonic() - self._dispatcher.turned_at, 1),
                "abandoned": self._processors.abandoned,
            }
        )


def _max_attempts(handlers: Handlers, job_type: str) -> int | None:
    handler = handlers.get(job_type)
    return handler.max_attempts if handler else None


def main() -> None:
    """Run as the child of a worker's parent; exits at once at the end, whatever threads handlers have left behind."""
    name, pipe = sys.argv[1], int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    config = settings.load(WorkerSettings)
    logs.configure(config.log_level, config.log_format, process="runner", runner=name)
    handlers = loader.load(config.handlers, config.handlers_path)
    runner = Runner(name, config, handlers, link.Writer(os.fdopen(pipe, "wb", buffering=0)))
    signal.signal(signal.SIGTERM, lambda *_: runner.leave(config.worker_shutdown_timeout))
    threading.Thread(target=runner.listen_to_parent, name="parent", daemon=True).start()
    code = runner.run()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
