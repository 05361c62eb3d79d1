"""A scene for each test, with empty tables, and a receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.conftest import forget_settings, run
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.scene import Scene

Open = Callable[..., Scene]


@pytest.fixture
def empty_database(database_url: str) -> str:
    run(database_url, "TRUNCATE jobs, job_attempts, webhooks, webhook_deliveries, mirror_position")
    return database_url


@pytest.fixture
def open_scene(
    redis_url: str, namespace: str, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens scenes by their settings, which end with the test."""
    forget_settings(monkeypatch)
    scenes: list[Scene] = []

    def opened(**given: Any) -> Scene:
        url = given.pop("database_url", empty_database)
        scenes.append(Scene(redis_url, namespace, url, **given))
        return scenes[-1]

    yield opened
    for scene in scenes:
        scene.close()


@pytest.fixture
def scene(open_scene: Open) -> Scene:
    return open_scene()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started = Receiver()
    yield started
    started.close()
