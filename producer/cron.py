"""Schedules: made, changed, run by hand, and shown with what they mean and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any, Literal

import orjson
import psycopg2.errors
from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field

from producer import acceptance, listing, statements
from producer.acceptance import Admission
from producer.envelope import Problem
from producer.job_view import instant, seconds
from producer.listing import Page, Window
from producer.stores import Stores
from shared import job, keys, requests, schedules
from shared.connections import Postgres
from shared.cron import Cron
from shared.requests import Refused
from shared.schedules import Schedule

SHOWN_RUNS = 10
"""Coming slots that a schedule is shown with."""
MOST_TAGS = 19
"""Of the twenty that a job may have, one is the schedule's own."""
_EDITS = 5
"""Tries of an edit that others keep overtaking."""


class NewSchedule(BaseModel):
    """A schedule as a caller asks for it; null is the same as absent, but in `payload`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100)]
    """Unique in its tenant."""
    job_type: requests.JobType
    cron_expression: str
    """Five fields, or `@hourly @daily @weekly @monthly @yearly`."""
    payload: Any = Field(default_factory=dict)
    queue_name: requests.QueueName | None = None
    priority: int | None = Field(None, ge=1, le=10)
    max_attempts: int | None = Field(None, ge=1, le=25)
    timeout_seconds: float | None = Field(None, ge=1, le=86_400)
    tags: dict[requests.TagName, requests.TagValue] | None = Field(None, max_length=MOST_TAGS)
    time_zone: str | None = None
    """IANA name; absent means UTC."""
    enabled: bool | None = None
    """Absent means true."""
    missed_policy: Literal["skip", "run_once", "run_all"] | None = None
    """What becomes of slots that nobody was there for; absent means `run_once`."""
    max_missed_runs: int | None = Field(None, ge=1, le=100)
    """How many of them `run_all` makes up for, the newest; absent means 10."""
    max_lateness_seconds: int | None = Field(None, ge=1, le=366 * 86_400)
    """A slot later than this makes no job; absent means 60 under `skip` and no limit otherwise."""
    overlap_policy: Literal["allow", "skip"] | None = None
    """`skip`: no new job while the last one is open; absent means `allow`."""


def create(stores: Stores, tenant: str, new: NewSchedule) -> Schedule:
    """Make a schedule.

    Raises:
        Refused: names the field and the rule.
        Problem: 409, the tenant has one of this name; 429, it has as many as it may have.
        TablesNeeded: there is no Postgres.
    """
    postgres = stores.tables
    values = {**_columns(new), "id": job.new_id(), "tenant": tenant}

    def insert(cursor: extensions.cursor) -> Schedule:
        statements.run(cursor, "one_maker_of_schedules", {"tenant": tenant})
        statements.run(cursor, "insert_schedule", {**values, "next_run_at": _next_run(cursor, values)})
        _check_room(cursor, tenant, stores.settings.max_schedules)
        return _read(cursor, tenant, values["id"])

    with _names_are_unique():
        return postgres.of(tenant).transaction(insert)


def page(postgres: Postgres, tenant: str, asked: Window) -> Page[dict[str, Any]]:
    """Some of the tenant's schedules, by name, each with its sentence and how its last job stands."""
    values = {"tenant": tenant, "id": None}
    return postgres.of(tenant).run(
        lambda cursor: listing.page(cursor, "schedules_of", "count_schedules", values, asked, _listed)
    )


def find(postgres: Postgres, tenant: str, schedule_id: str) -> Schedule:
    """One schedule.

    Raises:
        Problem: 404, the tenant has none of this id.
    """
    return postgres.of(tenant).run(lambda cursor: _read(cursor, tenant, schedule_id))


def change(postgres: Postgres, tenant: str, schedule_id: str, fields: dict[str, Any]) -> Schedule:
    """Change the fields that are named; what they make of the others is checked as a whole.

    Raises:
        Refused: names the field and the rule.
        Problem: 404, the tenant has none of this id; 409, it has another one of this name, or it is being edited by
            many at once.
    """
    for _ in range(_EDITS):
        before = find(postgres, tenant, schedule_id)
        new = requests.validate(NewSchedule, {**_fields(before, orjson.loads), **fields})
        values = {**_columns(new), "id": schedule_id, "tenant": tenant}
        if _changed(postgres, before, values):
            return find(postgres, tenant, schedule_id)
    raise Problem(409, "edited_meanwhile", "others are editing this schedule: look at it and try again")


def delete(postgres: Postgres, tenant: str, schedule_id: str) -> None:
    """Delete it; jobs that it made go on.

    Raises:
        Problem: 404, the tenant has none of this id.
    """

    def remove(cursor: extensions.cursor) -> bool:
        statements.run(cursor, "delete_schedule", {"id": schedule_id, "tenant": tenant})
        return cursor.rowcount > 0

    if not postgres.of(tenant).run(remove):
        raise _not_found()


def trigger(stores: Stores, tenant: str, schedule_id: str, key: str | None, by: str | None) -> Admission:
    """One job of the schedule now, also while it is paused or its last job is open: a person asks for it.

    Raises:
        Problem: 404, the tenant has none of this id.
        KeyReused: the Idempotency-Key was used for another request.
    """
    schedule = find(stores.tables, tenant, schedule_id)
    made_by = f"schedule {schedule.name}, triggered" + (f" by {by}" if by else "")
    admission = acceptance.accept_one(stores, tenant, key, schedules.new_job(schedule), made_by)
    made = admission.accepted[0].job
    values = {"id": schedule_id, "tenant": tenant, "job_id": made.id, "at": made.created_at}

    def note(cursor: extensions.cursor) -> None:
        statements.run(cursor, "note_trigger", values)
        schedules.forget_runs(cursor, schedule_id)

    if not admission.replayed:
        stores.tables.of(tenant).run(note)
    return admission


def runs(postgres: Postgres, tenant: str, schedule_id: str) -> list[dict[str, Any]]:
    """What became of its hundred newest slots, the newest first.

    Raises:
        Problem: 404, the tenant has none of this id.
    """

    def read(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        _read(cursor, tenant, schedule_id)
        return statements.rows(cursor, "runs_of", {"id": schedule_id, "tenant": tenant})

    return [
        {
            "scheduled_for": instant(slot),
            "outcome": outcome,
            "job_id": job_id,
            "job_status": status,
            "reason": reason,
        }
        for slot, outcome, job_id, reason, status in postgres.of(tenant).run(read)
    ]


def view(schedule: Schedule) -> dict[str, Any]:
    """The CronSchedule object; what is not there is null."""
    return {
        "id": schedule.id,
        **_fields(schedule, orjson.Fragment),
        "next_run_at": instant(schedule.next_run_at),
        "last_run_at": instant(schedule.last_run_at),
        "last_job_id": schedule.last_job_id,
        "created_at": instant(schedule.created_at),
    }


def full_view(schedule: Schedule) -> dict[str, Any]:
    """The same with the sentence that explains the expression and the coming slots by the zone's own clock."""
    try:
        cron = schedule.cron
    except Refused:  # this machine knows the zone no longer; the runs say so too, and an edit mends it
        return {**view(schedule), "description": None, "next_runs": []}
    return {**view(schedule), "description": cron.sentence, "next_runs": list(_coming(schedule, cron))}


def _listed(row: statements.Row) -> dict[str, Any]:
    schedule = schedules.from_row(row)
    return {**view(schedule), "description": _sentence(schedule), "last_job_status": row[-1]}


def _sentence(schedule: Schedule) -> str | None:
    try:
        return schedule.cron.sentence
    except Refused:  # as in full_view
        return None


def _coming(schedule: Schedule, cron: Cron) -> Iterator[str]:
    """From the next slot on, which is the table's to say."""
    if schedule.next_run_at is not None:
        before = datetime.fromtimestamp(schedule.next_run_at / 1000 - 1, UTC)
        for slot in islice(cron.after(before), SHOWN_RUNS):
            yield slot.isoformat()


def _columns(new: NewSchedule) -> dict[str, Any]:
    """What a request asks for as columns.

    Raises:
        Refused: what its fields' own rules do not see.
    """
    if schedules.TAG in (new.tags or {}):
        raise Refused(f"tags.{schedules.TAG}", "is the service's own: it holds the schedule's id")
    Cron(new.cron_expression, new.time_zone or "UTC")
    return {
        "name": new.name,
        "job_type": new.job_type,
        "payload": requests.payload_bytes(new.payload).decode(),
        "queue": new.queue_name or keys.DEFAULT_QUEUE,
        "priority": new.priority or keys.DEFAULT_PRIORITY,
        "max_attempts": new.max_attempts,
        "timeout_ms": None if new.timeout_seconds is None else round(new.timeout_seconds * 1000),
        "tags": orjson.dumps(new.tags).decode() if new.tags else None,
        "cron_expression": new.cron_expression,
        "time_zone": new.time_zone or "UTC",
        "enabled": new.enabled is not False,
        "missed_policy": new.missed_policy or "run_once",
        "max_missed_runs": new.max_missed_runs or 10,
        "max_lateness_seconds": new.max_lateness_seconds,
        "overlap_policy": new.overlap_policy or "allow",
    }


def _fields(schedule: Schedule, read: Callable[[bytes], Any]) -> dict[str, Any]:
    """What a request says of this schedule, in its words; `read` makes a value of stored JSON."""
    return {
        "name": schedule.name,
        "job_type": schedule.job_type,
        "payload": read(schedule.payload),
        "queue_name": schedule.queue,
        "priority": schedule.priority,
        "max_attempts": schedule.max_attempts,
        "timeout_seconds": seconds(schedule.timeout_ms),
        "tags": None if schedule.tags is None else read(schedule.tags),
        "cron_expression": schedule.cron_expression,
        "time_zone": schedule.time_zone,
        "enabled": schedule.enabled,
        "missed_policy": schedule.missed_policy,
        "max_missed_runs": schedule.max_missed_runs,
        "max_lateness_seconds": schedule.max_lateness_seconds,
        "overlap_policy": schedule.overlap_policy,
    }


def _changed(postgres: Postgres, before: Schedule, values: dict[str, Any]) -> bool:
    """Whether the edit stands; False: another one came first."""
    timing = {name: getattr(before, name) for name in ("cron_expression", "time_zone", "enabled")}
    retimed = before.next_run_at is None or any(values[name] != value for name, value in timing.items())

    def update(cursor: extensions.cursor) -> bool:
        told = {"version": before.version, "retimed": retimed, "next_run_at": _next_run(cursor, values)}
        statements.run(cursor, "change_schedule", {**values, **told})
        return cursor.rowcount > 0

    with _names_are_unique():
        return postgres.of(values["tenant"]).run(update)


def _next_run(cursor: extensions.cursor, values: dict[str, Any]) -> int | None:
    """Its next slot by the clock of Postgres, in ms since 1970; None while it is paused."""
    if not values["enabled"]:
        return None
    now = statements.number(cursor, "clock_ms", {})
    return Cron(values["cron_expression"], values["time_zone"]).next_ms(now)


def _check_room(cursor: extensions.cursor, tenant: str, most: int) -> None:
    """Counted with the new one, so that its own repeat, after a lost answer, is not one too many."""
    if statements.number(cursor, "count_schedules", {"tenant": tenant}) > most:
        sentence = f"there are {most} schedules already, and no more are allowed: delete one, or ask for more"
        raise Problem(429, "too_many_schedules", sentence)


def _read(cursor: extensions.cursor, tenant: str, schedule_id: str) -> Schedule:
    values = {"id": schedule_id, "tenant": tenant, "limit": 1, "offset": 0}
    row = statements.row(cursor, "schedules_of", values)
    if row is None:
        raise _not_found()
    return schedules.from_row(row)


def _not_found() -> Problem:
    return Problem(404, "not_found", "schedule not found", "id")


@contextmanager
def _names_are_unique() -> Iterator[None]:
    try:
        yield
    except psycopg2.errors.UniqueViolation:
        raise Problem(
            409,
            "name_taken",
            "there is a schedule of this name: change that one, or take another name",
            "name",
        ) from None
