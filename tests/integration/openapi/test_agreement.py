"""What is answered and told is what the document says; and what would not be is noticed, or no test could show it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import job_view, live_events, live_figures, stats
from producer.envelope import Problem
from producer.openapi import document
from shared import events
from tests.integration.conftest import Start, stores_of
from tests.integration.openapi.agreement import the_document, validator
from tests.integration.producer.conftest import claim, complete, kill

COMMITTED = Path(__file__).resolve().parents[3] / "docs/reference/openapi.json"


def make(client: FlaskClient, **fields: Any) -> str:
    answer = client.post("/api/v1/jobs", json={"type": "work", **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json["data"]["id"])  # type: ignore[index]


def test_the_document_is_the_same_whatever_is_set(start: Start, empty_database: str) -> None:
    closed = start(
        database_url=empty_database, api_key="a-key-that-is-long-enough", rate_limit_rps=5, web_threads=4
    )
    assert document.text(closed) == COMMITTED.read_text(encoding="utf-8"), "run `make openapi`"
    shown = closed.test_client().get("/openapi.json")
    assert (shown.status_code, shown.text) == (200, document.text(closed))


def test_a_member_that_the_document_does_not_know_is_noticed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, view = make(client), job_view.view
    monkeypatch.setattr("producer.job_view.view", lambda job: {**view(job), "stray": 1})
    with pytest.raises(AssertionError, match="getJob answered 200 otherwise.*stray"):
        client.get(f"/api/v1/jobs/{job_id}")


def test_a_member_that_is_missing_is_noticed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = make(client)
    monkeypatch.setattr("producer.job_view.view", lambda job: {"id": job.id})
    with pytest.raises(AssertionError, match="getJob answered 200 otherwise.*required"):
        client.get(f"/api/v1/jobs/{job_id}")


def refused(status: int, code: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise Problem(status, code, "no")

    return refuse


@pytest.mark.parametrize(
    ("status", "code", "noticed"),
    [
        (418, "not_found", "answered 418, which the document does not list"),
        (404, "no_such_code", "no_such_code.* is not one of"),
    ],
)
def test_a_problem_that_the_document_does_not_know_is_noticed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, status: int, code: str, noticed: str
) -> None:
    job_id = make(client)
    monkeypatch.setattr("producer.lookup.job", refused(status, code))
    with pytest.raises(AssertionError, match=noticed):
        client.get(f"/api/v1/jobs/{job_id}")


def test_an_answer_of_another_media_type_is_noticed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.envelope.OLDER_PATHS", frozenset({"/api/v1/stats"}))
    monkeypatch.setattr("producer.stats.stats", refused(503, "tables_needed"))
    with pytest.raises(AssertionError, match="getStats answered 503 as text/plain"):
        client.get("/api/v1/stats")


def told(app: Flask) -> list[Any]:
    """What a stream tells of all that happened."""
    queue = stores_of(app).queue
    found = events.parse(queue.client.xrange(queue.keys.events))
    frames = live_events.by_tenant(found, {"default"})["default"]
    return [orjson.loads(frame.body or b"") for frame in frames]


def errors(app: Flask, message: Any) -> list[str]:
    the_document(app)
    found = validator(("components", "schemas", "LiveMessage")).iter_errors(message)
    return [f"{message['type']}: {error.message}" for error in found]


def test_streams_tell_of_jobs_as_the_document_says(app: Flask, client: FlaskClient) -> None:
    make(client)
    complete(app, b'{"done": true}')
    make(client, max_attempts=1)
    kill(app)
    client.delete(f"/api/v1/jobs/{make(client, delay_ms=60_000)}")
    make(client)
    running = claim(app)
    said = {"fence": running.fence, "fraction": 0.5, "message": "half"}
    assert client.post(f"/api/v1/jobs/{running.id}/progress", json=said).status_code == 200
    failure = {"fence": running.fence, "error": "later"}
    assert client.post(f"/api/v1/jobs/{running.id}/nack", json=failure).status_code == 200

    messages = told(app)
    assert {message["type"] for message in messages} == {
        "job.enqueued",
        "job.started",
        "job.progress",
        "job.completed",
        "job.failed",
        "job.dead",
        "job.cancelled",
    }
    assert [why for message in messages for why in errors(app, message)] == []


def test_streams_tell_of_all_else_as_the_document_says(app: Flask) -> None:
    seen = live_figures.Seen(0.0, stats.stats(stores_of(app), "default"), {"w1": "2026-11-22T09:30:00.000Z"})
    frames = [
        *live_figures.Shown().news(seen, "1-0"),
        live_events.notice("gap", None, {"continues_at": "1-0", "message": "read again"}),
        live_events.notice("closed", "1-0", {"reason": "stopping", "message": "open again"}),
    ]
    messages = [orjson.loads(frame.body or b"") for frame in frames]
    kinds = [message["type"] for message in messages]
    assert kinds == ["worker.heartbeat", "stats.update", "gap", "closed"]
    assert [why for message in messages for why in errors(app, message)] == []


def test_a_message_that_the_document_does_not_know_is_noticed(app: Flask) -> None:
    assert errors(app, {"type": "gap", "payload": {}, "ts": 1}) != []
