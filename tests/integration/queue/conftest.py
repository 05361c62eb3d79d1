"""Queues on the run's Redis, each in a namespace of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.connections import redis_for_commands
from shared.queue import Queue
from tests.integration.queue.engine import Engine


@pytest.fixture
def engine(redis_url: str, namespace: str) -> Iterator[Engine]:
    """A queue with a mirror: finished records stay until they are settled. Its connections bear its name."""
    client = redis_for_commands(redis_url, timeout=30, connections=32)
    client.connection_pool.connection_kwargs["client_name"] = namespace
    yield Engine(Queue(client, namespace))
    client.close()


@pytest.fixture
def lone_engine(redis_url: str, namespace: str) -> Iterator[Engine]:
    """A queue on Redis alone: finished records expire by themselves."""
    client = redis_for_commands(redis_url, timeout=5, connections=32)
    yield Engine(Queue(client, namespace, result_ttl_ms=90_000, mirrored=False))
    client.close()
