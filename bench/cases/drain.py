"""How fast workers empty a queue: of jobs that do nothing, that wait, that compute."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import psycopg2
from redis import Redis

from bench import spent
from bench.places import NAMESPACE, Place, place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way, Workers
from shared.keys import Keys

NAMES = ("drain-1", "drain-2", "sleep", "labour")
WARMING = 0.1
"""The share of the jobs that run before the clock does: workers start, connect and find their pace meanwhile."""
FIRST = 2_000
"""Jobs of the round that warms up, which tells how many the next ones can do."""
NAPPING = 50
"""Sleeping jobs at a time."""
MIRRORED_WITHIN = 120.0
"""Seconds after which rows that are not final are no longer waited for."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module."""
    for processes, word in ((1, "one worker process"), (2, "two worker processes")):
        yield Case(
            f"drain-{processes}",
            f"Jobs that do nothing, {word}",
            "The queue is full before the workers start. The clock runs from the end of the tenth job in a hundred to "
            "that of the last. Processor time is of the same span.",
            [
                _contender(Drain(way, "noop", scale, processes, way.concurrency))
                for way in scale.among(f"drain-{processes}", ways)
            ],
        )
    yield Case(
        "sleep",
        f"Jobs that wait 10 ms, {NAPPING} at a time in one process",
        f"At best {NAPPING / 0.010:,.0f} jobs/s. Systems that run one job at a time in a process are left out.",
        [
            _contender(Drain(way, "sleep", scale, 1, NAPPING))
            for way in scale.among("sleep", ways)
            if way.scales
        ],
    )
    yield Case(
        "labour",
        "Jobs that compute for 5 ms, two worker processes",
        "At best 400 jobs/s on two cores. Each process computes while another fetches and reports.",
        [
            _contender(Drain(way, "labour", scale, 2, way.concurrency))
            for way in scale.among("labour", ways)
            if way.scales or way.concurrency == 1
        ],
    )


@dataclass
class Drain:
    """One way's drain, which learns from each round how many jobs the next one needs."""

    way: Way
    kind: str
    scale: Scale
    processes: int
    concurrency: int
    _jobs: int = 0

    def measure(self) -> Figures:
        """One round."""
        self._jobs = self._jobs or min(FIRST, self.scale.jobs)
        with place(self.way.stores) as here:
            self.way.fill(here, self.kind, self._jobs)
            with self.way.workers(here, self.processes, self.concurrency) as workers:
                figures = self._watched(here, workers)
        wanted = int(figures["jobs/s"] * self.scale.seconds)
        self._jobs = max(min(wanted, self.scale.jobs), 200)
        return figures

    def _watched(self, here: Place, workers: Workers) -> Figures:
        first = workers.wait_for(int(self._jobs * WARMING))
        before, begun = _spent(here, workers), time.perf_counter()
        last = workers.wait_for(self._jobs, at_most=3 * self.scale.seconds)
        ended, after = time.perf_counter(), _spent(here, workers)
        in_stores, in_workers = (
            (late - early) / (last - first) * 1e6 for late, early in zip(after, before, strict=True)
        )
        figures = {"jobs/s": (last - first) / (ended - begun), "workers us/job": in_workers}
        if here.redis:
            figures["Redis us/job"] = in_stores
        if self.way.system == "ours" and here.postgres and last == self._jobs:
            figures["mirror lag s"] = until_mirrored(here)
        return figures


def _contender(drain: Drain) -> Contender:
    at_a_time = f"{drain.processes} x {drain.concurrency} at a time"
    return Contender(drain.way.title, f"{at_a_time}; {drain.way.told}", drain.measure)


def _spent(here: Place, workers: Workers) -> tuple[float, float]:
    """Seconds of processor time so far: of Redis, of the workers."""
    in_redis = spent.by_redis(here.client()) if here.redis else 0.0
    return in_redis, sum(spent.by_tree(one.pid) for one in workers.processes)


def until_mirrored(here: Place) -> float:
    """Seconds from now until Postgres knows of the end of every job of ours.

    Asks how far the mirror has come, and only then looks at the rows: a look at all of them costs as much as it measures.
    """
    assert here.postgres
    begun, client = time.perf_counter(), here.client()
    with closing(psycopg2.connect(here.postgres.url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while time.perf_counter() - begun < MIRRORED_WITHIN:
            cursor.execute("SELECT position FROM mirror_position")
            if cursor.fetchall() == [(_last_event(client),)]:
                seen = time.perf_counter()
                cursor.execute("SELECT EXISTS (SELECT FROM jobs WHERE status <> 'completed')")
                if cursor.fetchone() == (False,):
                    return seen - begun
            time.sleep(0.01)
    raise TimeoutError(f"the mirror was behind still, {MIRRORED_WITHIN:g} s after the last job")


def _last_event(client: Redis) -> str:
    ((position, _),) = client.xrevrange(Keys(NAMESPACE).events, count=1)
    return str(position.decode())
