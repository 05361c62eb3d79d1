"""The plan and what was used of it: paying leads to Stripe and back, and what comes back is not believed by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack
from tests.e2e.test_signing_in import PASSWORD, register, sign_in
from tests.integration.billing.stripe_stub import StripeStub, event, signed
from tests.integration.producer.test_process import ask


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeStub]:
    with StripeStub() as stub:
        yield stub


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str, stripe: StripeStub) -> Iterator[Stack]:
    settings = {name.upper(): str(value) for name, value in stripe.settings.items()}
    with stack.running(redis_server, database_url, AUTH_MODE="keys", **settings) as running:
        yield running


def usage_of(open_page: OpenPage, name: str, path: str = "/usage", **look: object) -> Page:
    """Somebody's usage page, as they see it after they signed in."""
    page = open_page(f"/auth?next={path.replace('?', '%3F')}", **look)
    sign_in(page, name)
    expect(page.get_by_role("heading", level=1, name="Usage")).to_be_visible()
    return page


def test_the_month_is_shown_against_the_plan(service: Stack, open_page: OpenPage) -> None:
    key = register(service, "ulla")
    for _ in range(3):
        service.call("POST", "/api/v1/jobs", {"type": "sleep"}, **{"X-API-Key": key})
    page = usage_of(open_page, "ulla")
    expect(page.get_by_text("of 1,000 jobs")).to_be_visible()
    expect(page.get_by_text("997 left.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Used of this month's jobs")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="your plan")).to_contain_text("free")


def test_paying_leads_to_stripe(service: Stack, stripe: StripeStub, open_page: OpenPage) -> None:
    register(service, "vera")
    page = usage_of(open_page, "vera")
    take_pro(page)
    assert page.url in [session["url"] for session in stripe.sessions.values()]


def test_a_payment_that_was_left_is_told(service: Stack, open_page: OpenPage) -> None:
    register(service, "wanda")
    page = usage_of(open_page, "wanda", "/usage?checkout=cancelled")
    expect(page.get_by_text("Nothing was bought")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page).to_have_url(re.compile("/usage$"))
    expect(page.get_by_text("Nothing was bought")).to_be_hidden()


def test_an_address_that_says_paid_gives_no_plan(service: Stack, open_page: OpenPage) -> None:
    register(service, "xena")
    page = usage_of(open_page, "xena", "/usage?checkout=done")
    expect(page.get_by_text("The payment is on its way")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="your plan")).to_contain_text("free")


def test_a_key_that_may_only_read_cannot_buy(service: Stack, open_page: OpenPage) -> None:
    session = service.call("POST", "/auth/register", {"email": "yoko@example.com", "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {session['token']}"}
    key = service.call("POST", "/api/v1/keys", {"name": "eyes", "scopes": ["jobs:read"]}, **bearer)["key"]
    page = open_page("/auth?mode=key&next=/usage")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_text("your plan")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Take"))).to_have_count(0)


def use_up(service: Stack, key: str) -> None:
    """All thousand jobs of a free month, of a type that nobody runs."""
    for _ in range(2):
        service.call("POST", "/api/v1/jobs/batch", [{"type": "unknown"}] * 500, **{"X-API-Key": key})


def take_pro(page: Page) -> None:
    """Go to Stripe's checkout, which ends there."""
    page.route("https://checkout.stripe.com/**", lambda route: route.fulfill(body="the checkout"))
    page.get_by_role("button", name="Take pro").click()
    expect(page.get_by_text("the checkout")).to_be_visible()


def stripe_tells(service: Stack, customer: str) -> None:
    """Stripe tells the service that it should look at a customer again."""
    told = signed(event("customer.subscription.updated", customer))
    status, answer = ask(service.port, "POST", "/webhooks/stripe", told["data"], **told["headers"])
    assert status == 200, answer


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_by_everybody_in_every_state(
    service: Stack, stripe: StripeStub, open_page: OpenPage, theme: str
) -> None:
    name = f"zoe-{theme}"
    key = register(service, name)
    page = usage_of(open_page, name, "/usage?checkout=done", theme=theme, phone=True)
    expect(page.get_by_role("button", name="Take business")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)

    use_up(service, key)
    page.reload()
    expect(page.get_by_text("The limit is reached")).to_be_visible()
    assert_accessible(page)

    take_pro(page)
    paid = stripe.subscribed[stripe.subscribe(list(stripe.customers)[-1])]
    stripe_tells(service, paid["customer"])
    page.goto("/usage?checkout=done")
    expect(page.get_by_text("You are on the plan pro")).to_be_visible()
    expect(page.get_by_text("Renews")).to_be_visible()
    expect(page.get_by_text("The limit is reached")).to_be_hidden()
    assert_accessible(page)
    assert_fits(page)

    paid |= {"status": "past_due", "cancel_at_period_end": True}
    stripe_tells(service, paid["customer"])
    page.reload()
    expect(page.get_by_text("A payment failed")).to_be_visible()
    expect(page.get_by_text("It is cancelled")).to_be_visible()
    expect(page.get_by_text("The payment is on its way")).to_be_hidden()
    assert_accessible(page)
    assert_fits(page)

    away = {
        "data": None,
        "error": "Postgres is away",
        "meta": {"request_id": "r1", "code": "database_unavailable"},
    }
    page.route("**/portal/usage", lambda route: route.fulfill(status=503, json=away))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("The usage could not be read")
    assert_accessible(page)
    assert_fits(page)
