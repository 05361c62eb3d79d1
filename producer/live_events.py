"""Events as live streams tell them: their ids, their names and the job as it is after each."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from producer.job_view import instant
from shared.events import ENDED_ATTEMPT, Event, order
from shared.states import FINAL, State

Key = tuple[int, int, int]
"""Position of the entry, and which of the tenant's events in it: the first is 1."""
WHOLE = 1_000_000
"""More events than an entry holds: all of it."""
NOTHING: Key = (0, 0, WHOLE)

_NAMES = {
    State.PENDING: "job.enqueued",
    State.SCHEDULED: "job.enqueued",
    State.RUNNING: "job.started",
    State.COMPLETED: "job.completed",
    State.FAILED: "job.failed",
    State.DEAD: "job.dead",
    State.CANCELLED: "job.cancelled",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing to tell."""

    key: Key
    id: str | None
    """From which a reader resumes; None where it stays at the one before."""
    type: str
    body: bytes | None
    """JSON on one line; None: nothing but the id."""
    block: bytes
    """The same as a server-sent event."""


class Bundle(tuple[Frame, ...]):
    """Frames that are told together, in their order."""

    @cached_property
    def block(self) -> bytes:
        """All of them as server-sent events, made once for all who are told."""
        return b"".join(frame.block for frame in self)


def by_tenant(found: Iterable[Event], tenants: Collection[str]) -> dict[str, list[Frame]]:
    """What each of the tenants is told; entries are whole, so that ids count the tenant's own events alone."""
    frames: dict[str, list[Frame]] = {tenant: [] for tenant in tenants}
    for event in found:
        told = frames.get(event.tenant)
        if told is not None:
            told.append(_frame(event, told[-1].key if told else NOTHING))
    return frames


def mark(event_id: str) -> Frame:
    """Tells nothing but where the reader is."""
    return framed(NOTHING, event_id, "", None)


def notice(kind: str, event_id: str | None, payload: Mapping[str, Any]) -> Frame:
    """Something about the stream itself."""
    return framed(NOTHING, event_id, kind, message(kind, payload, event_id=event_id))


def message(
    kind: str, payload: Any, *, event_id: str | None = None, at: int | None = None, **named: str
) -> bytes:
    """The JSON of every message: what it is, what it names, what it says, and when (ms)."""
    body = {
        "type": kind,
        **({"id": event_id} if event_id else {}),
        **named,
        "payload": payload,
        "ts": at or round(time.time() * 1000),
    }
    return orjson.dumps(body)


def framed(key: Key, event_id: str | None, kind: str, body: bytes | None) -> Frame:
    """A frame, as both kinds of stream send it."""
    return Frame(key, event_id, kind, body, _block(event_id, kind, body))


def whole(position: str) -> Key:
    """The key behind all events of an entry."""
    return (*order(position), WHOLE)


def id_of(key: Key) -> str:
    """A key as readers see it and give it back."""
    milliseconds, sequence, index = key
    return f"{milliseconds}-{sequence}" if index == WHOLE else f"{milliseconds}-{sequence}-{index}"


def _frame(event: Event, before: Key) -> Frame:
    place = order(event.position)
    key = (*place, before[2] + 1 if before[:2] == place and before[2] != WHOLE else 1)
    name = "job.progress" if event.kind == "progress" else _NAMES[event.state]
    job = _job(event)
    named = {"job_id": event.job_id, "job_type": event.type}
    if "worker_id" in job:
        named["worker_id"] = job["worker_id"]
    payload = {"job": job, "cause": event.kind}
    event_id = id_of(key)
    return framed(key, event_id, name, message(name, payload, event_id=event_id, at=event.at, **named))


def _block(event_id: str | None, kind: str, body: bytes | None) -> bytes:
    """As the HTML standard's section on server-sent events has it; what has no text only moves the id on."""
    lines = [b": here"] if body is None else [b"event: " + kind.encode(), b"data: " + body]
    if event_id is not None:
        lines.insert(0, b"id: " + event_id.encode())
    return b"\n".join(lines) + b"\n\n"


def _job(event: Event) -> dict[str, Any]:
    """The job as the event leaves it, without payload and result; what the event does not know is left out."""
    said = _said(event)
    worker = event.data.decode("utf-8", "replace") if event.kind == "started" else said.get("worker")
    shown = {
        "id": event.job_id,
        "type": event.type,
        "queue_name": event.queue,
        "status": event.state.value,
        "attempts": event.attempt,
        "version": event.version,
    }
    optional = {
        "worker_id": worker or None,
        "started_at": instant(event.at if event.kind == "started" else said.get("started_at")),
        "completed_at": instant(event.at) if event.state in FINAL else None,
        "error_message": said.get("error"),
        "crash_count": said.get("crash_count"),
        "scheduled_at": instant(event.at + int(said.get("delay_ms", 0))) if event.kind == "failed" else None,
        "progress": _json(event.data) if event.kind == "progress" else None,
    }
    shown.update({name: value for name, value in optional.items() if value is not None})
    return shown


def _said(event: Event) -> dict[str, Any]:
    found = _json(event.data) if event.kind in ENDED_ATTEMPT else None
    return found if isinstance(found, dict) else {}


def _json(data: bytes) -> Any:
    """None where it is none: a stream goes on whatever one event holds."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
