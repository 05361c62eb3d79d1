"""`/api/v1/usage`: this month's jobs against the tier."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, principal, stores, usage
from producer.openapi import described
from producer.openapi.answers import accounts as answers


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("usage", __name__, url_prefix="/api/v1/usage")

    @routes.get("")
    @described(
        "getUsage",
        "See this month's jobs against the tier",
        text="A limit of -1 is none.",
        answers={200: answers.Usage},
        tables=True,
    )
    def show() -> Response:
        return envelope.answer(usage.usage(stores.current(), principal.current().tenant))

    return routes
