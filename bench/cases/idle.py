"""What workers cost that have nothing to do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

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
        f"One process, {scale.idle_seconds:g} s without a job. Commands as Redis counts them, those inside scripts too; "
        "memory of all processes, what they share counted once.",
        [_contender(way, scale) for way in known],
        rounds=1,
    )


def _contender(way: Way, scale: Scale) -> Contender:
    def measure() -> Figures:
        with place(way.stores) as here, way.ready(here) as workers:
            time.sleep(min(REST, scale.idle_seconds))
            return _watched(here, workers, scale.idle_seconds)

    return Contender(way.title, way.told, measure)


def _watched(here: Place, workers: Workers, seconds: float) -> Figures:
    before, commands = _processor_time(workers), _commands(here)
    time.sleep(seconds)
    busy = (_processor_time(workers) - before) / seconds
    figures = {"% of a core": busy * 100}
    if here.redis:
        own = 1  # the question itself
        figures["Redis commands/min"] = (_commands(here) - commands - own) * 60 / seconds
    figures["MB"] = sum(spent.memory_of_tree(one.pid) for one in workers.processes)
    return figures


def _processor_time(workers: Workers) -> float:
    return sum(spent.by_tree(one.pid) for one in workers.processes)


def _commands(here: Place) -> int:
    return int(here.client().info("stats")["total_commands_processed"]) if here.redis else 0
