"""The log has one line when a store goes away and one when it is back, also where nobody asks `/health`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from local.servers import PostgresServer, RedisServer
from shared import enqueue, migrate
from tests.integration.conftest import Start
from tests.integration.producer.conftest import fill_events, kill

AWAY, BACK = "store is away", "store is back"


class Told:
    """What the log is told of stores."""

    def __init__(self) -> None:
        self.words: list[tuple[str, str]] = []
        self.errors: list[str] = []

    def warning(self, event: str, store: str, **said: Any) -> None:
        self.words.append((store, event))
        self.errors += [said["reason"]] if event == AWAY else []


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    found = Told()
    monkeypatch.setattr("shared.outage.logs", SimpleNamespace(get=lambda _part: found))
    return found


def accept(app: Flask) -> int:
    return app.test_client().post("/api/v1/jobs", data=b'{"type":"a"}').status_code


def test_each_outage_of_postgres_is_told_at_both_ends(start: Start, servers_folder: Path, told: Told) -> None:
    with PostgresServer(servers_folder / "told-postgres", options={"fsync": "off"}) as server:
        migrate.migrate(server.url)
        app = start(database_url=server.url)
        for _ in range(2):
            server.stop_at_once()
            assert [accept(app), accept(app)] == [503, 503]
            server.start()
            assert [accept(app), accept(app)] == [201, 201]

    assert told.words == [("postgres", AWAY), ("postgres", BACK)] * 2


def test_each_outage_of_redis_is_told_with_what_it_said(
    start: Start, servers_folder: Path, empty_database: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.stores.PAUSE_AFTER_FAILURE", 0.0)
    with RedisServer(servers_folder / "told-redis") as server:
        app = start(database_url=empty_database, redis_url=server.url)
        for _ in range(2):
            server.stop()
            assert [accept(app), accept(app)] == [202, 202]
            server.start()
            assert [accept(app), accept(app)] == [201, 201]

    assert told.words == [("redis", AWAY), ("redis", BACK)] * 2
    assert ["refused" in error for error in told.errors] == [True, True]


def test_a_full_queue_is_no_outage(start: Start, empty_database: str, told: Told) -> None:
    app = start(database_url=empty_database, max_events=1000)
    assert accept(app) == 201
    dead = kill(app).id
    fill_events(app, 1000)

    assert accept(app) == 202
    assert app.test_client().post(f"/api/v1/dlq/{dead}/requeue").json["meta"]["dispatch"] == "deferred"  # type: ignore[index]

    assert told.words == []


def test_a_push_that_comes_late_is_no_outage(app: Flask, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue, "STALE_PUSH", -1.0)

    assert accept(app) == 202

    assert told.words == []
