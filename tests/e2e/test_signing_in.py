"""Where a key is asked for: nobody sees anything before they signed in, and only what they may do is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.stack import Stack

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    with stack.running(redis_server, database_url, AUTH_MODE="keys") as running:
        yield running


def register(service: Stack, name: str) -> str:
    """Somebody with an account; their first key."""
    given = service.call("POST", "/auth/register", {"email": f"{name}@example.com", "password": PASSWORD})
    return str(given["api_key"]["key"])


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Mail address").fill(f"{name}@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_stranger_signs_in_and_is_led_where_they_wanted_to_go(service: Stack, open_page: OpenPage) -> None:
    register(service, "ada")
    page = open_page("/jobs?status=dead")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ada")
    expect(page).to_have_url(re.compile(r"/jobs\?status=dead$"))
    expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_wrong_password_is_told_in_the_form(service: Stack, open_page: OpenPage) -> None:
    register(service, "bob")
    page = open_page("/auth")
    sign_in(page, "bob", "wrong")
    expect(page.get_by_role("alert")).to_have_text("invalid email or password")


def test_an_account_is_made_and_its_first_key_is_shown_once(open_page: OpenPage) -> None:
    page = open_page("/auth?mode=register")
    page.get_by_label("Mail address").fill("carol@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text(re.compile("^wq_client_"))).to_be_visible()
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()


def test_signing_out_ends_the_session(service: Stack, open_page: OpenPage) -> None:
    register(service, "dan")
    page = open_page("/auth?next=/account")
    sign_in(page, "dan")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_signs_in_next_sees_nothing_of_who_left(service: Stack, open_page: OpenPage) -> None:
    """In one tab, without a reload: what was read for one caller is there for no other."""
    key = {"Authorization": f"Bearer {register(service, 'gil')}"}
    job = service.call("POST", "/api/v1/jobs", {"type": "of_gil", "queue_name": "gil-alone"}, **key)
    register(service, "hal")
    page = open_page("/auth?next=/jobs")
    sign_in(page, "gil")
    expect(page.get_by_role("row").filter(has_text="of_gil")).to_be_visible()
    go_to(page, "/account")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/auth$"))
    sign_in(page, "hal")
    expect(page.get_by_role("heading", level=2, name="Send your first job")).to_be_visible()

    go_to(page, "/jobs")
    expect(page.get_by_text("No job yet")).to_be_visible()
    expect(page.get_by_text("of_gil")).to_have_count(0)
    go_to(page, f"/jobs/{job['id']}")
    expect(page.get_by_text("This job is not here")).to_be_visible()


def test_two_tabs_share_a_session_through_reloads(service: Stack, open_page: OpenPage) -> None:
    """A refresh token that two tabs show would end the session: one of them exchanges it, the other hears of it."""
    register(service, "eve")
    first = open_page("/auth?next=/account")
    sign_in(first, "eve")
    expect(first.get_by_text("eve@example.com", exact=True).first).to_be_visible()
    second = first.context.new_page()
    second.goto("/account")
    expect(second.get_by_text("eve@example.com", exact=True).first).to_be_visible()
    for tab in (first, second, first):
        tab.reload()
        expect(tab.get_by_text("eve@example.com", exact=True).first).to_be_visible()


def test_a_key_that_may_only_read_sees_no_button_that_acts(service: Stack, open_page: OpenPage) -> None:
    session = service.call("POST", "/auth/register", {"email": "fay@example.com", "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {session['token']}"}
    key = service.call("POST", "/api/v1/keys", {"name": "eyes", "scopes": ["jobs:read"]}, **bearer)["key"]
    service.call("POST", "/api/v1/queues/mail/pause", **bearer)

    page = open_page("/auth?mode=key&next=/queues")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_text("paused", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Resume|Pause"))).to_have_count(0)
    expect(page.get_by_role("link", name="Enqueue a job")).to_have_count(0)
    expect(page.get_by_role("link", name="Keys")).to_have_count(0)


def test_a_key_that_does_not_work_is_told_in_the_form(open_page: OpenPage) -> None:
    page = open_page("/auth?mode=key")
    page.get_by_label("API key").fill("wq_client_nothing")
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_role("alert")).to_contain_text("a valid key is needed")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_way_in_can_be_read_by_everybody(open_page: OpenPage, theme: str) -> None:
    page = open_page("/auth", theme=theme, phone=True)
    for search in ("", "?mode=register", "?mode=forgot", "?mode=key", "?reset=abc", "?verify=abc"):
        page.goto(f"/auth{search}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
