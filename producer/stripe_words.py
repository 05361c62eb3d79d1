"""What Stripe tells, in our words: those who read it need not load Stripe's library."""

from __future__ import annotations

from dataclasses import dataclass

from shared.errors import WorkqueueError

PAID = frozenset({"active", "trialing", "past_due"})
"""States of a subscription that give its tier; while a payment is overdue Stripe still tries."""
OPEN = PAID | {"unpaid", "paused"}
"""States that may become paid again: beside one of these no second subscription is sold."""


class CustomerGone(WorkqueueError):
    """Stripe knows the customer no more: somebody deleted it there, or STRIPE_SECRET_KEY is of another account."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a customer pays for, as Stripe says now."""

    id: str
    status: str
    """In Stripe's words."""
    plan: str | None
    """The best tier that its prices are set for; None when they are not ours."""
    period_start: int | None
    """Seconds since 1970."""
    period_end: int | None
    cancel_at_period_end: bool

    @property
    def grants(self) -> str | None:
        """The tier that it gives now."""
        return self.plan if self.status in PAID else None

    @property
    def is_open(self) -> bool:
        """It pays for one of our tiers, or may again."""
        return self.plan is not None and self.status in OPEN


@dataclass(frozen=True, slots=True)
class Told:
    """What Stripe told: where to look, never what is so."""

    id: str
    kind: str
    """`customer.subscription.deleted` and the like."""
    customer: str | None
    livemode: bool
