"""Plans and what is paid for them, as they are answered."""

from __future__ import annotations

from pydantic import Field

from producer.openapi.answers.accounts import FreshKey, Usage
from producer.openapi.answers.shown import Instant, Shown


class Plan(Shown):
    """What a tenant may subscribe to."""

    name: str = Field(examples=["pro"])
    jobs_limit: int = Field(ge=-1, examples=[100_000])
    """Jobs a month; -1: no limit."""


class Subscription(Shown):
    """What a tenant subscribes to, as Stripe last said."""

    plan: str | None = Field(examples=["pro"])
    status: str | None = Field(examples=["active"])
    period_start: Instant | None
    period_end: Instant | None
    cancel_at_period_end: bool = Field(examples=[False])


class PlanUsage(Usage):
    """This month's use, the plans there are, and what the tenant subscribes to."""

    key_id: str | None = Field(examples=["k3x9a0bz"])
    """The newest client key that works."""
    key_prefix: str | None = Field(examples=["wq_client_k3x9a0bz"])
    plan: str | None = Field(examples=["free"])
    plans: list[Plan]
    billing_configured: bool
    subscription: Subscription | None


class BillingPage(Shown):
    """Where Stripe asks for what it needs."""

    url: str = Field(examples=["https://checkout.stripe.com/c/pay/cs_test_a1"])


class RegeneratedKey(FreshKey):
    """A key in the place of an older one."""

    tier: str | None = Field(examples=["free"])
    jobs_limit: int = Field(ge=-1, examples=[1000])
