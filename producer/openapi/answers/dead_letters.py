"""Dead letters as they are answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from producer.openapi.answers.jobs import Job, Payload, Queue, Tags, Type
from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out


class DeadLetter(Shown):
    """A job that failed for good."""

    id: Uuid
    type: Type
    payload: Payload
    priority: int = Field(ge=1, le=10, examples=[5])
    queue_name: Queue
    max_attempts: int = Field(ge=1, examples=[5])
    total_attempts: int = Field(ge=0, examples=[5])
    crash_count: int = Field(ge=0)
    """Runs whose process died."""
    died_at: Instant
    original_created_at: Instant
    requeued: bool = Field(examples=[False])
    last_error: str = left_out()
    new_job_id: Uuid = left_out()
    """The fresh job that was made from it."""
    expires_at: Instant = left_out()
    tags: Tags = left_out()


class Dropped(Shown):
    """A dead letter that is gone for good."""

    id: Uuid
    status: Literal["dropped"]


class Requeued(Shown):
    """The fresh job that was made from a dead one."""

    new_job: Job
    dlq_entry_id: Uuid


class ManyRequeued(Shown):
    """What became of all that match."""

    requeued: int = Field(ge=0)
    remaining: int = Field(ge=0)
    """Dead letters that still match."""
    new_job_ids: list[Uuid] = Field(max_length=1000)
    """Of the fresh jobs, the first thousand."""


class ManyDropped(Shown):
    """What became of all that match."""

    dropped: int = Field(ge=0)
    remaining: int = Field(ge=0)
    """Dead letters that still match."""


class DeadGroup(Shown):
    """Dead letters of one type whose errors read alike."""

    group: str = Field(pattern="^[0-9a-f]{16}$", examples=["c40c3c1be5e710a0"])
    """The word to choose them by."""
    type: Type
    error: str = Field(examples=["user # not found"])
    """The first line; `#` stands for what differs: ids, hexadecimal words, numbers."""
    last_error: str | None
    """The newest one, whole."""
    count: int = Field(ge=1)
    oldest_at: Instant
    newest_at: Instant
    sample_job_id: Uuid
    """Of the newest one."""
