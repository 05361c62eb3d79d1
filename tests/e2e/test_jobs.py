"""The jobs page: found by filters that the address keeps, acted on by hundreds, taken away as files, read in peace."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import PHONE, OpenPage, assert_accessible, assert_fits, go_to
from tests.e2e.stack import Stack

MARKUP = "<img src=x onerror=alert(1)>"
NO_PICKER = "delete window.showSaveFilePicker"
OWN_FILES = """() => {
    window.showSaveFilePicker = async ({suggestedName}) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, {create: true})
}"""
READ_OWN_FILE = """async () => {
    for await (const [name, file] of (await navigator.storage.getDirectory()).entries())
        if (name.endsWith('.jsonl')) return (await file.getFile()).text()
}"""


@pytest.fixture(scope="module")
def orders(service: Stack) -> list[str]:
    """Sixty jobs of a type that nobody runs, in three queues, the first of them made first."""
    return make(
        service, "orders", [{"payload": {"order": n}, "queue_name": f"shop-{n % 3}"} for n in range(60)]
    )


def make(service: Stack, job_type: str, jobs: list[dict[str, Any]]) -> list[str]:
    """Jobs of a type, each with what it has of its own; their ids."""
    made = service.call("POST", "/api/v1/jobs/batch", [{"type": job_type, **job} for job in jobs])
    return [job["id"] for job in made]


def rows(page: Page) -> Locator:
    """Those in sight, without the heading."""
    return page.locator("[data-row]")


def toolbar(page: Page) -> Locator:
    """What can be done with the rows that are selected."""
    return page.get_by_role("toolbar")


def shown(page: Page) -> list[str]:
    """The ids of the rows in sight, in their order."""
    expect(rows(page).first).to_be_visible()
    found: list[str] = page.eval_on_selector_all(
        "[data-row] code",
        "codes => codes.map(code => [code.closest('[data-row]').dataset.row, code.title])"
        ".sort((a, b) => a[0] - b[0]).map(([, id]) => id)",
    )
    return found


def confirm(page: Page, verb: str) -> None:
    page.get_by_role("alertdialog").get_by_role("button", name=f"{verb} them").click()


def chip(page: Page, state: str) -> Locator:
    return page.get_by_role("group", name="State").get_by_role("button", name=state)


def test_filters_are_kept_by_the_address(orders: list[str], open_page: OpenPage) -> None:
    page = open_page("/jobs")
    chip(page, "Pending").click()
    chip(page, "Scheduled").click()
    page.get_by_role("combobox", name="Type").click()
    page.get_by_placeholder("Type to find").fill("orders")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Queue").click()
    page.get_by_role("option", name="shop-1").click()
    page.get_by_role("button", name="Time").click()
    page.get_by_role("button", name="Last hour").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("20 jobs.")).to_be_visible()
    expect(chip(page, "Pending")).to_have_text("Pending20")
    before = shown(page)
    assert before == orders[1::3][::-1]

    page.reload()
    expect(page.get_by_text("20 jobs.")).to_be_visible()
    assert shown(page) == before
    expect(chip(page, "Scheduled")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(re.compile("/jobs$"))


def test_tags_and_exact_times_narrow_too(service: Stack, open_page: OpenPage) -> None:
    make(service, "tagged", [{"tags": {"customer": str(n), "vip": "yes"}} for n in range(4)])
    page = open_page("/jobs?type=tagged")
    page.get_by_role("button", name="Tag").click()
    page.get_by_label("Tag").last.fill("customer")
    page.get_by_role("button", name="Add the tag").click()
    expect(page.get_by_role("alert")).to_contain_text("a name, a colon and a value")
    page.get_by_label("Tag").last.fill("customer:2")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Time").click()
    page.get_by_label("Until", exact=True).fill("2020-01-01T00:00:00")
    page.get_by_role("button", name="Between these").click()
    expect(page.get_by_text("No job matches")).to_be_visible()
    expect(page).to_have_url(re.compile("created_before="))


def test_text_is_found_in_payloads_and_is_never_markup(service: Stack, open_page: OpenPage) -> None:
    wanted = service.enqueue("fail", {"message": MARKUP, "needle": "hay-4711"}, max_attempts=1)
    service.once(wanted, "dead")
    page = open_page("/jobs")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("HAY-4711")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(MARKUP)
    assert page.locator("img[src=x]").count() == 0
    expect(page).to_have_url(re.compile("q=HAY-4711"))


@pytest.mark.usefixtures("orders")
def test_a_search_that_ran_out_of_time_says_how_far_it_came_and_goes_on(open_page: OpenPage) -> None:
    """The service looks for 0.15 s at a time: here its answers are those of one with many more rows."""
    page = open_page("/jobs")
    expect(rows(page).first).to_be_visible()
    asked: list[str] = []

    def answer(route: Route) -> None:
        url, _, cursor = route.request.url.partition("&cursor=")
        asked.append(cursor)
        if cursor == "second":
            route.continue_(url=f"{url}&type=orders")
            return
        part: dict[str, Any] = {
            "items": [],
            "next_cursor": "second" if cursor else "first",
            "has_more": True,
            "limit": 50,
        }
        meta = {"request_id": "a" * 32, "searched_until": "2026-01-02T03:04:05.000Z"}
        route.fulfill(json={"data": part, "error": None, "meta": meta})

    page.route(re.compile(r"/jobs/cursor\?.*q="), answer)
    page.get_by_role("searchbox").fill("order")
    expect(page.get_by_text("Nothing found yet, searched as far as")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(rows(page).first).to_contain_text("orders")
    assert asked == ["", "first", "second"]


def test_columns_sort_where_the_service_can(orders: list[str], open_page: OpenPage) -> None:
    page = open_page("/jobs?type=orders")
    assert shown(page)[0] == orders[-1]
    page.get_by_role("button", name="Created").click()
    expect(page).to_have_url(re.compile("sort=created_at"))
    expect(rows(page).first.locator("code")).to_have_attribute("title", orders[0])
    expect(page.get_by_role("columnheader", name="Created")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Ended").click()
    expect(page.get_by_text("only jobs that have ended are listed")).to_be_visible()


def test_more_rows_come_by_scrolling_and_the_place_is_kept(orders: list[str], open_page: OpenPage) -> None:
    page = open_page("/jobs?type=orders")
    page.get_by_text("50 jobs of 60").scroll_into_view_if_needed()
    expect(page.get_by_text("60 jobs", exact=True)).to_be_visible()
    last = rows(page).filter(has=page.locator(f"[title='{orders[0]}']"))
    last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="orders")).to_be_visible()
    page.go_back()
    expect(last).to_be_in_viewport()


def test_rows_stay_while_one_is_read_and_what_is_new_waits(service: Stack, open_page: OpenPage) -> None:
    make(service, "quiet", [{}] * 3)
    page = open_page("/jobs?type=quiet")
    expect(page.locator("[data-condition=open]")).to_be_visible()
    before = shown(page)
    rows(page).nth(1).hover()
    new = make(service, "quiet", [{}] * 2)
    pill = page.get_by_role("button", name="2 new")
    expect(pill).to_be_visible()
    assert shown(page) == before

    service.call("DELETE", f"/api/v1/jobs/{before[2]}")
    expect(rows(page).nth(2)).to_contain_text("Cancelled")
    assert shown(page) == before

    pill.click()
    expect(rows(page)).to_have_count(5)
    assert set(shown(page)[:2]) == set(new)
    page.mouse.move(0, 0)
    make(service, "quiet", [{}] * 1)
    expect(rows(page)).to_have_count(6)


def test_rows_stay_for_a_while_after_a_finger_was_on_one(service: Stack, open_page: OpenPage) -> None:
    make(service, "touched", [{}] * 3)
    page = open_page("/jobs?type=touched", phone=True, has_touch=True)
    expect(page.locator("[data-condition=open]")).to_be_visible()
    before = shown(page)
    finger = (
        rows(page)
        .nth(1)
        .evaluate_handle(
            "row => setInterval(() => row.dispatchEvent("
            "new PointerEvent('pointerdown', {pointerType: 'touch', bubbles: true})), 500)"
        )
    )
    make(service, "touched", [{}] * 2)
    expect(page.get_by_role("button", name="2 new")).to_be_visible()
    assert shown(page) == before
    page.evaluate("finger => clearInterval(finger)", finger)
    expect(rows(page)).to_have_count(5, timeout=30_000)


def test_a_hidden_tab_stands_still_and_catches_up_when_it_is_seen(
    service: Stack, open_page: OpenPage
) -> None:
    old = make(service, "behind", [{}])[0]
    hidden, seen = open_page("/jobs?type=behind"), open_page("/jobs?type=behind")
    for page in (hidden, seen):
        expect(page.locator("[data-condition=open]")).to_be_visible()
        expect(rows(page)).to_contain_text("Pending")
    hide(hidden)
    asked: list[str] = []
    hidden.on("request", lambda request: asked.append(request.url))

    service.call("DELETE", f"/api/v1/jobs/{old}")
    expect(rows(seen)).to_contain_text("Cancelled")
    for already in (1, 2):  # the second comes a whole turn of readings after the first
        make(service, "behind", [{}])
        expect(rows(seen)).to_have_count(already + 1)
    assert [url for url in asked if "/api/v1/jobs" in url] == []
    expect(rows(hidden)).to_have_count(1)
    expect(rows(hidden)).to_contain_text("Pending")

    hidden.evaluate("window.loadedOnce = true")
    hide(hidden, hidden=False)
    expect(rows(hidden)).to_have_count(3)
    expect(rows(hidden).nth(2)).to_contain_text("Cancelled")
    assert shown(hidden) == shown(seen)
    assert hidden.evaluate("window.loadedOnce")


def hide(page: Page, *, hidden: bool = True) -> None:
    """Tell the page that its tab is behind another, or in front: a browser without windows shows all its tabs at once."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true})
            Object.defineProperty(document, 'visibilityState',
                                  {get: () => hidden ? 'hidden' : 'visible', configurable: true})
            document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))
        }""",
        hidden,
    )


def test_five_hundred_dead_jobs_are_requeued_with_progress(service: Stack, open_page: OpenPage) -> None:
    dead = make(service, "charge_card", [{"payload": {"message": "no"}, "max_attempts": 1}] * 500)
    page = open_page("/jobs?status=dead&type=charge_card&sort=created_at")
    expect(page.get_by_text("500 jobs.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Read the list anew").click()
    expect(rows(page).first).to_be_visible()
    page.get_by_label("Select all that are shown").check()
    page.get_by_role("button", name="Select all 500 that match").click()
    toolbar(page).get_by_role("button", name="Requeue").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("500 jobs.")
    assert_accessible(page)
    confirm(page, "Requeue")
    act = page.get_by_role("region", name="Act on many jobs")
    expect(act.get_by_role("progressbar")).to_be_visible()
    expect(act).to_contain_text("Requeueing")
    expect(act).to_contain_text("500 jobs requeued", timeout=60_000)
    requeued = service.call("GET", f"/api/v1/jobs/{dead[250]}")["requeued_as"]
    assert service.call("GET", f"/api/v1/jobs/{requeued}")["requeued_from"] == dead[250]
    act.get_by_role("button", name="Close").click()

    page.get_by_label("Select all that are shown").check()
    toolbar(page).get_by_role("button", name=re.compile("^Requeue")).click()
    confirm(page, "Requeue")
    act.get_by_text("refused, and why").click()
    expect(act.get_by_role("listitem").first).to_contain_text("requeued")


def test_all_that_match_are_cancelled_and_it_can_be_stopped(service: Stack, open_page: OpenPage) -> None:
    make(service, "flood", [{}] * 250)
    page = open_page("/jobs?type=flood")
    held: list[Route] = []
    page.route(re.compile("/jobs/bulk"), lambda route: held.append(route), times=1)
    page.get_by_label("Select all that are shown").check()
    page.get_by_role("button", name="Select all 250 that match").click()
    toolbar(page).get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("250 jobs.")
    with page.expect_request(re.compile("/jobs/bulk")):
        confirm(page, "Cancel")
    act = page.get_by_role("region", name="Act on many jobs")
    act.get_by_role("button", name="Stop").click()
    held[0].continue_()
    expect(act).to_contain_text("Cancelling was stopped: 100 of 250")
    act.get_by_role("button", name="Go on").click()
    expect(act).to_contain_text("250 jobs cancelled")
    expect(chip(page, "Cancelled")).to_contain_text("250")


@pytest.mark.usefixtures("orders")
def test_all_that_match_are_offered_where_their_count_was_given_up(open_page: OpenPage) -> None:
    given_up = {"data": [], "error": None, "meta": {"total_count": 2, "total_is_exact": False}}
    page = open_page()
    page.route(re.compile(r"/api/v1/jobs\?.*limit=1\b"), lambda route: route.fulfill(json=given_up))
    go_to(page, "/jobs?type=orders")
    expect(page.get_by_text("50+ jobs.")).to_be_visible()
    page.get_by_label("Select all that are shown").check()
    page.get_by_role("button", name="Select all 50+ that match").click()
    expect(toolbar(page)).to_contain_text("All 50+ that match")


def test_what_stands_in_the_way_is_waited_for(service: Stack, open_page: OpenPage) -> None:
    make(service, "blocked", [{}] * 3)
    away = {"code": "queue_unavailable", "request_id": "a" * 32}
    answer = {"data": None, "error": "Redis is away; try again shortly", "meta": away}
    page = open_page("/jobs?type=blocked")
    page.route(
        re.compile("/jobs/bulk"),
        lambda route: route.fulfill(status=503, json=answer, headers={"Retry-After": "600"}),
        times=1,
    )
    page.get_by_label("Select all that are shown").check()
    toolbar(page).get_by_role("button", name=re.compile("^Cancel")).click()
    confirm(page, "Cancel")
    act = page.get_by_role("region", name="Act on many jobs")
    expect(act.get_by_role("alert")).to_contain_text("Redis is away")
    assert_accessible(page)
    act.get_by_role("button", name="Go on now").click()
    expect(act).to_contain_text("3 jobs cancelled")


def test_a_csv_has_a_line_for_each_job(orders: list[str], open_page: OpenPage) -> None:
    page = open_page("/jobs?type=orders&queue=shop-2")
    page.evaluate(NO_PICKER)
    expect(page.get_by_text("20 jobs.")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as downloading:
        page.get_by_role("menuitem", name="CSV").click()
    expect(page.get_by_text(re.compile(r"^20 jobs in jobs-.*\.csv"))).to_be_visible()
    file = Path(downloading.value.path())
    with file.open(newline="") as lines:
        found = list(csv.DictReader(lines))
    assert [row["id"] for row in found] == orders[2::3][::-1]


def test_a_file_is_written_while_it_is_read_where_the_browser_can(
    orders: list[str], open_page: OpenPage
) -> None:
    page = open_page("/jobs?type=orders")
    page.evaluate(OWN_FILES)
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="JSON lines").click()
    expect(page.get_by_text(re.compile("^60 jobs in jobs-"))).to_be_visible()
    lines = page.evaluate(READ_OWN_FILE).splitlines()
    assert [json.loads(line)["id"] for line in lines] == orders[::-1]


def test_rows_are_chosen_and_acted_on_by_keys_alone(service: Stack, open_page: OpenPage) -> None:
    made = make(service, "keys-only", [{}] * 5)[::-1]
    page = open_page("/jobs?type=keys-only")
    expect(rows(page)).to_have_count(5)
    rows(page).first.focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(2)).to_be_focused()
    page.keyboard.press("Shift+X")
    expect(page.get_by_role("toolbar")).to_contain_text("3 selected")
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar")).to_contain_text("2 selected")
    cancel = page.get_by_role("toolbar").get_by_role("button", name=re.compile("^Cancel"))
    for _ in range(20):
        if cancel.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Leave it")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Act on many jobs")).to_contain_text("2 jobs cancelled")
    states = [service.call("GET", f"/api/v1/jobs/{job_id}")["status"] for job_id in made]
    assert states == ["cancelled", "cancelled", "pending", "pending", "pending"]
    rows(page).nth(3).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/jobs/{made[3]}$"))


@pytest.mark.usefixtures("orders")
def test_shift_and_a_click_choose_all_between(open_page: OpenPage) -> None:
    page = open_page("/jobs?type=orders")
    boxes = rows(page).get_by_role("checkbox")
    boxes.nth(2).check()
    boxes.nth(6).click(modifiers=["Shift"])
    expect(page.get_by_role("toolbar")).to_contain_text("5 selected")


@pytest.mark.parametrize(("theme", "phone"), [("dark", False), ("light", True)], ids=["desktop", "phone"])
@pytest.mark.usefixtures("orders")
def test_it_can_be_read_by_everybody_in_every_state(open_page: OpenPage, theme: str, phone: bool) -> None:
    page = open_page("/jobs?type=orders&tags=", theme=theme, phone=phone)
    rows(page).get_by_role("checkbox").first.check()
    expect(page.get_by_role("toolbar")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Filters" if phone else "Time", exact=True).click()
    expect(page.get_by_role("button", name="Last hour")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill("nothing-has-this")
    expect(page.get_by_text("No job matches")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.route(re.compile("/api/v1/jobs/cursor"), lambda route: route.fulfill(status=400, json={}))
    page.get_by_role("searchbox").fill("fails")
    expect(page.get_by_role("alert")).to_contain_text("The jobs could not be read")
    assert_accessible(page)
    assert_fits(page)


def test_a_phone_has_cards_and_its_filters_in_a_sheet(
    service: Stack, orders: list[str], open_page: OpenPage
) -> None:
    page = open_page("/jobs", phone=True)
    page.get_by_role("button", name="Filters", exact=True).click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.get_by_role("combobox", name="Type").click()
    page.get_by_placeholder("Type to find").fill("orders")
    page.keyboard.press("Enter")
    sheet.get_by_label("Order").select_option("Oldest first")
    sheet.get_by_role("button", name="Show the jobs").click()
    expect(rows(page).first.locator("code")).to_have_attribute("title", orders[0])
    box = rows(page).first.bounding_box()
    assert box and box["width"] <= PHONE["width"]

    made_at = datetime.fromisoformat(service.call("GET", f"/api/v1/jobs/{orders[0]}")["created_at"])
    page.clock.set_fixed_time(made_at + timedelta(minutes=55))
    expect(rows(page).first.get_by_role("cell", name="55 minutes ago")).to_be_visible()
    tops = rows(page).first.evaluate(
        "row => [...row.querySelectorAll('[role=cell]')].map(cell => Math.round(cell.getBoundingClientRect().top))"
    )
    choice, what, state, created, queue, attempts = tops
    assert max(choice, what, state) < created < queue == attempts, "a card has two lines, and one of details"


def test_another_tenant_sees_nothing_and_a_reader_no_acts(
    redis_server: RedisServer, database_url: str, open_page: OpenPage
) -> None:
    with stack.running(redis_server, database_url, AUTH_MODE="keys") as closed:
        people = [
            closed.call(
                "POST", "/auth/register", {"email": f"{name}@jobs.example", "password": "a long password"}
            )
            for name in ("ann", "ben")
        ]
        keys = [person["api_key"]["key"] for person in people]
        bearer = {"Authorization": f"Bearer {people[0]['token']}"}
        reader = closed.call("POST", "/api/v1/keys", {"name": "eyes", "scopes": ["jobs:read"]}, **bearer)[
            "key"
        ]
        made = closed.call("POST", "/api/v1/jobs", {"type": "secret"}, **bearer)["id"]
        for key, sees, acts in ((keys[0], True, True), (keys[1], False, False), (reader, True, False)):
            page = open_page(f"{closed.url}/auth?mode=key&next=/jobs")
            page.get_by_label("API key").fill(key)
            page.get_by_role("button", name="Use this key").click()
            if sees:
                expect(rows(page)).to_contain_text("secret")
            else:
                expect(page.get_by_text("No job yet")).to_be_visible()
            expect(page.get_by_role("checkbox")).to_have_count(2 if acts else 0)
            if not sees:
                page.goto(f"{closed.url}/jobs?q={made}")
                expect(page.get_by_text("No job matches")).to_be_visible()
