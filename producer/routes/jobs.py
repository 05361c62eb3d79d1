"""`/api/v1/jobs`: make jobs, see them, stop them, run them again, remove old ones."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field

from producer import (
    acceptance,
    attempts,
    cancel,
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
from producer.durability import Durability
from producer.listing import COUNTED, CursorPage, OffsetPage
from producer.waiting import LONGEST, Waiting
from shared import requests, states
from shared.job import Job


class Before(BaseModel):
    """The query of a purge."""

    model_config = ConfigDict(extra="forbid")

    before: str
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
    def create() -> Response:
        work = stores.current()
        new = requests.new_job(validation.json_body(work.settings.max_body_bytes))
        admission = acceptance.accept_one(work, principal.current().tenant, validation.idempotency_key(), new)
        word = durability.word(work)
        seconds = prefer.wait()
        if seconds is None:
            return _accepted(admission, job_view.admitted(admission)[0], word)
        job = prefer.ended(work, waiting, admission, seconds)
        return _waited_for(job, admission, word)

    @routes.post("/batch")
    def create_batch() -> Response:
        work = stores.current()
        body = validation.json_body(work.settings.max_batch_bytes, validation.BATCH_DEPTH)
        batch = requests.batch(body)
        limits.current().charge(len(batch) - 1)
        admission = acceptance.accept_batch(
            work, principal.current().tenant, validation.idempotency_key(), batch
        )
        return _accepted(admission, job_view.admitted(admission), durability.word(work))


def _add_lists(routes: Blueprint) -> None:
    @routes.get("")
    def list_by_offset() -> Response:
        asked = validation.query(OffsetPage)
        page = listing.by_offset(stores.current().tables, principal.current().tenant, asked)
        return envelope.page(page, asked, job_view.view, total_is_exact=page.total < COUNTED)

    @routes.get("/cursor")
    def list_by_cursor() -> Response:
        asked = validation.query(CursorPage)
        jobs, following = listing.by_cursor(stores.current().tables, principal.current().tenant, asked)
        return envelope.answer(
            {
                "items": [job_view.view(job) for job in jobs],
                "next_cursor": following or "",
                "has_more": following is not None,
                "limit": asked.limit,
            }
        )

    @routes.delete("")
    def remove_old() -> Response:
        before = requests.instant_ms("before", validation.query(Before).before)
        deleted, more = purge.purge(stores.current(), principal.current().tenant, before)
        return envelope.answer({"deleted": deleted, "has_more": more})


def _add_one(routes: Blueprint) -> None:
    @routes.get("/<raw_id>")
    def show(raw_id: str) -> Response:
        return envelope.answer(job_view.view(_job(raw_id)))

    @routes.get("/<raw_id>/result")
    def result(raw_id: str) -> Response:
        found = _job(raw_id).result
        if found is None:
            return Response(status=204)
        return Response(found, mimetype="application/json")

    @routes.get("/<raw_id>/attempts")
    def list_attempts(raw_id: str) -> Response:
        tables = stores.current().tables
        return envelope.answer(attempts.timeline(tables, _job(raw_id).id))

    @routes.delete("/<raw_id>")
    def stop(raw_id: str) -> Response:
        job_id = validation.identity(raw_id)
        word = cancel.cancel(stores.current(), job_id, principal.current().tenant)
        return envelope.answer({"id": job_id, "status": word}, 202 if word == "cancelling" else 200)

    @routes.post("/<raw_id>/retry")
    def retry(raw_id: str) -> Response:
        work = stores.current()
        job, deferred = rerun.rerun(work, principal.current().tenant, validation.identity(raw_id))
        return envelope.answer(job_view.view(job), deferred=deferred)


def _add_waiting(routes: Blueprint, waiting: Waiting) -> None:
    @routes.get("/<raw_id>/why")
    def explain(raw_id: str) -> Response:
        job_id = validation.identity(raw_id)
        return envelope.answer(why.why(stores.current(), job_id, principal.current().tenant))

    @routes.get("/<raw_id>/wait")
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
