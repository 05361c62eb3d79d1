"""`/webhooks/stripe`: where Stripe tells that somebody pays, or no longer does."""

from __future__ import annotations

from flask import Blueprint, Response, request

from producer.billing import Billing

MOST_BYTES = 262_144
"""Of an event."""


def blueprint(billing: Billing) -> Blueprint:
    """The route."""
    routes = Blueprint("stripe_events", __name__, url_prefix="/webhooks")

    @routes.post("/stripe")
    def receive() -> Response:
        request.max_content_length = MOST_BYTES
        billing.receive(request.get_data(cache=False), request.headers.get("Stripe-Signature"))
        return Response(status=200)

    return routes
