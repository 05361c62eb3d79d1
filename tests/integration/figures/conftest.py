"""Corners whose figures are known, workers to run them, and a mirror that the test turns by hand."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.servers import RedisServer
from shared.connections import redis_for_blocking
from tests.integration.worker.conftest import corner, own_database_url
from tests.integration.worker.deployment import Corner, Worker, closed_afterwards
from worker.duties.mirror import Mirror

__all__ = ["corner", "own_database_url"]

StartWorker = Callable[..., Worker]


@pytest.fixture
def start_worker() -> Iterator[StartWorker]:
    """Starts workers, which end with the test."""
    started: list[Worker] = []

    def begin(corner: Corner, **settings: object) -> Worker:
        started.append(Worker(corner, **settings))
        return started[-1]

    yield begin
    for worker in started:
        worker.close()


@pytest.fixture
def wiped_redis(servers_folder: Path) -> Iterator[RedisServer]:
    """A Redis that the test may flush."""
    with RedisServer(servers_folder / f"redis-{uuid.uuid4().hex[:8]}") as server:
        yield server


@pytest.fixture
def fragile_corner(wiped_redis: RedisServer, own_database_url: str) -> Iterator[Corner]:
    """One whose Redis may lose everything."""
    yield from closed_afterwards(Corner(wiped_redis.url, "figures:jobs", own_database_url))


@pytest.fixture
def mirror(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setattr("worker.duties.mirror.LISTEN", 0.01)
    assert corner.postgres is not None
    waiting = redis_for_blocking(corner.redis_url, 5, 1)
    yield Mirror(corner.queue, corner.postgres, waiting)
    waiting.close()


def caught_up(corner: Corner, mirror: Mirror) -> None:
    """Turn the mirror until it has written every event that there is."""
    for _ in range(1000):
        newest = corner.queue.last_event()
        (stored,) = corner.rows("SELECT position FROM mirror_position") or [{"position": ""}]
        if stored["position"] == newest:
            return
        mirror.turn()
    raise AssertionError("the mirror never caught up")
