"""Queues are paused and resumed by hand, after a question, and the card says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible
from tests.e2e.stack import Stack


@pytest.fixture
def page(service: Stack, open_page: OpenPage) -> Page:
    service.once(service.enqueue("sleep", {"seconds": 0}, queue_name="mail"), "completed")
    return open_page("/queues")


def test_a_queue_is_paused_and_resumed(service: Stack, page: Page) -> None:
    card = page.get_by_role("listitem").filter(has_text="mail").filter(has_text="Oldest waits")
    card.get_by_role("button", name="Pause mail").click()
    question = page.get_by_role("alertdialog", name="Pause mail?")
    assert_accessible(page)
    question.get_by_role("button", name="Pause it").click()
    expect(card.get_by_text("paused", exact=True)).to_be_visible()

    held = service.enqueue("sleep", {"seconds": 0}, queue_name="mail")
    expect(card.locator("dd").first).to_have_text("1")

    card.get_by_role("button", name="Resume mail").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Resume it").click()
    expect(card.get_by_text("paused", exact=True)).to_be_hidden()
    service.once(held, "completed")


def test_a_question_that_is_declined_changes_nothing(service: Stack, page: Page) -> None:
    page.get_by_role("button", name="Pause mail").click()
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    assert not any(queue["paused"] for queue in service.call("GET", "/api/v1/queues"))
