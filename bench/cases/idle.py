"""What workers cost that have nothing to do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import redis

from bench import spent
from bench.places import Place, place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way, Workers

NAMES = ("idle",)
REST = 5.0
"""Seconds at most after the last job before the clock runs."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module."""
    known = [way for way in scale.among("idle", ways) if way.scales or way.concurrency == 1]
    yield Case(
        "idle",
        "Workers at rest",
        f"One process, {scale.idle_seconds:g} s without a job. Commands are those that are sent, as MONITOR shows them; "
        "beside them those that scripts run. Memory of all processes, what they share counted once.",
        [_contender(way, scale) for way in known],
        rounds=scale.rounds,
    )


def _contender(way: Way, scale: Scale) -> Contender:
    def measure() -> Figures:
        with place(way.stores) as here, way.ready(here) as workers:
            time.sleep(min(REST, scale.idle_seconds))
            return _watched(here, workers, scale.idle_seconds)

    return Contender(way.title, way.told, measure)


def _watched(here: Place, workers: Workers, seconds: float) -> Figures:
    before = _processor_time(workers)
    if here.redis:
        sent, inside = _commands(here.client(), seconds)
    else:
        time.sleep(seconds)
    figures = {"% of a core": (_processor_time(workers) - before) / seconds * 100}
    if here.redis:
        figures["Redis commands/min"] = sent * 60 / seconds
        figures["in scripts/min"] = inside * 60 / seconds
    figures["MB"] = sum(spent.memory_of_tree(one.pid) for one in workers.processes)
    return figures


def _processor_time(workers: Workers) -> float:
    return sum(spent.by_tree(one.pid) for one in workers.processes)


def _commands(client: redis.Redis, seconds: float) -> tuple[int, int]:
    """What clients send in so many seconds, and what scripts run meanwhile."""
    sent = inside = 0
    until = time.monotonic() + seconds
    with client.monitor() as watching:  # type: ignore[no-untyped-call]
        connection = watching.connection
        while (left := until - time.monotonic()) > 0:
            if connection.can_read(timeout=left):
                by_script = b" lua] " in connection.read_response(disable_decoding=True)[:100]
                sent, inside = sent + (not by_script), inside + by_script
    return sent, inside
