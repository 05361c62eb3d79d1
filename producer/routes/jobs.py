"""`/api/v1/jobs`: make jobs, see them, stop them, run them again."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import acceptance, envelope, job_view, lookup, principal, stores, validation
from producer.acceptance import Admission
from producer.durability import Durability
from shared import requests


def blueprint(durability: Durability) -> Blueprint:
    """The routes."""
    routes = Blueprint("jobs", __name__, url_prefix="/api/v1/jobs")

    @routes.post("")
    def create() -> Response:
        work = stores.current()
        new = requests.new_job(validation.json_body(work.settings.max_body_bytes))
        admission = acceptance.accept_one(work, principal.current().tenant, validation.idempotency_key(), new)
        return _accepted(admission, _views(admission)[0], durability.word(work))

    @routes.get("/<raw_id>")
    def show(raw_id: str) -> Response:
        job = lookup.job(stores.current(), validation.job_id(raw_id), principal.current().tenant)
        return envelope.answer(job_view.view(job))

    return routes


def _views(admission: Admission) -> list[dict[str, object]]:
    pairs = zip(admission.rows, admission.accepted, strict=True)
    return [job_view.accepted(row, accepted.job.created_at) for row, accepted in pairs]


def _accepted(admission: Admission, data: object, durability: str) -> Response:
    headers = {"Idempotent-Replayed": "true"} if admission.replayed else None
    if admission.deferred:
        return envelope.answer(data, 202, headers, durability=durability, dispatch="deferred")
    return envelope.answer(data, 201, headers, durability=durability)
