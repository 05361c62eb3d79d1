"""What callers are told while a store is away, and what is stored then: everything, or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from local.servers import PostgresServer, RedisServer
from shared import migrate
from tests.integration.conftest import Start, stores_of
from tests.integration.producer.conftest import fill_events, kill, stored_keys, stored_rows


@pytest.fixture(scope="module")
def own_redis(servers_folder: Path) -> Iterator[RedisServer]:
    """A Redis that these tests may stop."""
    with RedisServer(servers_folder / "outage-redis") as server:
        yield server


@pytest.fixture(scope="module")
def own_postgres(servers_folder: Path) -> Iterator[PostgresServer]:
    """A Postgres that these tests may stop."""
    with PostgresServer(servers_folder / "outage-postgres", options={"fsync": "off"}) as server:
        migrate.migrate(server.url)
        yield server


@pytest.fixture
def without_redis(own_redis: RedisServer) -> Iterator[str]:
    """The address of a Redis that is stopped, until the test ends."""
    own_redis.stop()
    yield own_redis.url
    own_redis.start()


@pytest.fixture
def without_postgres(own_postgres: PostgresServer) -> Iterator[str]:
    own_postgres.stop_at_once()
    yield own_postgres.url
    own_postgres.start()


@pytest.mark.feature(39, "Durable before it is accepted")
def test_with_redis_away_jobs_are_accepted_in_their_rows(
    start: Start, empty_database: str, without_redis: str
) -> None:
    client = start(database_url=empty_database, redis_url=without_redis).test_client()
    short = client.post("/enqueue", data=b'{"type":"a"}')
    assert (short.status_code, (short.json or {})["dispatch"]) == (200, "deferred")
    long = client.post("/api/v1/jobs", data=b'{"type":"a"}')
    assert (long.status_code, (long.json or {})["meta"]["dispatch"]) == (202, "deferred")
    batch = client.post("/api/v1/jobs/batch", data=b'[{"type":"a"},{"type":"b"}]')
    assert (batch.status_code, (batch.json or {})["meta"]["dispatch"]) == (202, "deferred")
    assert stored_rows(empty_database) == 4
    job_id = (long.json or {})["data"]["id"]
    shown = client.get(f"/api/v1/jobs/{job_id}")
    assert (shown.status_code, (shown.json or {})["data"]["status"]) == (200, "pending")
    assert client.get("/api/v1/jobs").status_code == 200


def test_with_redis_away_what_redis_decides_says_so(
    start: Start, empty_database: str, without_redis: str
) -> None:
    client = start(database_url=empty_database, redis_url=without_redis).test_client()
    job_id = (client.post("/api/v1/jobs", data=b'{"type":"a"}').json or {})["data"]["id"]
    for method, path in [
        ("DELETE", f"/api/v1/jobs/{job_id}"),
        ("GET", "/api/v1/queues"),
        ("GET", "/api/v1/workers"),
    ]:
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), path
        assert (answer.json or {})["meta"]["code"] == "queue_unavailable"
    stats = client.get("/api/v1/stats")
    assert (stats.status_code, (stats.json or {})["data"]["active_workers"]) == (200, None)
    assert "workqueue_redis_up 0.0" in client.get("/metrics").text
    health = client.get("/health")
    assert (health.status_code, (health.json or {})["status"]) == (503, "degraded")
    assert (health.json or {})["checks"]["postgres"] == "healthy"


def test_on_redis_alone_nothing_is_accepted_without_it(start: Start, without_redis: str) -> None:
    client = start(redis_url=without_redis).test_client()
    short = client.post("/enqueue", data=b'{"type":"a"}')
    assert (short.status_code, short.text.strip()) == (500, "failed to enqueue task")
    for path, body in [("/api/v1/jobs", b'{"type":"a"}'), ("/api/v1/jobs/batch", b'[{"type":"a"}]')]:
        answer = client.post(path, data=body)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert client.get("/metrics", headers={"Accept": "application/json"}).status_code == 500


def test_a_redis_that_hangs_holds_requests_only_briefly(
    start: Start, empty_database: str, own_redis: RedisServer
) -> None:
    app = start(database_url=empty_database, redis_url=own_redis.url, redis_timeout=0.2)
    own_redis.pause()
    try:
        with ThreadPoolExecutor(8) as pool:
            sent = [pool.submit(_enqueue, app) for _ in range(24)]
            answers = [one.result(timeout=20) for one in sent]
    finally:
        own_redis.resume()
    assert {(answer.status_code, (answer.json or {}).get("dispatch")) for answer in answers} == {
        (200, "deferred")
    }
    assert stored_rows(empty_database) == 24


def _enqueue(app: Flask) -> Any:
    return app.test_client().post("/enqueue", data=b'{"type":"a"}')


def test_with_postgres_away_nothing_is_accepted(start: Start, without_postgres: str) -> None:
    app = start(database_url=without_postgres)
    client = app.test_client()
    short = client.post("/enqueue", data=b'{"type":"a"}')
    assert (short.status_code, short.text.strip()) == (500, "failed to persist job")
    older = client.get("/api/jobs")
    assert (older.status_code, older.text.strip()) == (500, "failed to list jobs")
    for method, path, body in [
        ("POST", "/api/v1/jobs", b'{"type":"a"}'),
        ("POST", "/api/v1/jobs/batch", b'[{"type":"a"}]'),
        ("GET", "/api/v1/jobs", b""),
        ("GET", f"/api/v1/jobs/{uuid.uuid4()}", b""),
        ("GET", "/api/v1/stats", b""),
        ("GET", "/api/v1/dlq", b""),
    ]:
        answer = client.open(path, method=method, data=body)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), path
        assert (answer.json or {})["meta"]["code"] == "database_unavailable"
        assert "port" not in answer.text
    assert stored_keys(app) == []
    health = client.get("/health")
    assert (health.status_code, (health.json or {})["checks"]["redis"]) == (503, "healthy")


def test_after_an_outage_everything_is_as_before(
    start: Start, own_postgres: PostgresServer, own_redis: RedisServer
) -> None:
    app = start(database_url=own_postgres.url, redis_url=own_redis.url)
    client = app.test_client()
    assert client.post("/enqueue", data=b'{"type":"a"}').status_code == 200
    own_postgres.stop_at_once()
    own_postgres.start()
    own_redis.restart()
    answer = client.post("/api/v1/jobs", data=b'{"type":"a"}')
    assert answer.status_code == 201
    assert client.get("/health").status_code == 200


def test_a_redis_without_memory_defers_jobs_instead_of_failing(
    start: Start, empty_database: str, own_redis: RedisServer
) -> None:
    app = start(database_url=empty_database, redis_url=own_redis.url)
    client = stores_of(app).queue.client
    client.config_set("maxmemory", "1")
    try:
        answer = app.test_client().post("/api/v1/jobs", data=b'{"type":"a"}')
    finally:
        client.config_set("maxmemory", "0")
    assert (answer.status_code, (answer.json or {})["meta"]["dispatch"]) == (202, "deferred")


def test_a_full_events_stream_defers_jobs(start: Start, empty_database: str) -> None:
    app = start(database_url=empty_database, max_events=1000)
    fill_events(app, 1000)
    assert app.test_client().post("/api/v1/jobs", data=b'{"type":"a"}').status_code == 202


def test_a_requeue_while_redis_is_away_is_kept_in_its_row(
    start: Start, empty_database: str, own_redis: RedisServer
) -> None:
    app = start(database_url=empty_database, redis_url=own_redis.url)
    client = app.test_client()
    client.post("/enqueue", data=b'{"type":"a"}')
    dead = kill(app).id
    own_redis.stop()
    try:
        answer = client.post(f"/api/v1/dlq/{dead}/requeue")
        again = client.post(f"/api/v1/dlq/{dead}/requeue")
    finally:
        own_redis.start()
    assert (answer.status_code, (answer.json or {})["meta"]["dispatch"]) == (201, "deferred")
    assert again.status_code == 409
    assert stored_rows(empty_database) == 2
