"""What Prometheus reads from a producer: its requests, and the queue as Redis has it at each scrape."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, g
from prometheus_client import CollectorRegistry, Counter, Histogram, exposition
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from producer import incoming, queue_state
from producer.stores import Stores
from shared import keys
from shared.errors import QueueUnavailable
from shared.queue import Queue

CONTENT_TYPE = exposition.CONTENT_TYPE_PLAIN_0_0_4
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The numbers of one producer process."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is counted yet."""
        self._queue = stores.queue
        self._registry = CollectorRegistry()
        self._registry.register(QueueNumbers(stores))
        self._requests = Counter(
            "workqueue_http_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "workqueue_http_request_seconds",
            "Time to answer.",
            ["route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, app: Flask) -> None:
        """Count every request of `app`, by the route, never by a path or method that callers choose."""
        app.before_request(_start_clock)
        app.after_request(self._counted)

    def text(self) -> bytes:
        """The exposition format of Prometheus."""
        return exposition.generate_latest(self._registry)

    def older_words(self) -> dict[str, Any]:
        """The JSON of the older contract, summed over the live workers.

        Raises:
            QueueUnavailable: Redis is away.
        """
        workers = queue_state.workers(self._queue)
        waiting = sum(self._queue.depth(name).jobs for name in self._queue.queue_names())
        return {
            "total_jobs_in_queue": waiting,
            "jobs_done": _sum(workers, "jobs_done"),
            "jobs_failed": _sum(workers, "jobs_failed"),
            "worker_concurrency": _sum(workers, "concurrency"),
            "queue_name": self._queue.namespace,
        }

    def _counted(self, response: Response) -> Response:
        asked = incoming.current()
        rule = asked.url_rule
        route, method = (rule.rule, asked.method) if rule else ("none", "any")
        requests, seconds = self._of(method, route, response.status_code)
        requests.inc()
        seconds.observe(time.perf_counter() - g.started)
        return response

    def _of(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The two that a request counts in: they are few, and to look for them costs more than to count."""
        known = self._known.get((method, route, status))
        if known is None:
            known = self._requests.labels(method, route, status), self._seconds.labels(route)
            self._known[method, route, status] = known
        return known


class QueueNumbers(Collector):
    """Gauges asked of Redis when they are read; without Redis only `workqueue_redis_up 0` is left."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        try:
            found = [
                *_queues(self._stores.queue),
                *_states(self._stores.queue),
                *_workers(self._stores.queue),
            ]
        except QueueUnavailable as error:
            self._stores.redis_outage.began(error)
            found = []
        yield GaugeMetricFamily("workqueue_redis_up", "1 when Redis answers.", value=1 if found else 0)
        yield from found


def _queues(queue: Queue) -> list[GaugeMetricFamily]:
    depth = GaugeMetricFamily("workqueue_queue_depth", "Jobs that wait.", labels=["queue"])
    age = GaugeMetricFamily(
        "workqueue_queue_oldest_age_seconds", "How long the oldest has waited.", labels=["queue"]
    )
    for state in queue_state.queues(queue, keys.DEFAULT_TENANT):
        depth.add_metric([state.name], state.depth)
        age.add_metric([state.name], state.oldest_age_seconds)
    return [depth, age]


def _states(queue: Queue) -> list[GaugeMetricFamily]:
    counts = queue.counts()
    jobs = GaugeMetricFamily(
        "workqueue_jobs", "Jobs that are leased, scheduled (retries among them) or dead.", labels=["state"]
    )
    for state in ("leased", "scheduled", "dead"):
        jobs.add_metric([state], counts[state])
    return [
        jobs,
        GaugeMetricFamily(
            "workqueue_events", "Entries of the events stream that are kept.", value=counts["events"]
        ),
    ]


def _workers(queue: Queue) -> list[GaugeMetricFamily]:
    workers = queue_state.workers(queue)
    return [
        GaugeMetricFamily("workqueue_workers", "Workers that are alive.", value=len(workers)),
        GaugeMetricFamily(
            "workqueue_worker_concurrency",
            "Jobs that they can run at a time.",
            value=_sum(workers, "concurrency"),
        ),
        GaugeMetricFamily(
            "workqueue_workers_jobs_done",
            "Jobs that the live workers have completed since each began.",
            value=_sum(workers, "jobs_done"),
        ),
        GaugeMetricFamily(
            "workqueue_workers_jobs_failed",
            "Attempts that failed on the live workers since each began.",
            value=_sum(workers, "jobs_failed"),
        ),
    ]


def _sum(workers: list[dict[str, Any]], name: str) -> int:
    return sum(int(worker.get(name, 0)) for worker in workers)


def _start_clock() -> None:
    g.started = time.perf_counter()
