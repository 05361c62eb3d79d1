"""Webhooks and their deliveries as they are answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from producer.openapi.answers.shown import Instant, Shown, Uuid, left_out
from producer.webhooks import Event, Status


class LastDelivery(Shown):
    """The newest telling of a webhook, in short."""

    id: Uuid
    event: Event | Literal["webhook.test"]
    status: Status
    created_at: Instant
    response_status: int = left_out()


class Webhook(Shown):
    """Where a tenant wants to hear of its jobs."""

    id: Uuid
    url: str = Field(examples=["https://example.com/hooks"])
    description: str
    events: list[Event] = Field(examples=[["job.completed", "job.failed", "job.dead"]])
    enabled: bool
    created_at: Instant
    updated_at: Instant
    disabled_reason: str = left_out()
    """Why the service disabled it."""
    previous_secret_expires_at: Instant = left_out()
    """Until then deliveries are signed with the older secret too."""
    last_delivery: LastDelivery = left_out()
    """Absent: nothing was told yet, or nothing that is still kept."""


class WebhookWithSecret(Webhook):
    """A webhook with its secret, which is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class DeletedWebhook(Shown):
    """A webhook that is gone, with its deliveries."""

    id: Uuid
    status: Literal["deleted"]


class Delivery(Shown):
    """One telling and what came of it."""

    id: Uuid
    webhook_id: Uuid
    event: Event | Literal["webhook.test"]
    status: Status
    attempts: int = Field(ge=0)
    attempts_left: int = Field(ge=0)
    payload: Any
    """What is told."""
    created_at: Instant
    job_id: Uuid = left_out()
    next_attempt_at: Instant = left_out()
    response_status: int = left_out()
    response_body: str = left_out()
    """The first bytes of the answer."""
    latency_ms: int = left_out(ge=0)
    error: str = left_out()
    ended_at: Instant = left_out()
