"""The job record: one frozen dataclass, each field explained once, with its unit.

The same values stand in the record of a job in Redis (`to_record` says how) and in a row of the table `jobs` (`ROW_ONLY`
there alone). Times are whole milliseconds since 1970 by the clock of Redis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import uuid_utils

from shared import frozen, keys
from shared.states import STATES, State

DEFAULT_MAX_ATTEMPTS = 5
_NAMES = uuid_utils.UUID("5d7b8a64-0c52-5c3d-9a4e-7f1f5d1c3b9e")


@dataclass(frozen=True, kw_only=True)
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


ROW_ONLY = frozenset({"enqueued_by"})
"""Fields that no record holds."""

STATE = (
    "state", "version", "cancel", "finished_at", "attempt", "fence", "worker", "started_at", "deadline", "crash_count",
)  # fmt: skip
"""The words of a record's first line: how the job stands. `prelude.lua` knows them too."""
SPEC = ("tenant", "type", "queue", "priority", "max_attempts", "timeout_ms", "ttl_seconds")
"""The words of its second line: what the job is, from its creation on."""
TIMES = ("queued_at", "run_at", "created_at")
"""The words of its third line, apart from the others as no two jobs need have the same."""
ABSENT = "-"
"""The word for what is None."""
LONGEST_VALUE = 512
"""Bytes of a value that a record takes: each move writes the whole record, so a longer one lies apart (`Keys.apart`)."""
_APART = "@"
_ID_LENGTH = 36
_RUNNING = b"r"
_OWN_TEXTS = ("error", "digest", "requeued_from", "requeued_as")
_LAST = "result"
_OWN = ("payload", "backoff", "tags", "progress", *_OWN_TEXTS, _LAST)
"""What is not one word stands behind the lines, left out where it is None."""
_state_of, _spec_of, _times_of = attrgetter(*STATE), attrgetter(*SPEC), attrgetter(*TIMES)
_own_of = attrgetter(*_OWN)


class Record(NamedTuple):
    """A job as Redis keeps it: the parts of a string, and beside it what is long."""

    state: str
    """A line of the words `STATE`."""
    spec: str
    """A line of the words `SPEC`."""
    times: str
    """A line of the words `TIMES`."""
    body: bytes
    """A line of the names and lengths of values (`@` for a length: it lies apart), and these, one behind the other. What
    follows the last of them is the result."""
    apart: dict[str, bytes]
    """Values longer than `LONGEST_VALUE`, by name."""


def to_record(job: Job) -> Record:
    """What Redis keeps (of a pending job near 260 bytes of memory).

    Raises:
        ValueError: what must be one word is none, so that the record could not be read again.
    """
    shape, values, apart = [], [], {}
    for name, value in zip(_OWN, _own_of(job), strict=True):
        if value is None:
            continue
        raw = value.encode() if isinstance(value, str) else value
        if len(raw) > LONGEST_VALUE:
            apart[name] = raw
            shape.append(f"{name} {_APART}")
        else:
            values.append(raw)
            if name != _LAST:
                shape.append(f"{name} {len(raw)}")
    body = " ".join(shape).encode() + b"\n" + b"".join(values)
    return Record(_line(_state_of(job)), _line(_spec_of(job)), _line(_times_of(job)), body, apart)


@lru_cache(maxsize=1024)
def _line(values: tuple[Any, ...]) -> str:
    """Jobs of a batch mostly have the same."""
    line = " ".join(map(_word, values))
    if len(line.split()) != len(values):
        raise ValueError(f"a job cannot be kept: what must be one word is not one word in {line!r}")
    return line


def _word(value: Any) -> str:
    if value is None:
        return ABSENT
    return str(int(value)) if isinstance(value, bool) else str(value)


def from_claim(answer: Iterable[bytes]) -> list[Job]:
    """The jobs of a claim's answer (`claim.lua` says what it holds)."""
    jobs = []
    stands: dict[str, Any] = {}
    is_what: dict[str, Any] = {}
    for row in answer:
        if row.startswith(_RUNNING):  # an id begins with a hexadecimal digit
            state, spec, _ = row.split(b"\n")
            stands, is_what = _how_it_stands(state), _what_it_is(spec)
        else:
            times, _, body = row[_ID_LENGTH:].partition(b"\n")
            own = {"id": row[:_ID_LENGTH].decode(), **_values(body, {})}
            jobs.append(frozen.made(Job, stands, is_what, _since_when(times), own))
    return jobs


def has_apart(record: bytes) -> bool:
    """Whether values of a record lie apart."""
    return _APART.encode() in record.split(b"\n", 4)[3]


def from_record(job_id: str, record: bytes, apart: Mapping[bytes, bytes] | None = None) -> Job:
    """The job behind a record; values that no version of ours wrote are ignored.

    A tombstone (see `settle.lua`, `forget.lua`) has no payload any more: it reads as empty bytes.

    Args:
        job_id: whose it is.
        record: as Redis keeps it.
        apart: the values that lie apart, by name; those that have been dropped meanwhile are missing.
    """
    state, spec, times, body = record.split(b"\n", 3)
    own = {"id": job_id, **_values(body, apart or {})}
    return frozen.made(Job, _what_it_is(spec), _how_it_stands(state), _since_when(times), own)


def _values(body: bytes, apart: Mapping[bytes, bytes]) -> dict[str, Any]:
    shape, _, values = body.partition(b"\n")
    layout = _layout(shape)
    found: dict[str, Any] = {"payload": b""}
    for name, place in layout.inside:
        found[name] = values[place]
    for name in layout.apart:
        if (raw := apart.get(name.encode())) is not None:
            found[name] = raw
    for name in layout.texts:
        if name in found:
            found[name] = found[name].decode("utf-8", "replace")
    if layout.end < len(values):
        found[_LAST] = values[layout.end :]
    return found


class _Layout(NamedTuple):
    """What the first line of a body says."""

    inside: list[tuple[str, slice]]
    """Where the values are, behind that line."""
    apart: list[str]
    texts: list[str]
    """Those of both that are text."""
    end: int


@lru_cache(maxsize=1024)
def _layout(shape: bytes) -> _Layout:
    inside, apart, at = [], [], 0
    words = iter(shape.decode().split())
    for name, length in zip(words, words, strict=True):
        if length == _APART:
            apart.append(name)
        else:
            inside.append((name, slice(at, at + int(length))))
            at += int(length)
    inside = [(name, place) for name, place in inside if name in _OWN]
    apart = [name for name in apart if name in _OWN]
    texts = [name for name in _OWN_TEXTS if name in {*dict(inside), *apart}]
    return _Layout(inside, apart, texts, at)


@lru_cache(maxsize=16_384)
def _what_it_is(line: bytes) -> dict[str, Any]:
    """Jobs alike have the same line, and so have, in `state`, those that became pending and were claimed together."""
    tenant, job_type, queue, priority, max_attempts, timeout_ms, ttl_seconds = line.decode().split(" ")
    return {
        "tenant": tenant,
        "type": job_type,
        "queue": queue,
        "priority": int(priority),
        "max_attempts": _whole(max_attempts),
        "timeout_ms": _whole(timeout_ms),
        "ttl_seconds": _whole(ttl_seconds),
    }


@lru_cache(maxsize=1024)
def _how_it_stands(line: bytes) -> dict[str, Any]:
    state, version, cancel, finished_at, attempt, fence, worker, started_at, deadline, crash_count = (
        line.decode().split(" ")
    )
    return {
        "state": STATES[state],
        "version": int(version),
        "cancel": cancel == "1",
        "finished_at": _whole(finished_at),
        "attempt": int(attempt),
        "fence": None if fence == ABSENT else fence,
        "worker": None if worker == ABSENT else worker,
        "started_at": _whole(started_at),
        "deadline": _whole(deadline),
        "crash_count": int(crash_count),
    }


@lru_cache(maxsize=1024)
def _since_when(line: bytes) -> dict[str, Any]:
    queued_at, run_at, created_at = line.decode().split(" ")
    return {"queued_at": _whole(queued_at), "run_at": _whole(run_at), "created_at": _whole(created_at)}


def _whole(word: str) -> int | None:
    return None if word == ABSENT else int(word)


def new_id() -> str:
    """A fresh id, ordered by time (UUID version 7, RFC 9562)."""
    return str(uuid_utils.uuid7())


def id_for(*parts: str) -> str:
    """The one id that follows from these words: the same call twice is the same job."""
    return str(uuid_utils.uuid5(_NAMES, "\0".join(parts)))
