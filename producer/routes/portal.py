"""`/portal`: a tenant's plan, how it pays for another, and the key that it replaces."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, portal, principal, stores, validation
from producer.billing import Billing, Checkout
from producer.portal import Regeneration

MOST_BYTES = 16_384
"""Of a body: a word."""


def blueprint(billing: Billing) -> Blueprint:
    """The routes."""
    routes = Blueprint("portal", __name__, url_prefix="/portal")

    @routes.get("/usage")
    def show_usage() -> Response:
        return envelope.answer(portal.plan(stores.current(), principal.current().tenant, billing.mode))

    @routes.post("/checkout")
    def checkout() -> Response:
        asked = validation.body(Checkout, MOST_BYTES)
        return envelope.answer(billing.checkout(principal.current().tenant, asked))

    @routes.post("/customer-portal")
    def open_customer_portal() -> Response:
        return envelope.answer(billing.open_portal(principal.current().tenant))

    @routes.post("/regenerate-key")
    def regenerate_key() -> Response:
        asked = validation.optional_body(Regeneration, MOST_BYTES)
        return envelope.answer(portal.regenerate_key(stores.current(), principal.current(), asked))

    return routes
