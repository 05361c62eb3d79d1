"""The calls to Stripe, by its own library: few at a time, each with a time-out, each failure in our words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import stripe
from flask import g

from producer.envelope import Problem
from producer.stripe_words import PAID, CustomerGone, Subscription, Told
from shared import logs
from shared.outage import Outage

if TYPE_CHECKING:  # the settings are read before anything that a request needs
    from producer.settings import Settings

T = TypeVar("T")

log = logs.get("producer")

CONNECT_SECONDS = 3.05
ANSWER_SECONDS = 8.0
PLACE_SECONDS = 5.0
"""How long a call waits for one of those before it to end."""
TOLERANCE = 300
"""Seconds for which a signature holds."""
RETRY_AFTER = 5
REFUSED_RETRY_AFTER = 60
"""Seconds after which to ask again what Stripe refuses: a person has to change something first."""
MOST_READ = 100
"""Subscriptions, or open checkouts, of one customer that are looked at, the newest."""


class StripeCalls:
    """What this process asks of Stripe."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet.

        Args:
            settings: with all of Stripe's.
        """
        key = settings.stripe_secret_key.get_secret_value() if settings.stripe_secret_key else ""
        secret = settings.stripe_webhook_secret
        self.livemode = "_live_" in key
        self._prices = settings.prices
        self._secret = secret.get_secret_value() if secret else ""
        self._page = settings.page_url
        self._client = _client(key, settings.stripe_api_base)
        # A slow Stripe holds no more than half of the threads, of which half wait for the others.
        self._room = threading.BoundedSemaphore(max(1, settings.web_threads // 2))
        self._places = threading.BoundedSemaphore(max(1, settings.web_threads // 4))
        self._outage = Outage("producer", store="stripe")

    def make_customer(self, tenant: str, email: str | None, nonce: str) -> str:
        """A customer for the tenant; the same one for the same nonce.

        Raises:
            Problem: 502 or 503, as for every call.
        """
        params: Any = {"metadata": {"tenant": tenant}, **({"email": email} if email else {})}
        return self._call(lambda client: client.v1.customers.create(params, {"idempotency_key": nonce}).id)

    def is_gone(self, customer: str) -> bool:
        """Whether the customer was deleted at Stripe."""
        try:
            found = self._call(lambda client: client.v1.customers.retrieve(customer))
        except CustomerGone:
            return True
        return getattr(found, "deleted", False) is True

    def subscriptions(self, customer: str) -> list[Subscription]:
        """All that the customer subscribed to, ended or not, the newest first.

        Raises:
            CustomerGone: there is no such customer.
        """
        params: Any = {"customer": customer, "status": "all", "limit": MOST_READ}
        return self._call(
            lambda client: [self._read(found) for found in client.v1.subscriptions.list(params).data]
        )

    def open_checkout(self, customer: str, tenant: str, plan: str) -> str:
        """The address of a page of Stripe's on which the customer pays for the plan.

        Checkouts that were opened before are closed, so that no two of them are paid.
        """
        self._close_checkouts(customer)
        params: Any = {
            "mode": "subscription",
            "customer": customer,
            "client_reference_id": tenant,
            "line_items": [{"price": self._prices[plan][0], "quantity": 1}],
            "success_url": f"{self._page}/usage?checkout=done",
            "cancel_url": f"{self._page}/usage?checkout=cancelled",
        }
        return self._call(lambda client: _address(client.v1.checkout.sessions.create(params)))

    def open_portal(self, customer: str) -> str:
        """The address of a page of Stripe's on which the customer sees invoices, changes and cancels."""
        params: Any = {"customer": customer, "return_url": f"{self._page}/usage"}
        return self._call(lambda client: _address(client.v1.billing_portal.sessions.create(params)))

    def told(self, raw: bytes, signature: str | None) -> Told:
        """What a call to our webhook says, when Stripe signed it, not longer ago than the tolerance.

        Raises:
            Problem: 400, somebody else sent it, or long ago, or it is no event.
        """
        try:
            event = self._client.construct_event(raw, signature, self._secret, TOLERANCE)
            return _told(event)
        except (stripe.SignatureVerificationError, ValueError, TypeError, AttributeError) as error:
            log.warning("an event of Stripe was refused", request_id=g.request_id, error=type(error).__name__)
            raise Problem(
                400,
                "invalid_signature",
                "invalid stripe signature: STRIPE_WEBHOOK_SECRET must be the signing secret of this endpoint, and"
                " the event not older than five minutes",
            ) from None

    def _close_checkouts(self, customer: str) -> None:
        params: Any = {"customer": customer, "status": "open", "limit": MOST_READ}
        for session in self._call(
            lambda client: [one.id for one in client.v1.checkout.sessions.list(params).data]
        ):
            self._close(session)

    def _close(self, session: str) -> None:
        self._call(lambda client: client.v1.checkout.sessions.expire(session))

    def _read(self, found: stripe.Subscription) -> Subscription:
        items = found["items"].data
        prices = {item.price.id for item in items}
        plans = [plan for plan, ours in self._prices.items() if not prices.isdisjoint(ours)]
        if not plans and found.status in PAID:
            log.error(
                "a subscription gives no tier: none of its prices stands in STRIPE_PRICE_PRO or _BUSINESS",
                subscription=found.id,
                prices=sorted(prices),
            )
        return Subscription(
            id=found.id,
            status=found.status,
            plan=plans[-1] if plans else None,
            period_start=min((item.current_period_start for item in items), default=None),
            period_end=max((item.current_period_end for item in items), default=None),
            cancel_at_period_end=found.cancel_at_period_end,
        )

    def _call(self, work: Callable[[stripe.StripeClient], T]) -> T:
        """Ask Stripe.

        Raises:
            CustomerGone: it knows no such customer.
            Problem: 503, it is away, or as many ask as may; 502, it refuses.
        """
        with self._place():
            try:
                answer = work(self._client)
            except stripe.StripeError as error:
                raise self._in_our_words(error) from error
            except (AttributeError, KeyError, TypeError) as error:
                log.error("Stripe answered what we cannot read", request_id=g.request_id, exc_info=error)
                raise _refused("Stripe answered what we cannot read") from error
        self._outage.ended()
        return answer

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            if not self._places.acquire(timeout=PLACE_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._room.release()

    def _in_our_words(self, error: stripe.StripeError) -> Exception:
        """Its own words may hold what is nobody's business: they go to the log."""
        if isinstance(error, stripe.APIConnectionError | stripe.APIError | stripe.RateLimitError):
            self._outage.began(error)
            return Problem(
                503,
                "billing_unavailable",
                "Stripe cannot be reached; try again shortly",
                headers={"Retry-After": str(RETRY_AFTER)},
            )
        self._outage.ended()
        if error.code == "resource_missing" and getattr(error, "param", None) in ("customer", "id"):
            return CustomerGone(CustomerGone.__doc__)
        log.error("Stripe refused", request_id=g.request_id, error=str(error), code=error.code)
        return _refused("Stripe refused what we asked")


def _client(key: str, base: str | None) -> stripe.StripeClient:
    """No repeats of its own: it would sleep between them on a thread that serves requests."""
    http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS))
    return stripe.StripeClient(
        key,
        http_client=http,
        max_network_retries=0,
        base_addresses={"api": base.rstrip("/")} if base else {},
    )


def _told(event: stripe.Event) -> Told:
    """Raises AttributeError for signed JSON that is no event."""
    about: Any = event.data.object
    customer = about.id if event.type.startswith("customer.") and _is_customer(about) else None
    customer = customer or getattr(about, "customer", None)
    return Told(event.id, event.type, customer if isinstance(customer, str) else None, event.livemode)


def _is_customer(about: Any) -> bool:
    return getattr(about, "object", None) == "customer"


def _address(page: stripe.checkout.Session | stripe.billing_portal.Session) -> str:
    """Of a page that Stripe made; raises TypeError when it has none."""
    if not isinstance(page.url, str):
        raise TypeError("the page has no address")
    return page.url


def _refused(what: str) -> Problem:
    return Problem(
        502,
        "billing_refused",
        f"{what}: the log has the reason beside this request id",
        headers={"Retry-After": str(REFUSED_RETRY_AFTER)},
    )


def _busy() -> Problem:
    return Problem(
        503,
        "billing_unavailable",
        "Stripe is slow, and as many requests wait for it as may; try again shortly",
        headers={"Retry-After": str(RETRY_AFTER)},
    )
