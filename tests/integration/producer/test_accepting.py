"""A job that is taken: what is answered, what stands in both stores, and that it comes out as it went in."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import mirror
from tests.integration.conftest import stores_of
from tests.integration.producer.conftest import complete, stored_rows
from tests.unit.producer.test_strict_json import texts, values


def test_enqueue_answers_in_the_older_words(app: Flask) -> None:
    answer = app.test_client().post("/enqueue", data=b'{"type":"sleep","payload":{"n":1},"retries":2}')
    assert answer.status_code == 200
    body = answer.json or {}
    job_id = body.pop("job_id")
    assert body == {
        "status": "queued",
        "type": "sleep",
        "retries": 2,
        "queue_name": "default",
        "durability": "postgres+redis",
    }
    work = stores_of(app)
    record, row = work.queue.get(job_id), mirror.read(work.tables, [job_id])[job_id]
    assert record is not None
    assert (record.type, record.payload, record.max_attempts) == ("sleep", b'{"n":1}', 3)
    assert (row.type, row.payload, row.max_attempts) == ("sleep", b'{"n":1}', 3)
    assert work.queue.client.lrange(work.queue.namespace, 0, -1) == [job_id.encode()]


def test_the_older_list_shows_the_older_words(app: Flask) -> None:
    client = app.test_client()
    client.post("/enqueue", data=b'{"type":"a"}')
    complete(app, b"1")
    client.post("/enqueue", data=b'{"type":"b","retries":0,"delay_ms":60000}')
    listed = client.get("/api/jobs").json or []
    assert [(job["type"], job["status"], job["attempts"], job["retries"]) for job in listed] == [
        ("b", "pending", 0, 0),
        ("a", "completed", 1, 4),
    ]


def test_a_job_of_the_api_shows_every_field_that_was_asked_for(client: FlaskClient) -> None:
    asked: dict[str, Any] = {
        "type": "report",
        "payload": {"n": [1, 2.50, None]},
        "priority": 9,
        "queue_name": "bulk",
        "max_attempts": 3,
        "ttl_seconds": 60,
        "tags": {"team": "a", "x": "é"},
        "timeout_seconds": 30,
        "backoff": {"base_seconds": 1},
    }
    made = client.post("/api/v1/jobs", data=json.dumps(asked))
    assert made.status_code == 201
    job = (made.json or {})["data"]
    for name in ("type", "payload", "priority", "queue_name", "max_attempts", "tags", "timeout_seconds"):
        assert job[name] == asked[name]
    assert (job["status"], job["attempts"], job["scheduled_at"]) == ("pending", 0, job["created_at"])
    assert (client.get(f"/api/v1/jobs/{job['id']}").json or {})["data"] == job


def test_a_scheduled_job_says_when(client: FlaskClient) -> None:
    due = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    job = (client.post("/api/v1/jobs", data=json.dumps({"type": "a", "scheduled_at": due})).json or {})[
        "data"
    ]
    assert (job["status"], job["scheduled_at"]) == ("scheduled", due)
    assert (client.get(f"/api/v1/jobs/{job['id']}").json or {})["data"] == job


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=values)
@pytest.mark.feature(3, "A payload is any JSON")
def test_a_payload_comes_out_as_it_went_in(app: Flask, payload: Any) -> None:
    client = app.test_client()
    made = client.post("/api/v1/jobs", data=json.dumps({"type": "a", "payload": payload}))
    assert made.status_code == 201, made.text
    job_id = json.loads(made.text)["data"]["id"]
    record = stores_of(app).queue.get(job_id)
    assert record is not None
    assert json.loads(record.payload) == payload
    assert json.loads(client.get(f"/api/v1/jobs/{job_id}").text)["data"]["payload"] == payload


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.dictionaries(texts, values, max_size=4))
def test_a_payload_of_the_short_form_comes_out_as_it_went_in(alone: FlaskClient, payload: Any) -> None:
    made = alone.post("/enqueue", data=json.dumps({"type": "a", "payload": payload}))
    assert made.status_code == 200, made.text
    shown = alone.get(f"/api/v1/jobs/{(made.json or {})['job_id']}")
    assert json.loads(shown.text)["data"]["payload"] == payload


def test_a_batch_keeps_its_order(app: Flask) -> None:
    batch = [{"type": "a", "payload": number} for number in range(500)]
    made = app.test_client().post("/api/v1/jobs/batch", data=json.dumps(batch))
    assert made.status_code == 201
    jobs = (made.json or {})["data"]
    assert [job["payload"] for job in jobs] == list(range(500))
    queue = stores_of(app).queue
    assert queue.client.lrange(queue.namespace, 0, -1) == [job["id"].encode() for job in jobs]
    listed = app.test_client().get("/api/v1/jobs?limit=3").json or {}
    assert listed["meta"]["total_count"] == 500


@pytest.fixture(params=["with tables", "on redis alone"])
def either(request: pytest.FixtureRequest, start: Any, empty_database: str) -> Flask:
    app: Flask = start(database_url=empty_database if request.param == "with tables" else None)
    return app


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/enqueue", {"type": "a", "payload": {"n": 1}}),
        ("/api/v1/jobs", {"type": "a", "payload": {"n": 1}, "delay_ms": 60_000}),
        ("/api/v1/jobs/batch", [{"type": "a"}, {"type": "b"}]),
    ],
)
def test_one_key_from_eight_threads_is_one_acceptance(either: Flask, path: str, body: Any) -> None:
    headers = {"Idempotency-Key": "order 17", "X-Request-Id": "same"}

    def send(_: int) -> Any:
        return either.test_client().post(path, data=json.dumps(body), headers=headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {200 if path == "/enqueue" else 201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    stats = stores_of(either).queue
    depth = stats.depth("default").jobs + stats.counts()["scheduled"]
    assert depth == (2 if isinstance(body, list) else 1)


def test_a_replay_is_equal_after_the_job_has_run(either: Flask) -> None:
    client, headers = either.test_client(), {"Idempotency-Key": "k", "X-Request-Id": "same"}
    first = client.post("/api/v1/jobs", data=b'{"type":"a","tags":{"x":"y"}}', headers=headers)
    complete(either, b'{"ok":true}')
    again = client.post("/api/v1/jobs", data=b' {"tags": {"x": "y"}, "type": "a"} ', headers=headers)
    assert (again.status_code, again.text) == (first.status_code, first.text)
    assert again.headers["Idempotent-Replayed"] == "true"


OTHER_REQUESTS = [
    ("/api/v1/jobs", {"type": "b"}),
    ("/api/v1/jobs", {"type": "a", "priority": 6}),
    ("/enqueue", {"type": "a", "payload": {"n": 1}}),
    ("/api/v1/jobs/batch", [{"type": "a"}, {"type": "a"}]),
]


@pytest.mark.parametrize(("path", "body"), OTHER_REQUESTS)
def test_a_key_used_for_another_request_is_refused_and_adds_nothing(
    either: Flask, path: str, body: Any
) -> None:
    client, headers = either.test_client(), {"Idempotency-Key": "k"}
    assert client.post("/api/v1/jobs", data=b'{"type":"a"}', headers=headers).status_code == 201
    refused = client.post(path, data=json.dumps(body), headers=headers)
    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.text
    if path != "/enqueue":
        assert (refused.json or {})["meta"]["code"] == "idempotency_key_reused"
    assert stores_of(either).queue.depth("default").jobs == 1


def test_a_longer_batch_under_a_used_key_adds_nothing(app: Flask, empty_database: str) -> None:
    client, headers = app.test_client(), {"Idempotency-Key": "k"}
    first = client.post("/api/v1/jobs/batch", data=b'[{"type":"a"}]', headers=headers)
    assert first.status_code == 201
    longer = client.post("/api/v1/jobs/batch", data=b'[{"type":"a"},{"type":"b"}]', headers=headers)
    assert longer.status_code == 422
    assert stored_rows(empty_database) == 1


def test_every_answer_carries_the_callers_request_id_where_it_is_harmless(client: FlaskClient) -> None:
    assert (
        client.get("/health", headers={"X-Request-Id": "trace-1.a_B"}).headers["X-Request-Id"]
        == "trace-1.a_B"
    )
    for bad in ("", "a b", "x" * 65, "<script>"):
        shown = client.get("/health", headers={"X-Request-Id": bad}).headers["X-Request-Id"]
        assert shown != bad
        assert len(shown) == 32
