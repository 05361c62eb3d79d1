"""A corner of the stores for each test, workers that end with it, and one worker that many stories share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from local.servers import PostgresServer, RedisServer
from tests.integration.worker.deployment import Corner, Worker, closed_afterwards

Start = Callable[..., Worker]


@pytest.fixture
def own_database_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """A migrated database for one test: jobs that another left open would be put in line here."""
    name = f"worker_{uuid.uuid4().hex[:12]}"
    yield postgres_server.create_database(name, template=migrated_template)
    postgres_server.drop_database(name)


@pytest.fixture
def corner(redis_url: str, namespace: str, own_database_url: str) -> Iterator[Corner]:
    """Redis and Postgres."""
    yield from closed_afterwards(Corner(redis_url, namespace, own_database_url))


@pytest.fixture
def lone_corner(redis_url: str, namespace: str) -> Iterator[Corner]:
    """Redis alone."""
    yield from closed_afterwards(Corner(redis_url, namespace, None))


@pytest.fixture(scope="module")
def shared_corner(redis_server: RedisServer, database_url: str) -> Iterator[Corner]:
    """The corner of the shared worker."""
    yield from closed_afterwards(Corner(redis_server.url, f"test-{uuid.uuid4().hex[:12]}:jobs", database_url))


@pytest.fixture(scope="module")
def worker(shared_corner: Corner) -> Iterator[Worker]:
    """One worker for all tests of a module that leave it as it was."""
    started = Worker(shared_corner)
    yield started
    started.close()


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts workers, which end with the test."""
    started: list[Worker] = []

    def begin(corner: Corner, **settings: object) -> Worker:
        started.append(Worker(corner, **settings))
        return started[-1]

    yield begin
    for worker in started:
        worker.close()
