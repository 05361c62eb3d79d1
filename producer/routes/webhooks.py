"""`/api/v1/webhooks`: where a tenant wants to hear of its jobs, and what came of telling."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from producer import envelope, principal, stores, validation
from producer.listing import Window
from producer.openapi import described, page_of
from producer.openapi.answers import webhooks as answers
from producer.settings import Settings
from producer.webhooks import Change, DeliveryPage, NewSecret, NewWebhook, Webhooks
from shared.vault import Vault


def blueprint(settings: Settings) -> Blueprint:
    """The routes."""
    routes = Blueprint("webhooks", __name__, url_prefix="/api/v1/webhooks")
    vault = Vault(settings.webhook_secret_keys)

    def hooks() -> Webhooks:
        return Webhooks(stores.current().tables, vault, allow_private=settings.webhook_allow_private)

    _add_all(routes, hooks)
    _add_one(routes, hooks)
    _add_deliveries(routes, hooks)
    return routes


def _add_all(routes: Blueprint, hooks: Callable[[], Webhooks]) -> None:
    @routes.get("")
    @described(
        "listWebhooks",
        "See webhooks, the newest first",
        query=Window,
        answers={200: page_of(answers.Webhook)},
        tables=True,
    )
    def list_webhooks() -> Response:
        found, asked = hooks(), validation.query(Window)
        return envelope.page(found.page(_tenant(), asked), asked)

    @routes.post("")
    @described(
        "createWebhook",
        "Make a webhook",
        text="The `secret` is shown this once. `docs/howto/webhooks.md` explains the fields and what is sent.",
        body=NewWebhook,
        example={"url": "https://example.com/hooks", "events": ["job.completed", "job.dead"]},
        answers={201: answers.WebhookWithSecret},
        problems=("limit_reached",),
        tables=True,
    )
    def create() -> Response:
        found, most = hooks(), stores.current().settings.max_body_bytes
        return envelope.answer(found.create(_tenant(), validation.body(NewWebhook, most)), 201)


def _add_one(routes: Blueprint, hooks: Callable[[], Webhooks]) -> None:
    @routes.get("/<raw_id>")
    @described("getWebhook", "See a webhook", answers={200: answers.Webhook}, tables=True)
    def show(raw_id: str) -> Response:
        return envelope.answer(hooks().find(_tenant(), validation.identity(raw_id)))

    @routes.patch("/<raw_id>")
    @described(
        "changeWebhook",
        "Change a webhook",
        body=Change,
        example={"enabled": False},
        answers={200: answers.Webhook},
        tables=True,
    )
    def change(raw_id: str) -> Response:
        found, webhook_id = hooks(), validation.identity(raw_id)
        asked = validation.body(Change, stores.current().settings.max_body_bytes)
        return envelope.answer(found.change(_tenant(), webhook_id, asked))

    @routes.delete("/<raw_id>")
    @described(
        "deleteWebhook",
        "Delete a webhook with its deliveries",
        answers={200: answers.DeletedWebhook},
        tables=True,
    )
    def delete(raw_id: str) -> Response:
        found, webhook_id = hooks(), validation.identity(raw_id)
        found.delete(_tenant(), webhook_id)
        return envelope.answer({"id": webhook_id, "status": "deleted"})

    @routes.post("/<raw_id>/rotate-secret")
    @described(
        "rotateWebhookSecret",
        "Give a webhook a new secret",
        text="For a day deliveries are signed with the older one too. The new one is shown this once.",
        body=NewSecret,
        body_may_lack=True,
        example={},
        answers={200: answers.WebhookWithSecret},
        tables=True,
    )
    def rotate_secret(raw_id: str) -> Response:
        found, webhook_id = hooks(), validation.identity(raw_id)
        asked = validation.optional_body(NewSecret, stores.current().settings.max_body_bytes)
        return envelope.answer(found.rotate_secret(_tenant(), webhook_id, asked))

    @routes.post("/<raw_id>/test")
    @described(
        "testWebhook",
        "Tell a webhook `webhook.test` now",
        answers={202: answers.Delivery},
        problems=("webhook_disabled",),
        tables=True,
    )
    def test(raw_id: str) -> Response:
        return envelope.answer(hooks().test(_tenant(), validation.identity(raw_id)), 202)


def _add_deliveries(routes: Blueprint, hooks: Callable[[], Webhooks]) -> None:
    @routes.get("/<raw_id>/deliveries")
    @described(
        "listDeliveries",
        "See what a webhook was told, the newest first",
        query=DeliveryPage,
        answers={200: page_of(answers.Delivery)},
        tables=True,
    )
    def list_deliveries(raw_id: str) -> Response:
        found, webhook_id = hooks(), validation.identity(raw_id)
        asked = validation.query(DeliveryPage)
        return envelope.page(found.deliveries(_tenant(), webhook_id, asked), asked)

    @routes.post("/<raw_id>/deliveries/<raw_delivery_id>/redeliver")
    @described(
        "redeliver",
        "Tell something again, under the same id",
        answers={202: answers.Delivery},
        problems=("webhook_disabled",),
        tables=True,
    )
    def redeliver(raw_id: str, raw_delivery_id: str) -> Response:
        found, webhook_id = hooks(), validation.identity(raw_id)
        again = found.redeliver(_tenant(), webhook_id, validation.identity(raw_delivery_id, "delivery_id"))
        return envelope.answer(again, 202)


def _tenant() -> str:
    return principal.current().tenant
