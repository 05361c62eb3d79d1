"""Paying: the checkout, the customer's own pages at Stripe, and the tier that follows from what is subscribed to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict

from producer import statements
from producer.envelope import Problem
from producer.stores import Stores
from producer.stripe_words import CustomerGone, Subscription
from shared import logs

if TYPE_CHECKING:
    from producer.settings import Settings
    from producer.stripe_calls import StripeCalls

log = logs.get("producer")

FREE = "free"
PLANS = ("pro", "business")
"""The tiers that can be bought, the better one last."""
CHECKOUT_RETRY_AFTER = 2
FOLLOWED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "customer.deleted",
        "customer.subscription.created",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.updated",
    }
)
"""The events after which something may be different; whatever is told else is taken note of by nobody."""


class Checkout(BaseModel):
    """The body of `POST /portal/checkout`: what it costs is ours to say."""

    model_config = ConfigDict(extra="forbid", strict=True)

    plan: Literal["pro", "business"]


class Billing:
    """What tenants pay for."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is read yet."""
        self._stores = stores
        self._calls = _calls(stores.settings) if stores.settings.has_billing else None
        if self.mode is False and stores.settings.app_env == "production":
            log.warning("STRIPE_SECRET_KEY is of test mode: whoever knows a test card gets any plan")

    @property
    def mode(self) -> bool | None:
        """Stripe's `livemode`; None while billing is off."""
        return self._calls.livemode if self._calls else None

    def checkout(self, tenant: str, asked: Checkout) -> dict[str, Any]:
        """The address at which the tenant pays for the plan.

        Raises:
            Problem: 409, it has a subscription, or opens another checkout now; 503, billing is off or Stripe away.
        """
        calls = self._ready()
        with self._alone(tenant) as (nonce, customer, email):
            if customer is None:
                customer = calls.make_customer(tenant, email, nonce)
                self._run(tenant, "set_customer", customer=customer)
            self._refuse_a_second(tenant, self._look(tenant, customer))
            return {"url": calls.open_checkout(customer, tenant, asked.plan)}

    def open_portal(self, tenant: str) -> dict[str, Any]:
        """The address at which the tenant sees its invoices, changes its plan and cancels it.

        Raises:
            Problem: 400, it never began to pay; 503, billing is off or Stripe away.
        """
        calls = self._ready()
        row = self._row(tenant, "billing_of")
        if row is None or row[0] is None:
            raise Problem(400, "no_billing_account", "no billing account found — upgrade first")
        try:
            return {"url": calls.open_portal(row[0])}
        except CustomerGone:
            self._forget(tenant, row[0])
            raise _gone() from None

    def receive(self, raw: bytes, signature: str | None) -> None:
        """Look at Stripe where it tells that something changed; to be told twice, late or out of order is no harm.

        Raises:
            Problem: 400, Stripe did not sign it, or it is of the other mode; 502 or 503, Stripe must tell it again.
            DatabaseUnavailable: the same.
        """
        calls = self._ready()
        told = calls.told(raw, signature)
        if told.livemode != calls.livemode:
            raise _of_other_mode(told.livemode)
        if told.kind not in FOLLOWED or self._told("stripe_event_is_known", event=told.id):
            return
        found = self._told("tenant_of_customer", customer=told.customer) if told.customer else None
        if found is None or told.customer is None:
            log.warning("Stripe tells of a customer that is not ours", told=told.id, kind=told.kind)
        elif told.kind == "customer.deleted" and calls.is_gone(told.customer):
            self._forget(found[0], told.customer, told.id)
        else:
            self._look_after(found[0], told.customer, told.id)

    def _ready(self) -> StripeCalls:
        """There must be tables, and Stripe's settings."""
        _ = self._stores.tables
        if self._calls is None:
            raise Problem(
                503,
                "billing_not_configured",
                "billing is off: set STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_PRICE_PRO and"
                " STRIPE_PRICE_BUSINESS, and restart the producer",
            )
        return self._calls

    @contextmanager
    def _alone(self, tenant: str) -> Iterator[tuple[str, str | None, str | None]]:
        """Nobody else opens a checkout of the tenant meanwhile: two that are paid would be two subscriptions.

        Answers the nonce, the customer and the mail address of the tenant.
        """
        claim = str(uuid4())
        self._run(tenant, "add_billing")
        row = self._row(tenant, "begin_checkout", checkout=claim)
        if row is None:
            raise self._cannot_begin(tenant)
        nonce, customer, email = row
        try:
            yield nonce, customer, email
        except CustomerGone:
            self._forget(tenant, customer)
            raise _gone() from None
        finally:
            self._run(tenant, "end_checkout", checkout=claim)

    def _cannot_begin(self, tenant: str) -> Problem:
        if self._row(tenant, "billing_is_there") is None:
            sentence = "whoever runs the service is in no plan: sign in as somebody who registered"
            return Problem(409, "no_plan", sentence)
        return Problem(
            409,
            "checkout_under_way",
            "another checkout is being opened: try again in a moment",
            headers={"Retry-After": str(CHECKOUT_RETRY_AFTER)},
        )

    def _refuse_a_second(self, tenant: str, found: Sequence[Subscription]) -> None:
        held = _best([one for one in found if one.is_open])
        if held is not None:
            raise Problem(
                409,
                "already_subscribed",
                f"tenant {tenant} subscribes to {held.plan} already ({held.status}): change it or cancel it where"
                " POST /portal/customer-portal leads",
            )

    def _look_after(self, tenant: str, customer: str, event: str) -> None:
        try:
            self._look(tenant, customer, event)
        except CustomerGone:
            self._forget(tenant, customer, event)

    def _look(self, tenant: str, customer: str, event: str | None = None) -> list[Subscription]:
        """Ask Stripe what the customer subscribes to, and let the tier follow.

        Looks are numbered as they begin, and one that ends after a later one writes nothing: each event comes after
        what it tells of, so the latest look has seen it all.
        """
        calls = self._ready()
        number = self._begin_look(tenant)
        found = calls.subscriptions(customer)
        self._stores.tables.transaction(lambda cursor: self._write(cursor, tenant, number, found, event))
        return found

    def _forget(self, tenant: str, customer: str | None, event: str | None = None) -> None:
        """The customer is gone, and with it what it paid for; the next checkout makes another."""
        number = self._begin_look(tenant)

        def forget(cursor: extensions.cursor) -> None:
            self._write(cursor, tenant, number, [], event)
            statements.run(cursor, "forget_customer", self._values(tenant=tenant, customer=customer))

        self._stores.tables.transaction(forget)

    def _begin_look(self, tenant: str) -> int:
        values = self._values(tenant=tenant)
        return self._stores.tables.run(lambda cursor: statements.number(cursor, "begin_look", values))

    def _write(
        self,
        cursor: extensions.cursor,
        tenant: str,
        look: int,
        found: Sequence[Subscription],
        event: str | None,
    ) -> None:
        values = self._values(tenant=tenant, look=look, **_standing(_best(found)))
        before = statements.row(cursor, "write_look", values)
        if before is not None and before[0] != values["grants"]:
            statements.run(cursor, "set_tier", values)
            log.info("a tenant's plan changed", tenant=tenant, before=before[0], now=values["grants"])
        if sum(one.grants is not None for one in found) > 1:
            log.warning("a tenant pays for two plans: the better one counts", tenant=tenant)
        if event is not None:
            statements.run(cursor, "keep_stripe_event", {"event": event})
            statements.run(cursor, "drop_old_stripe_events", {})

    def _values(self, **more: Any) -> dict[str, Any]:
        return {"livemode": self.mode, **more}

    def _told(self, name: str, **more: Any) -> statements.Row | None:
        """What is known of something that Stripe tells, of whatever tenant."""
        values = self._values(**more)
        return self._stores.tables.run(lambda cursor: statements.row(cursor, name, values))

    def _row(self, tenant: str, name: str, **more: Any) -> statements.Row | None:
        values = self._values(tenant=tenant, **more)
        return self._stores.tables.of(tenant).run(lambda cursor: statements.row(cursor, name, values))

    def _run(self, tenant: str, name: str, **more: Any) -> None:
        values = self._values(tenant=tenant, **more)
        self._stores.tables.of(tenant).run(lambda cursor: statements.run(cursor, name, values))


def _calls(settings: Settings) -> StripeCalls:
    """Loads Stripe's library, for which everybody else would wait at each start."""
    from producer.stripe_calls import StripeCalls

    return StripeCalls(settings)


def _best(found: Sequence[Subscription]) -> Subscription | None:
    """The one that gives the best tier; where none gives any, the newest of ours, so that its state can be told."""
    ours = [one for one in found if one.plan is not None]
    return max(ours, key=_rank, default=None)


def _rank(one: Subscription) -> tuple[int, bool]:
    return (PLANS.index(one.grants) + 1 if one.grants in PLANS else 0), one.is_open


def _standing(best: Subscription | None) -> dict[str, Any]:
    """What is written down of the best subscription."""
    return {
        "subscription": best.id if best else None,
        "status": best.status if best else None,
        "plan": best.plan if best else None,
        "period_start": best.period_start if best else None,
        "period_end": best.period_end if best else None,
        "cancel_at_period_end": best.cancel_at_period_end if best else False,
        "grants": (best.grants if best else None) or FREE,
    }


def _gone() -> Problem:
    return Problem(
        503,
        "billing_unavailable",
        "the customer was deleted at Stripe, and is forgotten here now: try again",
        headers={"Retry-After": "1"},
    )


def _of_other_mode(livemode: bool) -> Problem:
    """It is told as a failure, so that Stripe's own page shows it, and tells it again once the setting is mended."""
    mode, other = ("live", "test") if livemode else ("test", "live")
    return Problem(
        400,
        "wrong_mode",
        f"this is an event of {mode} mode, and STRIPE_SECRET_KEY is of {other} mode: give both from the same mode",
    )
