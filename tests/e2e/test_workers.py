"""Workers come, show what they run, and leave; jobs that nobody can run are pointed out."""

from __future__ import annotations

import os
import signal

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import HERE, Stack
from tests.integration.worker.deployment import Worker


def test_a_worker_appears_with_its_job_and_leaves_when_it_is_stopped(
    service: Stack, open_page: OpenPage
) -> None:
    page = open_page("/workers")
    cards = page.get_by_role("main").get_by_role("region").filter(has_text="Heartbeat")
    expect(cards).to_have_count(1)

    second = Worker(service.corner, HANDLERS="page_handlers:handlers", LEASE_SECONDS=10, HANDLERS_PATH=HERE)
    try:
        expect(cards).to_have_count(2)
        job = service.enqueue("sleep", {"seconds": 600})
        running = cards.get_by_role("list", name="Runs now").get_by_role("link", name="sleep")
        expect(running).to_have_attribute("href", f"/jobs/{job}")
        expect(cards.filter(has=page.get_by_role("list", name="Runs now"))).to_contain_text("1 of")
        service.call("DELETE", f"/api/v1/jobs/{job}")
        expect(running).to_be_hidden()
        os.kill(second.pid, signal.SIGTERM)
        expect(cards).to_have_count(1)
    finally:
        second.close()


def test_a_job_leads_to_the_worker_that_runs_it(service: Stack, open_page: OpenPage) -> None:
    second = Worker(service.corner, HANDLERS="page_handlers:handlers", LEASE_SECONDS=10, HANDLERS_PATH=HERE)
    job = service.enqueue("sleep", {"seconds": 600})
    try:
        service.once(job, "running")
        page = open_page(f"/jobs/{job}")
        page.get_by_role("main").locator("dl").get_by_role("link").and_(
            page.locator("[href^='/workers#']")
        ).first.click()
        led = page.get_by_role("main").get_by_role("region").and_(page.locator("[aria-current]"))
        expect(led.get_by_role("list", name="Runs now").get_by_role("link", name="sleep")).to_be_in_viewport()
        assert_accessible(page)
    finally:
        service.call("DELETE", f"/api/v1/jobs/{job}")
        second.close()


def test_a_link_to_a_worker_that_has_left_says_so(open_page: OpenPage) -> None:
    page = open_page("/workers#vm-0123abcd.2", phone=True)
    expect(page.get_by_text("The worker that you look for has left")).to_be_visible()
    expect(page.locator("[aria-current=true]")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_type_that_no_worker_knows_is_pointed_out(service: Stack, open_page: OpenPage, phone: bool) -> None:
    service.enqueue("translate", {"to": "fr"})
    page = open_page("/workers", phone=phone, theme="dark" if phone else "light")
    table = page.get_by_role("table", name="Types that no worker knows")
    expect(table.get_by_role("row").filter(has_text="translate")).to_be_visible()
    expect(page.get_by_text("Start a worker whose")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)
    table.get_by_role("link", name="translate").click()
    expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
