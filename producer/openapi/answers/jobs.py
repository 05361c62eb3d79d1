"""Jobs as they are answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from producer.openapi.answers.meta import Durability
from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out
from shared.states import State

OlderState = Literal["pending", "processing", "completed", "failed"]
Type = Annotated[str, Field(examples=["send_email"])]
Queue = Annotated[str, Field(examples=["default"])]
Payload = Annotated[Any, Field(examples=[{"to": "ada@example.com"}])]
Tags = Annotated[dict[str, str], Field(examples=[{"customer": "42"}])]


class JobProgress(Shown):
    """How far the handler is, as it last said."""

    fraction: float = Field(ge=0, le=1, examples=[0.5])
    message: str = Field(examples=["half of it"])


class Job(Shown):
    """A unit of work and what has become of it; what is not there yet is left out."""

    id: Uuid
    type: Type
    """Which handler runs it."""
    payload: Payload
    """As it was given."""
    priority: int = Field(ge=1, le=10, examples=[5])
    """10 is served first."""
    status: State
    attempts: int = Field(ge=0, examples=[0])
    """Runs that counted, the one under way included."""
    max_attempts: int = Field(ge=1, examples=[5])
    """Runs allowed in all."""
    queue_name: Queue
    scheduled_at: Instant
    """When it falls due, or fell due: the time asked for, or its next attempt."""
    created_at: Instant
    started_at: Instant = left_out()
    completed_at: Instant = left_out()
    """When it ended, however it did."""
    worker_id: str = left_out()
    """Who runs it, or ran it last."""
    error_message: str = left_out()
    """Why the last attempt failed."""
    result: Any = left_out()
    """What the handler returned."""
    expires_at: Instant = left_out()
    """When it is forgotten, where it says how long it is kept."""
    tags: Tags = left_out()
    progress: JobProgress = left_out()
    crash_count: int = left_out(ge=1)
    """Runs whose process died; they do not count as attempts."""
    timeout_seconds: float = left_out(gt=0)
    """How long one attempt may run, where the job says it."""
    requeued_from: Uuid = left_out()
    """The dead job that this one was made from."""
    requeued_as: Uuid = left_out()
    """The fresh job that was made from this dead one."""
    enqueued_by: str = left_out()
    """Who made it, for people."""


class JobsPage(Shown):
    """Part of a walk through jobs."""

    items: list[Job]
    next_cursor: str
    """Give it back as `cursor` under the same filters and in the same order; empty on the last page."""
    has_more: bool
    limit: int = Field(examples=[20])


class Refusal(Shown):
    """A job that did not allow an act."""

    id: Uuid
    code: str = Field(examples=["already_ended"])
    sentence: str
    """For people: why, and what to do about it."""


class Stop(Shown):
    """Why a call ended early."""

    code: str = Field(examples=["monthly_limit_reached"])
    sentence: str


class BulkDone(Shown):
    """What a call did of an act on many jobs."""

    done: int = Field(ge=0)
    refused: list[Refusal]
    remaining: int = Field(ge=0)
    """That were not met yet."""
    remaining_is_exact: bool = Field(examples=[True])
    """False: there are at least `remaining`."""
    next_cursor: str
    """Give it back as `cursor` with the same act and filter; empty when that was all."""
    has_more: bool
    stopped: Stop | None
    """Something kept the call from its end: the same request goes on when it is over, with `next_cursor` if there is one."""


class Removed(Shown):
    """What a removal of old jobs did."""

    deleted: int = Field(ge=0)
    has_more: bool
    """There was more than one request removes: ask again."""


class Cancelled(Shown):
    """What became of a cancel."""

    id: Uuid
    status: Literal["cancelled", "cancelling"]
    """`cancelling`: it runs, and its worker was asked to stop."""


class Attempt(Shown):
    """One run of a job."""

    number: int = Field(ge=1, examples=[1])
    worker: str | None
    ready_at: Instant | None
    """When it could have begun."""
    started_at: Instant | None
    ended_at: Instant | None
    """null while it runs."""
    outcome: Literal["completed", "failed", "dead", "cancelled", "released", "crashed"] | None
    """`released` and `crashed` runs do not count; null while it runs."""
    error: str | None
    traceback: str | None
    logs: list[tuple[int, str]] = Field(examples=[[[1795253400000, "sent"]]])
    """What the handler logged: when, in milliseconds since 1970, and the line."""


class Reason(Shown):
    """One thing that a job waits for."""

    code: Literal[
        "ended",
        "lease_ran_out",
        "cancelling",
        "running",
        "not_in_line",
        "waiting_for_retry",
        "scheduled",
        "queue_paused",
        "no_worker",
        "queue_not_served",
        "type_unknown",
        "suspect",
        "urgent_first",
        "in_line",
        "turn",
        "next",
    ]
    sentence: str


class Facts(Shown):
    """What the reasons were found in; what does not matter is left out."""

    ended_at: Instant = left_out()
    worker_id: str = left_out()
    attempt: int = left_out(ge=0)
    started_at: Instant = left_out()
    lease_until: Instant = left_out()
    deadline: Instant = left_out()
    run_at: Instant = left_out()
    last_error: str = left_out()
    workers: int = left_out(ge=0)
    """Live ones."""
    workers_able: int = left_out(ge=0)
    """Live ones that serve its queue and know its type."""
    ahead: int = left_out(ge=0)
    """Jobs of the same line before it."""
    urgent_ahead: int = left_out(ge=0)
    """Jobs of higher priority in its queue."""
    line_length: int = left_out(ge=0)
    estimated_seconds: float = left_out(ge=0)
    """Until it starts, by the rate of the last minute."""


class Why(Shown):
    """Why a job is not running, or who runs it."""

    id: Uuid
    status: State
    sentence: str = Field(examples=["It is next: it starts as soon as a worker that knows its type is free."])
    """The main reason."""
    reasons: list[Reason] = Field(min_length=1)
    facts: Facts


class Queued(Shown):
    """The short answer to a new job; with `Prefer: wait` the end of it, when it came in time."""

    status: Literal["queued", "completed", "dead", "cancelled"]
    type: Type
    retries: int = Field(ge=0, examples=[3])
    queue_name: Queue
    job_id: Uuid
    durability: Durability
    dispatch: Literal["deferred"] = left_out()
    """Redis is away: the job is safe in its row and is put in line when Redis returns."""
    result: Any = left_out()
    """What the handler returned (null where it returned nothing); there when it was waited for."""
    error_message: str = left_out()


class OlderJob(Shown):
    """A job in the older words."""

    id: Uuid
    type: Type
    status: OlderState
    retries: int = Field(ge=0, examples=[3])
    attempts: int = Field(ge=0)
    payload: Payload
    created_at: Instant
    updated_at: Instant
    error_message: str = left_out()
