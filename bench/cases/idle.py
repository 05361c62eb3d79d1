"""What workers cost that have nothing to do: the one case for which all systems stand at the same time.

One after the other they would take an hour to rest, and together they leave nearly all of the machine free.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import redis

from bench import spent
from bench.places import Place, place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way, Workers

NAMES = ("idle",)
REST = 5.0
"""Seconds at most, after all are ready, before the clock runs."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module."""
    known = [way for way in scale.among("idle", ways) if way.scales or way.concurrency == 1]
    yield Case(
        "idle",
        "Workers at rest",
        f"One process each, all at the same time on servers of their own, {scale.idle_seconds:g} s without a job. Commands "
        "are those that are sent, as MONITOR shows them; beside them those that scripts run. Memory of all processes, what "
        "they share counted once.",
        _contenders(known, scale.idle_seconds),
        rounds=scale.rounds,
    )


def _contenders(ways: Sequence[Way], seconds: float) -> list[Contender]:
    shown: dict[str, Future[Figures]] = {}

    def measure(way: Way) -> Figures:
        if way.title not in shown:
            shown.update(_together(ways, seconds))
        return shown.pop(way.title).result()

    return [Contender(way.title, way.told, partial(measure, way)) for way in ways]


def _together(ways: Sequence[Way], seconds: float) -> dict[str, Future[Figures]]:
    """What each showed in a round, or why it failed."""
    all_ready = threading.Barrier(len(ways))
    starting = threading.Lock()

    def measured(way: Way) -> Figures:
        with ExitStack() as stack:
            try:
                with starting:  # one after the other, as each takes all of the machine for it
                    here = stack.enter_context(place(way.stores))
                    workers = stack.enter_context(way.ready(here))
            finally:
                all_ready.wait()  # who cannot start keeps nobody waiting
            time.sleep(min(REST, seconds))
            return _watched(here, workers, seconds)

    with ThreadPoolExecutor(len(ways)) as threads:
        return {way.title: threads.submit(measured, way) for way in ways}


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
