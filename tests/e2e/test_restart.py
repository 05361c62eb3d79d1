"""The producer goes away and comes back: the page says so, and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from local import ports
from local.servers import RedisServer
from tests.e2e import stack
from tests.e2e.conftest import OpenPage
from tests.e2e.stack import Stack
from tests.integration.producer.test_process import gunicorn
from tests.integration.worker.deployment import Corner, Worker


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, database_url: str) -> Iterator[Stack]:
    """Everything but the producer, which the test starts and ends itself."""
    namespace = f"test-{uuid4().hex[:12]}:jobs"
    with (
        closing(Corner(redis_server.url, namespace, database_url)) as corner,
        closing(
            Worker(corner, HANDLERS="page_handlers:handlers", LEASE_SECONDS=10, HANDLERS_PATH=stack.HERE)
        ) as worker,
    ):
        yield Stack(ports.free_port(), corner, worker)


def test_a_page_that_stays_open_goes_on_after_a_restart(
    service: Stack, redis_server: RedisServer, database_url: str, open_page: OpenPage
) -> None:
    producer = {
        "PORT": str(service.port),
        "REDIS_URL": redis_server.url,
        "QUEUE_NAME": service.corner.namespace,
        "DATABASE_URL": database_url,
        "AUTH_MODE": "open",
    }
    with gunicorn(**producer):
        job = service.enqueue("sleep", {"seconds": 900})
        service.once(job, "running")
        page = open_page(f"/jobs/{job}")
        expect(page.locator("[data-condition=open]")).to_be_visible()
        expect(page.get_by_text("part 1 of 10")).to_be_visible()

    expect(page.locator("[data-condition=waiting]")).to_have_text("Reconnecting")
    expect(page.get_by_role("heading", level=1, name="sleep")).to_be_visible()
    service.corner.queue.cancel(job)
    service.corner.ended(job)

    with gunicorn(**producer):
        # Up to 16 s lie between two tries to connect.
        expect(page.locator("h1 + p").get_by_text("Cancelled")).to_be_visible(timeout=40_000)
        expect(page.locator("[data-condition=open]")).to_be_visible(timeout=40_000)
        _follows_what_comes(service, page)


def _follows_what_comes(service: Stack, page: Page) -> None:
    """Live again: a job that is made now is seen to end on a page that was opened before it."""
    page.get_by_role("link", name="Jobs", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Cancelled")
    service.once(service.enqueue("resize_image", {"seconds": 0}), "completed")
    expect(page.get_by_role("row").filter(has_text="resize_image")).to_contain_text("Completed")
