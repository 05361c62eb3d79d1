"""Webhooks are made by hand, tested, and what they were told is seen, with what was answered, and sent again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.stack import Stack
from tests.integration.webhooks.receiver import Answer, Receiver
from tests.integration.worker.deployment import until


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    """A stack whose producer and worker may call this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEBHOOK_ALLOW_PRIVATE", "true")
        with stack.running(redis_server, database_url, WEBHOOK_ALLOW_PRIVATE="true") as running:
            yield running


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with closing(Receiver()) as started:
        yield started


def make(service: Stack, url: str) -> str:
    """A webhook that is there already; its id."""
    return str(service.call("POST", "/api/v1/webhooks", {"url": url, "description": "for a test"})["id"])


def test_an_empty_list_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("/webhooks", phone=True)
    expect(page.get_by_text("Nobody is told yet")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_a_webhook_is_made_tested_and_the_test_verifies(receiver: Receiver, open_page: OpenPage) -> None:
    page = open_page("/webhooks", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="New webhook").first.click()
    page.get_by_label("Address").fill(f"{receiver.url}/made")
    page.get_by_role("checkbox", name="job.failed").uncheck()
    page.get_by_role("button", name="Make it").click()

    told = page.get_by_role("dialog", name="The webhook is made")
    secret = told.locator("[data-secret]").inner_text()
    assert secret.startswith("whsec_")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(told.get_by_role("alert")).to_contain_text("You have not copied it")
    told.get_by_role("button", name="Copy the secret").click()
    told.get_by_role("button", name="Done").click()
    assert page.evaluate("navigator.clipboard.readText()") == secret

    page.get_by_role("button", name="Send a test").click()
    sheet = page.get_by_role("dialog", name="webhook.test")
    expect(sheet.get_by_text("delivered", exact=True)).to_be_visible()
    expect(sheet.get_by_role("region", name="What it answered")).to_have_text("ok")
    (call,) = receiver.wait_for("/made", 1)
    assert call.verify(secret)["event"] == "webhook.test"


def test_a_failed_delivery_is_shown_and_redelivered(
    service: Stack, receiver: Receiver, open_page: OpenPage
) -> None:
    receiver.answers["/moody"] = Answer(503, body=b"<img src=x onerror=alert(1)> not now")
    hook_id = make(service, f"{receiver.url}/moody")
    service.call("POST", f"/api/v1/webhooks/{hook_id}/test")
    page = open_page(f"/webhooks/{hook_id}")
    row = page.get_by_role("table", name="Deliveries").get_by_role("row").nth(1)
    expect(row).to_contain_text("failed")
    row.click()
    sheet = page.get_by_role("dialog", name="webhook.test")
    expect(sheet.get_by_role("region", name="What it answered")).to_have_text(
        "<img src=x onerror=alert(1)> not now"
    )
    assert page.locator("img[src=x]").count() == 0
    expect(sheet.get_by_role("group", name="What it was told")).to_contain_text("webhook.test")
    assert_accessible(page)

    receiver.answers["/moody"] = Answer(200, body=b"taken")
    sheet.get_by_role("button", name="Redeliver").click()
    expect(sheet.get_by_text("delivered", exact=True)).to_be_visible()
    expect(sheet.get_by_role("region", name="What it answered")).to_have_text("taken")
    first, second = receiver.wait_for("/moody", 2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_deliveries_are_narrowed_by_the_address(
    service: Stack, receiver: Receiver, open_page: OpenPage
) -> None:
    hook_id = make(service, f"{receiver.url}/fine")
    service.call("POST", f"/api/v1/webhooks/{hook_id}/test")
    delivered = f"/api/v1/webhooks/{hook_id}/deliveries?status=delivered"
    until(lambda: service.call("GET", delivered), "its delivery is written")
    page = open_page(f"/webhooks/{hook_id}?status=failed")
    expect(page.get_by_text("No delivery is failed")).to_be_visible()
    page.get_by_label("Status").select_option("delivered")
    expect(page.get_by_role("table", name="Deliveries")).to_contain_text("webhook.test")
    page.reload()
    expect(page.get_by_role("table", name="Deliveries")).to_contain_text("webhook.test")


def test_a_webhook_is_changed_disabled_given_a_new_secret_and_deleted(
    service: Stack, receiver: Receiver, open_page: OpenPage
) -> None:
    hook_id = make(service, f"{receiver.url}/changing")
    page = open_page(f"/webhooks/{hook_id}")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Address").fill("nowhere")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Address").fill(f"{receiver.url}/changed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text(f"{receiver.url}/changed")).to_be_visible()

    page.get_by_role("button", name="Disable").click()
    page.get_by_role("button", name="Disable it").click()
    expect(page.get_by_text("This webhook is disabled")).to_be_visible()
    expect(page.get_by_role("button", name="Send a test")).to_be_hidden()
    page.get_by_role("button", name="Enable").click()
    page.get_by_role("button", name="Enable it").click()
    expect(page.get_by_role("button", name="Send a test")).to_be_visible()

    page.get_by_role("button", name="Rotate the secret").click()
    page.get_by_role("button", name="Make a new one").click()
    expect(page.get_by_text("whsec_").first).to_be_visible()
    page.get_by_role("button", name="I have kept it").click()
    page.get_by_role("button", name="Close without it").click()
    expect(page.get_by_text("Calls are signed by the older secret too")).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1, name="Webhooks")).to_be_visible()
    assert hook_id not in [hook["id"] for hook in service.call("GET", "/api/v1/webhooks")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_webhooks_can_be_read_by_everybody_and_fit(
    service: Stack, receiver: Receiver, open_page: OpenPage, theme: str
) -> None:
    hook_id = make(service, f"{receiver.url}/{theme}")
    service.call("POST", f"/api/v1/webhooks/{hook_id}/test")
    receiver.wait_for(f"/{theme}", 1)
    page = open_page("/webhooks", theme=theme, phone=True)
    expect(page.get_by_text(f"{receiver.url}/{theme}")).to_be_visible()
    _read(page)
    go_to(page, f"/webhooks/{hook_id}")
    expect(page.get_by_role("table", name="Deliveries")).to_contain_text("delivered")
    _read(page)
    go_to(page, "/webhooks?make=true")
    expect(page.get_by_role("dialog", name="New webhook")).to_be_visible()
    _read(page)


def test_what_cannot_be_read_says_so(open_page: OpenPage) -> None:
    page = open_page("/webhooks/00000000-0000-4000-8000-000000000000", phone=True)
    expect(page.get_by_role("alert")).to_contain_text("webhook not found")
    _read(page)


def _read(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
