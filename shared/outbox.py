"""Writes down what webhooks shall be told, in the transaction that writes the job's row: neither without the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from psycopg2 import extensions

from shared import queries, webhooks
from shared.job import Job
from shared.states import FINAL

STATEMENTS = queries.read(Path(__file__).parent / "sql")

LONGEST_ERROR = 2000
"""Characters of a job's error that a webhook is told."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One event, for every webhook of the tenant that hears of it."""

    tenant: str
    event: str
    """One of `webhooks.EVENTS`."""
    job_id: str
    occurrence: str
    """Which of the job's events it is; the same again is told to nobody twice."""
    body: str
    """The JSON that is sent."""


def ending(job: Job) -> Telling:
    """That a job has ended, from its record or row as it is then."""
    return telling(
        job,
        f"job.{job.state.value}",
        at=job.finished_at or 0,
        error=job.error,
        duration_ms=job.finished_at - job.started_at if job.finished_at and job.started_at else None,
    )


def telling(
    job: Job, event: str, *, at: int, error: str | None = None, duration_ms: int | None = None
) -> Telling:
    """An event of a job.

    Args:
        job: as it is after the event; of its fields only id, tenant, type, queue, state, attempt and fence are read.
        event: one of `webhooks.EVENTS`.
        at: when it happened, in ms since 1970.
        error: why an attempt failed.
        duration_ms: how long the attempt ran.
    """
    # A job ends once, however often a lost run of it is repeated; of attempts there are several.
    occurrence = event if job.state in FINAL or job.fence is None else f"{event}:{job.fence}"
    body = {
        "event": event,
        "job_id": job.id,
        "job_type": job.type,
        "queue": job.queue,
        "attempt": job.attempt,
        "status": job.state.value,
        "timestamp": at,
    }
    if error:
        body["error"] = error[:LONGEST_ERROR]
    if duration_ms is not None:
        body["duration_ms"] = max(0, duration_ms)
    return Telling(job.tenant, event, job.id, occurrence, orjson.dumps(body).decode())


def listened_to(cursor: extensions.cursor, tenants: Collection[str]) -> set[tuple[str, str]]:
    """The pairs of tenant and event that some webhook hears of."""
    cursor.execute(STATEMENTS["listened_to"], {"tenants": sorted(tenants)})
    return set(cursor.fetchall())


def write(cursor: extensions.cursor, tellings: Sequence[Telling]) -> None:
    """Put them into the outbox, for whoever listens; what is there already stays as it is."""
    if not tellings:
        return
    rows = [asdict(one) for one in tellings]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    cursor.execute(STATEMENTS["tell"], {**columns, "attempts": webhooks.ATTEMPTS})
