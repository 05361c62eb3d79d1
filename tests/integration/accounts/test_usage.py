"""Jobs are counted by the statement that inserts them, whatever way they come, and never beyond the tier."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.enqueue import Accepted
from shared.errors import UsageExceeded
from shared.job import Job, new_id
from shared.mirror import Row
from tests.integration.accounts.conftest import SECRET, Register, Tenant, code, post
from tests.integration.conftest import Start, run, stores_of
from tests.integration.producer.conftest import kill
from worker.duties.mirror import Mirror

SENTENCE = "monthly job limit reached — upgrade your plan to continue"
JOB = {"type": "sleep"}


def usage(tenant: Tenant) -> dict[str, Any]:
    found: dict[str, Any] = tenant.client.get("/api/v1/usage", headers=tenant.by_key).json["data"]
    return found


def leave(url: str, tenant: Tenant, jobs: int) -> None:
    """So many jobs are left of the month's thousand."""
    run(
        url,
        "INSERT INTO usage (tenant, month, used, allowed)"
        " VALUES (%s, date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date, %s, 1000)"
        " ON CONFLICT (tenant, month) DO UPDATE SET used = excluded.used",
        tenant.name,
        1000 - jobs,
    )


def test_a_new_tenant_has_a_thousand_jobs(register: Register) -> None:
    shown = usage(register())
    assert shown.pop("reset_at").endswith("-01T00:00:00.000Z")
    assert shown == {
        "tier": "free",
        "jobs_used": 0,
        "jobs_limit": 1000,
        "usage_percent": 0.0,
        "limit_reached": False,
    }


def test_every_way_in_counts_by_number(app: Flask, register: Register, client: FlaskClient) -> None:
    ada = register()
    post(client, "/enqueue", ada.by_key, **JOB)
    post(client, "/api/v1/jobs", ada.by_session, **JOB)
    client.post("/api/v1/jobs/batch", json=[JOB] * 5, headers=ada.by_key)
    assert usage(ada)["jobs_used"] == 7

    dead = kill(app)
    assert client.post(f"/api/v1/dlq/{dead.id}/requeue", headers=ada.by_key).status_code == 201

    assert usage(ada)["jobs_used"] == 8


def test_a_schedule_counts_too(register: Register, client: FlaskClient) -> None:
    ada = register()
    schedule = post(
        client, "/api/v1/cron", ada.by_key, name="n", job_type="sleep", cron_expression="@daily"
    ).json["data"]
    assert client.post(f"/api/v1/cron/{schedule['id']}/trigger", headers=ada.by_key).status_code < 300
    assert usage(ada)["jobs_used"] == 1


def test_what_is_refused_or_repeated_is_not_counted(register: Register, client: FlaskClient) -> None:
    ada = register()
    for _ in range(3):
        post(client, "/enqueue", {**ada.by_key, "Idempotency-Key": "one"}, **JOB)
        client.post("/api/v1/jobs/batch", json=[JOB] * 2, headers={**ada.by_key, "Idempotency-Key": "two"})
    post(client, "/enqueue", ada.by_key, type="")
    client.post("/api/v1/jobs/batch", json=[JOB, {}], headers=ada.by_key)
    assert usage(ada)["jobs_used"] == 3


@pytest.mark.feature(60, "A monthly number of jobs")
def test_beyond_the_limit_nothing_is_accepted(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    ada, bob = register(), register("bob@example.com")
    leave(people_database, ada, 1)

    batch = client.post("/api/v1/jobs/batch", json=[JOB] * 2, headers=ada.by_key)
    assert (batch.status_code, code(batch), batch.json["error"]) == (429, "monthly_limit_reached", SENTENCE)
    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 200, "one fits still"
    older = post(client, "/enqueue", ada.by_key, **JOB)
    assert (older.status_code, older.text.strip()) == (429, SENTENCE)

    shown = usage(ada)
    assert (shown["jobs_used"], shown["usage_percent"], shown["limit_reached"]) == (1000, 100.0, True)
    assert run(people_database, "SELECT count(*) FROM jobs") == [(1,)]
    assert post(client, "/enqueue", bob.by_key, **JOB).status_code == 200


def test_a_dead_letter_is_not_lost_to_a_requeue_beyond_the_limit(
    app: Flask, register: Register, client: FlaskClient, people_database: str
) -> None:
    ada = register()
    post(client, "/enqueue", ada.by_key, **JOB)
    dead = kill(app)
    leave(people_database, ada, 0)

    refused = client.post(f"/api/v1/dlq/{dead.id}/requeue", headers=ada.by_key)

    assert (refused.status_code, code(refused)) == (429, "monthly_limit_reached")
    letters = client.get("/api/v1/dlq", headers=ada.by_key).json["data"]
    assert [letter["id"] for letter in letters] == [dead.id]


def test_a_schedule_beyond_the_limit_is_refused_alike(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    ada = register()
    schedule = post(
        client, "/api/v1/cron", ada.by_key, name="n", job_type="sleep", cron_expression="@daily"
    ).json["data"]
    leave(people_database, ada, 0)
    refused = client.post(f"/api/v1/cron/{schedule['id']}/trigger", headers=ada.by_key)
    assert (refused.status_code, code(refused)) == (429, "monthly_limit_reached")


def test_many_at_once_never_pass_the_limit(app: Flask, register: Register, people_database: str) -> None:
    ada, gate, statuses = register(), threading.Barrier(8), []
    leave(people_database, ada, 10)

    def send() -> None:
        with app.test_client() as client:
            gate.wait()
            for _ in range(2):
                statuses.append(post(client, "/enqueue", ada.by_key, **JOB).status_code)
            batch = client.post("/api/v1/jobs/batch", json=[JOB] * 3, headers=ada.by_key)
            statuses.append(batch.status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = statuses.count(200) + 3 * statuses.count(201)
    assert set(statuses) <= {200, 201, 429}
    assert run(people_database, "SELECT count(*) FROM jobs") == [(accepted,)]
    assert usage(ada)["jobs_used"] == 990 + accepted
    assert 8 <= accepted <= 10
    post(app.test_client(), "/enqueue", ada.by_key, **JOB)
    post(app.test_client(), "/enqueue", ada.by_key, **JOB)
    assert usage(ada)["jobs_used"] == 1000


def test_of_jobs_accepted_together_as_many_are_as_are_left(
    app: Flask, register: Register, people_database: str
) -> None:
    ada = register()
    leave(people_database, ada, 2)
    rows = [Row(Job(id=new_id(), type="a", payload=b"{}", tenant=ada.name)) for _ in range(5)]
    answers = stores_of(app).door_of(ada.name).accept_each(rows)
    assert [type(answer) for answer in answers] == [Accepted] * 2 + [UsageExceeded] * 3
    assert usage(ada)["jobs_used"] == 1000
    assert run(people_database, "SELECT count(*) FROM jobs") == [(2,)]


def test_a_month_begins_anew(register: Register, client: FlaskClient, people_database: str) -> None:
    ada = register()
    leave(people_database, ada, 0)
    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 429

    run(people_database, "UPDATE usage SET month = (month - interval '1 month')::date")

    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 200
    assert usage(ada)["jobs_used"] == 1


@pytest.mark.parametrize(("tier", "limit"), [("pro", 100_000), ("business", -1)])
@pytest.mark.feature(62, "Tiers free, pro and business")
def test_another_tier_has_room_at_once(
    register: Register, client: FlaskClient, people_database: str, tier: str, limit: int
) -> None:
    ada = register()
    leave(people_database, ada, 0)

    run(people_database, "UPDATE tenants SET tier = %s", tier)

    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 200
    shown = usage(ada)
    assert (shown["tier"], shown["jobs_used"], shown["jobs_limit"]) == (tier, 1001, limit)
    assert shown["limit_reached"] is False


def test_a_lower_tier_is_full_at_once(register: Register, client: FlaskClient, people_database: str) -> None:
    ada = register()
    leave(people_database, ada, 0)
    run(people_database, "UPDATE tenants SET tier = 'pro'")
    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 200

    run(people_database, "UPDATE tenants SET tier = 'free'")

    assert post(client, "/enqueue", ada.by_key, **JOB).status_code == 429
    assert usage(ada)["limit_reached"] is True


def test_the_operators_own_jobs_are_not_counted(start: Start, people_database: str) -> None:
    app = start(database_url=people_database, jwt_secret=SECRET)
    client = app.test_client()
    for _ in range(3):
        assert post(client, "/enqueue", **JOB).status_code == 200
    assert run(people_database, "SELECT count(*) FROM usage") == [(0,)]
    shown = client.get("/api/v1/usage").json["data"]
    assert (shown["tier"], shown["jobs_used"], shown["jobs_limit"]) == (None, None, -1)
    assert len(stores_of(app).queue.queue_names()) == 1


def test_a_job_that_only_redis_knew_gets_its_row_back_beyond_the_limit(
    app: Flask, register: Register, client: FlaskClient, people_database: str
) -> None:
    ada, work = register(), stores_of(app)
    job_id = post(client, "/enqueue", ada.by_key, **JOB).json["job_id"]
    run(people_database, "DELETE FROM jobs")
    leave(people_database, ada, 0)
    mirror = Mirror(work.queue, work.tables, work.queue.client)

    assert mirror.turn() == 0.0

    assert run(people_database, "SELECT id::text FROM jobs") == [(job_id,)]
    assert usage(ada)["jobs_used"] == 1000
