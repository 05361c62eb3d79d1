"""`/api/v1/types`: what kinds of jobs there are, and who knows how to run them."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, job_types, principal, stores
from producer.openapi import Answer, described
from producer.openapi.answers import figures


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("types", __name__, url_prefix="/api/v1/types")

    @routes.get("")
    @described(
        "listTypes",
        "See the types of jobs, and whether a worker knows them",
        text="Those that live workers know, and those of jobs that wait, known or not.",
        answers={200: Answer(list[figures.JobType], figures.TypesMeta)},
        redis=True,
    )
    def list_types() -> Response:
        found, complete = job_types.types(stores.current(), principal.current().tenant)
        return envelope.answer(found, complete=complete)

    return routes
