"""Schedules are made by hand: explained while they are typed, run at once, paused, and looked back on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.stack import Stack


def make(service: Stack, name: str, **fields: object) -> str:
    """A schedule that is there already; its id."""
    schedule = {"name": name, "job_type": "sleep", "cron_expression": "30 2 1 1 *", **fields}
    return str(service.call("POST", "/api/v1/cron", schedule)["id"])


def form(page: Page) -> Locator:
    return page.get_by_role("dialog", name="New schedule")


def choose(page: Page, field: str, value: str) -> None:
    """Take something from a list that is found by typing, or take what was typed."""
    page.get_by_role("combobox", name=field).click()
    page.get_by_placeholder("Type to find").fill(value)
    page.get_by_role("option", name=value).first.click()


def test_an_empty_list_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("/cron", phone=True)
    expect(page.get_by_text("No schedule yet")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="New schedule").last.click()
    expect(form(page)).to_be_visible()
    page.go_back()
    expect(form(page)).to_be_hidden()


def test_a_schedule_is_explained_while_it_is_typed_and_made(service: Stack, open_page: OpenPage) -> None:
    page = open_page("/cron?make=true")
    expression = page.get_by_label("Expression")
    expression.press_sequentially("30 2 * *")
    expect(page.get_by_role("alert")).to_contain_text("must have 5 fields")
    expect(expression).to_have_attribute("aria-invalid", "true")
    expression.press_sequentially(" *")
    expect(form(page).get_by_text("At 02:30 every day", exact=True)).to_be_visible()
    expect(form(page).get_by_role("list", name="Next runs").get_by_role("listitem")).to_have_count(10)
    assert_accessible(page)

    choose(page, "Time zone", "Asia/Tokyo")
    expect(form(page).get_by_text("+09:00").first).to_be_visible()
    page.get_by_role("button", name="Mondays at 08:00").click()
    expect(form(page).get_by_text("At 08:00 on Monday", exact=True)).to_be_visible()

    page.get_by_label("Name").fill("weekly letter")
    choose(page, "Type of its jobs", "sleep")
    page.get_by_label("Tags").fill("customer: 42")
    page.get_by_label("Wait for the next slot").check()
    form(page).get_by_role("button", name="Make it").click()

    expect(page.get_by_role("heading", level=1, name="weekly letter")).to_be_visible()
    (made,) = [one for one in service.call("GET", "/api/v1/cron") if one["name"] == "weekly letter"]
    assert made["cron_expression"] == "0 8 * * MON"
    assert made["time_zone"] == "Asia/Tokyo"
    assert made["tags"] == {"customer": "42"}
    assert made["overlap_policy"] == "skip"


def test_what_the_service_refuses_is_told_at_its_field(service: Stack, open_page: OpenPage) -> None:
    make(service, "taken")
    page = open_page("/cron?make=true")
    page.get_by_role("button", name="Every hour").click()
    form(page).get_by_role("button", name="Make it").click()
    expect(page.get_by_text("choose what its jobs are")).to_be_visible()

    choose(page, "Type of its jobs", "sleep")
    page.get_by_label("Name").fill("taken")
    form(page).get_by_role("button", name="Make it").click()
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("there is a schedule of this name")

    page.get_by_label("Expression").fill("0 0 31 2 *")
    expect(page.get_by_label("Expression")).to_have_attribute("aria-invalid", "true")


def test_a_schedule_is_run_at_once_and_its_job_completes(service: Stack, open_page: OpenPage) -> None:
    schedule_id = make(service, "by hand", payload={"seconds": 0})
    page = open_page(f"/cron/{schedule_id}")
    expect(page.get_by_text("It has not run yet")).to_be_visible()
    page.get_by_role("button", name="Run now").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Run it now").click()

    page.get_by_role("button", name="See the job").click()
    expect(page).to_have_url(re.compile(r"/jobs/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1, name="sleep")).to_be_visible()

    page.go_back()
    run = page.get_by_role("table", name="History").get_by_role("row").nth(1)
    expect(run).to_contain_text("by hand")
    expect(run).to_contain_text("Completed", timeout=40_000)  # the page asks again every 15 s

    go_to(page, "/cron")
    row = page.get_by_role("row").filter(has_text="by hand")
    expect(row).to_contain_text("Completed")
    expect(row).to_contain_text("At 02:30")


def test_a_schedule_that_was_made_here_is_fired_by_the_clock(service: Stack, open_page: OpenPage) -> None:
    page = open_page("/cron?make=true")
    page.get_by_label("Name").fill("every minute")
    choose(page, "Type of its jobs", "sleep")
    page.get_by_label("Expression").fill("* * * * *")
    form(page).get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1, name="every minute")).to_be_visible()
    due = "UPDATE schedules SET next_run_at = date_trunc('minute', now()) WHERE name = %s RETURNING id"
    service.corner.rows(due, "every minute")  # the minute that has begun already: nobody waits for the next

    run = page.get_by_role("table", name="History").get_by_role("row").nth(1)
    expect(run).to_contain_text("Completed", timeout=40_000)
    expect(run).not_to_contain_text("by hand")


def test_a_schedule_is_paused_resumed_changed_and_deleted(service: Stack, open_page: OpenPage) -> None:
    schedule_id = make(service, "changing", payload={"keep": [1, 2]})
    page = open_page("/cron")
    page.get_by_role("button", name="Pause changing").click()
    page.get_by_role("button", name="Pause it").click()
    row = page.get_by_role("row").filter(has_text="changing")
    expect(row.get_by_text("paused", exact=True)).to_be_visible()
    row.click(position={"x": 300, "y": 12})
    expect(page.get_by_text("It is paused, and has no next run.")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Resume it").click()
    expect(page.get_by_role("list", name="Next runs")).to_be_visible()

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Expression").fill("@hourly")
    expect(page.get_by_role("dialog").get_by_text("At the start of every hour", exact=True)).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("@hourly")).to_be_visible()
    assert service.call("GET", f"/api/v1/cron/{schedule_id}")["payload"] == {"keep": [1, 2]}

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1, name="Cron")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("changing")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_schedules_can_be_read_by_everybody_and_fit(service: Stack, open_page: OpenPage, theme: str) -> None:
    schedule_id = make(service, f"readable {theme}", tags={"customer": "42"}, payload={"week": 1})
    service.once(service.call("POST", f"/api/v1/cron/{schedule_id}/trigger")["id"], "completed")
    page = open_page("/cron", theme=theme, phone=True)
    expect(page.get_by_text(f"readable {theme}")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    go_to(page, f"/cron/{schedule_id}")
    expect(page.get_by_role("table", name="History").get_by_text("by hand")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    go_to(page, f"/cron/{schedule_id}?edit=true")
    expect(page.get_by_role("dialog").get_by_role("list", name="Next runs")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_what_cannot_be_read_says_so_and_is_asked_again(open_page: OpenPage) -> None:
    page = open_page("/cron/00000000-0000-4000-8000-000000000000", phone=True)
    expect(page.get_by_role("alert")).to_contain_text("schedule not found")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
