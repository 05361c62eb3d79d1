"""`/api/v1/usage`: this month's jobs against the tier."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, principal, stores, usage


def blueprint() -> Blueprint:
    """The route."""
    routes = Blueprint("usage", __name__, url_prefix="/api/v1/usage")

    @routes.get("")
    def show() -> Response:
        return envelope.answer(usage.usage(stores.current(), principal.current().tenant))

    return routes
