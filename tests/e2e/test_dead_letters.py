"""Dead letters by what killed them: a canary first and then the rest, one with another payload, some dropped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, assert_accessible, assert_fits
from tests.e2e.stack import Stack
from tests.integration.worker.deployment import until


def die(service: Stack, job_type: str, errors: list[str]) -> list[str]:
    """Jobs that have failed for good, with these errors."""
    jobs = [
        {"type": job_type, "payload": {"message": error, "order": number}, "max_attempts": 1}
        for number, error in enumerate(errors)
    ]
    made = [str(job["id"]) for job in service.call("POST", "/api/v1/jobs/batch", jobs)]
    for job_id in made:
        service.once(job_id, "dead")
        service.corner.ended(job_id)
    return made


def letters(service: Stack, job_type: str) -> int:
    """Dead letters of a type that were not taken out."""
    groups = service.call("GET", f"/api/v1/dlq/groups?type={job_type}")
    return sum(group["count"] for group in groups)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_list_can_be_read_by_everybody(open_page: OpenPage, theme: str) -> None:
    page = open_page("/dead-letters", theme=theme, phone=theme == "dark")
    expect(page.get_by_text("Nothing is dead")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_a_group_is_requeued_by_a_canary_and_then_the_rest(service: Stack, open_page: OpenPage) -> None:
    die(service, "charge_card", [f"card {number} was declined" for number in range(60)])
    page = open_page("/dead-letters?type=charge_card")
    row = page.get_by_role("row").filter(has_text="card # was declined")
    expect(row).to_contain_text("60")
    row.get_by_role("link", name="charge_card").click()
    expect(page.get_by_role("table", name="Dead letters").get_by_role("row")).not_to_have_count(0)

    page.get_by_role("button", name=re.compile("^Requeue 60 dead letters")).click()
    page.get_by_role("dialog").get_by_role("button", name="Canary first").click()
    panel = page.get_by_role("region", name="Progress")
    expect(panel.get_by_text("It died again")).to_be_visible()
    assert_accessible(page)
    until(
        lambda: letters(service, "charge_card") == 60,
        "the canary is among them again, as a letter of its own",
    )

    panel.get_by_role("button", name="Requeue the other 59 anyway").click()
    expect(panel.get_by_role("status")).to_have_text("60 dead letters requeued, none is left")
    requeued = service.corner.rows(
        "SELECT count(*) FROM jobs WHERE type = 'charge_card' AND requeued_as IS NOT NULL"
    )
    assert requeued == [{"count": 60}]


def test_a_letter_succeeds_with_another_payload_and_shows_where_it_went(
    service: Stack, open_page: OpenPage
) -> None:
    (dead,) = die(service, "send_email", ["<b>no</b> recipient"])
    page = open_page("/dead-letters?type=send_email&view=letters", theme="dark")
    page.get_by_role("row").filter(has_text="no").get_by_role("link", name="send_email").click()
    sheet = page.get_by_role("dialog", name="send_email")
    expect(sheet.get_by_text("<b>no</b> recipient").first).to_be_visible()
    assert_accessible(page)

    sheet.get_by_role("button", name="Edit and requeue").click()
    editor = sheet.get_by_label("Payload")
    editor.fill('{"answer": ')
    expect(sheet.get_by_role("button", name=re.compile("^Requeue"))).to_be_disabled()
    editor.fill('{"answer": "sent"}')
    sheet.get_by_label("Attempts").fill("3")
    sheet.get_by_role("button", name="Requeue with this payload").click()
    expect(sheet.get_by_text("Requeued as")).to_be_visible()
    expect(sheet.get_by_text("Completed")).to_be_visible()
    new = service.call("GET", f"/api/v1/dlq/{dead}")["new_job_id"]
    assert service.call("GET", f"/api/v1/jobs/{new}")["max_attempts"] == 3

    page.keyboard.press("Escape")
    expect(page.get_by_text("No dead letter matches")).to_be_visible()
    page.get_by_label("Show requeued ones too").check()
    expect(page.get_by_role("row").filter(has_text="send_email")).to_be_visible()


def test_some_are_dropped_after_their_count_was_agreed_to(service: Stack, open_page: OpenPage) -> None:
    one, *_ = die(service, "import_orders", ["no such file"] * 3 + ["out of memory"])
    page = open_page(f"/dead-letters?type=import_orders&view=letters&letter={one}", phone=True)
    assert_fits(page)
    page.get_by_role("dialog").get_by_role("button", name="Drop").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_label("Search errors").fill("such file")
    page.get_by_role("button", name=re.compile("^Drop 2 dead letters")).click()
    question = page.get_by_role("alertdialog", name="Drop 2 dead letters for good?")
    expect(question).to_contain_text("“such file” in the error")
    question.get_by_role("button", name="Drop 2").click()
    expect(page.get_by_text("No dead letter matches")).to_be_visible()
    assert letters(service, "import_orders") == 1
    page.reload()
    expect(page.get_by_label("Search errors")).to_have_value("such file")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_full_lists_can_be_read_by_everybody_and_fit(
    service: Stack, open_page: OpenPage, phone: bool
) -> None:
    die(service, "resize_image", ["<img src=x onerror=alert(1)>", f"{'long' * 60} and longer"])
    group = service.call("GET", "/api/v1/dlq/groups?type=resize_image")[0]["group"]
    for path in ("", "?view=letters&requeued=true", f"?group=%22{group}%22"):
        page = open_page(f"/dead-letters{path}", phone=phone, theme="dark" if phone else "light")
        expect(page.get_by_text("resize_image").first).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert_accessible(page)
        assert_fits(page)
        page.context.close()


def test_a_phone_shows_whole_what_a_group_died_of(service: Stack, open_page: OpenPage) -> None:
    died_of = "the partner kept us waiting, and then hung up on us"
    die(service, "charge_card", [died_of])
    error = open_page("/dead-letters?type=charge_card", phone=True).get_by_text(died_of)
    expect(error).to_be_visible()
    assert error.evaluate(
        "shown => shown.scrollWidth <= shown.clientWidth && shown.scrollHeight <= shown.clientHeight"
    )


def test_a_service_that_cannot_answer_is_asked_again(page: Page) -> None:
    away = {
        "data": None,
        "error": "Postgres is away",
        "meta": {"request_id": "1", "code": "database_unavailable"},
    }
    page.route("**/api/v1/dlq**", lambda route: route.fulfill(status=503, json=away))
    page.goto("/dead-letters")
    expect(page.get_by_text("The dead letters could not be read")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.unroute("**/api/v1/dlq**")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("table", name="Groups of dead letters")).to_be_visible()
