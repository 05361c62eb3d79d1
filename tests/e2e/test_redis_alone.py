"""Without Postgres the page says what is missing and why, and shows what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack


@pytest.fixture(scope="module")
def service(redis_server: RedisServer) -> Iterator[Stack]:
    with stack.running(redis_server, None, JWT_SECRET="") as running:
        yield running


def test_the_overview_says_what_is_missing_and_shows_what_there_is(
    service: Stack, open_page: OpenPage
) -> None:
    page = open_page(phone=True)
    expect(page.get_by_text("This service runs on Redis alone")).to_be_visible()
    expect(page.get_by_role("heading", name="Send your first job")).to_be_visible()
    expect(page.locator("[data-condition=open]")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)

    service.enqueue("sleep", {"seconds": 0})

    expect(page.get_by_role("heading", name="Your first job is here")).to_be_visible()
    expect(page.locator("section").filter(has_text="Your first job is here")).to_contain_text("Completed")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"\d+ of \d+ slots busy"))).to_be_visible()


def test_usage_and_account_say_what_they_lack(open_page: OpenPage) -> None:
    page = open_page("/usage")
    expect(page.get_by_text("Nothing is counted here")).to_be_visible()
    assert_accessible(page)
    page.goto("/account")
    expect(page.get_by_text("This service is open")).to_be_visible()
    expect(page.get_by_text("postgres: not configured")).to_be_visible()
    assert_accessible(page)
