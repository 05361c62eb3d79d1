"""`/api/v1/cron`: schedules, which make jobs again and again."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import cron, cron_preview, envelope, job_view, principal, stores, validation
from producer.cron import NewSchedule
from producer.listing import Window
from producer.openapi import bodies, deferred, described, page_of
from producer.openapi.answers import cron as answers
from producer.openapi.answers import figures
from producer.openapi.answers.jobs import Job


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("cron", __name__, url_prefix="/api/v1/cron")
    _add_all(routes)
    _add_one(routes)
    _add_preview(routes)
    return routes


def _add_all(routes: Blueprint) -> None:
    @routes.get("")
    @described(
        "listSchedules",
        "See schedules, by name",
        query=Window,
        answers={200: page_of(answers.ListedCronSchedule)},
        tables=True,
    )
    def list_schedules() -> Response:
        asked = validation.query(Window)
        found = cron.page(stores.current().tables, principal.current().tenant, asked)
        return envelope.page(found, asked)

    @routes.post("")
    @described(
        "createSchedule",
        "Make a schedule",
        text="`docs/howto/schedule.md` says what happens when the clocks change and when nobody was there.",
        body=NewSchedule,
        example={"name": "nightly report", "job_type": "report", "cron_expression": "30 2 * * *"},
        answers={201: answers.FullCronSchedule},
        problems=("name_taken", "too_many_schedules"),
        tables=True,
    )
    def create() -> Response:
        work = stores.current()
        new = validation.body(NewSchedule, work.settings.max_body_bytes)
        return envelope.answer(cron.full_view(cron.create(work, principal.current().tenant, new)), 201)


def _add_preview(routes: Blueprint) -> None:
    @routes.post("/explain")
    @described(
        "explainCron",
        "See what a cron expression means and when it would run",
        text="Nothing is kept.",
        body=cron_preview.Expression,
        example={"cron_expression": "30 2 * * *", "time_zone": "Europe/Berlin"},
        answers={200: figures.CronExplained},
    )
    def explain() -> Response:
        asked = validation.body(cron_preview.Expression, stores.current().settings.max_body_bytes)
        return envelope.answer(cron_preview.explained(asked))


def _add_one(routes: Blueprint) -> None:
    @routes.get("/<raw_id>")
    @described(
        "getSchedule",
        "See a schedule, what it means and when it runs next",
        answers={200: answers.FullCronSchedule},
        tables=True,
    )
    def show(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        found = cron.find(stores.current().tables, principal.current().tenant, schedule_id)
        return envelope.answer(cron.full_view(found))

    @routes.patch("/<raw_id>")
    @described(
        "changeSchedule",
        "Change a schedule",
        text="The members that are named change; what they make of the others is checked as a whole.",
        body=bodies.ScheduleChange,
        example={"enabled": False},
        answers={200: answers.FullCronSchedule},
        problems=("name_taken", "edited_meanwhile"),
        tables=True,
    )
    def change(raw_id: str) -> Response:
        work, schedule_id = stores.current(), validation.identity(raw_id)
        fields = validation.json_object(work.settings.max_body_bytes)
        changed = cron.change(work.tables, principal.current().tenant, schedule_id, fields)
        return envelope.answer(cron.full_view(changed))

    @routes.delete("/<raw_id>")
    @described(
        "deleteSchedule",
        "Delete a schedule; its jobs go on",
        answers={200: answers.DeletedSchedule},
        tables=True,
    )
    def delete(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        cron.delete(stores.current().tables, principal.current().tenant, schedule_id)
        return envelope.answer({"id": schedule_id, "status": "deleted"})

    @routes.post("/<raw_id>/trigger")
    @described(
        "triggerSchedule",
        "Make one job of a schedule now",
        text="Also while it is paused, or its last job is open.",
        answers={
            201: deferred(Job, "It is accepted."),
            202: deferred(Job, "Redis is away: it is accepted."),
        },
        problems=("monthly_limit_reached", "queue_full"),
        key=True,
        tables=True,
        redis=True,
    )
    def trigger(raw_id: str) -> Response:
        caller, key = principal.current(), validation.idempotency_key()
        schedule_id = validation.identity(raw_id)
        admission = cron.trigger(stores.current(), caller.tenant, schedule_id, key, caller.who)
        (made,) = job_view.admitted(admission)
        return envelope.answer(made, admission.status, admission.headers, deferred=admission.deferred)

    @routes.get("/<raw_id>/runs")
    @described(
        "listRuns",
        "See what became of the hundred newest slots of a schedule",
        answers={200: list[answers.CronRun]},
        tables=True,
    )
    def list_runs(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        return envelope.answer(cron.runs(stores.current().tables, principal.current().tenant, schedule_id))
