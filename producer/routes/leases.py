"""`/api/v1/jobs/lease` and what the holder of a lease says: workers in any language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from producer import envelope, leasing, presence, principal, stores, validation
from producer.stores import Stores
from producer.waiting import Waiting

A = TypeVar("A", bound=leasing.Asked)


def blueprint(waiting: Waiting) -> Blueprint:
    """The routes."""
    routes = Blueprint("leases", __name__, url_prefix="/api/v1/jobs")

    @routes.post("/lease")
    def lease() -> Response:
        work, tenant = stores.current(), principal.current().tenant
        asked = validation.optional_body(leasing.Lease, work.settings.max_body_bytes)
        return envelope.answer(
            leasing.lease(
                work,
                waiting,
                tenant,
                asked,
                validation.idempotency_key(),
                partial(presence.is_there, request.environ),
            )
        )

    @routes.post("/<raw_id>/extend")
    def extend(raw_id: str) -> Response:
        return _told(raw_id, leasing.Extend, leasing.extend)

    @routes.post("/<raw_id>/ack")
    def ack(raw_id: str) -> Response:
        return _told(raw_id, leasing.Ack, leasing.ack)

    @routes.post("/<raw_id>/nack")
    def nack(raw_id: str) -> Response:
        return _told(raw_id, leasing.Nack, leasing.nack)

    @routes.post("/<raw_id>/progress")
    def progress(raw_id: str) -> Response:
        return _told(raw_id, leasing.Progress, leasing.progress)

    @routes.post("/<raw_id>/release")
    def release(raw_id: str) -> Response:
        return _told(raw_id, leasing.Held, leasing.release)

    return routes


def _told(raw_id: str, model: type[A], tell: Callable[[Stores, str, str, A], dict[str, Any]]) -> Response:
    work = stores.current()
    asked = validation.report(model, work.settings.max_batch_bytes)
    return envelope.answer(tell(work, principal.current().tenant, validation.identity(raw_id), asked))
