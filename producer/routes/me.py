"""`/api/v1/me`: who asks, and what they may do."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, me, principal, stores
from producer.openapi import described
from producer.openapi.answers import figures


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("me", __name__, url_prefix="/api/v1/me")

    @routes.get("")
    @described(
        "getMe",
        "See who you are here, and what you may do",
        text="And what the service is set up for.",
        answers={200: figures.Me},
    )
    def show() -> Response:
        return envelope.answer(me.me(stores.current(), principal.current()))

    return routes
