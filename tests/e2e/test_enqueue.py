"""Jobs are made by hand: one by the form, many out of a text, and a load to look at."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/new")


def test_wrong_json_is_marked_and_what_the_service_refuses_stands_at_its_field(page: Page) -> None:
    _choose(page, "Type", "sleep")
    payload = page.get_by_label("Payload")
    payload.fill('{\n  "seconds": 0,\n}')
    expect(page.get_by_text("Line 3, column 1")).to_be_visible()
    page.get_by_role("button", name="Enqueue", exact=True).click()
    expect(payload).to_be_focused()
    payload.fill('{"seconds": 0}')
    _choose(page, "Queue", "No Such Queue!")
    page.get_by_role("button", name="Enqueue", exact=True).click()
    queue = page.get_by_role("combobox", name="Queue")
    expect(queue).to_have_attribute("aria-invalid", "true")
    expect(queue).to_have_accessible_description(re.compile("1 to 64 of a-z"))
    assert_accessible(page)


def test_a_double_click_makes_one_job_which_is_followed_to_its_end(service: Stack, page: Page) -> None:
    _choose(page, "Type", "sleep")
    _choose(page, "Queue", "by-hand")
    page.get_by_label("Payload").fill('{"answer": "made by hand"}')
    page.get_by_role("button", name="Add a tag").click()
    page.get_by_label("Name of tag 1").fill("customer")
    page.get_by_label("Value of tag 1").fill("42")
    page.get_by_role("button", name="Enqueue", exact=True).dblclick()
    expect(page.get_by_role("button", name="Another like it")).to_be_visible()
    assert len(service.call("GET", "/api/v1/jobs?queue=by-hand")) == 1

    page.get_by_role("link", name="see sleep").click()
    expect(page.get_by_role("group", name="Result")).to_contain_text("made by hand")
    page.get_by_role("link", name="Enqueue a copy").click()
    expect(page.get_by_label("Value of tag 1")).to_have_value("42")
    page.get_by_role("button", name="Enqueue", exact=True).click()
    expect(page.get_by_role("button", name="Another like it")).to_be_visible()
    assert len(service.call("GET", "/api/v1/jobs?queue=by-hand")) == 2


def test_a_job_is_made_for_a_time_by_the_readers_clock(service: Stack, open_page: OpenPage) -> None:
    moment = (datetime.now(UTC) + timedelta(days=30)).replace(minute=30, second=0, microsecond=0)
    page = open_page("/new?type=sleep", timezone_id="Asia/Tokyo")
    page.get_by_text("At", exact=True).click()
    page.get_by_label("By your clock, Asia/Tokyo").fill(
        f"{moment.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%dT%H:%M:%S}"
    )
    page.get_by_role("button", name="Enqueue", exact=True).click()
    page.get_by_role("link", name="see sleep").click()
    expect(page.locator("h1 + p").get_by_text("Scheduled")).to_be_visible()
    job = service.call("GET", f"/api/v1/jobs/{page.url.rsplit('/', 1)[1]}")
    assert job["scheduled_at"] == f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def test_many_jobs_are_made_out_of_a_text_and_the_wrong_ones_are_named(service: Stack, page: Page) -> None:
    page.get_by_role("tab", name="Many").click()
    text = page.get_by_label("Jobs", exact=True)
    lines = [
        json.dumps({"type": "sleep", "queue_name": "pasted", "payload": {"answer": n}}) for n in range(501)
    ]
    text.fill("\n".join([lines[0], '{"type": "sleep", "colour": 1}', lines[1], "{"]))
    expect(page.get_by_role("alert")).to_contain_text("Line 2: colour is not a known field")
    expect(page.get_by_role("alert")).to_contain_text("Line 4, column 2")
    expect(page.get_by_role("button", name=re.compile("^Enqueue"))).to_be_disabled()

    text.fill("\n".join([*lines, '{"type": "sleep", "priority": 99}']))
    page.get_by_role("button", name="Enqueue 502 jobs").click()
    expect(page.get_by_role("alert")).to_contain_text("Entry 2 of what is left in the text: priority")
    expect(page.get_by_text("500 of 502 jobs made")).to_be_visible()

    text.fill(lines[500])
    page.get_by_role("button", name="Enqueue 1 job").click()
    expect(page.get_by_text("1 of 1 job made")).to_be_visible()
    (count,) = service.corner.rows("SELECT count(*) AS n FROM jobs WHERE queue = %s", "pasted")
    assert count["n"] == 501


def test_many_jobs_are_sent_on_while_another_page_is_looked_at(service: Stack, page: Page) -> None:
    page.get_by_role("tab", name="Many").click()
    jobs = page.get_by_label("Jobs", exact=True)
    lines = [
        json.dumps({"type": "sleep", "queue_name": "elsewhere", "payload": {"answer": n}})
        for n in range(1_100)
    ]
    jobs.fill("\n".join(lines))
    page.get_by_role("tab", name="One job").click()
    page.get_by_role("tab", name="Many").click()
    expect(jobs).to_have_value("\n".join(lines))

    page.get_by_role("button", name="Enqueue 1,100 jobs").click()
    page.get_by_role("link", name="Overview").first.click()
    expect(page.get_by_text("1,100 jobs enqueued")).to_be_visible()
    (count,) = service.corner.rows("SELECT count(*) AS n FROM jobs WHERE queue = %s", "elsewhere")
    assert count["n"] == 1_100


def test_a_file_of_jobs_is_opened(page: Page) -> None:
    page.get_by_role("tab", name="Many").click()
    made = json.dumps([{"type": "sleep"}, {"type": "fail", "max_attempts": 1}])
    file = {"name": "jobs.json", "mimeType": "application/json", "buffer": made.encode()}
    page.get_by_label("File of jobs").set_input_files([file])
    expect(page.get_by_text("2 jobs to make: 1 sleep, 1 fail.")).to_be_visible()


def test_a_load_with_failures_is_seen_to_its_end(page: Page) -> None:
    page.get_by_role("tab", name="Demonstration load").click()
    page.get_by_label("How many").fill("40")
    page.get_by_label("Share that fails").fill("25")
    page.get_by_label("Payload of each").fill('{"answer": 1}')
    page.get_by_role("button", name="Enqueue 40 jobs").click()
    expect(page.get_by_text("40 of 40 jobs ended")).to_be_visible()
    expect(_figure(page, "Completed")).to_have_text("30")
    expect(_figure(page, "Dead")).to_have_text("10")
    assert_accessible(page)
    page.get_by_role("link", name="See its jobs").click()
    expect(page).to_have_url(re.compile(r"/jobs\?tags=load(:|%3A)"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_way_can_be_read_by_everybody_and_fits(open_page: OpenPage, theme: str) -> None:
    page = open_page("/new", theme=theme, phone=True)
    for way in ("One job", "Many", "Demonstration load"):
        page.get_by_role("tab", name=way).click()
        expect(page.get_by_role("tab", name=way)).to_have_attribute("aria-selected", "true")
        assert_accessible(page)
        assert_fits(page)


def _choose(page: Page, field: str, word: str) -> None:
    page.get_by_role("combobox", name=field).click()
    page.get_by_placeholder("Type to find").fill(word)
    page.get_by_role("option", name=word).or_(page.get_by_role("option", name=f"Use “{word}”")).first.click()


def _figure(page: Page, name: str) -> Locator:
    return page.locator("dt", has_text=name).locator("xpath=following-sibling::dd[1]")
