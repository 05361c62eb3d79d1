"""Makes the jobs of schedules: one for each slot, whoever runs this, and however many at once.

A turn decides first and accepts second. The decision on the slots of a schedule that are due is one compare-and-set:
whoever moves `next_run_at` writes down, in the same statement, which slots make a job. The jobs written down are
then accepted, by the one who decided or by any other: their ids follow from schedule and slot, so that a repeat after
a crash makes no second job, and a scheduler that was stopped in between finds its work done.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg2 import extensions

from shared import job, logs, mirror, queries, requests, schedules, states
from shared.connections import Postgres, scalar
from shared.enqueue import Door
from shared.errors import DatabaseUnavailable, QueueUnavailable, WorkqueueError
from shared.schedules import Run, Schedule
from worker.duty import Duty

STATEMENTS = queries.read(Path(__file__).parent / "sql")

LOOK_AHEAD_MS = 1000
"""Of what falls due within this the moment is known; anything sooner was made or edited since."""
PAGE = 100
"""Schedules, or decided runs, of one turn."""
STALE = 20.0
"""Seconds after which what was read is read again: a job may since have been made, ended and deleted (`RETENTION` is
at least 60 s), and its row would no longer stop a second one."""

_log = logs.get("scheduler")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of the slots of one schedule that are due."""

    runs: list[Run]
    next_run_at: int | None
    """The first slot that is not due yet."""


def duty(door: Door, postgres: Postgres) -> Duty:
    """The duty on one namespace; `postgres` is where `door` writes its rows."""
    return Duty("scheduler", lambda: tick(door, postgres))


def tick(door: Door, postgres: Postgres, now: int | None = None) -> float:
    """Make the jobs that are due; answers the seconds until the next look.

    Args:
        door: through which they are accepted.
        postgres: with the tables of schedules.
        now: ms since 1970; None: the clock of Postgres.

    Raises:
        DatabaseUnavailable: nothing is lost; the next turn goes on.
    """
    soon, now = _soon(postgres, now)
    due = [schedule for schedule in soon if _next_run(schedule) <= now]
    for schedule in due:
        _decide(door, postgres, schedule, now)
    accepted = _accept_decided(door, postgres)
    if PAGE in (len(soon), accepted):
        return 0.0
    waiting = [_next_run(schedule) - now for schedule in soon if _next_run(schedule) > now]
    return min([LOOK_AHEAD_MS, *waiting]) / 1000


def decision(schedule: Schedule, now: int) -> Decision:
    """What the schedule's policy makes of the slots up to `now` (ms since 1970), overlaps aside.

    Raises:
        Refused: the schedule can no longer be read.
    """
    cron = schedule.cron
    most = schedule.max_missed_runs if schedule.missed_policy == "run_all" else 1
    newest = cron.newest(_next_run(schedule), now, most)
    oldest = now - _lateness_ms(schedule, now)
    runs = [
        Run(slot, "decided", job.id_for("cron", schedule.id, str(slot))) for slot in newest if slot >= oldest
    ]
    return Decision(runs or [_missed(newest[-1], now)], cron.next_ms(now))


def _soon(postgres: Postgres, now: int | None) -> tuple[list[Schedule], int]:
    """Schedules that are due, or nearly, the longest overdue first, and what the time is."""

    def read(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        cursor.execute(STATEMENTS["schedules_soon"], {"now": now, "ahead": LOOK_AHEAD_MS, "limit": PAGE})
        return cursor.fetchall()

    rows = postgres.run(read)
    return [schedules.from_row(row) for row in rows], rows[0][-1] if rows else 0


def _next_run(schedule: Schedule) -> int:
    """The slot of one that is due or nearly so, and therefore has one."""
    return schedule.next_run_at or 0


def _lateness_ms(schedule: Schedule, now: int) -> int:
    if schedule.max_lateness_seconds is not None:
        return schedule.max_lateness_seconds * 1000
    return schedules.SKIP_LATENESS * 1000 if schedule.missed_policy == "skip" else now


def _missed(slot: int, now: int) -> Run:
    return Run(slot, "missed", reason=f"nobody was there for it until {(now - slot) // 1000} s later")


def _decide(door: Door, postgres: Postgres, schedule: Schedule, now: int) -> None:
    try:
        decided = decision(schedule, now)
    except requests.Refused as refused:
        # A newer release, or a machine without this time zone: it rests until a person edits it.
        decided = Decision([Run(_next_run(schedule), "refused", reason=str(refused))], None)
    if schedule.overlap_policy == "skip":
        decided = Decision(_without_overlap(door, postgres, schedule, decided.runs), decided.next_run_at)
    if _stands(postgres, schedule, decided):
        _tell(schedule, decided.runs)


def _without_overlap(door: Door, postgres: Postgres, schedule: Schedule, runs: Sequence[Run]) -> list[Run]:
    """One job at most, the newest, and none while the last one is open."""
    run = runs[-1]
    last = schedule.last_job_id
    if run.outcome != "decided" or last is None or not _is_open(door, postgres, last):
        return [run]
    return [Run(run.slot, "overlapped", reason=f"job {last}, the last one, was still open")]


def _is_open(door: Door, postgres: Postgres, job_id: str) -> bool:
    """By the row; where the mirror has not told it the end yet, by Redis."""
    row = mirror.read(postgres, [job_id]).get(job_id)
    if row is None:
        return _waits_for_acceptance(postgres, job_id)
    if row.state in states.FINAL:
        return False
    try:
        record = door.queue.get(job_id)
    except QueueUnavailable:
        return True  # its end, if it came, is not known to anybody
    return record is None or record.state not in states.FINAL


def _waits_for_acceptance(postgres: Postgres, job_id: str) -> bool:
    def read(cursor: extensions.cursor) -> bool:
        cursor.execute(STATEMENTS["waits_for_acceptance"], {"job_id": job_id})
        return bool(scalar(cursor))

    return postgres.run(read)


def _stands(postgres: Postgres, schedule: Schedule, decided: Decision) -> bool:
    """Write the decision down; False: another was faster, or the schedule was edited or deleted."""
    made = [run for run in decided.runs if run.job_id is not None]
    values = {
        "id": schedule.id,
        "version": schedule.version,
        "due": schedule.next_run_at,
        "next": decided.next_run_at,
        "last_slot": made[-1].slot if made else None,
        "last_job": made[-1].job_id if made else None,
        "slot": [run.slot for run in decided.runs],
        "outcome": [run.outcome for run in decided.runs],
        "job_id": [run.job_id for run in decided.runs],
        "reason": [run.reason for run in decided.runs],
    }

    def write(cursor: extensions.cursor) -> bool:
        cursor.execute(STATEMENTS["decide"], values)
        written = cursor.rowcount > 0
        if written:
            schedules.forget_runs(cursor, schedule.id)
        return written

    return postgres.run(write)


def _tell(schedule: Schedule, runs: Sequence[Run]) -> None:
    for run in runs:
        if run.outcome != "decided":
            _log.warning(
                "slot without a job",
                schedule=schedule.id,
                name=schedule.name,
                outcome=run.outcome,
                reason=run.reason,
            )


def _accept_decided(door: Door, postgres: Postgres) -> int:
    """Accept what anybody decided; answers how many were read."""
    read_at = time.monotonic()

    def read(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        cursor.execute(STATEMENTS["decided_runs"], {"limit": PAGE})
        return cursor.fetchall()

    rows = postgres.run(read)
    for row in rows:
        if time.monotonic() - read_at > STALE:
            break
        _accept(door, postgres, schedules.from_row(row), row[-1])
    return len(rows)


def _accept(door: Door, postgres: Postgres, schedule: Schedule, job_id: str) -> None:
    by = f"schedule {schedule.name}"
    try:
        door.accept([requests.row(schedules.new_job(schedule), schedule.tenant, job_id, enqueued_by=by)])
    except DatabaseUnavailable:
        raise
    except WorkqueueError as error:
        # One schedule whose job the door refuses must not keep the others from theirs.
        _log.error("job of a schedule refused", schedule=schedule.id, job=job_id, reason=str(error))
        _settle(postgres, job_id, "refused", str(error))
        return
    _settle(postgres, job_id, "queued", None)


def _settle(postgres: Postgres, job_id: str, outcome: str, reason: str | None) -> None:
    values = {"job_id": job_id, "outcome": outcome, "reason": reason}
    postgres.run(lambda cursor: cursor.execute(STATEMENTS["settle_run"], values))
