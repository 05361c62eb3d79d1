"""Whoever may only read sees every page, and no button or link on any of them that would be refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage, go_to
from tests.e2e.places import PLACES
from tests.e2e.stack import Stack

ASKS = re.compile(r"/events/ticket$|/cron/explain$")
"""Posts that change nothing."""
ACTS = re.compile(
    r"^(New|Make|Enqueue|Send|Run|Edit|Delete|Drop|Retry|Requeue|Cancel|Rotate|Revoke|Replace|Enable|Disable|Redeliver|"
    r"Save|Upgrade|Pause (mail|nightly)|Resume (mail|nightly))\b"
)
"""How buttons and links are called that change something."""
MOST = 40
"""Buttons of one page that are pressed."""
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    with stack.running(redis_server, database_url, AUTH_MODE="keys") as running:
        yield running


@pytest.fixture(scope="module")
def owner(service: Stack) -> dict[str, str]:
    """The headers of somebody who may do everything."""
    account = {"email": "owner@example.com", "password": PASSWORD}
    return {"Authorization": f"Bearer {service.call('POST', '/auth/register', account)['token']}"}


@pytest.fixture(scope="module")
def paths(service: Stack, owner: dict[str, str]) -> list[str]:
    """Every place, and one thing of each kind that could be acted on."""

    def job(kind: str, payload: object, **fields: object) -> str:
        asked = {"type": kind, "payload": payload, "queue_name": "mail", **fields}
        return str(service.call("POST", "/api/v1/jobs", asked, **owner)["id"])

    dead = job("fail", {"message": "no"}, max_attempts=1)
    failed = job("fail", {"message": "not yet"}, backoff={"base_seconds": 900})
    later = job("sleep", {}, delay_ms=3_600_000)
    service.once(dead, "dead")
    service.once(failed, "failed")
    nightly = {"name": "nightly", "job_type": "sleep", "cron_expression": "30 2 * * *"}
    schedule = service.call("POST", "/api/v1/cron", nightly, **owner)["id"]
    hook = service.call("POST", "/api/v1/webhooks", {"url": "https://example.com/hooks"}, **owner)["id"]
    delivery = service.call("POST", f"/api/v1/webhooks/{hook}/test", **owner)["id"]
    ones = [f"/jobs/{one}" for one in (dead, failed, later)]
    return [*PLACES, *ones, f"/cron/{schedule}", f"/webhooks/{hook}?delivery={delivery}"]


@pytest.fixture
def reader(service: Stack, owner: dict[str, str], open_page: OpenPage) -> Page:
    """The page as somebody sees it whose key may read and do nothing else."""
    key = service.call("POST", "/api/v1/keys", {"name": "eyes", "scopes": ["jobs:read"]}, **owner)["key"]
    page = open_page("/auth?mode=key")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    return page


def test_an_owner_sees_acts_where_a_reader_sees_none(
    paths: list[str], open_page: OpenPage, reader: Page
) -> None:
    page = open_page("/auth")
    page.get_by_label("Mail address").fill("owner@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    idle = [path for path in paths if not acts(page, path)]
    assert set(idle) <= {"/workers", "/live", "/usage", "/account", "/"}, "the names of acts no longer tell"

    assert {path: found for path in paths if (found := acts(reader, path))} == {}


def test_no_button_that_a_reader_presses_asks_for_a_change(paths: list[str], reader: Page) -> None:
    changes: list[str] = []
    reader.on("request", lambda request: _note(changes, request))
    for path in paths:
        arrive(reader, path)
        for place in range(min(MOST, buttons(reader).count())):
            if place >= buttons(reader).count():
                break
            button = buttons(reader).nth(place)
            name = button.get_attribute("aria-label") or button.inner_text()
            if leaves(name) or not button.is_enabled():
                continue
            button.click()
            assert reader.get_by_role("alertdialog").count() == 0, f"{path}: {name} asks whether to act"
            assert reader.locator("[role=dialog][aria-labelledby] form").count() == 0, (
                f"{path}: {name} opens a form"
            )
            reader.keyboard.press("Escape")
            if not reader.url.endswith(path):
                arrive(reader, path)
    assert changes == []


def acts(page: Page, path: str) -> list[str]:
    """The names of what changes something there."""
    arrive(page, path)
    shown = page.locator("button:visible, a:visible")
    names = shown.evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label') || one.innerText.trim())"
    )
    return [name for name in names if ACTS.match(name)]


def arrive(page: Page, path: str) -> None:
    """There, and everything that it shows is read. Where no heading of its own tells, the page before must be gone."""
    if path in PLACES:
        go_to(page, path)
    else:
        page.goto(path)
    # What a sheet lies over is hidden from readers of the screen, so also its heading.
    heading = page.get_by_role("heading", level=1, name=PLACES.get(path), include_hidden=True)
    expect(heading).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def buttons(page: Page) -> Locator:
    return page.locator("main button:visible, [role=dialog] button:visible")


def leaves(name: str) -> bool:
    """Forgets who looks, or asks for a file."""
    return re.match(r"Sign out|Forget|Download|Export|Copy", name) is not None


def _note(changes: list[str], request: Request) -> None:
    if request.method not in ("GET", "OPTIONS") and not ASKS.search(request.url):
        changes.append(f"{request.method} {request.url}")
