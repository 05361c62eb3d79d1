"""`/api/v1/jobs`: make jobs, see them, stop them, run them again, remove old ones."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field

from producer import (
    acceptance,
    attempts,
    bulk,
    cancel,
    downloads,
    envelope,
    job_view,
    limits,
    listing,
    lookup,
    prefer,
    principal,
    purge,
    rerun,
    stores,
    validation,
    why,
)
from producer.acceptance import Admission
from producer.bulk import BulkAct
from producer.downloads import FORMATS, Download
from producer.durability import Durability
from producer.listing import CursorPage, OffsetPage
from producer.openapi import Answer, accepted, bare, bodies, deferred, described, nothing, page_of
from producer.openapi.answers import jobs as answers
from producer.openapi.answers.meta import JobPageMeta, SearchMeta
from producer.waiting import LONGEST, Waiting
from shared import requests, states
from shared.job import Job


class Before(BaseModel):
    """The query of a purge."""

    model_config = ConfigDict(extra="forbid")

    before: requests.Instant
    """RFC 3339: jobs created before."""


class Wait(BaseModel):
    """The query of a wait."""

    model_config = ConfigDict(extra="forbid")

    seconds: float = Field(LONGEST, ge=0, le=LONGEST)


def blueprint(durability: Durability, waiting: Waiting) -> Blueprint:
    """The routes."""
    routes = Blueprint("jobs", __name__, url_prefix="/api/v1/jobs")
    _add_making(routes, durability, waiting)
    _add_lists(routes)
    _add_one(routes)
    _add_waiting(routes, waiting)
    return routes


def _add_making(routes: Blueprint, durability: Durability, waiting: Waiting) -> None:
    @routes.post("")
    @described(
        "createJob",
        "Make a job",
        body=bodies.LongJob,
        example={"type": "send_email", "payload": {"to": "ada@example.com"}, "max_attempts": 3},
        answers={
            200: accepted(answers.Job, "It was waited for, and has ended."),
            201: accepted(answers.Job, "It is accepted."),
            202: accepted(
                answers.Job, "It did not end in time, or Redis is away: it is accepted.", "Location"
            ),
        },
        problems=("monthly_limit_reached", "queue_full"),
        key=True,
        headers=("Prefer",),
        redis=True,
    )
    def create() -> Response:
        work, caller = stores.current(), principal.current()
        new = requests.new_job(validation.json_body(work.settings.max_body_bytes))
        key = validation.idempotency_key()
        admission = acceptance.accept_one(work, caller.tenant, key, new, caller.who)
        word = durability.word(work)
        seconds = prefer.wait()
        if seconds is None:
            return _accepted(admission, job_view.admitted(admission)[0], word)
        job = prefer.ended(work, waiting, admission, seconds)
        return _waited_for(job, admission, word)

    @routes.post("/batch")
    @described(
        "createJobs",
        "Make up to 500 jobs, all or none",
        body=bodies.Batch,
        example=[
            {"type": "send_email", "payload": {"to": name}} for name in ("ada@example.com", "bob@example.com")
        ],
        answers={
            201: accepted(list[answers.Job], "They are accepted; they stand in the order of the request."),
            202: accepted(list[answers.Job], "Redis is away: they are accepted."),
        },
        problems=("monthly_limit_reached", "queue_full"),
        key=True,
        redis=True,
    )
    def create_batch() -> Response:
        work, caller = stores.current(), principal.current()
        body = validation.json_body(work.settings.max_batch_bytes, validation.BATCH_DEPTH)
        batch = requests.batch(body)
        limits.current().charge(len(batch) - 1)
        key = validation.idempotency_key()
        admission = acceptance.accept_batch(work, caller.tenant, key, batch, caller.who)
        return _accepted(admission, job_view.admitted(admission), durability.word(work))


def _add_lists(routes: Blueprint) -> None:
    @routes.get("")
    @described(
        "listJobs",
        "See jobs",
        text="The newest first where nothing else is said. A page may be short, or empty, and yet have more:"
        " `meta.searched_until` says then how far was looked.",
        query=OffsetPage,
        answers={200: page_of(answers.Job, JobPageMeta)},
        tables=True,
    )
    def list_by_offset() -> Response:
        asked = validation.query(OffsetPage)
        page = listing.by_offset(stores.current().tables, principal.current().tenant, asked)
        return envelope.page(page, asked, job_view.view, **page.meta)

    @routes.get("/cursor")
    @described(
        "listJobsByCursor",
        "Walk through all jobs",
        text="The newest first where nothing else is said. A page may be short, or empty, and yet have more:"
        " `meta.searched_until` says then how far was looked.",
        query=CursorPage,
        answers={200: Answer(answers.JobsPage, SearchMeta)},
        problems=("invalid_cursor",),
        tables=True,
    )
    def list_by_cursor() -> Response:
        asked = validation.query(CursorPage)
        page = listing.by_cursor(stores.current().tables, principal.current().tenant, asked)
        return envelope.answer(
            {
                "items": [job_view.view(job) for job in page.jobs],
                "next_cursor": page.following or "",
                "has_more": page.following is not None,
                "limit": asked.limit,
            },
            **page.meta,
        )

    @routes.get("/export")
    @described(
        "downloadJobs",
        "Download all jobs that match",
        text="As CSV (RFC 4180, a line of names first; what a spreadsheet would take for a formula begins with `'`) or as"
        " JSON, one Job on each line. A download that breaks off has no end: its connection is cut.",
        query=Download,
        answers={
            200: tuple(bare(str, "All of it.", form.media, form.example) for form in FORMATS.values()),
        },
        problems=("too_many_exports",),
        tables=True,
    )
    def download() -> Response:
        asked, caller = validation.query(Download), principal.current()
        opened = downloads.current().open(caller.tenant, asked, request.environ.get("gunicorn.socket"))
        headers = {"Content-Disposition": f'attachment; filename="{opened.name}"'}
        response = Response(opened.chunks(), mimetype=opened.form.media, headers=headers)
        response.call_on_close(opened.close)
        return response

    @routes.post("/bulk")
    @described(
        "actOnJobs",
        "Retry, cancel, requeue or delete many jobs",
        text="Does the act to a part of the jobs and says where the next call goes on. Of those that match a filter, those"
        " are meant that were made before the first call and whose state the act is for; the oldest come first."
        " `act` is `retry`, `cancel`, `requeue` or `delete`.",
        body=BulkAct,
        example={"act": "requeue", "filter": {"status": "dead", "type": "send_email"}, "limit": 100},
        answers={200: deferred(answers.BulkDone)},
        problems=(
            "invalid_cursor",
            "monthly_limit_reached",
            "queue_full",
            "tables_needed",
            "database_unavailable",
        ),
        redis=True,
    )
    def act_on_many() -> Response:
        work = stores.current()
        asked = validation.body(BulkAct, work.settings.max_body_bytes)
        outcome = bulk.perform(work, principal.current(), asked)
        return envelope.answer(outcome.view(), deferred=outcome.deferred)

    @routes.delete("")
    @described(
        "removeOldJobs",
        "Remove jobs that ended",
        text="Removes completed, dead and cancelled jobs that were created before a moment."
        " Ask again while `has_more`.",
        query=Before,
        answers={200: answers.Removed},
        tables=True,
        redis=True,
    )
    def remove_old() -> Response:
        before = requests.instant_ms("before", validation.query(Before).before)
        deleted, more = purge.purge(stores.current(), principal.current().tenant, before)
        return envelope.answer({"deleted": deleted, "has_more": more})


def _add_one(routes: Blueprint) -> None:
    @routes.get("/<raw_id>")
    @described("getJob", "See a job", answers={200: answers.Job}, redis=True)
    def show(raw_id: str) -> Response:
        return envelope.answer(job_view.view(_job(raw_id)))

    @routes.get("/<raw_id>/result")
    @described(
        "getJobResult",
        "Get what the handler returned, as it is",
        answers={
            200: bare(Any, "Any JSON.", example={"sent": True}),
            204: nothing("There is none, or not yet."),
        },
        redis=True,
    )
    def result(raw_id: str) -> Response:
        found = _job(raw_id).result
        if found is None:
            return Response(status=204)
        return Response(found, mimetype="application/json")

    @routes.get("/<raw_id>/attempts")
    @described(
        "listAttempts",
        "See every run of a job, the oldest first",
        answers={200: list[answers.Attempt]},
        tables=True,
    )
    def list_attempts(raw_id: str) -> Response:
        tables = stores.current().tables
        return envelope.answer(attempts.timeline(tables, principal.current().tenant, _job(raw_id).id))

    @routes.delete("/<raw_id>")
    @described(
        "cancelJob",
        "Cancel a job",
        answers={
            200: Answer(answers.Cancelled, text="It will not run."),
            202: Answer(answers.Cancelled, text="It runs, and its worker was asked to stop."),
        },
        problems=("already_ended",),
        redis=True,
    )
    def stop(raw_id: str) -> Response:
        job_id = validation.identity(raw_id)
        word = cancel.cancel(stores.current(), job_id, principal.current().tenant)
        return envelope.answer({"id": job_id, "status": word}, 202 if word == "cancelling" else 200)

    @routes.post("/<raw_id>/retry")
    @described(
        "retryJob",
        "Run a job again now",
        text="A scheduled or failed job at once; a dead one as a fresh job.",
        answers={200: deferred(answers.Job)},
        problems=("not_retryable", "already_requeued", "monthly_limit_reached", "queue_full"),
        redis=True,
    )
    def retry(raw_id: str) -> Response:
        work, caller = stores.current(), principal.current()
        job, deferred = rerun.rerun(work, caller.tenant, validation.identity(raw_id), caller.who)
        return envelope.answer(job_view.view(job), deferred=deferred)


def _add_waiting(routes: Blueprint, waiting: Waiting) -> None:
    @routes.get("/<raw_id>/why")
    @described(
        "explainJob",
        "See why a job is not running",
        text="Or who runs it: a sentence, the reasons one by one, and the facts behind them.",
        answers={200: answers.Why},
        redis=True,
    )
    def explain(raw_id: str) -> Response:
        job_id = validation.identity(raw_id)
        return envelope.answer(why.why(stores.current(), job_id, principal.current().tenant))

    @routes.get("/<raw_id>/wait")
    @described(
        "waitForJob",
        "Wait for the end of a job",
        text="Up to `seconds`, 0 to 30.",
        query=Wait,
        answers={
            200: Answer(answers.Job, text="It has ended."),
            202: Answer(answers.Job, text="It has not ended in time."),
        },
        problems=("too_many_waiting",),
        redis=True,
    )
    def wait(raw_id: str) -> Response:
        seconds = validation.query(Wait).seconds
        job = _job(raw_id)
        if job.state not in states.FINAL and seconds:
            job = waiting.for_end(lambda: _job(raw_id), job.tenant, job.id, seconds)
        return envelope.answer(job_view.view(job), 200 if job.state in states.FINAL else 202)


def _job(raw_id: str) -> Job:
    return lookup.job(stores.current(), validation.identity(raw_id), principal.current().tenant)


def _waited_for(job: Job | None, admission: Admission, durability: str) -> Response:
    if job is not None:
        return envelope.answer(job_view.view(job), headers=admission.headers, durability=durability)
    answer = _accepted(admission, job_view.admitted(admission)[0], durability)
    answer.status_code = 202
    return prefer.located(answer, admission.rows[0].job.id)


def _accepted(admission: Admission, data: Any, durability: str) -> Response:
    return envelope.answer(
        data,
        admission.status,
        admission.headers,
        durability=durability,
        deferred=admission.deferred,
    )
