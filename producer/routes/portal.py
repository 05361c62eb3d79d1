"""`/portal`: a tenant's plan, how it pays for another, and the key that it replaces."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, portal, principal, stores, validation
from producer.billing import Billing, Checkout
from producer.openapi import described
from producer.openapi.answers import billing as answers
from producer.portal import Regeneration

MOST_BYTES = 16_384
"""Of a body: a word."""
STRIPE = ("billing_not_configured", "billing_unavailable", "billing_refused")
"""What keeps us from asking Stripe."""


def blueprint(billing: Billing) -> Blueprint:
    """The routes."""
    routes = Blueprint("portal", __name__, url_prefix="/portal")

    @routes.get("/usage")
    @described(
        "getPlan",
        "See one's plan, and the others there are",
        text="`subscription` is null where there is none.",
        answers={200: answers.PlanUsage},
        tables=True,
    )
    def show_usage() -> Response:
        return envelope.answer(portal.plan(stores.current(), principal.current().tenant, billing.mode))

    @routes.post("/checkout")
    @described(
        "openCheckout",
        "Begin to pay for a plan",
        text="Answers the address of a page of Stripe's on which to pay for `pro` or `business`.",
        body=Checkout,
        answers={200: answers.BillingPage},
        problems=("no_plan", "checkout_under_way", "already_subscribed", *STRIPE),
        tables=True,
    )
    def checkout() -> Response:
        asked = validation.body(Checkout, MOST_BYTES)
        return envelope.answer(billing.checkout(principal.current().tenant, asked))

    @routes.post("/customer-portal")
    @described(
        "openCustomerPortal",
        "Change or end what one pays for",
        text="Answers the address of a page of Stripe's on which to change the plan, cancel it, and see invoices.",
        answers={200: answers.BillingPage},
        problems=("no_billing_account", *STRIPE),
        tables=True,
    )
    def open_customer_portal() -> Response:
        return envelope.answer(billing.open_portal(principal.current().tenant))

    @routes.post("/regenerate-key")
    @described(
        "regenerateKey",
        "Make a key in the place of another, which works no longer",
        text="The other is the one of `key_id`, or the newest client key.",
        body=Regeneration,
        body_may_lack=True,
        example={"key_id": "k3x9a0bz"},
        answers={200: answers.RegeneratedKey},
        problems=("not_found", "key_ended", "too_many_keys"),
        tables=True,
    )
    def regenerate_key() -> Response:
        asked = validation.optional_body(Regeneration, MOST_BYTES)
        return envelope.answer(portal.regenerate_key(stores.current(), principal.current(), asked))

    return routes
