"""The older contract: `POST /enqueue` and `GET /api/jobs`, whose errors are plain text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from producer import acceptance, envelope, job_view, listing, prefer, principal, stores, validation
from producer.acceptance import Admission
from producer.durability import Durability
from producer.openapi import Answer, bare, bodies, described
from producer.openapi.answers import jobs as answers
from producer.waiting import Waiting
from shared import requests
from shared.errors import DatabaseUnavailable, QueueUnavailable
from shared.job import Job
from shared.requests import NotJson, Refused

NEWEST = 50
"""Jobs that `GET /api/jobs` shows."""


def blueprint(durability: Durability, waiting: Waiting) -> Blueprint:
    """The routes."""
    routes = Blueprint("v0", __name__)

    @routes.post("/enqueue")
    @described(
        "enqueue",
        "Make a job, in short",
        body=bodies.ShortJob,
        example={"type": "send_email", "payload": {"to": "ada@example.com"}, "retries": 3},
        answers={
            200: bare(answers.Queued, "It is accepted; or it was waited for, and has ended."),
            202: Answer(
                answers.Queued, None, "It did not end in time: it is accepted.", headers=("Location",)
            ),
        },
        problems=("monthly_limit_reached", "queue_full"),
        key=True,
        headers=("Prefer",),
        redis=True,
    )
    def enqueue() -> Response:
        work, caller = stores.current(), principal.current()
        new = requests.short_form(validation.json_body(work.settings.max_body_bytes))
        key = validation.idempotency_key()
        admission = acceptance.accept_one(work, caller.tenant, key, new, caller.who)
        word, seconds = durability.word(work), prefer.wait()
        if seconds is None:
            return _queued(admission, word)
        job = prefer.ended(work, waiting, admission, seconds)
        if job is not None:
            return _queued(admission, word, job)
        answer = _queued(admission, word)
        answer.status_code = 202
        return prefer.located(answer, admission.rows[0].job.id)

    @routes.get("/api/jobs")
    @described(
        "listNewestJobs",
        "See the newest 50 jobs, in the older words",
        text="Their states are `pending`, `processing`, `completed` and `failed`.",
        answers={200: bare(list[answers.OlderJob], "Without Postgres it is empty.")},
    )
    def newest() -> Response:
        work = stores.current()
        if work.postgres is None:
            return envelope.json_answer([])
        jobs = listing.newest(work.postgres, principal.current().tenant, NEWEST)
        return envelope.json_answer([job_view.older_view(job) for job in jobs])

    routes.register_error_handler(Refused, _refused)
    routes.register_error_handler(DatabaseUnavailable, _database_away)
    routes.register_error_handler(QueueUnavailable, _queue_away)
    return routes


def _queued(admission: Admission, durability: str, ended: Job | None = None) -> Response:
    """The answer to who asked for a job; `ended`: as it is when they waited for its end."""
    job = admission.rows[0].job
    body: dict[str, Any] = {
        "status": "queued",
        "type": job.type,
        "retries": job.attempts_allowed - 1,
        "queue_name": job.queue,
        "job_id": job.id,
        "durability": durability,
    }
    if admission.deferred:
        body["dispatch"] = "deferred"
    if ended is not None:
        body.update(status=ended.state, result=job_view.fragment(ended.result))
        if ended.error is not None:
            body["error_message"] = ended.error
    answer = envelope.json_answer(body)
    answer.headers.update(admission.headers)
    return answer


def _refused(error: Refused) -> Response:
    if isinstance(error, NotJson):
        return envelope.text("invalid JSON body", 400)
    return envelope.text(str(error), 413 if error.too_large else 400)


def _database_away(error: DatabaseUnavailable) -> Response:
    stores.current().postgres_outage.began(error)
    listing_jobs = request.method == "GET"
    return envelope.text("failed to list jobs" if listing_jobs else "failed to persist job", 500)


def _queue_away(error: QueueUnavailable) -> Response:
    stores.current().redis_outage.began(error)
    return envelope.text("failed to enqueue task", 500)
