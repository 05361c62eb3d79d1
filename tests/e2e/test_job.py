"""A job's page: everything of it is told as it happens, and what may be done with it is done from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack

MARKUP = "<img src=x onerror=alert(1)>"
SLOW_RETRY = {"base_seconds": 600, "jitter": False}


def test_a_failing_job_is_retried_and_seen_to_succeed(service: Stack, open_page: OpenPage) -> None:
    job = service.enqueue("fail", {"message": "not yet", "times": 1}, backoff=SLOW_RETRY)
    service.once(job, "failed")
    page = open_page(f"/jobs/{job}")
    expect(page.get_by_text("Attempt 1 failed; the next one follows at")).to_be_visible()
    expect(page.get_by_role("group", name="Error", exact=True)).to_contain_text("RuntimeError: not yet")

    page.get_by_role("button", name="Retry now").click()

    expect(page.locator("h1 + p").get_by_text("Completed")).to_be_visible()
    expect(_attempts(page)).to_have_count(2)
    expect(_attempts(page).last).to_contain_text("completed")
    expect(page.get_by_role("group", name="Result")).to_contain_text('"attempt": 2')
    expect(page.get_by_role("group", name="Log of attempt 2")).to_contain_text("began attempt 2")
    expect(page.get_by_role("button", name="Retry now")).to_have_count(0)


def test_a_running_job_is_seen_to_move_and_cancelled_by_keys(service: Stack, open_page: OpenPage) -> None:
    job = service.enqueue("sleep", {"seconds": 120})
    service.once(job, "running")
    page = open_page(f"/jobs/{job}")
    expect(page.get_by_text(re.compile(r"part \d+ of 10"))).to_be_visible()
    expect(page.locator("[data-phase=running]")).to_be_visible()

    page.keyboard.press("c")
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel it").click()

    expect(page.locator("h1 + p").get_by_text("Cancelled")).to_be_visible()
    expect(_attempts(page).first).to_contain_text("cancelled")
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0)


def test_a_dead_job_is_requeued_with_a_mended_payload(service: Stack, open_page: OpenPage) -> None:
    dead = service.enqueue("fail", {"message": "wrong address"}, max_attempts=1)
    service.once(dead, "dead")
    page = open_page(f"/jobs/{dead}")
    expect(page.get_by_role("button", name="Requeue", exact=True)).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="Requeue fail")
    dialog.get_by_label("Payload").fill('{"answer":\n  mended}')
    expect(dialog.get_by_text("Line 2, column 3")).to_be_visible()
    expect(dialog.get_by_role("button", name="Requeue it")).to_be_disabled()
    assert_accessible(page)
    dialog.get_by_label("Payload").fill('{"answer": "mended"}')
    dialog.get_by_role("button", name="Requeue it").click()

    expect(page.get_by_role("group", name="Result")).to_contain_text('"mended"')
    page.locator("dd").filter(has_text=dead[:8]).get_by_role("link").click()
    expect(page).to_have_url(re.compile(dead))
    expect(page.get_by_text("Requeued as")).to_be_visible()
    expect(page.get_by_role("button", name="Requeue", exact=True)).to_have_count(0)


def test_whatever_a_job_says_stays_text(service: Stack, open_page: OpenPage) -> None:
    said = {"message": MARKUP, "log": MARKUP, MARKUP: MARKUP}
    job = service.enqueue("fail", said, max_attempts=1, tags={"note": MARKUP})
    service.once(job, "dead")
    page = open_page(f"/jobs/{job}")
    page.on("dialog", lambda _: pytest.fail("a job's text was run"))
    for place in ("Payload", "Error", "Traceback", "Log of attempt 1"):
        expect(page.get_by_role("group", name=place, exact=True)).to_contain_text(MARKUP)
    expect(page.get_by_role("link", name=f"note: {MARKUP}")).to_be_visible()
    page.get_by_role("button", name="Payload as raw text").click()
    expect(page.get_by_role("group", name="Payload", exact=True).locator("pre")).to_contain_text(MARKUP)
    assert page.locator("img[src=x]").count() == 0


def test_a_job_that_waits_for_nobody_says_so(service: Stack, open_page: OpenPage) -> None:
    job = service.enqueue("translate", {"text": "hello"})
    page = open_page(f"/jobs/{job}")
    expect(page.get_by_text("knows the type translate")).to_be_visible()
    expect(page.get_by_role("link", name="To the workers")).to_be_visible()


def test_an_ended_job_is_deleted_and_its_address_says_so_kindly(service: Stack, open_page: OpenPage) -> None:
    job = service.enqueue("sleep", {"seconds": 0})
    service.corner.ended(job)
    page = open_page(f"/jobs/{job}")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete it").click()
    expect(page).to_have_url(re.compile("/jobs$"))
    page.goto(f"/jobs/{job}")
    expect(page.get_by_text("This job is not here")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_can_be_read_by_everybody_and_fits(service: Stack, open_page: OpenPage, theme: str) -> None:
    long = {"message": "x" * 300, "log": "y" * 300, "names": ["z" * 300]}
    dead = service.enqueue(
        "fail", long, max_attempts=2, tags={"w" * 64: "v" * 256}, backoff={"base_seconds": 1}
    )
    later = service.enqueue("sleep", {}, delay_ms=3_600_000)
    service.once(dead, "dead")
    page = open_page(f"/jobs/{dead}", theme=theme, phone=True)
    for job in (dead, later):
        page.goto(f"/jobs/{job}")
        expect(page.get_by_role("list", name="Attempts").get_by_role("listitem").first).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert_accessible(page)
        assert_fits(page)


def _attempts(page: Page) -> Locator:
    return page.get_by_role("list", name="Attempts").locator("> li")
