"""A tenant that floods the service delays itself: the turn of another comes as if nobody else waited much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.connections import redis_for_commands
from shared.queue import Queue
from tests.integration.queue.engine import Engine

FLOOD = 20_000
JOBS = 100
TAKEN = 10
"""Jobs in one claim."""


@pytest.fixture
def engine(redis_url: str, namespace: str) -> Iterator[Engine]:
    client = redis_for_commands(redis_url, timeout=5, connections=4)
    yield Engine(Queue(client, namespace))
    client.close()


@pytest.fixture
def flooded(engine: Engine) -> Engine:
    for _ in range(FLOOD // 1000):
        engine.put_many(1000, tenant="loud")
    return engine


def test_every_second_job_is_the_other_tenant_s_until_it_has_none(flooded: Engine) -> None:
    mine = flooded.put_many(JOBS, tenant="quiet")
    taken = []
    for _ in range(2 * JOBS // TAKEN + 1):
        taken += flooded.take(TAKEN)
    assert [job.id for job in taken if job.tenant == "quiet"] == mine
    assert len(taken) <= 2 * JOBS + TAKEN


def test_a_single_job_is_in_the_next_claim(flooded: Engine) -> None:
    flooded.take(TAKEN)
    for _ in range(20):
        lone = flooded.put(tenant="quiet")
        assert lone in [job.id for job in flooded.take(TAKEN)]


def test_a_flood_while_the_other_is_served_changes_nothing(flooded: Engine) -> None:
    mine = flooded.put_many(JOBS, tenant="quiet")
    served: list[str] = []
    for _ in range(2 * JOBS // TAKEN + 1):
        flooded.put_many(500, tenant="loud")
        served += [job.id for job in flooded.take(TAKEN) if job.tenant == "quiet"]
    assert served == mine
