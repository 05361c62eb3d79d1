"""What happened to a job, as the scripts append it to the events stream and as everyone else reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from shared import frozen
from shared.job import Job
from shared.states import STATES, State

KINDS = [
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
"""`failed`: another attempt is due. `released`, `crashed`: taken back, uncounted. `snapshot`: said again by a repair."""

ENDED_ATTEMPT = frozenset({"completed", "failed", "dead", "cancelled", "released", "crashed"})
"""Kinds that end an attempt, where the event carries a fence."""


@dataclass(frozen=True)
class Event:
    """One entry of the stream."""

    position: str
    """Id of the entry in the stream that carries it, `<ms>-<n>`; grows with time. Several events may share one."""
    job_id: str
    tenant: str
    type: str
    queue: str
    kind: str
    state: State
    version: int
    attempt: int
    fence: str
    data: bytes
    """JSON on one line when an attempt ended (`of_end`) or progressed; the runner when it started."""

    @property
    def at(self) -> int:
        """When it happened, in ms by the clock of Redis."""
        return _milliseconds(self.position)


@lru_cache(maxsize=64)
def _milliseconds(position: str) -> int:
    """Events of one entry, which are read one after the other, share it."""
    return int(position.partition("-")[0])


def parse(entries: Iterable[tuple[bytes, Mapping[bytes, bytes]]]) -> list[Event]:
    """Events from the answer of XREAD or XRANGE; an entry holds those of one run of a script (`prelude.lua` says how)."""
    found: list[Event] = []
    for raw_position, fields in entries:
        position = raw_position.decode()
        for line in fields[b"events"].split(b"\n"):
            found += _events(position, line)
    return found


def _events(position: str, line: bytes) -> list[Event]:
    *words, data = line.split(b" ", 9)
    job_ids, tenant, job_type, queue, kind, state, version, attempt, fence = (
        b" ".join(words).decode().split(" ")
    )
    common = {
        "position": position,
        "tenant": tenant,
        "type": job_type,
        "queue": queue,
        "kind": kind,
        "state": STATES[state],
        "version": int(version),
        "attempt": int(attempt),
        "fence": fence,
        "data": data,
    }
    return [frozen.made(Event, common, {"job_id": job_id}) for job_id in job_ids.split(",")]


def of_end(job: Job, **said: Any) -> bytes:
    """What the event of an attempt's end carries.

    Args:
        job: as it was claimed.
        said: `error`, `traceback`, `logs`, `result` (an `orjson.Fragment`), `delay_ms`, `max_attempts`, `crash_count`;
            None is left out.
    """
    whole = {"worker": job.worker, "started_at": job.started_at, "ready_at": job.queued_at, **said}
    return orjson.dumps({name: value for name, value in whole.items() if value is not None})


def said_at_end(event: Event) -> dict[str, Any]:
    """What `of_end` wrote into the event; empty where it ends no attempt."""
    if event.kind in ENDED_ATTEMPT and event.data.startswith(b"{"):
        said: dict[str, Any] = orjson.loads(event.data)
        return said
    return {}


def order(position: str) -> tuple[int, int]:
    """A position as numbers that compare in the order of the stream."""
    milliseconds, _, sequence = position.partition("-")
    return int(milliseconds), int(sequence or 0)
