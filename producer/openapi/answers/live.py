"""Live events and the tickets that open them, as they are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Json, RootModel

from producer.openapi.answers.jobs import JobProgress, Queue, Type
from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out
from producer.openapi.answers.state import Stats
from shared.states import State

EVENT_ID = "^[0-9]{1,15}-[0-9]{1,15}(-[0-9]{1,6})?$"
EventId = Annotated[str, Field(examples=["1795253400000-0-1"])]
Milliseconds = Annotated[int, Field(ge=0, examples=[1795253400000])]


class Ticket(Shown):
    """What opens one stream from a page."""

    ticket: str
    """Empty where callers need no key."""
    expires_in: int = Field(examples=[30])
    """Seconds."""


class LiveJob(Shown):
    """A job as an event leaves it, without payload and result; what the event does not know is left out."""

    id: Uuid
    type: Type
    queue_name: Queue
    status: State
    attempts: int = Field(ge=0)
    version: int = Field(ge=1)
    """Grows with every change: an event with one that the reader has, or an older one, is a repetition."""
    worker_id: str = left_out()
    started_at: Instant = left_out()
    completed_at: Instant = left_out()
    error_message: str = left_out()
    crash_count: int = left_out(ge=0)
    scheduled_at: Instant = left_out()
    progress: JobProgress = left_out()


class JobChange(Shown):
    """What happened to a job."""

    job: LiveJob
    cause: Literal[
        "enqueued",
        "started",
        "progress",
        "completed",
        "failed",
        "dead",
        "cancelled",
        "released",
        "crashed",
        "promoted",
        "snapshot",
    ]
    """`snapshot`: said again by a repair."""


class JobMessage(Shown):
    """Something happened to a job."""

    type: Literal[
        "job.enqueued",
        "job.started",
        "job.progress",
        "job.completed",
        "job.failed",
        "job.dead",
        "job.cancelled",
    ]
    id: EventId
    job_id: Uuid
    job_type: Type
    worker_id: str = left_out()
    payload: JobChange
    ts: Milliseconds


class SignOfLife(Shown):
    """That a worker is there."""

    status: Literal["alive"]
    last_seen: Instant


class HeartbeatMessage(Shown):
    """A worker was heard of."""

    type: Literal["worker.heartbeat"]
    worker_id: str
    payload: SignOfLife
    ts: Milliseconds


class StatsMessage(Shown):
    """The counts, every few seconds."""

    type: Literal["stats.update"]
    id: EventId
    payload: Stats
    ts: Milliseconds


class Gap(Shown):
    """Where the stream goes on."""

    continues_at: str
    message: str


class GapMessage(Shown):
    """Events were dropped before the reader had them: read the jobs again."""

    type: Literal["gap"]
    payload: Gap
    ts: Milliseconds


class Closing(Shown):
    """Why a stream ends."""

    reason: Literal["too_slow", "stopping", "credentials_ended"]
    message: str


class ClosedMessage(Shown):
    """The last message."""

    type: Literal["closed"]
    id: EventId
    payload: Closing
    ts: Milliseconds


class LiveMessage(
    RootModel[
        Annotated[
            JobMessage | HeartbeatMessage | StatsMessage | GapMessage | ClosedMessage,
            Field(discriminator="type"),
        ]
    ]
):
    """What one event of a stream, or one frame of a WebSocket, holds: JSON on one line."""


class StreamEvent(Shown):
    """One event of a stream, as readers of server-sent events have it."""

    id: EventId = left_out()
    event: str
    """The `type` of the message."""
    data: Json[LiveMessage]


EVENT = {
    "event": "worker.heartbeat",
    "data": '{"type":"worker.heartbeat","worker_id":"box-1","payload":'
    '{"status":"alive","last_seen":"2026-11-22T09:30:00.000Z"},"ts":1795339800000}',
}
"""In examples."""
