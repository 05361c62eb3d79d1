"""Without Postgres: what needs tables says so, and the rest works."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.conftest import Start
from tests.integration.producer.conftest import fill_events

NEEDS_TABLES = [
    ("GET", "/api/v1/jobs"),
    ("GET", "/api/v1/jobs/cursor"),
    ("DELETE", "/api/v1/jobs?before=2026-01-01T00:00:00Z"),
    ("GET", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000/attempts"),
    ("GET", "/api/v1/stats"),
]


@pytest.mark.parametrize(("method", "path"), NEEDS_TABLES)
def test_what_needs_tables_says_so(alone: FlaskClient, method: str, path: str) -> None:
    answer = alone.open(path, method=method)
    assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (503, "tables_needed")
    assert "DATABASE_URL" in (answer.json or {})["error"]


def test_the_older_list_is_empty(alone: FlaskClient) -> None:
    alone.post("/enqueue", data=b'{"type":"a"}')
    answer = alone.get("/api/jobs")
    assert (answer.status_code, answer.json) == (200, [])


@pytest.mark.feature(97, "Without a database")
def test_a_job_is_shown_from_its_record(alone: FlaskClient) -> None:
    made = (alone.post("/api/v1/jobs", data=b'{"type":"a","payload":1,"delay_ms":60000}').json or {})["data"]
    shown = (alone.get(f"/api/v1/jobs/{made['id']}").json or {})["data"]
    assert (shown["status"], shown["payload"], shown["created_at"]) == ("scheduled", 1, made["created_at"])


def test_queues_know_what_waits_alone(alone: FlaskClient) -> None:
    (queue,) = (alone.get("/api/v1/queues").json or {})["data"]
    of_rows = {queue[name] for name in ("rate_per_minute", "scheduled", "retrying", "running")}
    assert (queue["depth"], of_rows) == (0, {None})


def test_health_and_accept_answers_say_how_durable_it_is(alone: FlaskClient) -> None:
    health = alone.get("/health")
    assert health.status_code == 200
    assert (health.json or {})["checks"] == {"redis": "healthy", "postgres": "not configured"}
    assert (health.json or {})["durability"] == "redis-aof"
    assert (alone.post("/api/v1/jobs", data=b'{"type":"a"}').json or {})["meta"]["durability"] == "redis-aof"


def test_a_long_events_stream_refuses_nothing_where_nobody_mirrors_it(start: Start) -> None:
    app = start(max_events=1000)
    fill_events(app, 1000)
    assert app.test_client().post("/api/v1/jobs", data=b'{"type":"a"}').status_code == 201
