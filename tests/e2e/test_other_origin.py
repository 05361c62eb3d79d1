"""The page from an origin of its own, as Vercel serves it: it calls the producer and a worker directly, over CORS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.servers import RedisServer
from tests.e2e import stack, vercel
from tests.e2e.conftest import OpenPage, assert_accessible
from tests.e2e.stack import HERE, Stack
from tests.e2e.test_signing_in import register, sign_in
from tests.integration.worker.deployment import Worker


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page is built, once it is known where the service is."""
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    with vercel.serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str, origin: str) -> Iterator[Stack]:
    with stack.running(redis_server, database_url, AUTH_MODE="keys", ALLOWED_ORIGINS=origin) as running:
        yield running


@pytest.fixture(scope="module")
def worker(service: Stack, origin: str) -> Iterator[Worker]:
    """The worker that the page is built to ask."""
    named = Worker(
        service.corner, HANDLERS="page_handlers:handlers", HANDLERS_PATH=HERE, ALLOWED_ORIGINS=origin
    )
    yield named
    named.close()


@pytest.fixture(scope="module")
def built(folder: Path, service: Stack, worker: Worker, origin: str) -> str:
    """The origin, now that the page is there."""
    vercel.build(folder, VITE_API_URL=service.url, VITE_WORKER_URL=f"http://127.0.0.1:{worker.port}")
    return origin


def with_key(open_page: OpenPage, address: str, key: str) -> Page:
    page = open_page(address)
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Use this key").click()
    return page


def test_a_key_reads_follows_and_acts(service: Stack, built: str, open_page: OpenPage) -> None:
    key = register(service, "olga")
    bearer = {"X-API-Key": key}
    later = {"type": "sleep", "payload": {}, "delay_ms": 3_600_000}
    job = service.call("POST", "/api/v1/jobs", later, **bearer)["id"]
    page = with_key(open_page, f"{built}/auth?mode=key&next=/jobs", key)
    expect(page.get_by_role("row").filter(has=page.locator(f"[title='{job}']"))).to_contain_text("Scheduled")
    expect(page.locator("[data-condition=open]")).to_be_visible()

    page.get_by_role("link", name="sleep").click()
    page.get_by_role("main").get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("alertdialog").get_by_role("button", name=re.compile("^Cancel")).click()
    expect(page.get_by_role("main").get_by_text("Cancelled").first).to_be_visible()
    assert service.call("GET", f"/api/v1/jobs/{job}", **bearer)["status"] == "cancelled"
    assert page.url.startswith(f"{built}/jobs/"), "the page did not stay where it came from"


def test_a_session_survives_a_reload_and_ends(service: Stack, built: str, open_page: OpenPage) -> None:
    register(service, "piet")
    page = open_page(f"{built}/auth?next=/new")
    sign_in(page, "piet")
    expect(page.get_by_role("heading", level=1, name="Enqueue")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Enqueue")).to_be_visible()
    page.get_by_role("combobox", name="Type").click()
    page.get_by_placeholder("Type to find").fill("send_email")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("button", name=re.compile("^Enqueue")).click()
    page.get_by_role("link", name="see send_email").click()
    expect(page.get_by_role("main").get_by_text("Completed").first).to_be_visible()
    page.get_by_role("link", name="Account").click()
    with page.expect_response("**/auth/logout") as ended:
        page.get_by_role("button", name="Sign out").click()
    assert ended.value.ok
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


def test_an_origin_that_is_not_named_reads_nothing(service: Stack, built: str, browser: Browser) -> None:
    key = register(service, "quin")
    stranger = built.replace("127.0.0.1", "localhost")
    with closing(browser.new_context()) as context:  # one of its own: the browser has to complain here
        page = context.new_page()
        page.goto(f"{stranger}/auth?mode=key")
        page.get_by_label("API key").fill(key)
        page.get_by_role("button", name="Use this key").click()
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")


def test_a_worker_tells_its_own_figures(
    service: Stack, worker: Worker, built: str, open_page: OpenPage
) -> None:
    key = register(service, "rosa")
    jobs = [
        service.call("POST", "/api/v1/jobs", {"type": "sleep", "payload": {}}, **{"X-API-Key": key})["id"]
        for _ in range(10)
    ]
    for job in jobs:
        service.once(job, "completed")
    page = with_key(open_page, f"{built}/auth?mode=key&next=/workers", key)
    live = page.get_by_role("region", name="Live from a worker")
    expect(live).to_contain_text(f"Live from 127.0.0.1:{worker.port}")
    expect(live).to_contain_text(re.compile(r"Busy\s*0 of \d"))
    page.get_by_role("link", name="Overview").click()
    expect(live).to_contain_text("Done a minute")
    expect(page.get_by_text("slots busy")).to_be_visible()
    assert_accessible(page)

    page.route(f"http://127.0.0.1:{worker.port}/**", lambda route: route.abort())
    expect(live).to_contain_text("its ALLOWED_ORIGINS does not name this page")
    expect(page.get_by_text("slots busy")).to_be_visible()


def test_without_a_worker_of_its_own_it_shows_the_sum_of_the_producer(
    service: Stack, open_page: OpenPage
) -> None:
    page = with_key(open_page, "/auth?mode=key&next=/", register(service, "sven"))
    expect(page.get_by_text("slots busy")).to_be_visible()
    expect(page.get_by_role("region", name="Live from a worker")).to_have_count(0)
