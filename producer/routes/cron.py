"""`/api/v1/cron`: schedules, which make jobs again and again."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import cron, envelope, job_view, principal, stores, validation
from producer.cron import NewSchedule
from producer.listing import Window


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("cron", __name__, url_prefix="/api/v1/cron")
    _add_all(routes)
    _add_one(routes)
    return routes


def _add_all(routes: Blueprint) -> None:
    @routes.get("")
    def list_schedules() -> Response:
        asked = validation.query(Window)
        found = cron.page(stores.current().tables, principal.current().tenant, asked)
        return envelope.page(found, asked, cron.view)

    @routes.post("")
    def create() -> Response:
        work = stores.current()
        new = validation.body(NewSchedule, work.settings.max_body_bytes)
        return envelope.answer(cron.full_view(cron.create(work, principal.current().tenant, new)), 201)


def _add_one(routes: Blueprint) -> None:
    @routes.get("/<raw_id>")
    def show(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        found = cron.find(stores.current().tables, principal.current().tenant, schedule_id)
        return envelope.answer(cron.full_view(found))

    @routes.patch("/<raw_id>")
    def change(raw_id: str) -> Response:
        work, schedule_id = stores.current(), validation.identity(raw_id)
        fields = validation.json_object(work.settings.max_body_bytes)
        changed = cron.change(work.tables, principal.current().tenant, schedule_id, fields)
        return envelope.answer(cron.full_view(changed))

    @routes.delete("/<raw_id>")
    def delete(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        cron.delete(stores.current().tables, principal.current().tenant, schedule_id)
        return envelope.answer({"id": schedule_id, "status": "deleted"})

    @routes.post("/<raw_id>/trigger")
    def trigger(raw_id: str) -> Response:
        caller, key = principal.current(), validation.idempotency_key()
        schedule_id = validation.identity(raw_id)
        admission = cron.trigger(stores.current(), caller.tenant, schedule_id, key, caller.who)
        (made,) = job_view.admitted(admission)
        return envelope.answer(made, admission.status, admission.headers, deferred=admission.deferred)

    @routes.get("/<raw_id>/runs")
    def list_runs(raw_id: str) -> Response:
        schedule_id = validation.identity(raw_id)
        return envelope.answer(cron.runs(stores.current().tables, principal.current().tenant, schedule_id))
