"""`/webhooks/stripe`: where Stripe tells that somebody pays, or no longer does."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from producer.billing import Billing
from producer.openapi import described, nothing

MOST_BYTES = 262_144
"""Of an event."""


def blueprint(billing: Billing) -> Blueprint:
    """The route."""
    routes = Blueprint("stripe_events", __name__, url_prefix="/webhooks")

    @routes.post("/stripe")
    @described(
        "receiveStripeEvent",
        "Hear from Stripe",
        text="Stripe alone calls it, with an event that it has signed, as `Stripe-Signature` shows."
        " `docs/howto/billing.md` says how to set it up.",
        body=dict[str, Any],
        body_problems=("too_large",),
        answers={200: nothing("It is taken note of.")},
        problems=(
            "invalid_signature",
            "wrong_mode",
            "billing_not_configured",
            "billing_unavailable",
            "billing_refused",
        ),
        tables=True,
    )
    def receive() -> Response:
        request.max_content_length = MOST_BYTES
        billing.receive(request.get_data(cache=False), request.headers.get("Stripe-Signature"))
        return Response(status=200)

    return routes
