"""`/api/v1/workers`: who is there to run jobs."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, principal, stores, workers
from producer.openapi import Answer, described
from producer.openapi.answers import state as answers


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("workers", __name__, url_prefix="/api/v1/workers")

    @routes.get("")
    @described(
        "listWorkers",
        "See who is there to run jobs",
        text="Those that serve every tenant tell what they run, and of their machine, to the operator alone."
        " `meta.summary` sums up all that are listed.",
        answers={200: Answer(list[answers.Worker], answers.WorkersMeta)},
        redis=True,
    )
    def list_workers() -> Response:
        shown = workers.workers(stores.current().queue, principal.current().tenant)
        return envelope.answer(shown, summary=workers.summary(shown))

    return routes
