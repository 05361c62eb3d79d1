"""Pictures of every page for people to look at: `make screenshots`, into web/screenshots.

Desktop and phone, dark and light; of a service that is empty, of one that has done much, and of one that fails.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.servers import PostgresServer, RedisServer
from tests.conftest import migrate
from tests.e2e import chromium, seed, stack
from tests.e2e.conftest import DESKTOP, PHONE, go_to
from tests.e2e.places import PLACES, WAYS_IN
from tests.e2e.stack import Stack

FOLDER = Path(__file__).resolve().parents[2] / "web" / "screenshots"
AWAY = {
    "data": None,
    "error": "Postgres is away; try again shortly",
    "meta": {"request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11", "code": "database_unavailable"},
}
MOST_WAIT = 8_000  # ms for a page to have read what it shows


def main() -> None:
    """Make them all anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with (
        servers() as (redis, database_url),
        browser() as chrome,
        stack.running(redis, database_url) as service,
    ):
        take(chrome, service, "empty", list(PLACES))
        job = seed.fill(service)
        take(
            chrome,
            service,
            "full",
            [*PLACES, *WAYS_IN, f"/jobs/{job['completed']}", f"/jobs/{job['dead']}"],
        )
        take(chrome, service, "failing", list(PLACES), broken=True)
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures are in {FOLDER.relative_to(FOLDER.parents[1])}")


LOOKS = [(width, theme) for width in ("desktop", "phone") for theme in ("light", "dark")]


def take(chrome: Browser, service: Stack, name: str, paths: list[str], *, broken: bool = False) -> None:
    """Every look of some places; `broken`: as they are while Postgres is away."""
    for width, theme in LOOKS:
        page = tab(chrome, service, width, theme)
        if broken:
            page.route(re.compile(r"/api/v1/(?!me)"), lambda route: route.fulfill(status=503, json=AWAY))
            page.reload()
        shoot(page, name, paths)
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


def shoot(page: Page, name: str, paths: list[str]) -> None:
    """Pictures of some places, each as far as it goes down."""
    for path in paths:
        go_to(page, path)
        page.get_by_role("heading", level=1, name=PLACES.get(path)).first.wait_for()
        expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=MOST_WAIT)
        page.screenshot(path=FOLDER / name / f"{_file(path)}-{vars(page)['look']}.png", full_page=True)


def _file(path: str) -> str:
    words = path.strip("/").replace("?mode=", "-").split("/")
    return "-".join(word if len(word) < 30 else word[:8] for word in words) or "overview"


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
