"""The overview: what is wrong comes first, everything leads to the jobs that it counts, and it moves by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack

AWAY = {
    "data": None,
    "error": "Postgres is away",
    "meta": {"request_id": "r1", "code": "database_unavailable"},
}
REMEMBERED = 75_000  # ms: answers that took the producer long are given again for up to a minute


@pytest.fixture(scope="module")
def first_job(service: Stack) -> Callable[[], str]:
    """Makes the first job of the service, once; so the test of the empty overview must be the first."""
    made: list[str] = []

    def make() -> str:
        if not made:
            made.append(service.enqueue("sleep", {"seconds": 0}, queue_name="mail"))
        return made[0]

    return make


@pytest.fixture(scope="module")
def busy(service: Stack, first_job: Callable[[], str]) -> dict[str, str]:
    """A service with a bit of everything; ids by name."""
    failing = {"message": "<b>card</b> 17 was refused"}
    jobs = {
        "done": first_job(),
        "dead": service.enqueue("charge_card", failing, max_attempts=1),
        "dead too": service.enqueue("charge_card", {"message": "<b>card</b> 18 was refused"}, max_attempts=1),
        "unknown": service.enqueue("translate"),
    }
    service.once(jobs["done"], "completed")
    for name in ("dead", "dead too"):
        service.once(jobs[name], "dead")
    return jobs


def card(page: Page, title: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", level=2, name=title, exact=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_service_can_be_read_by_everybody(open_page: OpenPage, theme: str) -> None:
    page = open_page(theme=theme, phone=True)
    expect(page.get_by_role("heading", name="Send your first job")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)


def test_the_guide_turns_into_the_first_job(
    service: Stack, open_page: OpenPage, first_job: Callable[[], str]
) -> None:
    page = open_page()
    line = page.get_by_label("The line to run")
    expect(line).to_contain_text(f"curl -s {service.url}/enqueue")
    expect(line).to_contain_text('{"type":"sleep","payload":{"seconds":2}}')
    expect(page.locator("[data-condition=open]")).to_be_visible()

    job = first_job()

    expect(page.get_by_role("heading", name="Your first job is here")).to_be_visible(timeout=REMEMBERED)
    expect(page.get_by_role("link", name="sleep", exact=True)).to_have_attribute("href", f"/jobs/{job}")
    expect(page.locator("section").filter(has_text="Your first job is here")).to_contain_text("Completed")
    page.reload()
    expect(card(page, "Queues")).to_be_visible()
    expect(page.get_by_role("heading", name="Send your first job")).to_be_hidden()


@pytest.mark.usefixtures("busy")
def test_jobs_that_nobody_runs_are_warned_of(page: Page) -> None:
    warning = page.get_by_role("status").filter(has_text="for a type that no worker knows")
    expect(warning).to_contain_text("1 job waits")
    warning.get_by_role("link", name="translate").click()
    expect(page).to_have_url(re.compile(r"/jobs\?.*type=translate"))


@pytest.mark.usefixtures("busy")
def test_every_count_leads_to_its_jobs(page: Page) -> None:
    dead = page.get_by_role("region", name="Jobs by state").get_by_role("link", name=re.compile("^Dead"))
    expect(dead).to_contain_text("2")
    dead.click()
    expect(page).to_have_url(re.compile(r"/jobs\?status=dead"))
    page.go_back()
    card(page, "Queues").get_by_role("link", name=re.compile("^default")).click()
    expect(page).to_have_url(re.compile(r"/jobs\?queue=default"))


def test_failures_that_read_alike_are_one_line_that_leads_to_a_job(busy: dict[str, str], page: Page) -> None:
    line = card(page, "Recent failures").get_by_role("listitem").filter(has_text="charge_card")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("<b>card</b> # was refused")
    expect(line).to_contain_text("2 dead")
    line.get_by_role("link", name="Newest job").click()
    expect(page).to_have_url(re.compile(f"/jobs/({busy['dead']}|{busy['dead too']})"))


@pytest.mark.usefixtures("busy")
def test_figures_move_without_reloading(service: Stack, page: Page) -> None:
    figures = card(page, "Jobs per minute")
    enqueued = figures.locator("div").filter(has=page.get_by_text("Enqueued", exact=True)).locator("dd").first
    expect(enqueued).to_have_text("4")
    expect(page.locator("[data-condition=open]")).to_be_visible()
    page.evaluate("window.loadedOnce = true")

    service.enqueue("sleep", {"seconds": 0}, queue_name="mail")

    expect(enqueued).to_have_text("5", timeout=REMEMBERED)
    assert page.evaluate("window.loadedOnce")
    expect(card(page, "Workers")).to_contain_text(re.compile(r"\d+ of \d+ slots busy"))


@pytest.mark.usefixtures("busy")
def test_how_far_back_it_looks_stands_in_the_address(page: Page) -> None:
    page.get_by_role("radio", name="6 hours").check()
    expect(page).to_have_url(re.compile(r"\?range=6h$"))
    page.reload()
    expect(page.get_by_role("radio", name="6 hours")).to_be_checked()
    expect(card(page, "Recent failures")).to_contain_text("in the last 6 hours")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_it_can_be_read_by_everybody_full_and_failing(open_page: OpenPage, theme: str, phone: bool) -> None:
    page = open_page(theme=theme, phone=phone)
    expect(card(page, "Recent failures").get_by_role("listitem").first).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)

    page.route(re.compile(r"/api/v1/(?!me)"), lambda route: route.fulfill(status=503, json=AWAY))
    page.reload()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("The counts, the figures over time, the failures")
    assert_accessible(page)
    assert_fits(page)

    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(card(page, "Jobs per minute")).to_be_visible()
