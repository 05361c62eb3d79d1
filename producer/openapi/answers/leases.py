"""What workers over HTTP are answered."""

from __future__ import annotations

from pydantic import Field

from producer.openapi.answers.jobs import Job
from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out
from shared.states import State


class LeasedJob(Job):
    """A job that the caller holds, with what it takes to run and to end it."""

    max_attempts: int | None = Field(ge=1)  # type: ignore[assignment]
    """null: the handler's own number, else 5."""
    tenant: str = Field(examples=["default"])
    attempt: int = Field(ge=1)
    """Which run this is."""
    fence: str = Field(examples=["Zk1xS0dYbTJWUEpx"])
    """The word that each report must show."""
    lease_until: Instant
    deadline: Instant | None
    """When the attempt is out of time and is extended no more."""


class LeaseReport(Shown):
    """What became of what a worker said."""

    id: Uuid
    status: State
    repeated: bool = Field(examples=[False])
    """The same was said before: nothing changed."""


class FailureReport(LeaseReport):
    """What became of a failed attempt."""

    retry_in_seconds: float = left_out(ge=0)
    """Until the next attempt; there when one follows."""


class RunningReport(LeaseReport):
    """What became of what a worker said while it runs the job."""

    cancelled: bool = left_out()
    """A person asked it to stop; there where nothing was repeated."""


class ExtendedLease(RunningReport):
    """What became of a lease."""

    lease_until: Instant = left_out()
    """There where nothing was repeated."""
