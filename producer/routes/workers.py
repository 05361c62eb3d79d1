"""`/api/v1/workers`: who is there to run jobs."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, principal, queue_state, stores
from producer.openapi import described
from producer.openapi.answers import state as answers


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("workers", __name__, url_prefix="/api/v1/workers")

    @routes.get("")
    @described("listWorkers", "See who is there to run jobs", answers={200: list[answers.Worker]}, redis=True)
    def list_workers() -> Response:
        return envelope.answer(queue_state.workers(stores.current().queue, principal.current().tenant))

    return routes
