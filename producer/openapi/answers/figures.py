"""Figures over time, failures and types of jobs, and who the caller is, as they are answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from producer.openapi.answers.jobs import Queue, Type
from producer.openapi.answers.meta import Meta
from producer.openapi.answers.shown import Instant, Shown, Uuid

Group = str
"""16 hexadecimal digits."""


class Spread(Shown):
    """How long attempts took, in milliseconds, off by less than a fifth; null where none was counted."""

    p50: float | None
    p95: float | None


class Figures(Shown):
    """What happened in some time."""

    enqueued: int = Field(ge=0)
    """Jobs that came."""
    completed: int = Field(ge=0)
    """Jobs."""
    failed: int = Field(ge=0)
    """Attempts, those whose process died among them."""
    dead: int = Field(ge=0)
    """Jobs that failed for good."""
    wait_ms: Spread
    """From ready to started, of the attempts that ended in this time."""
    run_ms: Spread
    """From started to ended."""


class Point(Figures):
    """What happened in one step."""

    at: Instant
    """Its begin."""


class Series(Shown):
    """Figures over time, one point for each step; the last step is not over yet."""

    minutes: int = Field(ge=1)
    step: int = Field(ge=60, examples=[60])
    """Seconds."""
    queue: Queue | None
    points: list[Point]
    total: Figures


class FailureGroup(Shown):
    """Failures of one type that read alike."""

    group: Group = Field(examples=["c40c3c1be5e710a0"])
    type: Type
    error: str = Field(examples=["user # not found"])
    """The first line; `#` stands for what differs: ids, hexadecimal words, numbers."""
    last_error: str | None
    """The newest one, whole."""
    count: int = Field(ge=1)
    """Attempts."""
    dead: int = Field(ge=0)
    """How many of them were a job's last."""
    first_at: Instant
    last_at: Instant
    sample_job_id: Uuid
    """Of the newest one."""


class Failures(Shown):
    """The newest failed attempts, alike ones together."""

    minutes: int = Field(ge=1)
    groups: list[FailureGroup]
    failures: int = Field(ge=0)
    """Attempts that were looked at."""
    complete: bool
    """False: there are more, and every number is a lower bound."""
    more_groups: int = Field(ge=0)
    """That `limit` left out."""


class JobType(Shown):
    """A type of jobs."""

    name: Type
    known: bool
    """A live worker would run it."""
    workers: int = Field(ge=0)
    """That name it."""
    slots: int = Field(ge=0)
    """Jobs that they can run at a time."""
    pending: int | None = Field(ge=0)
    """Jobs that wait; null without Postgres."""
    oldest_age_seconds: float | None = Field(ge=0)
    """How long the oldest of them has waited."""


class TypesMeta(Meta):
    """What stands beside types."""

    complete: bool
    """All jobs that wait were looked at; false: only the oldest, and `pending` is a lower bound."""


class Who(Shown):
    """The caller."""

    kind: Literal["session", "key", "static", "open"]
    """`static`: `API_KEY` or `ADMIN_KEY`; `open`: nobody was asked."""
    id: str | None
    name: str | None
    """The e-mail address of a session, the name of a key."""
    verified: bool | None
    """Whether the person of a session has shown that the address is theirs; null for all others."""


class Features(Shown):
    """What the service is set up for."""

    tables: bool
    """There is Postgres."""
    accounts: bool
    billing: bool
    mail: bool
    """Mails go out; false: they are laid into a folder, or nowhere."""


class Me(Shown):
    """Who the caller is, and what they may do."""

    tenant: str = Field(examples=["default"])
    who: Who
    scopes: list[str] = Field(examples=[["jobs:read", "jobs:submit"]])
    operator: bool
    """They run the service."""
    tier: str | None
    """null for whoever runs the service."""
    features: Features
    environment: Literal["production", "development"]
    open: bool
    """Callers without a key are let in."""
    version: str = Field(examples=["0.1.0"])


class CronExplained(Shown):
    """What a cron expression means."""

    cron_expression: str = Field(examples=["30 2 * * *"])
    time_zone: str = Field(examples=["Europe/Berlin"])
    description: str = Field(examples=["At 02:30"])
    next_runs: list[Instant] = Field(max_length=10)
    """By the clock of the zone."""
