"""The producer with a Stripe of its own, and tenants who pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.accounts.conftest import (  # noqa: F401 - fixtures
    Register,
    Tenant,
    app,
    at_once,
    client,
    outbox,
    people_database,
    post,
    register,
    unused_port,
)
from tests.integration.billing.stripe_stub import PRO, StripeStub, event, signed
from tests.integration.conftest import run

Tell = Callable[..., Any]


@pytest.fixture
def stripe() -> Iterator[StripeStub]:
    with StripeStub() as stub:
        yield stub


@pytest.fixture
def further_settings(stripe: StripeStub) -> dict[str, Any]:
    return stripe.settings


@pytest.fixture
def tell(client: FlaskClient) -> Tell:  # noqa: F811
    """Stripe tells something; its answer."""

    def told(kind: str, customer: str, **more: Any) -> Any:
        return client.post("/webhooks/stripe", **signed(event(kind, customer, **more)))

    return told


def checkout(tenant: Tenant, plan: str = "pro") -> Any:
    return post(tenant.client, "/portal/checkout", tenant.by_session, plan=plan)


def customer_of(stripe: StripeStub, tenant: Tenant) -> str:
    """The tenant's customer at Stripe, which a checkout made."""
    (found,) = [
        one
        for one, customer in stripe.customers.items()
        if customer["metadata"]["tenant"] == tenant.name and not customer.get("deleted")
    ]
    return found


def usage(tenant: Tenant) -> dict[str, Any]:
    answer = tenant.client.get("/portal/usage", headers=tenant.by_session)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json["data"]
    return found


def tier(tenant: Tenant) -> str:
    found: str = usage(tenant)["tier"]
    return found


def pay(stripe: StripeStub, tenant: Tenant, tell: Tell, price: str = PRO) -> str:
    """The tenant goes through a checkout and pays; the subscription."""
    assert checkout(tenant).status_code == 200
    customer = customer_of(stripe, tenant)
    subscription = stripe.subscribe(customer, price)
    for session in stripe.sessions.values():
        session["status"] = "complete"
    assert tell("customer.subscription.created", customer).status_code == 200
    return subscription


def leave(url: str, tenant: Tenant, jobs: int) -> None:
    """So many jobs are left of the month's thousand."""
    run(
        url,
        "INSERT INTO usage (tenant, month, used, allowed)"
        " VALUES (%s, date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date, %s, 1000)",
        tenant.name,
        1000 - jobs,
    )
