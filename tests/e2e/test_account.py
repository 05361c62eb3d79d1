"""The account: who one is, what one may do, a new password, a theme that is kept, and what an open service means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack
from tests.e2e.test_signing_in import PASSWORD, register, sign_in


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    with stack.running(redis_server, database_url, AUTH_MODE="keys") as running:
        yield running


def account_of(open_page: OpenPage, name: str, **look: object) -> Page:
    page = open_page("/auth?next=/account", **look)
    sign_in(page, name)
    expect(page.get_by_text(f"{name}@example.com").first).to_be_visible()
    return page


def test_a_person_is_told_who_they_are_and_that_their_address_waits(
    service: Stack, open_page: OpenPage
) -> None:
    register(service, "nora")
    page = account_of(open_page, "nora")
    expect(page.get_by_text("nora@example.com is not verified")).to_be_visible()
    expect(page.get_by_text("postgres: healthy")).to_be_visible()
    expect(page.get_by_text("a person, signed in")).to_be_visible()
    expect(page.get_by_text("You may not")).to_have_count(0)

    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_text("you will receive a reset link")).to_be_visible()


def test_a_key_is_told_what_it_may_not(service: Stack, open_page: OpenPage) -> None:
    session = service.call("POST", "/auth/register", {"email": "olga@example.com", "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {session['token']}"}
    key = service.call("POST", "/api/v1/keys", {"name": "eyes", "scopes": ["jobs:read"]}, **bearer)["key"]
    page = open_page("/auth?mode=key&next=/account")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_role("listitem").filter(has_text="keys:manage")).to_contain_text("You may not")
    expect(page.get_by_role("button", name="Mail me a link")).to_have_count(0)
    page.get_by_role("button", name="Forget the key").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_theme_is_chosen_and_kept(service: Stack, open_page: OpenPage) -> None:
    register(service, "petra")
    page = account_of(open_page, "petra")
    page.get_by_role("radio", name="Dark").check()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_by_everybody_also_while_the_service_is_ill(
    service: Stack, open_page: OpenPage, theme: str
) -> None:
    name = f"quinn-{theme}"
    register(service, name)
    page = account_of(open_page, name, theme=theme, phone=True)
    expect(page.get_by_text("postgres: healthy")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    ill = {"status": "degraded", "checks": {"redis": "unhealthy", "postgres": "healthy"}}
    said = {**ill, "durability": "redis-volatile", "uptime": 3}
    page.route("**/health", lambda route: route.fulfill(status=503, json=said))
    page.reload()
    expect(page.get_by_text("redis: unhealthy")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
