"""Producers as applications, over the run's real Redis and Postgres."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from flask import Flask

from producer import create_app, settings, waiting
from producer.stores import Stores
from tests.integration.openapi.agreement import CheckedClient

Start = Callable[..., Flask]


@pytest.fixture
def start(redis_url: str, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start producers by their settings, and close them after the test."""
    forget_settings(monkeypatch)
    apps: list[Flask] = []

    def started(**values: Any) -> Flask:
        given = {
            "app_env": "development",
            "redis_url": redis_url,
            "queue_name": namespace,
            "log_format": "console",
        }
        apps.append(create_app(settings.read(**{**given, **values})))
        apps[-1].test_client_class = CheckedClient
        return apps[-1]

    yield started
    see_readers_end()
    for app in apps:
        work = stores_of(app)
        if work.postgres is not None:
            work.postgres.close()
        work.queue.client.close()


def see_readers_end() -> None:
    """A reader whose last waiter has left notices within a second: until then it reads by its producer's connections."""
    readers = [thread for thread in threading.enumerate() if thread.name == "waiting"]
    for reader in readers:
        reader.join(5 * waiting.LISTEN)
    assert not any(reader.is_alive() for reader in readers), "the test left somebody waiting"


def forget_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor a .env sets anything for a producer."""
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)


@pytest.fixture(autouse=True)
def no_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A web page that happens to be built on this machine changes nothing; tests of it build their own."""
    monkeypatch.setattr("producer.routes.page.BUILT", tmp_path / "no page")


def stores_of(app: Flask) -> Stores:
    work: Stores = app.extensions["workqueue"]
    return work


def run(url: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a statement answers, committed."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
