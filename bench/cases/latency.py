"""How long a job waits at low load: from its being handed over to the first line of its handler."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection

from bench.cases.http import KEY, producer
from bench.figures import percentile
from bench.places import place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import WARMING, Way, Workers

NAMES = ("latency",)
HEADERS = {"Content-Type": "application/json", "X-API-Key": KEY}
UNCOUNTED = 50
"""Jobs that come before those that are timed."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module."""
    known = [way for way in scale.among("latency", ways) if way.scales or way.concurrency == 1]
    contenders = [_contender(way, scale) for way in known]
    contenders += [_by_http(way, scale) for way in known if way.system == "ours" and "postgres" in way.stores]
    yield Case(
        "latency",
        "Latency at low load",
        f"One job every {scale.gap * 1000:g} ms or so, one worker process at rest. From the call that enqueues to the "
        "first line of the handler; ours with Postgres from the commit of the row, and from `POST /enqueue` from the "
        "sending of the request.",
        contenders,
    )


def _contender(way: Way, scale: Scale) -> Contender:
    def measure() -> Figures:
        with place(way.stores) as here, way.ready(here) as workers:
            sent = way.send(here, UNCOUNTED + scale.timed_jobs, scale.gap)
            return _latency(workers, sent)

    return Contender(way.title, way.told, measure)


def _by_http(way: Way, scale: Scale) -> Contender:
    def measure() -> Figures:
        with place(way.stores) as here, way.ready(here) as workers, producer(here) as port:
            return _latency(workers, _posted(port, UNCOUNTED + scale.timed_jobs, scale.gap))

    return Contender("Workqueue, POST /enqueue", "one connection kept alive, durable in both stores", measure)


def _posted(port: int, count: int, gap: float) -> list[int]:
    connection = HTTPConnection("127.0.0.1", port)
    moments = []
    for number in range(count):
        time.sleep(random.uniform(0.5, 1.5) * gap)
        body = json.dumps({"type": "stamp", "payload": {"number": number}})
        moments.append(time.monotonic_ns())
        connection.request("POST", "/enqueue", body, HEADERS)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"POST /enqueue answered {answer.status}: {said[:200]!r}")
    connection.close()
    return moments


def _latency(workers: Workers, sent: Sequence[int]) -> Figures:
    workers.wait_for(WARMING + len(sent))
    arrived = workers.arrivals()
    waits = [(arrived[number] - sent[number]) / 1e6 for number in range(UNCOUNTED, len(sent))]
    return {f"p{share} ms": percentile(waits, share / 100) for share in (50, 95, 99)}
