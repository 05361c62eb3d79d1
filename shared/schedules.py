"""Schedules: the record of one, the job that it makes, and what became of each of its slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from psycopg2 import extensions

from shared import queries
from shared.cron import Cron
from shared.requests import NewJob

TAG = "schedule"
"""The tag that links a job to its schedule: its value is the schedule's id."""
SKIP_LATENESS = 60
"""Seconds after which the policy `skip` passes a slot over, where the schedule says nothing else."""
STATEMENTS = queries.read(Path(__file__).parent / "sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What makes a job again and again; times are whole milliseconds since 1970 by the clock of Postgres."""

    id: str
    """A UUID."""
    tenant: str
    name: str
    """Unique in its tenant."""
    job_type: str
    payload: bytes
    """JSON, as UTF-8."""
    queue: str
    priority: int
    max_attempts: int | None
    """Of each of its jobs; None: the handler's own setting."""
    timeout_ms: int | None
    tags: bytes | None
    """JSON object of strings, without `TAG`."""
    cron_expression: str
    """As it was given."""
    time_zone: str
    """IANA name."""
    enabled: bool
    missed_policy: str
    """`skip`, `run_once` or `run_all`: what becomes of slots that nobody was there for."""
    max_missed_runs: int
    """How many of them `run_all` makes up for, the newest."""
    max_lateness_seconds: int | None
    """A slot later than this makes no job; None: `SKIP_LATENESS` under `skip`, no limit otherwise."""
    overlap_policy: str
    """`allow`, or `skip`: no new job while the last one is open."""
    version: int
    """Raised by every edit."""
    next_run_at: int | None
    """The next slot; None while it is paused."""
    last_run_at: int | None
    """The slot (or the moment of the trigger) of its last job."""
    last_job_id: str | None
    created_at: int

    @property
    def cron(self) -> Cron:
        """When it falls due.

        Raises:
            Refused: the time zone or the expression can no longer be read on this machine.
        """
        return Cron(self.cron_expression, self.time_zone)


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one slot."""

    slot: int
    """Ms since 1970."""
    outcome: str
    """`decided` (its job is about to be accepted), `queued`, `triggered`, `overlapped`, `missed` or `refused`."""
    job_id: str | None = None
    reason: str | None = None
    """Why there is no job, for people."""


def from_row(row: Sequence[Any]) -> Schedule:
    """The schedule behind a row of `schedules_of` (or of a statement with the same columns)."""
    return Schedule(
        id=row[0],
        tenant=row[1],
        name=row[2],
        job_type=row[3],
        payload=row[4].encode(),
        queue=row[5],
        priority=row[6],
        max_attempts=row[7],
        timeout_ms=row[8],
        tags=None if row[9] is None else row[9].encode(),
        cron_expression=row[10],
        time_zone=row[11],
        enabled=row[12],
        missed_policy=row[13],
        max_missed_runs=row[14],
        max_lateness_seconds=row[15],
        overlap_policy=row[16],
        version=row[17],
        next_run_at=row[18],
        last_run_at=row[19],
        last_job_id=row[20],
        created_at=row[21],
    )


def new_job(schedule: Schedule) -> NewJob:
    """The job that one run of the schedule asks for; its fields were checked when the schedule was made."""
    tags = orjson.loads(schedule.tags) if schedule.tags else {}
    return NewJob.model_construct(
        type=schedule.job_type,
        payload=orjson.loads(schedule.payload),
        queue_name=schedule.queue,
        priority=schedule.priority,
        max_attempts=schedule.max_attempts,
        timeout_seconds=None if schedule.timeout_ms is None else schedule.timeout_ms / 1000,
        tags={**tags, TAG: schedule.id},
    )


def forget_runs(cursor: extensions.cursor, schedule_id: str) -> None:
    """Keep the notes of a schedule short: the hundred newest."""
    cursor.execute(STATEMENTS["forget_runs"], {"schedule_id": schedule_id})
