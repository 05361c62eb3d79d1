"""A job as callers see it: the words and times of the API, made from the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson

from producer.acceptance import Admission
from shared import frozen
from shared.job import Job
from shared.mirror import Row
from shared.states import OLDER_WORDS, State


def view(job: Job) -> dict[str, Any]:
    """The Job object of `/api/v1`; what is not there yet is left out.

    Payload, result, tags and progress are the stored bytes themselves, so they come out as they went in.
    """
    shown: dict[str, Any] = {
        "id": job.id,
        "type": job.type,
        "payload": orjson.Fragment(job.payload),
        "priority": job.priority,
        "status": job.state.value,
        "attempts": job.attempt,
        "max_attempts": job.attempts_allowed,
        "queue_name": job.queue,
        "scheduled_at": instant(job.run_at or job.created_at),
        "created_at": instant(job.created_at),
    }
    for (name, _, show), value in zip(_SOMETIMES, _values_of(job), strict=True):
        if value is not None:
            shown[name] = show(value)
    if job.crash_count:
        shown["crash_count"] = job.crash_count
    expires_at = _expiry(job)
    if expires_at is not None:
        shown["expires_at"] = instant(expires_at)
    return shown


def accepted(row: Row, created_at: int | None) -> dict[str, Any]:
    """The Job object as it was accepted, made from the request and the one moment that is stored.

    The same request under the same Idempotency-Key is answered alike by it, whatever became of the job, and whoever
    sends it again: who made the job is left to those who look at it later.
    """
    created = created_at or row.job.created_at or 0
    due = created + row.delay_ms if row.delay_ms else row.job.run_at
    state = State.SCHEDULED if due is not None and due > created else State.PENDING
    then = {"created_at": created, "run_at": due, "state": state, "enqueued_by": None}
    return view(frozen.made(Job, vars(row.job), then))


def admitted(admission: Admission) -> list[dict[str, Any]]:
    """The jobs of a request as they were accepted."""
    pairs = zip(admission.rows, admission.accepted, strict=True)
    return [accepted(row, one.job.created_at) for row, one in pairs]


def dead_letter(job: Job) -> dict[str, Any]:
    """A DLQ entry: the dead job, its end, and whether it was requeued."""
    shown: dict[str, Any] = {
        "id": job.id,
        "type": job.type,
        "payload": orjson.Fragment(job.payload),
        "priority": job.priority,
        "queue_name": job.queue,
        "max_attempts": job.attempts_allowed,
        "total_attempts": job.attempt,
        "crash_count": job.crash_count,
        "died_at": instant(job.finished_at),
        "original_created_at": instant(job.created_at),
        "requeued": job.requeued_as is not None,
    }
    optional = {
        "last_error": job.error,
        "new_job_id": job.requeued_as,
        "expires_at": instant(_expiry(job)),
        "tags": fragment(job.tags),
    }
    shown.update({name: value for name, value in optional.items() if value is not None})
    return shown


def older_view(job: Job) -> dict[str, Any]:
    """A job in the words of `GET /api/jobs`."""
    shown: dict[str, Any] = {
        "id": job.id,
        "type": job.type,
        "status": OLDER_WORDS[job.state],
        "retries": job.attempts_allowed - 1,
        "attempts": job.attempt,
        "payload": orjson.Fragment(job.payload),
        "created_at": instant(job.created_at),
        "updated_at": instant(max(job.created_at or 0, job.started_at or 0, job.finished_at or 0)),
    }
    if job.error is not None:
        shown["error_message"] = job.error
    return shown


def instant(milliseconds: int | None) -> str | None:
    """A time in RFC 3339, UTC, with milliseconds."""
    if milliseconds is None:
        return None
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


@lru_cache(maxsize=1024)
def _second(since_1970: int) -> str:
    """Jobs of a batch or of a list share most of theirs."""
    return f"{datetime.fromtimestamp(since_1970, UTC):%Y-%m-%dT%H:%M:%S}"


def seconds(milliseconds: int | None) -> float | None:
    """Milliseconds as seconds: a whole number where it is one."""
    if milliseconds is None:
        return None
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000


def fragment(raw: bytes | None) -> orjson.Fragment | None:
    """Stored JSON, to be written as it is."""
    return None if raw is None else orjson.Fragment(raw)


def _expiry(job: Job) -> int | None:
    if job.finished_at is None or job.ttl_seconds is None:
        return None
    return job.finished_at + job.ttl_seconds * 1000


def _as_it_is(value: str) -> str:
    return value


_SOMETIMES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("started_at", "started_at", instant),
    ("completed_at", "finished_at", instant),
    ("worker_id", "worker", _as_it_is),
    ("error_message", "error", _as_it_is),
    ("result", "result", fragment),
    ("tags", "tags", fragment),
    ("progress", "progress", fragment),
    ("timeout_seconds", "timeout_ms", seconds),
    ("requeued_from", "requeued_from", _as_it_is),
    ("requeued_as", "requeued_as", _as_it_is),
    ("enqueued_by", "enqueued_by", _as_it_is),
]
"""What only some jobs have: as it is called, the field of the job, and how that is shown."""
_values_of = attrgetter(*(field for _, field, _ in _SOMETIMES))
