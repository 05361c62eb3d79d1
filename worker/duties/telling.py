"""What of a run of events webhooks are told: chosen by who listens, and by what the rows say of an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from psycopg2 import extensions

from shared import outbox
from shared.events import Event, said_at_end
from shared.job import Job
from shared.outbox import Telling
from shared.states import FINAL

_TOLD = {"enqueued": "job.enqueued", "started": "job.started", "failed": "job.failed"}


def write(
    cursor: extensions.cursor,
    events: Sequence[Event],
    finals: Sequence[tuple[str, str, int]],
    records: Mapping[str, Job],
) -> None:
    """Put what these events mean for webhooks into the outbox.

    Args:
        cursor: of the transaction that wrote the rows.
        events: as they were applied.
        finals: id, state and version of the rows that have ended: an end that lost to another is not told.
        records: of jobs that a repair told again, whose events say little.
    """
    listened_to = outbox.listened_to(cursor, {event.tenant for event in events})
    if not listened_to:
        return
    ended = {job_id: state for job_id, state, _ in finals}
    outbox.write(cursor, list(_tellings(events, listened_to, ended, records)))


def _tellings(
    events: Sequence[Event],
    listened_to: set[tuple[str, str]],
    ended: Mapping[str, str],
    records: Mapping[str, Job],
) -> Iterator[Telling]:
    for event in events:
        name = _name(event)
        if name is None or (event.tenant, name) not in listened_to:
            continue
        if event.state in FINAL and ended.get(event.job_id) != event.state:
            continue
        record = records.get(event.job_id)
        repaired = event.kind == "snapshot" and record is not None and record.state == event.state
        yield outbox.ending(record) if repaired and record else _telling(event, name)


def _name(event: Event) -> str | None:
    """The end of a job whoever says it; else what the kind of the event is called."""
    return f"job.{event.state.value}" if event.state in FINAL else _TOLD.get(event.kind)


def _telling(event: Event, name: str) -> Telling:
    said = said_at_end(event)
    started_at = said.get("started_at")
    return outbox.telling(
        Job(
            id=event.job_id,
            tenant=event.tenant,
            type=event.type,
            queue=event.queue,
            state=event.state,
            attempt=event.attempt,
            fence=event.fence or None,
        ),
        name,
        at=event.at,
        error=said.get("error"),
        duration_ms=event.at - started_at if started_at else None,
    )
