"""Browsers on the page of a real service; what the browser complains of fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from local.servers import RedisServer
from producer.routes.page import BUILT
from tests.e2e import chromium, stack
from tests.e2e.stack import Stack

OpenPage = Callable[..., Page]

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000  # ms that something may take to appear on a machine that does much else

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; no longer, as playwright's event loop would keep others from running."""
    path = chromium.find()
    assert path, chromium.SENTENCE
    with sync_playwright() as playwright:
        # Without a sandbox, as it has none for root; nothing but our own page is opened.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    """The stack of a file's tests, open to anybody; a file that needs another defines its own."""
    assert (BUILT / "index.html").is_file(), (
        "web/dist is not built: run `make page`, or the tests by `make test`"
    )
    with stack.running(redis_server, database_url) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, service: Stack) -> Iterator[OpenPage]:
    """Opens tabs, each as a browser of its own; fails when one of them complained."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str = "/", *, phone: bool = False, theme: str = "light", **options: Any) -> Page:
        context = browser.new_context(
            base_url=service.url,
            viewport=PHONE if phone else DESKTOP,
            color_scheme=theme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One tab on the overview."""
    return open_page()


def go_to(page: Page, path: str) -> None:
    """To another place without reading the page anew, as a link inside it leads there."""
    page.evaluate("path => history.pushState(null, '', path)", path)


def assert_accessible(page: Page) -> None:
    """Nothing that axe knows to be wrong by WCAG 2.2 AA; each violation is told with the first places where it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
        " 'best-practice']})).violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))])"
    )
    assert found == []


def assert_fits(page: Page) -> None:
    """The page never scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the window"


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    """Refused requests are told by the page itself; all else that the console says is a mistake."""
    if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
        complaints.append(f"{message.type}: {message.text}")
