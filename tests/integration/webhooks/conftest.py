"""A scene for each test, with empty tables, and a receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest

from producer.settings import Settings
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.scene import Scene

Open = Callable[..., Scene]


@pytest.fixture
def empty_database(database_url: str) -> str:
    connection = psycopg2.connect(database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs, job_attempts, webhooks, webhook_deliveries, mirror_position")
    connection.close()
    return database_url


@pytest.fixture
def open_scene(
    redis_url: str, namespace: str, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens scenes by their settings, which end with the test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)
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
