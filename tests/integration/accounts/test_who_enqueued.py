"""Who made a job: kept in words for people, whichever door it came through."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.integration.accounts.conftest import Register, Tenant, post
from tests.integration.conftest import Start, stores_of
from tests.integration.producer.conftest import kill


def by(tenant: Tenant, job_id: str) -> str | None:
    found = tenant.client.get(f"/api/v1/jobs/{job_id}", headers=tenant.by_session).json["data"]
    who: str | None = found.get("enqueued_by")
    return who


def test_a_key_and_a_session_leave_their_names(register: Register) -> None:
    ada = register()
    short = post(ada.client, "/enqueue", ada.by_key, type="a").json["job_id"]
    long = post(ada.client, "/api/v1/jobs", ada.by_session, type="a").json["data"]["id"]
    batch = ada.client.post("/api/v1/jobs/batch", json=[{"type": "a"}] * 2, headers=ada.by_session).json
    (key,) = ada.client.get("/api/v1/keys", headers=ada.by_session).json["data"]

    assert by(ada, short) == f"key {key['name']} ({key['key_prefix']})"
    assert by(ada, long) == ada.email
    assert [by(ada, job["id"]) for job in batch["data"]] == [ada.email] * 2


def test_a_repeat_under_another_key_is_answered_as_the_first_was(register: Register) -> None:
    ada = register()
    first, again = (
        post(ada.client, "/api/v1/jobs", {**headers, "Idempotency-Key": "once"}, type="a")
        for headers in (ada.by_key, ada.by_session)
    )

    assert first.json["data"] == again.json["data"]
    assert (by(ada, first.json["data"]["id"]) or "").startswith("key ")


def test_what_a_person_makes_of_another_job_names_both(app: Flask, register: Register) -> None:
    ada = register()
    headers = ada.by_session
    job_id = post(ada.client, "/enqueue", headers, type="a").json["job_id"]
    kill(app)
    fresh = post(ada.client, f"/api/v1/dlq/{job_id}/requeue", headers).json["data"]["new_job"]["id"]
    asked = {"name": "nightly", "job_type": "a", "cron_expression": "@daily"}
    schedule = post(ada.client, "/api/v1/cron", headers, **asked).json["data"]["id"]
    triggered = post(ada.client, f"/api/v1/cron/{schedule}/trigger", headers).json["data"]["id"]

    assert by(ada, fresh) == f"requeue of {job_id} by {ada.email}"
    assert by(ada, triggered) == f"schedule nightly, triggered by {ada.email}"


def test_the_static_keys_are_named_and_never_shown(start: Start, people_database: str) -> None:
    app = start(database_url=people_database, api_key="a-long-static-key", admin_key="another-static-key")
    client = app.test_client()
    for key, name in (("a-long-static-key", "API_KEY"), ("another-static-key", "ADMIN_KEY")):
        headers = {"X-API-Key": key}
        job_id = client.post("/enqueue", json={"type": "a"}, headers=headers).json["job_id"]
        shown = client.get(f"/api/v1/jobs/{job_id}", headers=headers).json["data"]
        assert shown["enqueued_by"] == f"static key {name}"


@pytest.mark.parametrize("with_tables", [True, False])
def test_where_anybody_may_call_nobody_is_named(
    start: Start, people_database: str, with_tables: bool
) -> None:
    app = start(database_url=people_database) if with_tables else start()
    client = app.test_client()
    job_id = client.post("/enqueue", json={"type": "a"}).json["job_id"]

    assert "enqueued_by" not in client.get(f"/api/v1/jobs/{job_id}").json["data"]


def test_the_record_in_redis_does_not_grow_by_it(app: Flask, register: Register) -> None:
    ada = register()
    job_id = post(ada.client, "/enqueue", ada.by_key, type="a").json["job_id"]
    queue = stores_of(app).queue

    assert b"enqueued_by" not in queue.client.get(queue.keys.job(job_id))
