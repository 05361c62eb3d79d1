"""Pictures of every page for people to look at: `make screenshots`, into web/screenshots.

Desktop and phone, dark and light; of a service that is empty, of one that has done much, and of one that fails.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.servers import PostgresServer, RedisServer
from tests.conftest import migrate
from tests.e2e import chromium, seed, stack
from tests.e2e.conftest import DESKTOP, PATIENCE, PHONE, go_to
from tests.e2e.places import PLACES, WAYS_IN
from tests.e2e.stack import Stack

FOLDER = Path(__file__).resolve().parents[2] / "web" / "screenshots"
AWAY = {
    "data": None,
    "error": "Postgres is away; try again shortly",
    "meta": {"request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11", "code": "database_unavailable"},
}
HIGHEST = 2_000  # px of a picture: a list goes on as it began
JOBS = ("completed", "failed", "dead", "running")
MOST_WAIT = PATIENCE  # ms for a page to have read what it shows


def main() -> None:
    """Make them all anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with (
        servers() as (redis, database_url),
        browser() as chrome,
        stack.running(redis, database_url) as service,
    ):
        take(chrome, service, "empty", _named(*PLACES))
        job = seed.fill(service)
        seed.remember_an_hour(service)
        take(
            chrome,
            service,
            "full",
            {**_named(*PLACES, *WAYS_IN), **{f"/jobs/{job[state]}": f"job-{state}" for state in JOBS}},
            while_at={"/live": lambda: seed.act(service)},
        )
        take(chrome, service, "failing", _named(*PLACES), broken=True)
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures are in {FOLDER.relative_to(FOLDER.parents[1])}")


LOOKS = [(width, theme) for width in ("desktop", "phone") for theme in ("light", "dark")]


Happening = Mapping[str, Callable[[], None]]


def take(
    chrome: Browser,
    service: Stack,
    name: str,
    places: Mapping[str, str],
    *,
    broken: bool = False,
    while_at: Happening = MappingProxyType({}),
) -> None:
    """Every look of some places, from their paths to the names of their files.

    `broken`: as they are while Postgres is away; `while_at`: what happens there meanwhile.
    """
    for width, theme in LOOKS:
        page = tab(chrome, service, width, theme)
        if broken:
            page.route(
                re.compile(r"/api/v1/(?!me)|/portal/"), lambda route: route.fulfill(status=503, json=AWAY)
            )
            page.reload()
        shoot(page, name, places, while_at)
        page.context.close()


def tab(chrome: Browser, service: Stack, width: str, theme: str) -> Page:
    """A browser of one look, on the overview."""
    size = DESKTOP if width == "desktop" else PHONE
    context = chrome.new_context(
        base_url=service.url, viewport=size, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(MOST_WAIT)
    page.goto("/")
    page.get_by_role("heading", level=1).wait_for()
    vars(page)["look"] = f"{width}-{theme}"
    return page


def shoot(page: Page, name: str, places: Mapping[str, str], while_at: Happening) -> None:
    """Pictures of some places, each as far as it goes down."""
    for path, file in places.items():
        go_to(page, path)
        page.get_by_role("heading", level=1, name=PLACES.get(path)).first.wait_for()
        expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=MOST_WAIT)
        if path in while_at:
            while_at[path]()
            expect(page.get_by_role("row")).not_to_have_count(0, timeout=MOST_WAIT)
        with _whole(page):
            page.screenshot(path=FOLDER / name / f"{file}-{vars(page)['look']}.png")


@contextmanager
def _whole(page: Page) -> Iterator[None]:
    """A window as high as the page: what is fixed to its edges stands there, and rows in sight are all drawn."""
    before = page.viewport_size
    assert before
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": before["width"], "height": max(before["height"], height)})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    yield
    page.set_viewport_size(before)


def _named(*paths: str) -> dict[str, str]:
    """Their files, called as they are."""
    return {path: path.strip("/").replace("?mode=", "-") or "overview" for path in paths}


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium until the block ends."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def servers() -> Iterator[tuple[RedisServer, str]]:
    """A Redis, and a migrated database on a Postgres, until the block ends."""
    with ExitStack() as held:
        folder = Path(tempfile.mkdtemp(prefix="workqueue-screenshots-"))
        held.callback(shutil.rmtree, folder)
        folder.chmod(0o711)  # the user of Postgres passes through it
        redis = held.enter_context(RedisServer(folder / "redis"))
        postgres = held.enter_context(PostgresServer(folder / "postgres", options={"fsync": "off"}))
        url = postgres.create_database("screenshots")
        migrate(url)
        yield redis, url


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"in {time.monotonic() - began:.0f} s")
