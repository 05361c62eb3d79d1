"""A requeue takes the door that every job takes: also its push is dropped when it comes too late, and left when full."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from producer.dead_letters import fresh_id
from shared import enqueue
from tests.integration.conftest import Start, stores_of
from tests.integration.producer.conftest import fill_events, kill


def requeue(app: Flask, dead: str) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().post(f"/api/v1/dlq/{dead}/requeue")
    return answer.status_code, (answer.json or {})["meta"]


def dead_job(app: Flask) -> str:
    app.test_client().post("/enqueue", data=b'{"type":"a"}')
    return kill(app).id


def in_redis(app: Flask, dead: str) -> tuple[bool, str | None]:
    """Whether the fresh job is there, and what the dead one is marked with."""
    fresh, old = stores_of(app).queue.get_many([fresh_id(dead), dead])
    assert old is not None
    return fresh is not None, old.requeued_as


def test_it_is_in_line_and_the_dead_one_marked_before_the_answer(app: Flask) -> None:
    dead = dead_job(app)

    status, meta = requeue(app, dead)

    assert (status, meta.get("dispatch")) == (201, None)
    assert in_redis(app, dead) == (True, fresh_id(dead))


def test_one_that_was_stopped_after_its_commit_is_left_to_the_reconciler(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fresh job may have run, ended and been forgotten by now: a late push would run it again."""
    dead = dead_job(app)
    monkeypatch.setattr(enqueue, "STALE_PUSH", -1.0)

    status, meta = requeue(app, dead)

    assert (status, meta["dispatch"]) == (201, "deferred")
    assert in_redis(app, dead) == (False, None)


def test_into_a_full_queue_it_is_deferred_and_the_dead_one_not_marked(
    start: Start, empty_database: str
) -> None:
    app = start(database_url=empty_database, max_events=1000)
    dead = dead_job(app)
    fill_events(app, 1000)

    status, meta = requeue(app, dead)

    assert (status, meta["dispatch"]) == (201, "deferred")
    assert in_redis(app, dead) == (False, None)
