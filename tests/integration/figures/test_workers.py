"""Workers of both kinds in the same words: what they can, run and have done; nothing of other tenants' jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.states import State
from tests.integration.conftest import Start, stores_of
from tests.integration.figures.conftest import StartWorker
from tests.integration.figures.test_looking import data
from tests.integration.worker.deployment import Corner, until


@pytest.fixture
def app(start: Start, corner: Corner) -> Flask:
    return start(database_url=corner.database_url, queue_name=corner.namespace)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_threaded_worker_says_what_it_runs_and_has_done(
    client: FlaskClient, corner: Corner, start_worker: StartWorker, tmp_path: Path
) -> None:
    worker, gate = start_worker(corner, LEASE_SECONDS=3), tmp_path / "gate"
    corner.once(corner.enqueue("echo"), State.COMPLETED)
    corner.once(corner.enqueue("hopeless"), State.DEAD)
    running = corner.enqueue("gated", {"gate": str(gate)})

    def shown() -> dict[str, Any]:
        (one,) = data(client, "/api/v1/workers")
        found: dict[str, Any] = one
        return found

    until(lambda: shown()["busy"] == 1 and shown()["jobs_failed"] == 1, "the record says what runs")
    one = shown()
    assert (one["id"], one["kind"], one["slots"]) == (worker.id, "threads", 4)
    (job,) = one["jobs"]
    assert (job["id"], job["type"], job["attempt"]) == (running, "gated", 1)
    assert job["since"] >= one["started_at"][:19]
    assert (one["jobs_done"], one["jobs_failed"]) == (1, 1)
    assert one["version"]
    assert 0 <= one["heartbeat_age_seconds"] < 60
    answer = client.get("/api/v1/workers").json or {}
    assert answer["meta"]["summary"] == {
        "workers": 1,
        "slots": 4,
        "busy": 1,
        "jobs_done": 1,
        "jobs_failed": 1,
    }
    gate.touch()


def lease(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/jobs/lease", json=asked)
    assert answer.status_code == 200, answer.text
    (job,) = (answer.json or {})["data"]
    found: dict[str, Any] = job
    return found


def test_a_worker_over_http_is_shown_in_the_same_words(client: FlaskClient, corner: Corner) -> None:
    ids = [corner.enqueue("story") for _ in range(3)]
    asked = {"worker_id": "box-1", "concurrency": 8, "host": "box", "version": "2.1"}
    done, failed, held = (lease(client, **asked) for _ in ids)
    assert client.post(f"/api/v1/jobs/{done['id']}/ack", json={"fence": done["fence"]}).status_code == 200
    nacked = {"fence": failed["fence"], "error": "no"}
    for _ in range(2):
        assert client.post(f"/api/v1/jobs/{failed['id']}/nack", json=nacked).status_code == 200

    (one,) = data(client, "/api/v1/workers")
    assert (one["kind"], one["slots"], one["host"], one["version"]) == ("http", 8, "box", "2.1")
    assert (one["busy"], [job["id"] for job in one["jobs"]]) == (1, [held["id"]])
    assert (one["jobs"][0]["attempt"], one["jobs"][0]["type"]) == (1, "story")
    assert (one["jobs_done"], one["jobs_failed"]) == (1, 1)
    assert one["started_at"] <= one["last_seen"]


def test_what_a_nameless_worker_did_is_counted_and_leaves_no_key_for_ever(
    app: Flask, client: FlaskClient, corner: Corner
) -> None:
    for _ in range(2):
        corner.enqueue("story")
        job = lease(client)
        client.post(f"/api/v1/jobs/{job['id']}/ack", json={"fence": job["fence"]})
    (one,) = data(client, "/api/v1/workers")
    assert (one["jobs_done"], one["busy"]) == (2, 0)
    queue = stores_of(app).queue
    tallies: list[Any] = list(queue.client.scan_iter(f"*{corner.namespace}*tally:*"))
    assert len(tallies) == 1
    assert all(queue.client.pttl(key) > 0 for key in tallies)


def test_a_tally_that_outlived_its_record_is_forgotten(app: Flask) -> None:
    queue = stores_of(app).queue
    queue.tally_worker("http:acme:gone", "done")
    remaining: Any = queue.client.pttl(queue.keys.tally("http:acme:gone"))
    assert remaining > 0
