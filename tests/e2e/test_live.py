"""The live feed: every event as it comes, narrowed by the address, and standing still while somebody reads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.stack import Stack


def listening(page: Page) -> Page:
    """The page once it hears what happens."""
    expect(page.locator("[data-condition=open]")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Live")).to_be_visible()
    return page


def rows(page: Page, text: str) -> Locator:
    return page.get_by_role("row").filter(has_text=text)


def test_a_job_is_followed_through_all_its_events(service: Stack, open_page: OpenPage) -> None:
    page = listening(open_page("/live"))
    job = service.enqueue("sleep", {"seconds": 1}, queue_name="followed")
    for word in ("Enqueued", "Started", "Progress", "Completed"):
        expect(rows(page, "followed").filter(has_text=word).first).to_be_visible()
    expect(rows(page, "Heartbeat").first).to_contain_text("the worker is alive")

    rows(page, "followed").first.get_by_role("link", name="sleep").click()
    expect(page).to_have_url(re.compile(f"/jobs/{job}"))
    page.go_back()
    expect(rows(page, "followed").filter(has_text="Enqueued")).to_be_visible()


def test_only_what_the_address_asks_for_is_shown(service: Stack, open_page: OpenPage) -> None:
    page = listening(open_page("/live?kinds=job.dead"))
    expect(page.get_by_role("button", name="Dead")).to_have_attribute("aria-pressed", "true")
    service.enqueue("fail", {"message": "<i>no</i> such customer"}, max_attempts=1, queue_name="narrow")
    expect(rows(page, "narrow")).to_have_count(1)
    expect(rows(page, "narrow")).to_contain_text("<i>no</i> such customer")

    page.get_by_role("button", name="Started").click()
    expect(page).to_have_url(re.compile("kinds=job.started%2Cjob.dead"))
    expect(rows(page, "narrow")).to_have_count(2)

    page.get_by_label("Search id, type, error or worker").fill("such customer")
    expect(page).to_have_url(re.compile("q=such"))
    expect(rows(page, "narrow")).to_have_count(1)
    page.get_by_label("Search id, type, error or worker").fill("nothing like it")
    page.get_by_role("button", name="Take the filters away").click()
    expect(rows(page, "narrow").nth(2)).to_be_visible()


def test_a_type_and_a_queue_are_chosen_from_those_that_came_by(service: Stack, open_page: OpenPage) -> None:
    page = listening(open_page("/live?kinds=job.completed"))
    service.enqueue("send_email", queue_name="mail")
    service.enqueue("sleep", queue_name="other")
    expect(rows(page, "send_email")).to_have_count(1)
    expect(rows(page, "sleep")).to_have_count(1)
    page.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="send_email").click()
    expect(page).to_have_url(re.compile("type=send_email"))
    expect(rows(page, "sleep")).to_have_count(0)
    go_to(page, "/live?kinds=job.completed&queue=other")
    expect(rows(page, "sleep")).to_have_count(1)
    expect(rows(page, "send_email")).to_have_count(0)


def test_it_stands_still_while_somebody_reads(service: Stack, open_page: OpenPage) -> None:
    page = listening(open_page("/live?kinds=job.completed"))
    service.enqueue("sleep", queue_name="first")
    rows(page, "first").hover()
    expect(page.get_by_text("stands still while you read")).to_be_visible()
    service.enqueue("sleep", queue_name="second")
    more = page.get_by_role("button", name="1 newer one")
    expect(more).to_be_visible()
    expect(rows(page, "second")).to_have_count(0)
    more.click()
    expect(rows(page, "second")).to_be_visible()
    rows(page, "first").hover()
    service.enqueue("sleep", queue_name="meanwhile")
    expect(more).to_be_visible()
    expect(rows(page, "meanwhile")).to_have_count(0)
    page.get_by_role("heading", level=1).hover()
    expect(rows(page, "meanwhile")).to_be_visible()

    page.get_by_role("button", name="Pause").click()
    service.enqueue("sleep", queue_name="third")
    expect(more).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(rows(page, "third")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(rows(page, "third")).to_have_count(0)


def test_it_stands_still_for_a_while_after_a_finger_was_on_it(service: Stack, open_page: OpenPage) -> None:
    page = listening(open_page("/live?kinds=job.completed", phone=True, has_touch=True))
    service.enqueue("sleep", queue_name="touched")
    rows(page, "touched").dispatch_event("pointerdown", {"pointerType": "touch"})
    expect(page.get_by_text("stands still while you read")).to_be_visible()
    expect(page.get_by_text("stands still while you read")).to_be_hidden(timeout=30_000)
    rows(page, "touched").dispatch_event("pointerdown", {"pointerType": "touch"})
    service.enqueue("sleep", queue_name="later")
    page.get_by_role("button", name="1 newer one").tap()
    expect(rows(page, "later")).to_be_visible(timeout=5_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_it_can_be_read_by_everybody(service: Stack, open_page: OpenPage, theme: str, phone: bool) -> None:
    page = listening(open_page("/live", theme=theme, phone=phone))
    assert_accessible(page)
    page.get_by_role("button", name="Heartbeat").focus()
    done = service.enqueue(
        "sleep", {"seconds": 0.1}, queue_name="a-queue-with-a-very-long-name-that-goes-on-and-on"
    )
    dead = service.enqueue("fail", {"message": "no room " * 40}, max_attempts=1)
    service.once(done, "completed")
    service.once(dead, "dead")
    expect(rows(page, "no room").first).to_be_visible()
    expect(rows(page, "a-queue-with").filter(has_text="Completed")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
