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

    for name, view in {
        "extend": _told(leasing.Extend, leasing.extend),
        "ack": _told(leasing.Ack, leasing.ack),
        "nack": _told(leasing.Nack, leasing.nack),
        "progress": _told(leasing.Progress, leasing.progress),
        "release": _told(leasing.Held, leasing.release),
    }.items():
        routes.add_url_rule(f"/<raw_id>/{name}", name, view, methods=["POST"])
    return routes


def _told(model: type[A], tell: Callable[[Stores, str, str, A], dict[str, Any]]) -> Callable[[str], Response]:
    """The view of one thing that the holder of a lease says."""

    def view(raw_id: str) -> Response:
        work = stores.current()
        asked = validation.report(model, work.settings.max_batch_bytes)
        return envelope.answer(tell(work, principal.current().tenant, validation.identity(raw_id), asked))

    return view
