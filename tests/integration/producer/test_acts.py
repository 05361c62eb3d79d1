"""What a person does to a job: cancel, retry, requeue, drop, pause; each from every state it may be in."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import dead_letters
from producer.dead_letters import fresh_id
from shared import mirror
from shared.lifecycle import Next
from shared.queue import Ended, Failed
from shared.states import State
from tests.integration.conftest import stores_of
from tests.integration.producer.conftest import claim, complete, kill, write_down

NOWHERE = "0190b6a4-0000-7000-8000-000000000000"


@pytest.fixture(params=["with tables", "on redis alone"])
def either(request: pytest.FixtureRequest, start: Any, empty_database: str) -> Flask:
    app: Flask = start(database_url=empty_database if request.param == "with tables" else None)
    return app


def make(client: FlaskClient, **fields: Any) -> str:
    made = client.post("/api/v1/jobs", data=json.dumps({"type": "a", **fields}))
    assert made.status_code == 201, made.text
    return str((made.json or {})["data"]["id"])


def shown(client: FlaskClient, job_id: str) -> dict[str, Any]:
    return dict((client.get(f"/api/v1/jobs/{job_id}").json or {})["data"])


def fail_once(app: Flask) -> None:
    """The next job's attempt fails and another is due in an hour."""
    job = claim(app)
    stores_of(app).queue.nack([Failed(job.id, job.fence or "", Next("retry", 3_600_000, "boom"), b"{}")])


@pytest.mark.parametrize("fields", [{}, {"delay_ms": 60_000}])
def test_a_waiting_job_is_cancelled_at_once_and_never_runs(either: Flask, fields: dict[str, Any]) -> None:
    client = either.test_client()
    job_id = make(client, **fields)
    answer = client.delete(f"/api/v1/jobs/{job_id}")
    assert (answer.status_code, (answer.json or {})["data"]) == (200, {"id": job_id, "status": "cancelled"})
    assert shown(client, job_id)["status"] == "cancelled"
    work = stores_of(either)
    if work.postgres is not None:
        assert mirror.read(work.postgres, [job_id])[job_id].state == State.CANCELLED
    claimed = work.queue.claim("f", "r", ["default"], None, want=1, lease_ms=1000, timeout_ms=1000)
    assert claimed.jobs == []
    assert client.delete(f"/api/v1/jobs/{job_id}").status_code == 409


def test_a_job_that_waits_for_a_retry_is_cancelled(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client)
    fail_once(either)
    assert client.delete(f"/api/v1/jobs/{job_id}").status_code == 200
    assert shown(client, job_id)["status"] == "cancelled"


def test_a_running_job_is_asked_to_stop(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client)
    claim(either)
    answer = client.delete(f"/api/v1/jobs/{job_id}")
    assert (answer.status_code, (answer.json or {})["data"]["status"]) == (202, "cancelling")
    assert stores_of(either).queue.extend("runner", 1000) == {job_id: "cancel"}
    assert shown(client, job_id)["status"] == "running"


def test_a_job_that_has_ended_is_not_cancelled(either: Flask) -> None:
    client = either.test_client()
    completed = make(client)
    complete(either, b"1")
    dead = make(client)
    kill(either)
    for job_id in (completed, dead):
        answer = client.delete(f"/api/v1/jobs/{job_id}")
        assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (409, "already_ended")


def test_a_job_that_redis_lost_is_cancelled_in_its_row(app: Flask) -> None:
    client = app.test_client()
    job_id = make(client)
    work = stores_of(app)
    work.queue.client.delete(work.queue.keys.job(job_id))
    assert client.delete(f"/api/v1/jobs/{job_id}").status_code == 200
    assert mirror.read(work.tables, [job_id])[job_id].state == State.CANCELLED


def test_a_result_comes_out_as_the_handler_returned_it(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client)
    assert client.get(f"/api/v1/jobs/{job_id}/result").status_code == 204
    complete(either, b'{"rows":[1,2.50]}')
    answer = client.get(f"/api/v1/jobs/{job_id}/result")
    assert (answer.status_code, answer.data, answer.mimetype) == (
        200,
        b'{"rows":[1,2.50]}',
        "application/json",
    )


def test_callers_read_their_own_writes_before_the_row_knows(app: Flask) -> None:
    client = app.test_client()
    job_id = make(client)
    claim(app)
    assert (shown(client, job_id)["status"], shown(client, job_id)["attempts"]) == ("running", 1)
    assert mirror.read(stores_of(app).tables, [job_id])[job_id].state == State.PENDING


def test_a_result_is_there_while_its_record_becomes_a_tombstone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look at the row and one at the record, a mirror writes the end down and lets the record go."""
    client, queue = app.test_client(), stores_of(app).queue
    job_id = make(client)
    job = claim(app)
    queue.ack([Ended(job_id, job.fence or "", b'{"pages":3}', b"{}")])
    look = queue.get

    def written_down_meanwhile(wanted: str) -> Any:
        monkeypatch.undo()
        write_down(app, wanted)
        queue.settle([(wanted, "completed", 3)])
        return look(wanted)

    monkeypatch.setattr(type(queue), "get", lambda _queue, wanted: written_down_meanwhile(wanted))
    answer = client.get(f"/api/v1/jobs/{job_id}/result")
    assert (answer.status_code, answer.json) == (200, {"pages": 3})


def test_attempts_come_oldest_first(app: Flask) -> None:
    client = app.test_client()
    job_id = make(client)
    stores_of(app).tables.run(
        lambda cursor: cursor.execute(
            "INSERT INTO job_attempts"
            " (job_id, tenant, fence, number, worker, ready_at, started_at, ended_at, outcome, error, logs)"
            " VALUES (%(id)s, 'default', 'b', 2, 'w2', NULL, '2026-01-01T00:01:00Z', NULL, NULL, NULL, NULL),"
            " (%(id)s, 'default', 'a', 1, 'w1', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z',"
            " 'failed', 'boom', '[[1, \"sent\"]]')",
            {"id": job_id},
        )
    )
    first, second = (client.get(f"/api/v1/jobs/{job_id}/attempts").json or {})["data"]
    assert first == {
        "number": 1,
        "worker": "w1",
        "ready_at": "2025-12-31T23:59:59.000Z",
        "started_at": "2026-01-01T00:00:00.000Z",
        "ended_at": "2026-01-01T00:00:01.000Z",
        "outcome": "failed",
        "error": "boom",
        "traceback": None,
        "logs": [[1, "sent"]],
    }
    assert (second["number"], second["ended_at"], second["logs"]) == (2, None, [])


def test_retry_runs_a_job_that_waits_for_its_time_now(either: Flask) -> None:
    client = either.test_client()
    scheduled = make(client, delay_ms=3_600_000)
    answer = client.post(f"/api/v1/jobs/{scheduled}/retry")
    assert (answer.status_code, (answer.json or {})["data"]["status"]) == (200, "pending")
    assert claim(either).id == scheduled
    failed = make(client)
    fail_once(either)
    assert (client.post(f"/api/v1/jobs/{failed}/retry").json or {})["data"]["attempts"] == 1
    assert claim(either).id == failed


def test_retry_of_a_dead_job_is_a_fresh_job(either: Flask) -> None:
    client = either.test_client()
    dead = make(client, payload={"n": 1})
    kill(either)
    fresh = (client.post(f"/api/v1/jobs/{dead}/retry").json or {})["data"]
    assert (fresh["requeued_from"], fresh["status"], fresh["attempts"]) == (dead, "pending", 0)
    assert client.post(f"/api/v1/jobs/{dead}/retry").status_code == 409


def test_retry_of_any_other_job_is_refused(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client)
    assert client.post(f"/api/v1/jobs/{job_id}/retry").status_code == 409
    complete(either, b"1")
    answer = client.post(f"/api/v1/jobs/{job_id}/retry")
    assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (409, "not_retryable")


def test_a_dead_letter_is_listed_shown_and_dropped(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client, tags={"k": "v"})
    kill(either, "no such host")
    entry = (client.get(f"/api/v1/dlq/{job_id}").json or {})["data"]
    assert (entry["last_error"], entry["total_attempts"], entry["requeued"]) == ("no such host", 1, False)
    listed = client.get("/api/v1/dlq").json or {}
    assert (listed["data"], listed["meta"]["total_count"]) == ([entry], 1)
    assert client.delete(f"/api/v1/dlq/{job_id}").status_code == 200
    assert (client.get("/api/v1/dlq").json or {})["data"] == []
    assert client.get(f"/api/v1/jobs/{job_id}").status_code == 404
    assert client.delete(f"/api/v1/dlq/{job_id}").status_code == 404


def test_a_job_that_is_not_dead_is_no_dead_letter(either: Flask) -> None:
    client = either.test_client()
    job_id = make(client)
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/requeue")]:
        assert client.open(f"/api/v1/dlq/{job_id}{path}", method=method).status_code == 404
    assert shown(client, job_id)["status"] == "pending"


def test_a_requeue_keeps_what_was_not_edited(either: Flask) -> None:
    client = either.test_client()
    dead = make(client, payload={"n": 1}, priority=7, queue_name="bulk", tags={"k": "v"}, timeout_seconds=9)
    kill(either)
    body = json.dumps({"payload": {"n": 2}, "max_attempts": 2})
    answer = client.post(f"/api/v1/dlq/{dead}/requeue", data=body)
    assert answer.status_code == 201
    data = (answer.json or {})["data"]
    fresh = data["new_job"]
    assert data["dlq_entry_id"] == dead
    kept = {name: fresh[name] for name in ("payload", "max_attempts", "priority", "queue_name", "tags")}
    assert kept == {
        "payload": {"n": 2},
        "max_attempts": 2,
        "priority": 7,
        "queue_name": "bulk",
        "tags": {"k": "v"},
    }
    assert shown(client, dead)["requeued_as"] == fresh["id"]
    assert shown(client, fresh["id"])["timeout_seconds"] == 9
    assert (client.get("/api/v1/dlq").json or {})["data"] == []
    assert claim(either).id == fresh["id"]


def test_a_large_edited_payload_changes_nothing(either: Flask) -> None:
    client = either.test_client()
    dead = make(client)
    kill(either)
    body = json.dumps({"payload": "x" * 262_144})
    assert client.post(f"/api/v1/dlq/{dead}/requeue", data=body).status_code == 413
    assert client.post(f"/api/v1/dlq/{dead}/requeue", data=b'{"typo":1}').status_code == 422
    assert (client.get(f"/api/v1/dlq/{dead}").json or {})["data"]["requeued"] is False


def test_of_eight_who_requeue_one_wins(either: Flask) -> None:
    client = either.test_client()
    dead = make(client)
    kill(either)

    def requeue(_: int) -> int:
        return either.test_client().post(f"/api/v1/dlq/{dead}/requeue").status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(requeue, range(8)))
    assert statuses == [201] + [409] * 7
    assert stores_of(either).queue.depth("default").jobs == 1


def test_a_mark_without_its_job_is_made_good_by_the_next_who_tries(start: Any) -> None:
    app = start()
    client = app.test_client()
    dead = make(client)
    kill(app)

    stores_of(app).queue.mark_requeued([(dead, fresh_id(dead))])
    answer = client.post(f"/api/v1/dlq/{dead}/requeue")
    assert answer.status_code == 201
    assert claim(app).id == fresh_id(dead)


def test_requeued_letters_are_shown_when_asked_for(app: Flask) -> None:
    client = app.test_client()
    dead = make(client)
    kill(app)
    client.post(f"/api/v1/dlq/{dead}/requeue")
    entry = (client.get("/api/v1/dlq?include_requeued=true").json or {})["data"][0]
    assert (entry["id"], entry["requeued"]) == (dead, True)
    assert client.post(f"/api/v1/dlq/{dead}/requeue").status_code == 409


def test_those_that_die_again_at_once_are_not_requeued_again_by_the_same_call(
    start: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Flask = start(database_url=empty_database)
    client = app.test_client()
    dead = [make(client), make(client)]
    for _ in dead:
        kill(app)
    requeue_rows = dead_letters._requeue_rows

    def requeued_in_vain(*arguments: Any) -> dead_letters.Requeued:
        done = requeue_rows(*arguments)
        for _ in done.jobs:
            kill(app)
        return done

    monkeypatch.setattr(dead_letters, "_requeue_rows", requeued_in_vain)
    answer = (client.post("/api/v1/dlq/requeue", data=b'{"filter":{}, "limit":6}').json or {})["data"]
    assert (answer["requeued"], answer["remaining"]) == (2, 0)
    assert len((client.get("/api/v1/dlq").json or {})["data"]) == 2


def test_many_are_requeued_by_a_filter(either: Flask) -> None:
    client = either.test_client()
    for number in range(5):
        make(client, type="mail" if number < 3 else "pdf", payload=number)
    for number in range(5):
        kill(either, "timeout" if number != 1 else "no such user")
    body = {"filter": {"type": "mail", "error_contains": "time"}, "limit": 1}
    answers = [client.post("/api/v1/dlq/requeue", data=json.dumps(body)).json or {} for _ in range(3)]
    ids = [answer["data"].pop("new_job_ids") for answer in answers]
    assert [answer["data"] for answer in answers] == [
        {"requeued": 1, "remaining": 1},
        {"requeued": 1, "remaining": 0},
        {"requeued": 0, "remaining": 0},
    ]
    fresh = [claim(either) for _ in range(2)]
    assert [job.payload for job in fresh] == [b"0", b"2"]
    assert ids == [[fresh[0].id], [fresh[1].id], []]
    rest = client.post("/api/v1/dlq/requeue", data=b'{"filter":{}}').json or {}
    assert len(rest["data"].pop("new_job_ids")) == 3
    assert rest["data"] == {"requeued": 3, "remaining": 0}


def test_more_than_a_chunk_is_requeued_and_only_those_named(app: Flask) -> None:
    client = app.test_client()
    made = client.post("/api/v1/jobs/batch", data=json.dumps([{"type": "a"}] * 150))
    ids = [job["id"] for job in (made.json or {})["data"]]
    queue = stores_of(app).queue
    jobs = queue.claim("f", "r", ["default"], None, want=150, lease_ms=60_000, timeout_ms=60_000).jobs
    queue.nack([Failed(job.id, "f", Next("dead", 0, "boom"), b"{}") for job in jobs])
    for job_id in ids:
        write_down(app, job_id)
    body = json.dumps({"filter": {"ids": [job_id.upper() for job_id in ids[:120]]}})
    done = (client.post("/api/v1/dlq/requeue", data=body).json or {})["data"]
    assert len(set(done.pop("new_job_ids"))) == 120
    assert done == {
        "requeued": 120,
        "remaining": 0,
    }
    assert (client.get("/api/v1/dlq?limit=1").json or {})["meta"]["total_count"] == 30


def test_a_paused_queue_hands_out_nothing_until_it_is_resumed(either: Flask) -> None:
    client = either.test_client()
    make(client, queue_name="bulk")
    assert client.post("/api/v1/queues/bulk/pause").status_code == 200
    assert client.post("/api/v1/queues/bulk/pause").status_code == 200
    states = {queue["name"]: queue["paused"] for queue in (client.get("/api/v1/queues").json or {})["data"]}
    assert states == {"bulk": True, "default": False}
    queue = stores_of(either).queue
    assert queue.claim("f", "r", ["bulk"], None, want=1, lease_ms=1000, timeout_ms=1000).jobs == []
    assert client.post("/api/v1/queues/bulk/resume").status_code == 200
    assert claim(either).queue == "bulk"


def test_queues_say_how_full_they_are(app: Flask) -> None:
    client = app.test_client()
    make(client)
    make(client)
    complete(app, b"1")
    (queue,) = (client.get("/api/v1/queues").json or {})["data"]
    assert (queue["name"], queue["depth"], queue["rate_per_minute"]) == ("default", 1, 1)
    assert queue["oldest_age_seconds"] >= 0


def test_queues_say_what_else_is_open(app: Flask) -> None:
    client = app.test_client()
    make(client, delay_ms=60_000)
    make(client)
    write_down(app, claim(app).id)
    make(client)
    failed = claim(app)
    stores_of(app).queue.nack([Failed(failed.id, failed.fence or "", Next("retry", 60_000, "later"), b"{}")])
    write_down(app, failed.id)
    (queue,) = (client.get("/api/v1/queues").json or {})["data"]
    open_jobs = {name: queue[name] for name in ("depth", "scheduled", "retrying", "running")}
    assert open_jobs == {"depth": 0, "scheduled": 1, "retrying": 1, "running": 1}


def test_workers_and_metrics_tell_what_workers_report(either: Flask) -> None:
    record = {"id": "w1", "host": "h", "concurrency": 8, "jobs_done": 5, "jobs_failed": 2}
    stores_of(either).queue.report_worker("w1", json.dumps(record).encode(), 60_000)
    client = either.test_client()
    make(client)
    (worker,) = (client.get("/api/v1/workers").json or {})["data"]
    assert (worker["host"], worker["status"]) == ("h", "active")
    text = client.get("/metrics").text
    for line in (
        "workqueue_redis_up 1.0",
        'workqueue_queue_depth{queue="default"} 1.0',
        "workqueue_workers_jobs_done 5.0",
        'workqueue_http_requests_total{method="POST",route="/api/v1/jobs",status="201"} 1.0',
    ):
        assert line in text
    assert client.get("/metrics", headers={"Accept": "application/json"}).json == {
        "total_jobs_in_queue": 1,
        "jobs_done": 5,
        "jobs_failed": 2,
        "worker_concurrency": 8,
        "queue_name": stores_of(either).queue.namespace,
    }
