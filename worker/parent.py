"""The parent: has runners, beats for them, tends the queue, serves figures. It runs no handler.

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

import redis

from shared import logs, redis_check
from shared.connections import Postgres, redis_for_blocking, redis_for_commands
from shared.enqueue import Door
from shared.errors import QueueUnavailable
from shared.queue import Queue
from shared.vault import Vault
from worker import health, loader
from worker.duties import adopter, janitor, promoter, reclaimer, scheduler
from worker.duties.deliverer import Deliverer
from worker.duties.mirror import LISTEN, Mirror
from worker.duties.reconciler import Reconciler
from worker.duty import WOKEN_WAIT, Chief, Duty, performed
from worker.heartbeat import CONTROL_WAIT, Heartbeat
from worker.http import Server
from worker.metrics import Figures
from worker.runners import Runners
from worker.settings import WorkerSettings
from worker.stats import Tally
from workqueue import Handlers

TICK = 0.5
"""Seconds between two looks at whether a signal came."""
LONGEST_BLOCK = max(CONTROL_WAIT, LISTEN, WOKEN_WAIT)
"""Seconds for which a call to Redis may block."""
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
        self._duties_end = threading.Event()
        self._signals: queues.SimpleQueue[int] = queues.SimpleQueue()
        """Not an Event: a signal handler may interrupt the very thread that waits for it, while it holds its lock."""
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
        waiting = redis_for_blocking(config.redis_url, config.redis_timeout, LONGEST_BLOCK, connections=8)
        self._mirror = Mirror(self._queue, postgres, waiting, config.events_kept) if postgres else None
        self._reconciler = Reconciler(
            self._queue,
            postgres,
            lease_ms=config.lease_ms,
            every=config.reconcile_interval,
            grace=config.reconcile_grace,
        )
        self._max_attempts = partial(loader.max_attempts, handlers)
        tally = Tally()
        self._runners = Runners(self.worker, config.worker_processes, self._queue, tally, self._max_attempts)
        self._figures = Figures(
            self._queue,
            config.worker_concurrency * config.worker_processes,
            tally,
            self._reconciler,
            self._mirror,
            self._runners,
            self.worker,
        )
        self._chief = Chief(self._queue, self.worker)
        self._loops = [
            performed(duty, self._chief, self._duties_end) for duty in self._duties(postgres, waiting)
        ]
        self._heartbeat = Heartbeat(
            self.worker,
            self._queue,
            waiting,
            config,
            handlers.types,
            tally,
            self._runners.living,
            self._runners.expected,
            self._chief,
        )
        self._server = Server(
            config.worker_host, config.worker_port, self._figures, self._health, config.origins
        )
        self._heartbeat.port = self._server.port

    def run(self) -> int:
        """Work until told to stop; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: self._signals.put(number))
        self._server.start()
        self._runners.start()
        self._heartbeat.start()
        for loop in self._loops:
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

    def _duties(self, postgres: Postgres | None, waiting: redis.Redis) -> list[Duty]:
        duties = [
            promoter.duty(self._queue, waiting),
            reclaimer.duty(self._queue, self._max_attempts, waiting),
            adopter.duty(Door(self._queue, postgres), waiting),
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

    # -- health ----------------------------------------------------------------------------------------------

    def _health(self) -> tuple[bool, dict[str, Any]]:
        living = self._runners.living()
        turned = {child.name: child.silent_for + child.last.get("turned_ago", 0.0) for child in living}
        reason = health.complaint(turned, self._runners.stopping)
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
        allowed = self._config.worker_shutdown_timeout
        self._log.info("stopping: no more claims, handlers may finish", seconds=allowed)
        self._runners.drain(allowed)
        self._wait_for_runners(allowed + AFTERWARDS)
        self._duties_end.set()
        self._runners.end()
        self._resign()
        self._log.info("stopped")

    def _wait_for_runners(self, seconds: float) -> None:
        """Until they have ended, the time is over, or a second signal came."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._runners.drained:
            with suppress(queues.Empty):
                self._signals.get(timeout=0.02)
                return

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
