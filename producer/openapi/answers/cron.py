"""Schedules as they are answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from producer.openapi.answers.jobs import Payload, Queue, Tags, Type
from producer.openapi.answers.shown import Instant, Shown, Uuid
from shared.states import State


class CronSchedule(Shown):
    """What makes a job again and again; what is not there is null."""

    id: Uuid
    name: str = Field(examples=["nightly report"])
    job_type: Type
    payload: Payload
    queue_name: Queue
    priority: int = Field(ge=1, le=10, examples=[5])
    max_attempts: int | None = Field(ge=1)
    timeout_seconds: float | None
    tags: Tags | None
    cron_expression: str = Field(examples=["30 2 * * *"])
    time_zone: str = Field(examples=["Europe/Berlin"])
    enabled: bool
    missed_policy: Literal["skip", "run_once", "run_all"]
    max_missed_runs: int = Field(ge=1, examples=[10])
    max_lateness_seconds: int | None
    overlap_policy: Literal["allow", "skip"]
    next_run_at: Instant | None
    """null while it is paused."""
    last_run_at: Instant | None
    last_job_id: Uuid | None
    created_at: Instant


class ExplainedCronSchedule(CronSchedule):
    """A schedule with what it means."""

    description: str | None = Field(examples=["At 02:30"])
    """A sentence that explains the expression; null where this service knows its time zone no longer."""


class ListedCronSchedule(ExplainedCronSchedule):
    """A schedule in a list."""

    last_job_status: State | None
    """How its last job stands; null where there is none, or no longer."""


class FullCronSchedule(ExplainedCronSchedule):
    """A schedule with its coming runs."""

    next_runs: list[Instant] = Field(max_length=10)
    """By the clock of its zone; none while it is paused."""


class CronRun(Shown):
    """What became of one slot."""

    scheduled_for: Instant
    outcome: Literal["decided", "queued", "triggered", "overlapped", "missed", "refused"]
    """`decided`: its job is about to be accepted."""
    job_id: Uuid | None
    job_status: State | None
    reason: str | None
    """Why there is no job."""


class DeletedSchedule(Shown):
    """A schedule that is gone; its jobs go on."""

    id: Uuid
    status: Literal["deleted"]
