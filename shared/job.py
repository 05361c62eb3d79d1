"""The job record: one frozen dataclass, each field explained once, with its unit.

The same fields stand in the Redis hash of a job (as bytes, those at their default left out) and in a row of the
table `jobs` (`ROW_ONLY` there alone). Times are whole milliseconds since 1970 by the clock of Redis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID, uuid5

import uuid_utils.compat

from shared import keys
from shared.states import State

DEFAULT_MAX_ATTEMPTS = 5
_NAMES = UUID("5d7b8a64-0c52-5c3d-9a4e-7f1f5d1c3b9e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A unit of work and what has become of it."""

    id: str
    """A UUID: version 7 (ordered by time), or version 5 where it follows from a key or from another job."""
    type: str
    """Which handler runs it."""
    payload: bytes = b"{}"
    """JSON, as UTF-8 bytes that nobody on the way decodes."""
    tenant: str = keys.DEFAULT_TENANT
    """Whose it is."""
    queue: str = keys.DEFAULT_QUEUE
    priority: int = keys.DEFAULT_PRIORITY
    """1 to 10; 10 is served first."""
    state: State = State.PENDING
    version: int = 1
    """Raised by every move; of two reports about a job the higher one is newer."""
    attempt: int = 0
    """Runs that counted, this one included; a run that its process did not survive is given back."""
    max_attempts: int | None = None
    """Runs allowed in all; None: the handler's own setting, else 5."""
    crash_count: int = 0
    """Runs whose process died; at three the job is buried as `crash-loop`."""
    created_at: int | None = None
    queued_at: int | None = None
    """When it last became pending; an entry taken back keeps its older time, so that it stays the oldest."""
    run_at: int | None = None
    """When it falls due: the schedule asked for, or the next attempt."""
    started_at: int | None = None
    finished_at: int | None = None
    deadline: int | None = None
    """When the running attempt is out of time and is no longer extended."""
    timeout_ms: int | None = None
    """How long one attempt may run; None: the handler's own setting, else `JOB_TIMEOUT`."""
    backoff: bytes | None = None
    """JSON of `shared.backoff.Backoff`, where the job brings its own."""
    ttl_seconds: int | None = None
    """How long the job is kept after its end; None: `RETENTION` in Postgres, `RESULT_TTL` in Redis."""
    tags: bytes | None = None
    """JSON object of strings, to find it by."""
    fence: str | None = None
    """The random word of the last claim; whoever ends the attempt must show it."""
    worker: str | None = None
    """The runner that holds or last held it."""
    progress: bytes | None = None
    """JSON `{"fraction", "message"}` as the handler last reported it."""
    cancel: bool = False
    """A person asked for the running attempt to stop."""
    error: str | None = None
    """Why the last attempt failed, for people."""
    result: bytes | None = None
    """JSON that the handler returned."""
    digest: str | None = None
    """Of the request that carried an Idempotency-Key: the same key with another digest is refused."""
    requeued_from: str | None = None
    """The dead job that this one was made from."""
    requeued_as: str | None = None
    """The fresh job that was made from this dead one; set once."""
    enqueued_by: str | None = None
    """Who made it, for people; in its row alone, as each record of a waiting job is memory of Redis."""

    @property
    def attempts_allowed(self) -> int:
        """`max_attempts`, or the default where the job does not say; a handler's own number is known to workers alone."""
        return self.max_attempts or DEFAULT_MAX_ATTEMPTS


_INTEGER_FIELDS = frozenset(
    [
        "priority",
        "version",
        "attempt",
        "max_attempts",
        "crash_count",
        "created_at",
        "queued_at",
        "run_at",
        "started_at",
        "finished_at",
        "deadline",
        "timeout_ms",
        "ttl_seconds",
    ]
)
_BYTES_FIELDS = frozenset({"payload", "backoff", "tags", "progress", "result"})
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Job)}
_KEPT = frozenset({"type", "payload", "state", "version"})
ROW_ONLY = frozenset({"enqueued_by"})
"""Fields that no record holds."""
_RECORD: dict[str, Any] = {
    name: default for name, default in _DEFAULTS.items() if name not in {"id", *ROW_ONLY}
}


def to_record(job: Job) -> dict[str, str | bytes | int]:
    """The fields of the Redis hash; those at their default are left out (a pending record stays near 200 bytes)."""
    record: dict[str, str | bytes | int] = {}
    for name, default in _RECORD.items():
        value = getattr(job, name)
        if name in _KEPT or value != default:
            record[name] = int(value) if isinstance(value, bool) else value
    return record


CLAIMED = (
    "state", "type", "payload", "tenant", "queue", "priority", "version", "attempt", "max_attempts", "crash_count",
    "created_at", "queued_at", "started_at", "deadline", "timeout_ms", "backoff", "tags", "fence", "worker",
)  # fmt: skip
"""The fields that a claim answers, in this order: what it takes to run a job and to end its attempt."""


def from_claim(job_id: str, values: Sequence[Any]) -> Job:
    """The job behind the values of the fields `CLAIMED`; None where the record leaves a field out."""
    found = {
        name: _decoded(name, value) for name, value in zip(CLAIMED, values, strict=True) if value is not None
    }
    return Job(id=job_id, **found)


def from_record(job_id: str, record: Mapping[bytes, bytes]) -> Job:
    """The job behind a Redis hash; fields that no version of ours wrote are ignored.

    A tombstone (see `settle.lua`, `forget.lua`) has no payload any more: it reads as empty bytes.
    """
    values: dict[str, Any] = {"id": job_id, "payload": b""}
    for raw_name, raw in record.items():
        name = raw_name.decode()
        if name in _RECORD:
            values[name] = _decoded(name, raw)
    return Job(**values)


def _decoded(name: str, raw: Any) -> Any:
    if name in _BYTES_FIELDS:
        return raw
    if name in _INTEGER_FIELDS:
        return int(float(raw))
    if name == "state":
        return State(raw.decode())
    if name == "cancel":
        return raw == b"1"
    return raw.decode("utf-8", "replace")


def new_id() -> str:
    """A fresh id, ordered by time (UUID version 7, RFC 9562)."""
    return str(uuid_utils.compat.uuid7())


def id_for(*parts: str) -> str:
    """The one id that follows from these words: the same call twice is the same job."""
    return str(uuid5(_NAMES, "\0".join(parts)))
