"""What becomes of our figures when there is much of everything: waiting jobs, tenants, jobs that fall due at once."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from redis import Redis

from bench import spent
from bench.places import NAMESPACE, place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way, Workers
from shared.keys import DEFAULT_QUEUE
from shared.queue import Queue

NAMES = ("backlog", "tenants", "scheduled")
AT_ONCE = 50
"""Jobs to a claim."""
CLAIMS = 20
LOOK_EVERY = 0.05
GIVEN_UP_AFTER = 120.0
"""Seconds."""
FILLED_PER_SECOND = 8_000
"""At the least, by the door, so that all scheduled jobs are there before the first of them falls due."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module; nothing of it needs the peers."""
    found = [way for way in ways if way.system == "ours" and "postgres" not in way.stores]
    for way in found:
        yield Case(
            "backlog",
            "A long backlog",
            "One worker process, from a full queue: the jobs of the first seconds after the first tenth of the shorter "
            f"backlogs. A claim takes {AT_ONCE} jobs; its cost is the time that Redis spends in it.",
            [
                _contender(f"{number:,} waiting", Growth(way, number, scale))
                for number in sorted({min(10_000, scale.backlog), scale.jobs, scale.backlog})
            ],
            rounds=scale.rounds,
        )
        yield Case(
            "tenants",
            "Many tenants with work at once",
            f"{scale.jobs:,} jobs, one worker process; each tenant has as many as the others.",
            [
                _contender(
                    f"{number:,} tenants" if number > 1 else "one tenant",
                    Growth(_of_tenants(way, number), scale.jobs, scale),
                )
                for number in (1, scale.tenants)
            ],
        )
        yield Case(
            "scheduled",
            f"{scale.scheduled:,} scheduled jobs that fall due within {scale.scheduled_seconds:g} s",
            "One worker process. How late: the time since the first job that has not ended fell due.",
            [Contender(way.title, "", lambda: _scheduled(way, scale))],  # noqa: B023 - called before the next way
            rounds=scale.rounds,
        )


def _contender(name: str, growth: Growth) -> Contender:
    return Contender(name, growth.way.title, growth.measure)


def _of_tenants(way: Way, number: int) -> Way:
    return replace(way, environment={**way.environment, "BENCH_TENANTS": str(number)})


@dataclass(frozen=True)
class Growth:
    """A full queue, what it costs to keep, to claim from and to drain."""

    way: Way
    jobs: int
    scale: Scale

    def measure(self) -> Figures:
        """One round."""
        with place(self.way.stores) as here:
            client = here.client()
            empty = spent.memory_of_redis(client)
            self.way.fill(here, "noop", self.jobs)
            bytes_per_job = (spent.memory_of_redis(client) - empty) / self.jobs
            claim = _claim(client)
            with self.way.workers(here, 1) as workers:
                rate = self._rate(workers)
        return {"jobs/s": rate, "claim us": claim, "bytes/job": bytes_per_job}

    def _rate(self, workers: Workers) -> float:
        first = workers.wait_for(min(self.jobs, self.scale.jobs) // 10)
        begun = time.perf_counter()
        last = workers.wait_for(self.jobs, at_most=self.scale.seconds)
        return (last - first) / (time.perf_counter() - begun)


def _claim(client: Redis) -> float:
    """What a claim of a full queue costs Redis, in microseconds; the jobs are given back."""
    queue = Queue(client, NAMESPACE, mirrored=False)
    before = _in_scripts(client)
    held = []
    for _ in range(CLAIMS):
        claim = queue.claim(
            uuid.uuid4().hex,
            "bench.1",
            [DEFAULT_QUEUE],
            None,
            want=AT_ONCE,
            lease_ms=600_000,
            timeout_ms=600_000,
        )
        held.append(claim.jobs)
    microseconds = (_in_scripts(client) - before) / CLAIMS
    for jobs in held:
        queue.release([(job.id, str(job.fence), b"") for job in jobs])
    return microseconds


def _in_scripts(client: Redis) -> float:
    """Microseconds that Redis has spent in scripts so far."""
    return float(sum(one["usec"] for name, one in client.info("commandstats").items() if "evalsha" in name))


def _scheduled(way: Way, scale: Scale) -> Figures:
    due_at = time.time() + 5.0 + scale.scheduled / FILLED_PER_SECOND
    environment = {"BENCH_DUE_AT": str(due_at), "BENCH_DUE_WITHIN": str(scale.scheduled_seconds)}
    scheduling = replace(way, environment={**way.environment, **environment})
    with place(way.stores) as here:
        scheduling.fill(here, "noop", scale.scheduled)
        with way.workers(here, 1) as workers:
            if time.time() > due_at:
                raise TimeoutError(f"the first jobs fell due before all {scale.scheduled:,} were there")
            late, ended = _lateness(workers, scale, due_at)
    return {
        "late s": statistics.median(late),
        "latest s": max(late),
        "last end after s": ended - due_at - scale.scheduled_seconds,
    }


def _lateness(workers: Workers, scale: Scale, due_at: float) -> tuple[list[float], float]:
    """Seconds by which jobs were behind, looked at many times until the last one ended; and when that was."""
    due_per_second = scale.scheduled / scale.scheduled_seconds
    late = []
    while (finished := workers.finished()) < scale.scheduled:
        now = time.time()
        if now > due_at + scale.scheduled_seconds + GIVEN_UP_AFTER:
            raise TimeoutError(
                f"{finished:,} of {scale.scheduled:,} jobs had ended {GIVEN_UP_AFTER:g} s too late"
            )
        if now > due_at:
            late.append(max(0.0, now - due_at - finished / due_per_second))
        time.sleep(LOOK_EVERY)
    return late or [0.0], time.time()
