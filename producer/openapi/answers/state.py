"""How the service stands, as it is answered: queues, workers, counts, health."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from producer.openapi.answers.jobs import Queue, Type
from producer.openapi.answers.meta import Durability, Meta
from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out


class QueueState(Shown):
    """One queue."""

    name: Queue
    depth: int = Field(ge=0)
    """Jobs that wait."""
    oldest_age_seconds: float = Field(ge=0)
    """How long the oldest has waited; 0 when none waits."""
    paused: bool
    scheduled: int | None = Field(ge=0)
    """Jobs whose time has not come; null without Postgres, as the next two."""
    retrying: int | None = Field(ge=0)
    """Jobs that failed, and whose next attempt is due later."""
    running: int | None = Field(ge=0)
    rate_per_minute: int | None = Field(ge=0)
    """Jobs that ended in the last minute; null without Postgres."""


class PausedQueue(Shown):
    """Whether a queue hands out jobs."""

    name: Queue
    paused: bool


class Runner(Shown):
    """A process of a worker that runs jobs."""

    id: str
    pid: int
    running: list[Any]
    """The jobs that it runs."""


class RunningJob(Shown):
    """A job that a worker runs."""

    id: Uuid
    type: Type
    attempt: int = left_out(ge=1)
    since: Instant | None
    """When it was claimed."""


class Worker(Shown):
    """A live worker, as it last described itself; of its machine it tells the operator alone."""

    id: str
    kind: Literal["threads", "http"]
    status: Literal["active"]
    last_seen: Instant
    heartbeat_age_seconds: float = Field(ge=0)
    queues: list[str] = left_out(examples=[["*"]])
    """`*`: every queue."""
    types: list[str] = left_out(examples=[["send_email"]])
    """`*`: any type."""
    tenant: str = left_out()
    """Of a worker over HTTP: whose it is."""
    started_at: Instant = left_out()
    concurrency: int = left_out(ge=0)
    """The same as `slots`."""
    slots: int = left_out(ge=0)
    """Jobs that it can run at a time."""
    busy: int = left_out(ge=0)
    """Jobs that it runs."""
    jobs: list[RunningJob] = left_out()
    """Those, as far as one answer names them."""
    version: str = left_out()
    host: str = left_out()
    pid: int = left_out()
    port: int = left_out()
    jobs_done: int = left_out(ge=0)
    jobs_failed: int = left_out(ge=0)
    runners: list[Runner] = left_out()


class Summary(Shown):
    """The workers of an answer together; what one does not say counts as nothing."""

    workers: int = Field(ge=0)
    slots: int = Field(ge=0)
    busy: int = Field(ge=0)
    jobs_done: int = Field(ge=0)
    """Since each began."""
    jobs_failed: int = Field(ge=0)
    """Attempts."""


class WorkersMeta(Meta):
    """What stands beside workers."""

    summary: Summary


class Stats(Shown):
    """The counts of a tenant's jobs."""

    total_jobs: int = Field(ge=0)
    scheduled: int = Field(ge=0)
    pending: int = Field(ge=0)
    running: int = Field(ge=0)
    failed: int = Field(ge=0)
    """Another attempt is due."""
    completed: int = Field(ge=0)
    dead: int = Field(ge=0)
    cancelled: int = Field(ge=0)
    active_workers: int | None = Field(ge=0)
    """null while Redis is away."""
    jobs_per_minute: int = Field(ge=0)
    """That ended in the last minute."""
    queue_depth: int = Field(ge=0)
    """Pending and running."""
    dlq_count: int = Field(ge=0)
    failed_rate: float = Field(ge=0, le=1)
    """Which part of all is failed or dead."""


class OlderMetrics(Shown):
    """Five numbers in the older words, summed over the live workers."""

    total_jobs_in_queue: int = Field(ge=0)
    jobs_done: int = Field(ge=0)
    jobs_failed: int = Field(ge=0)
    worker_concurrency: int = Field(ge=0)
    queue_name: str = Field(examples=["workqueue:jobs"])


class Checks(Shown):
    """What each store said."""

    redis: str = Field(examples=["healthy"])
    postgres: str = Field(examples=["healthy"])
    """`not configured`: the queue runs on Redis alone."""


class Health(Shown):
    """Whether the stores answer, and how durable an accepted job is."""

    status: Literal["ok", "degraded"]
    checks: Checks
    durability: Durability
    uptime: float = Field(ge=0)
    """Seconds."""
