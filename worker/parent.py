"""The parent: starts and replaces runners, beats for them, tends the queue, serves figures. It never runs a handler.

So a handler that holds the interpreter, or takes its process down, stops no heartbeat and no duty, and when a runner
dies its jobs are taken back at once instead of when their leases run out.
"""

from __future__ import annotations

import platform
import re
import secrets
import signal
import threading
import time
from typing import Any

from workqueue import Handlers

from shared import logs
from shared.connections import Postgres, redis_for_blocking, redis_for_commands
from shared.enqueue import Door
from shared.errors import QueueUnavailable
from shared.queue import Queue
from worker import child as children
from worker.child import Child
from worker.duties import adopter, janitor, promoter, reclaimer
from worker.duties.mirror import LISTEN, Mirror
from worker.duties.reconciler import Reconciler
from worker.duty import Chief, Duty, DutyThread
from worker.heartbeat import CONTROL_WAIT, Heartbeat
from worker.http import Server
from worker.metrics import Figures
from worker.runner import RECYCLED
from worker.settings import WorkerSettings
from worker.stats import Tally

DEAF_AFTER = 15.0
"""Seconds without a turn of its claim loop after which a runner makes the worker unhealthy."""
STEADY = 10.0
"""Seconds that a runner must live for its successor to be started without delay."""
LONGEST_DELAY = 10.0
"""Seconds between two starts of a runner that keeps dying."""


class Parent:
    """The parts of a worker and how it ends."""

    def __init__(self, config: WorkerSettings, handlers: Handlers) -> None:
        """Connects nothing and starts nothing yet, but binds its port.

        Raises:
            ConfigurationError: the port is taken.
        """
        self.worker = (
            f"{re.sub(r'[^a-zA-Z0-9.-]', '-', platform.node())[:32] or 'worker'}-{secrets.token_hex(4)}"
        )
        self._config = config
        self._log = logs.get("parent")
        self._stopping = threading.Event()
        self._duties_end = threading.Event()
        self._at_once = False
        self._lock = threading.Lock()
        self._children: dict[str, Child] = {}
        self._count = 0
        self._orphans: set[str] = set()
        self._queue = Queue(
            redis_for_commands(config.redis_url, config.redis_timeout, connections=32),
            config.queue_name,
            result_ttl_ms=config.result_ttl * 1000,
            mirrored=config.database_url is not None,
            max_events=config.max_events if config.database_url else 0,
        )
        postgres = Postgres(config.database_url, config.database_pool) if config.database_url else None
        waiting = redis_for_blocking(config.redis_url, config.redis_timeout, max(LISTEN, CONTROL_WAIT))
        self._mirror = Mirror(self._queue, postgres, waiting) if postgres else None
        self._reconciler = Reconciler(
            self._queue,
            postgres,
            lease_ms=config.lease_ms,
            every=config.reconcile_interval,
            grace=config.reconcile_grace,
        )
        self._tally = Tally()
        self._figures = Figures(
            self._queue,
            config.worker_concurrency * config.worker_processes,
            self._tally,
            self._reconciler,
            self._mirror,
        )
        self._chief = Chief(self._queue, self.worker)
        self._threads = [DutyThread(duty, self._chief, self._duties_end) for duty in self._duties(postgres)]
        self._heartbeat = Heartbeat(
            self.worker, self._queue, waiting, config, handlers.types, self._tally, self._living
        )
        self._server = Server(
            config.worker_host, config.worker_port, self._figures, self._health, config.allowed_origins
        )
        self._heartbeat.port = self._server.port

    def run(self) -> int:
        """Work until told to stop; the exit code."""
        signal.signal(signal.SIGTERM, self._told_to_stop)
        signal.signal(signal.SIGINT, self._told_to_stop)
        self._server.start()
        for _ in range(self._config.worker_processes):
            self._start_runner()
        self._heartbeat.start()
        threading.Thread(target=self._be_chief, name="chief", daemon=True).start()
        for thread in self._threads:
            thread.start()
        self._log.info("worker ready", worker=self.worker, port=self._server.port, queues=self._config.queues)
        while not self._stopping.wait(0.5):
            self._take_back_orphans()
        self._stop()
        return 0

    def _duties(self, postgres: Postgres | None) -> list[Duty]:
        duties = [
            promoter.duty(self._queue),
            reclaimer.duty(self._queue),
            adopter.duty(Door(self._queue, postgres)),
            self._reconciler.duty,
            janitor.duty(self._queue, postgres, self._config.retention, self._config.events_kept),
        ]
        return [*duties, self._mirror.duty] if self._mirror else duties

    def _be_chief(self) -> None:
        while not self._duties_end.is_set():
            self._duties_end.wait(self._chief.renew())

    # -- runners --------------------------------------------------------------------------------------------------------

    def _living(self) -> list[Child]:
        with self._lock:
            return list(self._children.values())

    def _start_runner(self) -> None:
        with self._lock:
            self._count += 1
            name = f"{self.worker}.{self._count}"
            self._children[name] = Child(name, self._tally, self._runner_ended)

    def _runner_ended(self, child: Child, code: int) -> None:
        """On the thread that listened to it."""
        with self._lock:
            self._children.pop(child.name, None)
        if self._stopping.is_set():
            return
        self._figures.restarts += 1
        if code not in {0, RECYCLED}:
            children.log_exit(child.name, code)
        with self._lock:
            self._orphans.add(child.name)
        self._take_back_orphans()
        lived = time.monotonic() - child.started_at
        self._stopping.wait(
            0.0 if lived >= STEADY else min(LONGEST_DELAY, 0.5 * 2 ** min(5, self._figures.restarts - 1))
        )
        if not self._stopping.is_set():
            self._start_runner()

    def _take_back_orphans(self) -> None:
        """What dead runners of ours held is taken back now; while Redis is away, when it returns."""
        with self._lock:
            orphans = list(self._orphans)
        for name in orphans:
            try:
                held = self._queue.held(name)
                if held:
                    reclaimer.take_back(self._queue, held, known_dead=True)
            except QueueUnavailable:
                return
            with self._lock:
                self._orphans.discard(name)

    # -- health and figures ---------------------------------------------------------------------------------------------

    def _health(self) -> tuple[bool, dict[str, Any]]:
        living = self._living()
        self._figures.running = sum(len(child.last.get("running", [])) for child in living)
        self._figures.abandoned = sum(child.last.get("abandoned", 0) for child in living)
        silent = {
            child.name: round(child.silent_for + child.last.get("turned_ago", 0.0), 1) for child in living
        }
        deaf = {name: seconds for name, seconds in silent.items() if seconds > DEAF_AFTER}
        well = bool(living) and not deaf and not self._stopping.is_set()
        said: dict[str, Any] = {
            "status": "ok" if well else "degraded",
            "worker": self.worker,
            "chief": bool(self._chief),
            "runners": len(living),
            "running": self._figures.running,
            "seconds_since_claim_loop_turned": max(silent.values(), default=None),
        }
        if deaf:
            said["reason"] = f"the claim loop has not turned for {max(deaf.values())} s"
        return well, said

    # -- how it ends ----------------------------------------------------------------------------------------------------

    def _told_to_stop(self, number: int, _frame: object) -> None:
        if self._stopping.is_set():
            self._at_once = True
        self._stopping.set()

    def _stop(self) -> None:
        allowed = self._config.worker_shutdown_timeout
        self._log.info("stopping: no more claims, handlers may finish", seconds=allowed)
        runners = self._living()
        for runner in runners:
            runner.say({"drain": allowed})
        self._wait_for(runners, allowed + 10.0)
        self._duties_end.set()
        for runner in runners:
            self._end(runner)
        self._resign()
        self._server.stop()
        self._log.info("stopped")

    def _wait_for(self, runners: list[Child], seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._at_once:
            if all(runner.process.poll() is not None for runner in runners):
                return
            threading.Event().wait(0.05)

    def _end(self, runner: Child) -> None:
        """Whoever is still there is killed; as it is dead then, what it held can be given back, uncounted."""
        if runner.process.poll() is None:
            self._log.warning("runner killed", runner=runner.name)
            runner.process.kill()
            runner.process.wait()
        try:
            held = self._queue.held(runner.name)
            self._queue.release([(job.id, job.fence or "") for job in held])
        except QueueUnavailable:
            self._log.warning("redis is away: what the runner held comes back when its leases run out")

    def _resign(self) -> None:
        self._heartbeat.stop()
        until = time.monotonic() + 1.0
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        try:
            self._chief.resign()
        except QueueUnavailable:
            self._log.warning("redis is away: the duties are taken over when the lock runs out")
