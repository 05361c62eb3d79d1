"""The parent: starts and replaces runners, beats for them, tends the queue, serves figures. It runs no handler.

So a handler that holds the interpreter, or takes its process down, stops no heartbeat and no duty, and when a
runner dies its jobs are taken back at once instead of when their leases run out.
"""

from __future__ import annotations

import platform
import queue as queues
import re
import secrets
import signal
import threading
import time
from contextlib import suppress
from functools import partial
from typing import Any

from shared import logs, redis_check
from shared.connections import Postgres, redis_for_blocking, redis_for_commands
from shared.enqueue import Door
from shared.errors import QueueUnavailable
from shared.queue import Queue
from shared.vault import Vault
from worker import child as children
from worker import giving_back, health, loader
from worker.child import Child
from worker.duties import adopter, janitor, promoter, reclaimer, scheduler
from worker.duties.deliverer import Deliverer
from worker.duties.mirror import LISTEN, Mirror
from worker.duties.reconciler import Reconciler
from worker.duty import Chief, Duty, Loop, performed
from worker.heartbeat import CONTROL_WAIT, Heartbeat
from worker.http import Server
from worker.metrics import Figures
from worker.runner import RECYCLED
from worker.settings import WorkerSettings
from worker.stats import Tally
from workqueue import Handlers

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
AFTERWARDS = 6.0
"""Seconds beyond their time that runners have to give back what they hold, before they are killed."""


class Parent:
    """The parts of a worker and how it ends."""

    def __init__(self, config: WorkerSettings, handlers: Handlers) -> None:
        """Starts nothing yet, but asks Redis how it keeps data, and binds its port.

        Raises:
            ConfigurationError: the port is taken, or Redis would forget jobs and nobody allowed it.
        """
        self.worker = (
            f"{re.sub(r'[^a-zA-Z0-9.-]', '-', platform.node())[:32] or 'worker'}-{secrets.token_hex(4)}"
        )
        self._config = config
        self._log = logs.get("parent")
        self._stopping = threading.Event()
        self._duties_end = threading.Event()
        self._signals: queues.SimpleQueue[int] = queues.SimpleQueue()
        """Not an Event: a signal handler may interrupt the very thread that waits for it, while it holds its lock."""
        self._lock = threading.Lock()
        self._children: dict[str, Child] = {}
        self._count = 0
        self._hasty = 0
        """Runners in a row that did not live for long."""
        self._orphans: set[str] = set()
        client = redis_for_commands(config.redis_url, config.redis_timeout, connections=32)
        redis_check.check(client, config)
        self._queue = Queue(
            client,
            config.queue_name,
            result_ttl_ms=config.result_ttl * 1000,
            mirrored=config.database_url is not None,
            max_events=config.max_events if config.database_url else 0,
        )
        postgres = Postgres(config.database_url, config.database_pool) if config.database_url else None
        waiting = redis_for_blocking(config.redis_url, config.redis_timeout, max(LISTEN, CONTROL_WAIT))
        self._mirror = Mirror(self._queue, postgres, waiting, config.events_kept) if postgres else None
        self._reconciler = Reconciler(
            self._queue,
            postgres,
            lease_ms=config.lease_ms,
            every=config.reconcile_interval,
            grace=config.reconcile_grace,
        )
        self._allowed = partial(loader.max_attempts, handlers)
        self._tally = Tally()
        self._figures = Figures(
            self._queue,
            config.worker_concurrency * config.worker_processes,
            self._tally,
            self._reconciler,
            self._mirror,
            self._living,
        )
        self._tending = Loop("runners", self._tend_runners, self._stopping)
        self._chief = Chief(self._queue, self.worker)
        self._loops = [
            Loop("chief", self._chief.renew, self._duties_end),
            *(performed(duty, self._chief, self._duties_end) for duty in self._duties(postgres)),
        ]
        self._heartbeat = Heartbeat(
            self.worker, self._queue, waiting, config, handlers.types, self._tally, self._living
        )
        self._server = Server(
            config.worker_host, config.worker_port, self._figures, self._health, config.allowed_origins
        )
        self._heartbeat.port = self._server.port

    def run(self) -> int:
        """Work until told to stop; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: self._signals.put(number))
        self._server.start()
        for _ in range(self._config.worker_processes):
            self._start_runner()
        self._heartbeat.start()
        for loop in (self._tending, *self._loops):
            loop.start()
        self._log.info("worker ready", worker=self.worker, port=self._server.port, queues=self._config.queues)
        self._wait_for_signal()
        self._stop()
        return 0

    def _wait_for_signal(self) -> None:
        """Look up now and then: a signal that the kernel gives to another thread does not end the wait of this one."""
        while True:
            with suppress(queues.Empty):
                self._signals.get(timeout=TICK)
                return

    def _duties(self, postgres: Postgres | None) -> list[Duty]:
        duties = [
            promoter.duty(self._queue),
            reclaimer.duty(self._queue, self._allowed),
            adopter.duty(Door(self._queue, postgres)),
            self._reconciler.duty,
            janitor.duty(
                self._queue,
                postgres,
                self._config.retention,
                self._config.webhook_delivery_retention,
                self._config.events_kept,
            ),
        ]
        if postgres is not None:
            duties.append(self._deliverer(postgres).duty)
            duties.append(scheduler.duty(Door(self._queue, postgres), postgres))
        return [*duties, self._mirror.duty] if self._mirror else duties

    def _deliverer(self, postgres: Postgres) -> Deliverer:
        vault = Vault(self._config.webhook_secret_keys)
        return Deliverer(postgres, vault, allow_private=self._config.webhook_allow_private)

    # -- runners ---------------------------------------------------------------------------------------------

    def _living(self) -> list[Child]:
        with self._lock:
            return list(self._children.values())

    def _start_runner(self) -> None:
        """Start one, unless the worker ends: under the lock, so that `_stop` misses none."""
        with self._lock:
            if not self._stopping.is_set():
                self._count += 1
                name = f"{self.worker}.{self._count}"
                self._children[name] = Child(name, self._tally, self._runner_ended)

    def _runner_ended(self, child: Child, code: int) -> None:
        """On a thread of its own: what it held is taken back, and another takes its place."""
        with self._lock:
            self._children.pop(child.name, None)
            if self._stopping.is_set():
                return
            self._orphans.add(child.name)
            self._figures.restarts += 1
            self._hasty = 0 if time.monotonic() - child.started_at >= STEADY else self._hasty + 1
        if code not in {0, RECYCLED}:
            children.log_exit(child.name, code)
        try:
            self._take_back_orphans()
        except Exception as error:
            # `_tend_runners` tries again; the next runner must start, whatever is wrong.
            self._log.error(
                "cannot take back what a dead runner held, trying on", runner=child.name, reason=str(error)
            )
        self._replace_runner()

    def _replace_runner(self) -> None:
        while not self._stopping.wait(self._delay()):
            try:
                self._start_runner()
            except OSError as error:
                self._hasty += 1
                self._log.error("cannot start a runner, trying again", reason=str(error))
            else:
                return

    def _delay(self) -> float:
        return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(10, self._hasty - 1)) if self._hasty else 0.0

    def _tend_runners(self) -> float:
        self._end_stuck_runners()
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
            reclaimer.take_back(self._queue, self._queue.held(name), self._allowed, known_dead=True)
            with self._lock:
                self._orphans.discard(name)

    def _end_stuck_runners(self) -> None:
        """A handler that holds the interpreter past its deadline holds its whole runner: only its end frees it."""
        for child in self._living():
            if child.overdue and child.silent_for > STUCK_AFTER:
                self._log.error(
                    "runner is held by a handler past its time: ending it",
                    runner=child.name,
                    jobs=child.overdue,
                    silent_seconds=round(child.silent_for, 1),
                )
                child.process.kill()

    # -- health ----------------------------------------------------------------------------------------------

    def _health(self) -> tuple[bool, dict[str, Any]]:
        living = self._living()
        turned = {child.name: child.silent_for + child.last.get("turned_ago", 0.0) for child in living}
        reason = health.complaint(turned, self._stopping.is_set())
        said = {
            "status": "degraded" if reason else "ok",
            "worker": self.worker,
            "redis": "away" if self._heartbeat.redis_away else "ok",
            "chief": bool(self._chief),
            "runners": len(living),
            "running": self._figures.running,
        }
        return reason is None, {**said, "reason": reason} if reason else said

    # -- how it ends -----------------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._stopping.set()
        allowed = self._config.worker_shutdown_timeout
        self._log.info("stopping: no more claims, handlers may finish", seconds=allowed)
        runners = self._living()
        for runner in runners:
            runner.drain(allowed)
        self._wait_for(runners, allowed + AFTERWARDS)
        self._duties_end.set()
        for runner in runners:
            self._end(runner)
        self._resign()
        self._log.info("stopped")

    def _wait_for(self, runners: list[Child], seconds: float) -> None:
        """Until they have ended, the time is over, or a second signal came."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(runner.process.poll() is None for runner in runners):
            with suppress(queues.Empty):
                self._signals.get(timeout=0.02)
                return

    def _end(self, runner: Child) -> None:
        """Whoever is still there is killed. It is dead then, so what it held can be given back, uncounted.

        What took the runner down by itself counts all the same, else a rollout would set poison free each time.
        """
        crashed = runner.process.poll() not in {None, 0, RECYCLED}
        if runner.process.poll() is None:
            self._log.warning("runner killed", runner=runner.name)
            runner.process.kill()
            runner.process.wait()
        try:
            held = self._queue.held(runner.name)
            if crashed:
                reclaimer.take_back(self._queue, held, self._allowed, known_dead=True)
            else:
                giving_back.release(self._queue, held)
        except QueueUnavailable:
            self._log.warning("redis is away: what the runner held comes back when its leases run out")

    def _resign(self) -> None:
        """Turns under way are waited for, but not for long: whatever is cut off, the next chief does again."""
        self._heartbeat.stop()
        until = time.monotonic() + 0.2
        for loop in self._loops:
            loop.join(max(0.0, until - time.monotonic()))
        try:
            self._chief.resign()
        except QueueUnavailable:
            self._log.warning("redis is away: the duties are taken over when the lock runs out")
