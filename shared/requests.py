"""What a new job may look like, once for every way in: HTTP, batch, and raw entries in Redis."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from shared import frozen, job, keys, strict_json
from shared.job import Job
from shared.mirror import Row
from shared.states import State

Refused = strict_json.Refused
NotJson = strict_json.NotJson

M = TypeVar("M", bound=BaseModel)

PAYLOAD_DEPTH = 32
"""Levels of lists and objects in a payload."""
MAX_PAYLOAD = 256 * 1024
"""Bytes of a payload as it is stored: compact JSON in UTF-8."""
MAX_BATCH = 500
YEAR_MS = 366 * 86_400_000
"""How far ahead a job may be scheduled, in ms."""
MAX_TTL = 10 * 366 * 86_400
RAW = "raw entry"
"""Who made a job that a client pushed to the list itself, which tells nothing of them."""

NAME = "^[a-z0-9][a-z0-9_.-]{0,63}$"
TYPE = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
_RULES = {
    NAME: "must be 1 to 64 of a-z 0-9 _ . - and start with a letter or digit",
    TYPE: "must be 1 to 64 of A-Z a-z 0-9 _ . - and start with a letter or digit",
}
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)

JobType = Annotated[str, Field(pattern=TYPE)]
QueueName = Annotated[str, Field(pattern=NAME)]
TagName = Annotated[str, Field(min_length=1, max_length=64)]
TagValue = Annotated[str, Field(max_length=256)]
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A time that `instant_ms` reads: the type says it to readers of the API, the function checks it."""


class NewBackoff(BaseModel):
    """How this job's retries wait; `shared.backoff.Backoff` explains each."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    base_seconds: float = Field(5.0, ge=0, le=86_400)
    max_seconds: float = Field(3600.0, ge=0, le=30 * 86_400)
    factor: float = Field(2.0, ge=1, le=100)
    jitter: bool = True


class NewJob(BaseModel):
    """A job as a caller asks for it; null is the same as absent."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    type: JobType
    """Which handler runs it."""
    payload: Any = Field(default_factory=dict)
    """Any JSON; comes out equal."""
    priority: int | None = Field(None, ge=1, le=10)
    """10 is served first; absent means 5."""
    queue_name: QueueName | None = None
    """Absent means `default`."""
    max_attempts: int | None = Field(None, ge=1, le=25)
    """Runs allowed in all; absent means the handler's own number, else 5."""
    retries: int | None = Field(None, ge=0, le=24)
    """`max_attempts - 1`, in the older words."""
    scheduled_at: Instant | None = None
    """RFC 3339 with a zone, at most a year ahead; a time that is past means now."""
    delay_ms: int | None = Field(None, ge=0, le=YEAR_MS)
    """From now on, at most a year."""
    ttl_seconds: int | None = Field(None, ge=1, le=MAX_TTL)
    """How long the job is kept after its end."""
    timeout_seconds: float | None = Field(None, ge=1, le=86_400)
    """How long one attempt may run."""
    backoff: NewBackoff | None = None
    """How its retries wait; absent means by the defaults of its members."""
    tags: dict[TagName, TagValue] | None = Field(None, max_length=20)
    """To find it by."""

    @property
    def attempts_allowed(self) -> int | None:
        """Runs allowed in all; None where the request says nothing."""
        return self.retries + 1 if self.retries is not None else self.max_attempts

    @cached_property
    def stored_payload(self) -> bytes:
        """The payload as it is stored: compact JSON."""
        return orjson.dumps(self.payload)

    @property
    def scheduled_ms(self) -> int | None:
        """`scheduled_at` in ms since 1970."""
        return None if self.scheduled_at is None else instant_ms("scheduled_at", self.scheduled_at)


def parse_raw(raw: bytes, tenant: str, job_id: str | None = None) -> Row:
    """The job in an entry that a client pushed to the list itself, in the short form of `POST /enqueue`.

    Args:
        raw: the entry.
        tenant: whose it is.
        job_id: where the entry itself decides the id; else a fresh one.

    Raises:
        Refused: what is wrong with it, for people.
    """
    return row(short_form(strict_json.parse(raw, PAYLOAD_DEPTH + 1)), tenant, job_id, enqueued_by=RAW)


def short_form(value: Any) -> NewJob:
    """The job in the body of `POST /enqueue`, whose payload is an object.

    Raises:
        Refused: `type is required`, `retries cannot be negative`, or any other rule.
    """
    if not isinstance(value, dict):
        raise NotJson("it must be an object")
    if value.get("type") in (None, ""):
        raise Refused("type", "is required")
    retries = value.get("retries")
    if isinstance(retries, int | float) and not isinstance(retries, bool) and retries < 0:
        raise Refused("retries", "cannot be negative")
    payload = value.get("payload")
    if payload is None:
        value = {name: member for name, member in value.items() if name != "payload"}
    elif not isinstance(payload, dict):
        raise Refused("payload", "must be an object")
    return new_job(value)


def new_job(value: Any) -> NewJob:
    """The job that parsed JSON asks for.

    Raises:
        Refused: names the field and the rule.
    """
    if not isinstance(value, dict):
        raise Refused("body", "must be a JSON object")
    new = validate(NewJob, value)
    _check_together(new)
    return new


def batch(value: Any) -> list[NewJob]:
    """The jobs of a batch.

    Raises:
        Refused: its field starts with the index of the job that is wrong, as in `[3].type`.
    """
    if not isinstance(value, list):
        raise Refused("body", "must be a JSON array of jobs")
    if not value:
        raise Refused("body", "must hold at least one job")
    if len(value) > MAX_BATCH:
        raise Refused("body", f"must hold at most {MAX_BATCH} jobs, and [{MAX_BATCH}] is one too many")
    found = []
    for index, member in enumerate(value):
        try:
            found.append(new_job(member))
        except Refused as refusal:
            where = Refused("", refusal.rule) if refusal.field == "body" else refusal
            raise where.inside(index) from None
    return found


def row(
    new: NewJob,
    tenant: str,
    job_id: str | None = None,
    digest: str | None = None,
    enqueued_by: str | None = None,
) -> Row:
    """The row and record of a new job.

    Args:
        new: what was asked for.
        tenant: whose it is.
        job_id: where something decides the id; else a fresh one.
        digest: of the request, where a key makes it unique.
        enqueued_by: who asks for it, for people.
    """
    now = time.time_ns() // 1_000_000
    due = new.scheduled_ms
    later = bool(new.delay_ms) or (due is not None and due > now)
    made = frozen.made(
        Job,
        {
            "id": job_id or job.new_id(),
            "type": new.type,
            "payload": new.stored_payload,
            "tenant": tenant,
            "queue": new.queue_name or keys.DEFAULT_QUEUE,
            "priority": new.priority or keys.DEFAULT_PRIORITY,
            "state": State.SCHEDULED if later else State.PENDING,
            "max_attempts": new.attempts_allowed,
            "created_at": now,
            "run_at": due if later else None,
            "timeout_ms": None if new.timeout_seconds is None else round(new.timeout_seconds * 1000),
            "backoff": None if new.backoff is None else orjson.dumps(new.backoff.model_dump()),
            "ttl_seconds": new.ttl_seconds,
            "tags": orjson.dumps(new.tags) if new.tags else None,
            "digest": digest,
            "enqueued_by": enqueued_by,
        },
    )
    return Row(made, delay_ms=new.delay_ms or 0)


def payload_bytes(value: Any) -> bytes:
    """A payload as it is stored: compact JSON.

    Raises:
        Refused: it is too large.
    """
    payload = orjson.dumps(value)
    _check_size(payload)
    return payload


def instant_ms(field: str, text: str) -> int:
    """A time as RFC 3339 writes it, in ms since 1970.

    Raises:
        Refused: it is no time, or has no zone.
    """
    if not _RFC3339.fullmatch(text):
        raise Refused(field, "must be a time with a zone, as in 2026-11-22T09:30:00Z (RFC 3339)")
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(field, f"is no time of the calendar: {error}") from None
    past = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (past.days * 86_400 + past.seconds) * 1000 + past.microseconds // 1000


def validate(model: type[M], value: Any) -> M:
    """`value` as `model`, the first thing wrong with it as a sentence.

    Raises:
        Refused: names the field and the rule.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _refusal(error) from None


def _check_together(new: NewJob) -> None:
    _check_size(new.stored_payload)
    if new.retries is not None and new.max_attempts is not None and new.max_attempts != new.retries + 1:
        raise Refused("retries", "must be max_attempts - 1 where both are given: send one of them")
    if new.scheduled_at is not None and new.delay_ms is not None:
        raise Refused("delay_ms", "cannot stand beside scheduled_at: send one of them")
    due = new.scheduled_ms
    if due is not None and due > time.time_ns() // 1_000_000 + YEAR_MS:
        raise Refused("scheduled_at", "must be at most a year ahead")


def _check_size(payload: bytes) -> None:
    if len(payload) > MAX_PAYLOAD:
        rule = f"must be at most {MAX_PAYLOAD} bytes as compact JSON and has {len(payload)}"
        raise Refused("payload", f"{rule}: keep large data elsewhere and send where it lies", too_large=True)


def _refusal(error: ValidationError) -> Refused:
    problem = error.errors(include_url=False, include_input=False)[0]
    refusal = Refused("", _rule(problem["type"], problem["msg"], problem.get("ctx", {})))
    for name in reversed([name for name in problem["loc"] if name != "[key]"]):
        refusal = refusal.inside(name)
    return refusal


def _rule(kind: str, message: str, context: dict[str, Any]) -> str:
    if kind == "missing":
        return "is required"
    if kind == "extra_forbidden":
        return "is not a known field"
    if kind == "string_pattern_mismatch" and context["pattern"] in _RULES:
        return _RULES[context["pattern"]]
    return "must" + re.sub(r"^.*? should", "", message)
