"""The page as a whole: it opens, follows what happens, can be read by everybody, and fits every window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.places import PLACES
from tests.e2e.stack import Stack


@pytest.fixture(scope="module")
def jobs(service: Stack) -> dict[str, str]:
    """One job that was done and one that died, whose error looks like markup."""
    done = service.enqueue("sleep", {"seconds": 0})
    dead = service.enqueue("fail", {"message": "<img src=x onerror=alert(1)>"}, max_attempts=1)
    service.once(done, "completed")
    service.once(dead, "dead")
    return {"done": done, "dead": dead}


def test_a_job_is_seen_from_its_beginning_to_its_end_without_reloading(
    service: Stack, open_page: OpenPage
) -> None:
    page = open_page("/jobs")
    expect(page.locator("[data-condition=open]")).to_be_visible()
    page.evaluate("window.loadedOnce = true")

    service.enqueue("sleep", {"seconds": 0}, queue_name="watched")

    row = page.get_by_role("row").filter(has_text="watched")
    expect(row).to_contain_text("Completed")
    assert page.evaluate("window.loadedOnce")


def test_text_of_a_job_is_never_markup(jobs: dict[str, str], open_page: OpenPage) -> None:
    page = open_page(f"/jobs/{jobs['dead']}")
    expect(page.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_page_can_be_read_by_everybody_and_fits(
    jobs: dict[str, str], open_page: OpenPage, theme: str, phone: bool
) -> None:
    page = open_page("/", theme=theme, phone=phone)
    for path, title in {**PLACES, f"/jobs/{jobs['done']}": "sleep"}.items():
        go_to(page, path)
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(page).to_have_title(re.compile(f"^{title}"))
        assert_accessible(page)
        assert_fits(page)


def test_a_place_is_reached_by_the_palette(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("A page, a state").fill("queues")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Queues")).to_be_visible()


@pytest.mark.usefixtures("jobs")
def test_whatever_else_is_typed_into_the_palette_is_searched_for_among_the_jobs(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    page.get_by_placeholder("A page, a state").fill("dead")
    last = page.get_by_role("option").last
    expect(last).to_have_text("Search the jobs for “dead”")
    expect(last).to_have_attribute("aria-selected", "false")
    page.get_by_placeholder("A page, a state").fill("onerror=alert")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/jobs\?q=onerror"))
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.get_by_label("Search id, payload or error")).to_have_value("onerror=alert")


def test_the_keys_are_told(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_chosen_theme_is_kept(page: Page) -> None:
    page.get_by_role("button", name="Use the dark theme").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_rows_are_walked_by_arrows_and_opened_by_enter(jobs: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/jobs?type=fail")
    first = page.get_by_role("row").filter(has_text="fail").first
    first.focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/jobs/{jobs['dead']}"))


def test_an_address_that_leads_nowhere_says_so(open_page: OpenPage) -> None:
    expect(open_page("/nowhere").get_by_role("heading", name="Nothing here")).to_be_visible()
