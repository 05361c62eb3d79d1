"""Keys are made, shown once, used, rotated, replaced and revoked by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import PHONE, OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack
from tests.integration.producer.test_process import ask
from tests.integration.worker.deployment import until

ADMIN_KEY = "an-admin-key-of-this-test-alone-4f1c"


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    with stack.running(redis_server, database_url, AUTH_MODE="keys", ADMIN_KEY=ADMIN_KEY) as running:
        yield running


@pytest.fixture
def admin(service: Stack) -> dict[str, str]:
    """The headers of a tenant's own key that may make keys."""
    as_operator = {"Authorization": f"Bearer {ADMIN_KEY}"}
    key = service.call("POST", "/api/v1/keys", {"name": "the admin", "kind": "admin"}, **as_operator)
    return {"Authorization": f"Bearer {key['key']}"}


def enter(open_page: OpenPage, key: dict[str, str], **options: object) -> Page:
    """The keys page, seen by this key."""
    page = open_page("/auth?mode=key&next=/keys", **options)
    page.get_by_label("API key").fill(key["Authorization"].removeprefix("Bearer "))
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_role("heading", level=1, name="Keys")).to_be_visible()
    return page


def shown_once(page: Page) -> tuple[Locator, str]:
    """The window in which a key is shown, and the key."""
    window = page.get_by_role("dialog", name=re.compile("^The key "))
    return window, window.locator("[data-secret]").inner_text()


def status(service: Stack, key: str) -> int:
    """What the service answers whoever shows this key."""
    return ask(service.port, "GET", "/api/v1/jobs", None, Authorization=f"Bearer {key}")[0]


def test_a_key_is_made_used_and_revoked(service: Stack, admin: dict[str, str], open_page: OpenPage) -> None:
    page = enter(open_page, admin, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="New key").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("billing service")
    page.get_by_role("checkbox", name="jobs:manage").uncheck()
    page.get_by_label("Expires").select_option(label="In 30 days")
    assert_accessible(page)
    page.get_by_role("button", name="Make it").click()

    window, key = shown_once(page)
    assert_accessible(page)
    window.get_by_role("button", name="Close", exact=True).click()
    expect(window.get_by_role("alert")).to_contain_text("You have not copied it")
    window.get_by_role("button", name="Copy the key").click()
    expect(window.get_by_role("alert")).to_be_hidden()
    window.get_by_role("button", name="Done").click()
    expect(window).to_be_hidden()
    assert page.evaluate("navigator.clipboard.readText()") == key
    assert status(service, key) == 200

    row = page.get_by_role("row").filter(has_text="billing service")
    expect(row).to_contain_text("jobs:submit, jobs:read")
    expect(row).to_contain_text("in 30 days")
    row.get_by_role("button", name="Revoke billing service").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(row.get_by_text("revoked", exact=True)).to_be_visible()
    until(lambda: status(service, key) == 401, "the revoked key is refused", seconds=3)
    expect(row.get_by_role("button")).to_have_count(0)
    page.set_viewport_size(PHONE)
    expect(row).to_contain_text("Last used")
    expect(row).not_to_contain_text("Acts")


def test_a_key_is_rotated_with_an_overlap_and_replaced_at_once(
    service: Stack, admin: dict[str, str], open_page: OpenPage
) -> None:
    old = service.call("POST", "/api/v1/keys", {"name": "importer", "kind": "worker"}, **admin)["key"]
    page = enter(open_page, admin)
    page.get_by_role("button", name="Rotate importer").click()
    page.get_by_label("The old one works for").select_option(label="1 hour")
    page.get_by_role("button", name="Make a new one").click()
    window, second = shown_once(page)
    assert status(service, old) == status(service, second) == 200
    keep(window)
    expect(page.get_by_role("row").filter(has_text=old[:18])).to_contain_text("ends soon")

    row = page.get_by_role("row").filter(has_text=second[:18])
    row.get_by_role("button", name="Replace importer at once").click()
    page.get_by_role("button", name="Replace it").click()
    window, third = shown_once(page)
    assert status(service, third) == 200
    until(lambda: status(service, second) == 401, "the replaced key is refused", seconds=3)
    keep(window)


def keep(window: Locator) -> None:
    window.get_by_role("button", name="I have kept it").click()
    window.get_by_role("button", name="Close without it").click()
    expect(window).to_be_hidden()


def test_the_key_that_the_page_calls_with_is_not_replaced_from_it(
    admin: dict[str, str], open_page: OpenPage
) -> None:
    page = enter(open_page, admin)
    own = page.get_by_role("row").filter(has_text="you use it")
    expect(own.get_by_role("button", name=re.compile("^Rotate"))).to_be_visible()
    expect(own.get_by_role("button", name=re.compile("^Replace"))).to_have_count(0)


def test_a_key_is_refused_at_its_field(admin: dict[str, str], open_page: OpenPage) -> None:
    page = enter(open_page, admin)
    page.get_by_role("button", name="New key").click()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("radio", name="Worker").check()
    expect(page.get_by_role("checkbox")).to_have_count(3)
    for scope in ("jobs:lease", "jobs:ack", "jobs:read"):
        page.get_by_role("checkbox", name=scope).uncheck()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("choose at least one scope")).to_be_visible()


def test_the_caller_learns_which_key_is_theirs(admin: dict[str, str], open_page: OpenPage) -> None:
    page = enter(open_page, admin)
    expect(page.get_by_text("you use it")).to_have_count(1)
    own = page.get_by_role("row").filter(has_text="you use it")
    own.get_by_role("button", name="Revoke the admin").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("this page is signed out by it")


def test_a_static_key_learns_what_it_is(open_page: OpenPage) -> None:
    page = enter(open_page, {"Authorization": f"Bearer {ADMIN_KEY}"})
    expect(page.get_by_text("You use a key of the service's own settings")).to_be_visible()


def test_a_key_that_may_not_see_keys_is_told_so(
    service: Stack, admin: dict[str, str], open_page: OpenPage
) -> None:
    client = service.call("POST", "/api/v1/keys", {"name": "client"}, **admin)["key"]
    page = enter(open_page, {"Authorization": f"Bearer {client}"})
    expect(page.get_by_text("Your key may not see keys")).to_be_visible()
    expect(page.get_by_role("button", name="New key")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_keys_can_be_read_by_everybody_and_fit(
    admin: dict[str, str], open_page: OpenPage, theme: str
) -> None:
    page = enter(open_page, admin, theme=theme, phone=True)
    expect(page.get_by_text("you use it")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="New key").click()
    expect(page.get_by_role("dialog", name="New key")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
