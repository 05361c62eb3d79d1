"""`/api/v1/me`: who asks, and what they may do."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, me, principal, stores


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("me", __name__, url_prefix="/api/v1/me")

    @routes.get("")
    def show() -> Response:
        return envelope.answer(me.me(stores.current(), principal.current()))

    return routes
