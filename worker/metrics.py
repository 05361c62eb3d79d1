"""What `/metrics` says: this worker's counts, and the queue as it sees it, as Prometheus text or as JSON."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.errors import QueueUnavailable
from shared.queue import Queue
from shared.version import VERSION
from worker.duties.mirror import Mirror
from worker.duties.reconciler import Reconciler
from worker.runners import Runners
from worker.stats import BUCKETS, Tally


@dataclass(eq=False)
class Figures(Collector):
    """Where the figures come from."""

    queue: Queue
    concurrency: int
    tally: Tally
    reconciler: Reconciler
    mirror: Mirror | None
    runners: Runners
    worker: str = ""
    """Its id."""
    _started: float = field(init=False, default_factory=time.monotonic)
    _registry: CollectorRegistry = field(init=False)

    def __post_init__(self) -> None:
        """Register with a registry of its own."""
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    @property
    def running(self) -> int:
        """Handlers running in this worker, as its runners last said."""
        return sum(len(child.last.get("running", [])) for child in self.runners.living())

    def text(self) -> bytes:
        """In Prometheus's text format; without what only Redis knows while it is away."""
        return generate_latest(self._registry)

    def json(self) -> dict[str, object]:
        """In the words of the older system, with counts of this process since it started, and what it does now.

        It may be read by a page of another origin: it names no tenant, no job and no type.

        Raises:
            QueueUnavailable: Redis is away.
        """
        waiting = sum(self.queue.depth(name).jobs for name in self.queue.queue_names())
        return {"total_jobs_in_queue": waiting, **self._live()}

    def live(self) -> dict[str, object]:
        """The same, also while Redis is away: then nobody knows how many jobs wait."""
        try:
            return self.json()
        except QueueUnavailable:
            return {"total_jobs_in_queue": None, **self._live()}

    def _live(self) -> dict[str, object]:
        return {
            "jobs_done": self.tally.total("completed"),
            "jobs_failed": self.tally.total("failed", "dead"),
            "worker_concurrency": self.concurrency,
            "queue_name": self.queue.namespace,
            "worker": self.worker,
            "version": VERSION,
            "uptime_seconds": round(time.monotonic() - self._started, 1),
            "slots": self.concurrency,
            "busy": self.running,
            **self.tally.recent.figures(),
        }

    def describe(self) -> list[Metric]:
        """Nothing is known before the first scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every figure, read now."""
        yield from self._attempts()
        yield from self._worker()
        yield from self._duties()
        try:
            known = [*self._queues(), *self._lengths()]
        except QueueUnavailable:
            known = []
        yield _gauge(
            "workqueue_redis_up", "1 when Redis answers; else what it knows is left out", bool(known)
        )
        yield from known

    def _worker(self) -> Iterator[Metric]:
        abandoned = sum(child.last.get("abandoned", 0) for child in self.runners.living())
        yield _gauge("workqueue_worker_concurrency", "Jobs that this worker runs at a time", self.concurrency)
        yield _gauge("workqueue_worker_running", "Jobs that this worker runs now", self.running)
        yield _gauge(
            "workqueue_worker_overrun_threads", "Threads held by handlers past their time", abandoned
        )
        yield _counter(
            "workqueue_runner_restarts", "Runners that ended and were replaced", self.runners.restarts
        )

    def _duties(self) -> Iterator[Metric]:
        drift, mended = self.reconciler.drift, self.reconciler.mended
        yield _gauge("workqueue_mirror_drift", "Rows and records that disagreed when last compared", drift)
        yield _counter("workqueue_mended", "Jobs and entries that the reconciler put right", mended)
        if self.mirror is not None:
            lag = self.mirror.lag_seconds
            yield _gauge("workqueue_mirror_lag_seconds", "Age of the oldest event not in Postgres", lag)

    def _lengths(self) -> Iterator[Metric]:
        counts = self.queue.counts()
        scheduled = counts["scheduled"]
        yield _gauge("workqueue_leases", "Jobs under a lease", counts["leased"])
        yield _gauge("workqueue_scheduled_jobs", "Jobs that wait for their time, retries too", scheduled)
        yield _gauge("workqueue_dead_letters", "Jobs in the dead-letter queue", counts["dead"])
        yield _gauge("workqueue_events", "Entries of the events stream", counts["events"])

    def _attempts(self) -> Iterator[Metric]:
        ended = CounterMetricFamily(
            "workqueue_attempts", "Attempts that ended, by type and outcome", labels=["type", "outcome"]
        )
        retries = CounterMetricFamily(
            "workqueue_retries", "Attempts after which another was due", labels=["type"]
        )
        for (job_type, outcome), count in self.tally.outcomes.items():
            ended.add_metric([job_type, outcome], count)
            if outcome == "failed":
                retries.add_metric([job_type], count)
        yield ended
        yield retries
        yield _histogram("workqueue_job_duration_seconds", "How long handlers ran", self.tally.durations)
        yield _histogram("workqueue_job_wait_seconds", "From due to started", self.tally.waits)

    def _queues(self) -> Iterator[Metric]:
        depth = GaugeMetricFamily("workqueue_queue_depth", "Jobs that wait, by queue", labels=["queue"])
        age = GaugeMetricFamily(
            "workqueue_queue_oldest_age_seconds", "Age of the oldest that waits", labels=["queue"]
        )
        now = self.queue.now_ms()
        for name in self.queue.queue_names():
            waiting = self.queue.depth(name)
            depth.add_metric([name], waiting.jobs)
            age.add_metric([name], max(0.0, (now - waiting.oldest) / 1000) if waiting.oldest else 0.0)
        yield depth
        yield age


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _counter(name: str, says: str, value: float) -> Metric:
    return CounterMetricFamily(name, says, value=value)


def _histogram(name: str, says: str, by_type: dict[str, list[float]]) -> Metric:
    family = HistogramMetricFamily(name, says, labels=["type"])
    for job_type, counts in by_type.items():
        total, buckets = 0.0, []
        for bound, count in zip([*map(str, BUCKETS), "+Inf"], counts[:-1], strict=True):
            total += count
            buckets.append((bound, total))
        family.add_metric([job_type], buckets, sum_value=counts[-1])
    return family
