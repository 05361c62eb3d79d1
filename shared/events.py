"""What happened to a job, as the scripts append it to the events stream and as everyone else reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.states import State

KINDS = "enqueued started progress completed failed dead cancelled released crashed promoted snapshot".split()
"""`failed`: another attempt is due. `released`, `crashed`: taken back, uncounted. `snapshot`: said again by a repair."""

ENDED_ATTEMPT = frozenset({"completed", "failed", "dead", "cancelled", "released", "crashed"})
"""Kinds that end an attempt, where the event carries a fence."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the stream."""

    position: str
    """The entry's id in the stream, `<ms>-<n>`; grows with time."""
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
    """JSON of `shared.attempts.Outcome` when an attempt ended; the runner's id when it started; else empty."""

    @property
    def at(self) -> int:
        """When it happened, in ms by the clock of Redis."""
        return int(self.position.partition("-")[0])


def parse(entries: Iterable[tuple[bytes, Mapping[bytes, bytes]]]) -> list[Event]:
    """Events from the answer of XREAD or XRANGE."""
    return [_event(position.decode(), fields) for position, fields in entries]


def _event(position: str, fields: Mapping[bytes, bytes]) -> Event:
    job_id, tenant, job_type, queue, kind, state, version, attempt, fence = fields[b"is"].decode().split(" ")
    return Event(
        position=position,
        job_id=job_id,
        tenant=tenant,
        type=job_type,
        queue=queue,
        kind=kind,
        state=State(state),
        version=int(float(version)),
        attempt=int(float(attempt)),
        fence=fence,
        data=fields[b"data"],
    )


def order(position: str) -> tuple[int, int]:
    """A position as numbers that compare in the order of the stream."""
    milliseconds, _, sequence = position.partition("-")
    return int(milliseconds), int(sequence or 0)
