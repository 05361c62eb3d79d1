"""`/api/v1/cron` as its callers meet it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared import mirror
from tests.integration.conftest import Start
from tests.integration.cron.conftest import Clockwork

NOWHERE = "0190b6a4-0000-7000-8000-000000000000"
NIGHTLY = {"name": "nightly", "job_type": "report", "cron_expression": "30 2 * * *"}


@pytest.fixture
def client(start: Start, tables: str) -> FlaskClient:
    return start(database_url=tables).test_client()


def make(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    made = client.post("/api/v1/cron", data=json.dumps({**NIGHTLY, **fields}))
    assert made.status_code == 201, made.text
    return dict((made.json or {})["data"])


def change(client: FlaskClient, schedule_id: str, **fields: Any) -> Any:
    return client.patch(f"/api/v1/cron/{schedule_id}", data=json.dumps(fields))


def data(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def refusal(answer: Any) -> tuple[int, str, str | None]:
    meta = answer.json["meta"]
    return answer.status_code, meta["code"], meta.get("field")


def test_a_schedule_is_shown_with_its_meaning_and_its_next_ten_runs(client: FlaskClient) -> None:
    made = make(client, time_zone="Europe/Berlin", payload={"a": 1.5}, tags={"team": "a"}, timeout_seconds=90)
    assert data(client.get(f"/api/v1/cron/{made['id']}")) == made
    runs = made.pop("next_runs")
    next_run = made.pop("next_run_at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made.pop("created_at"))
    assert made == {
        "id": made["id"],
        "name": "nightly",
        "job_type": "report",
        "payload": {"a": 1.5},
        "queue_name": "default",
        "priority": 5,
        "max_attempts": None,
        "timeout_seconds": 90,
        "tags": {"team": "a"},
        "cron_expression": "30 2 * * *",
        "time_zone": "Europe/Berlin",
        "enabled": True,
        "missed_policy": "run_once",
        "max_missed_runs": 10,
        "max_lateness_seconds": None,
        "overlap_policy": "allow",
        "last_run_at": None,
        "last_job_id": None,
        "description": "At 02:30 every day",
    }
    assert len(runs) == 10
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT0[23]:\d0:00\+0[12]:00", run) for run in runs)
    assert datetime.fromisoformat(runs[0]) == datetime.fromisoformat(next_run) > datetime.now(UTC)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"name": None}, "name", "must"),
        ({"name": ""}, "name", "at least 1 character"),
        ({"job_type": "a b"}, "job_type", "1 to 64"),
        ({"cron_expression": "61 * * * *"}, "cron_expression", "a wrong minute, '61'"),
        ({"cron_expression": "0 0 31 2 *"}, "cron_expression", "would never run"),
        ({"cron_expression": "* * * * * *"}, "cron_expression", "5 fields"),
        ({"cron_expression": 5}, "cron_expression", "string"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "IANA"),
        ({"priority": 11}, "priority", "10"),
        ({"queue_name": "No"}, "queue_name", "1 to 64"),
        ({"enabled": "yes"}, "enabled", "boolean"),
        ({"missed_policy": "all"}, "missed_policy", "run_once"),
        ({"max_missed_runs": 101}, "max_missed_runs", "100"),
        ({"overlap_policy": "queue"}, "overlap_policy", "skip"),
        ({"tags": {"schedule": "x"}}, "tags.schedule", "the service's own"),
        ({"tags": {str(number): "" for number in range(20)}}, "tags", "19"),
        ({"every": "day"}, "every", "not a known field"),
    ],
)
def test_what_cannot_be_a_schedule_is_refused_by_name(
    client: FlaskClient, fields: dict[str, Any], field: str, said: str
) -> None:
    answer = client.post("/api/v1/cron", data=json.dumps({**NIGHTLY, **fields}))
    assert refusal(answer) == (422, "invalid", field)
    assert said in (answer.json or {})["error"]
    made = make(client)
    assert refusal(change(client, made["id"], **fields)) == (422, "invalid", field)
    assert data(client.get(f"/api/v1/cron/{made['id']}")) == made


@pytest.mark.parametrize("body", ["[]", "null", '"x"'])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: str) -> None:
    made = make(client)
    assert refusal(client.post("/api/v1/cron", data=body)) == (422, "invalid", "body")
    assert refusal(client.patch(f"/api/v1/cron/{made['id']}", data=body)) == (422, "invalid", "body")


def test_a_name_belongs_to_one_schedule(client: FlaskClient) -> None:
    make(client)
    other = make(client, name="other")
    assert refusal(client.post("/api/v1/cron", data=json.dumps(NIGHTLY))) == (409, "name_taken", "name")
    assert refusal(change(client, other["id"], name="nightly")) == (409, "name_taken", "name")


def test_schedules_are_listed_by_name_in_pages(client: FlaskClient) -> None:
    for name in ("c", "a", "b"):
        make(client, name=name)
    answer = client.get("/api/v1/cron?limit=2&offset=1")
    assert [schedule["name"] for schedule in data(answer)] == ["b", "c"]
    meta = (answer.json or {})["meta"]
    assert (meta["total_count"], meta["limit"], meta["offset"], meta["has_more"]) == (3, 2, 1, False)
    assert (client.get("/api/v1/cron?limit=2").json or {})["meta"]["has_more"] is True


def test_an_edit_changes_what_it_names_and_checks_the_whole(client: FlaskClient) -> None:
    made = make(client, max_attempts=3)
    edited = data(change(client, made["id"], payload=[1], max_attempts=None))
    assert edited == {**made, "payload": [1], "max_attempts": None}
    moved = data(change(client, made["id"], cron_expression="@hourly", time_zone="Asia/Kathmandu"))
    assert (moved["description"], moved["next_runs"][0][-9:]) == ("At the start of every hour", ":00+05:45")


def test_a_paused_schedule_has_no_next_run_and_begins_anew(client: FlaskClient) -> None:
    made = make(client)
    paused = data(change(client, made["id"], enabled=False))
    assert (paused["enabled"], paused["next_run_at"], paused["next_runs"]) == (False, None, [])
    assert data(change(client, made["id"], enabled=True)) == made


def test_an_edit_of_something_else_passes_no_due_slot_over(client: FlaskClient, clockwork: Clockwork) -> None:
    made = make(client)
    clockwork.ask("UPDATE schedules SET next_run_at = '2026-01-01T02:30:00Z' RETURNING 1")
    assert data(change(client, made["id"], priority=9))["next_run_at"] == "2026-01-01T02:30:00.000Z"


def test_a_deleted_schedule_makes_nothing_more_and_its_jobs_stay(
    client: FlaskClient, clockwork: Clockwork
) -> None:
    made = make(client)
    job_id = client.post(f"/api/v1/cron/{made['id']}/trigger").get_json()["data"]["id"]
    assert data(client.delete(f"/api/v1/cron/{made['id']}")) == {"id": made["id"], "status": "deleted"}
    clockwork.tick(2**42)
    assert [row[0] for row in clockwork.ask("SELECT id FROM jobs")] == [job_id]
    assert refusal(client.delete(f"/api/v1/cron/{made['id']}")) == (404, "not_found", "id")


def test_a_trigger_makes_a_job_now_that_knows_its_schedule(client: FlaskClient) -> None:
    made = make(client, enabled=False, payload={"a": 1}, queue_name="nights", overlap_policy="skip")
    answer = client.post(f"/api/v1/cron/{made['id']}/trigger")
    job = (answer.json or {})["data"]
    assert (answer.status_code, job["type"], job["payload"], job["queue_name"]) == (
        201,
        "report",
        {"a": 1},
        "nights",
    )
    assert job["tags"] == {"schedule": made["id"]}
    shown = data(client.get(f"/api/v1/cron/{made['id']}"))
    assert (shown["last_job_id"], shown["last_run_at"]) == (job["id"], job["created_at"])
    (run,) = data(client.get(f"/api/v1/cron/{made['id']}/runs"))
    assert run == {
        "scheduled_for": job["created_at"],
        "outcome": "triggered",
        "job_id": job["id"],
        "job_status": "pending",
        "reason": None,
    }
    listed = data(client.get(f"/api/v1/jobs?tags=schedule:{made['id']}"))
    assert [one["id"] for one in listed] == [job["id"]]


def test_a_trigger_repeated_under_its_key_is_one_job(client: FlaskClient) -> None:
    made = make(client)
    calls = [
        client.post(f"/api/v1/cron/{made['id']}/trigger", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert calls[0].get_json()["data"] == calls[1].get_json()["data"]
    assert calls[1].headers["Idempotent-Replayed"] == "true"
    assert len(data(client.get(f"/api/v1/cron/{made['id']}/runs"))) == 1


def test_what_the_scheduler_made_is_among_the_runs_newest_first(
    client: FlaskClient, clockwork: Clockwork
) -> None:
    made = make(client, overlap_policy="skip")
    first = round(datetime.fromisoformat(made["next_run_at"]).timestamp() * 1000)
    clockwork.tick(first)
    second = data(client.get(f"/api/v1/cron/{made['id']}"))
    clockwork.tick(round(datetime.fromisoformat(second["next_run_at"]).timestamp() * 1000))
    newest, oldest = data(client.get(f"/api/v1/cron/{made['id']}/runs"))
    assert (oldest["outcome"], oldest["scheduled_for"], oldest["job_status"]) == (
        "queued",
        made["next_run_at"],
        "pending",
    )
    assert (newest["outcome"], newest["job_id"]) == ("overlapped", None)
    assert oldest["job_id"] in newest["reason"]
    assert second["last_job_id"] == oldest["job_id"]


@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("patch", ""), ("delete", ""), ("post", "/trigger"), ("get", "/runs")]
)
def test_another_tenants_schedule_is_not_there(
    client: FlaskClient, clockwork: Clockwork, method: str, path: str
) -> None:
    foreign = clockwork.schedule(tenant="other")
    before = clockwork.ask("SELECT * FROM schedules")
    for schedule_id in (foreign, NOWHERE):
        answer = getattr(client, method)(f"/api/v1/cron/{schedule_id}{path}", data=b"{}")
        assert refusal(answer) == (404, "not_found", "id")
    assert clockwork.ask("SELECT * FROM schedules") == before
    assert clockwork.ask("SELECT id FROM jobs") == []
    assert data(client.get("/api/v1/cron")) == []
    assert refusal(client.get("/api/v1/cron/nonsense")) == (400, "invalid_id", "id")


def test_names_of_other_tenants_are_free(client: FlaskClient, clockwork: Clockwork) -> None:
    clockwork.schedule(tenant="other", name="nightly")
    assert make(client)["name"] == "nightly"


def test_no_number_of_callers_together_passes_the_limit(start: Start, tables: str) -> None:
    client = start(database_url=tables, max_schedules=3).test_client()
    bodies = [json.dumps({**NIGHTLY, "name": str(number)}) for number in range(8)]
    application = client.application

    def create(body: str) -> int:
        return application.test_client().post("/api/v1/cron", data=body).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(create, bodies))
    assert answers == [201] * 3 + [429] * 5
    assert refusal(client.post("/api/v1/cron", data=json.dumps(NIGHTLY))) == (429, "too_many_schedules", None)


def test_edits_at_the_same_time_are_all_kept(client: FlaskClient) -> None:
    made = make(client)
    application = client.application
    edits: list[dict[str, Any]] = [{"priority": 9}, {"payload": 7}, {"queue_name": "nights"}]

    def edit(fields: dict[str, Any]) -> int:
        return int(change(application.test_client(), made["id"], **fields).status_code)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(edit, edits)) == [200] * 3
    shown = data(client.get(f"/api/v1/cron/{made['id']}"))
    assert (shown["priority"], shown["payload"], shown["queue_name"]) == (9, 7, "nights")


def test_a_schedule_whose_zone_is_gone_is_shown_and_mended(client: FlaskClient, clockwork: Clockwork) -> None:
    made = make(client)
    clockwork.ask("UPDATE schedules SET time_zone = 'Mars/Olympus', next_run_at = NULL RETURNING 1")
    shown = data(client.get(f"/api/v1/cron/{made['id']}"))
    assert (shown["description"], shown["next_runs"]) == (None, [])
    assert data(change(client, made["id"], time_zone="UTC"))["next_runs"] == made["next_runs"]


def test_without_postgres_schedules_need_tables(start: Start) -> None:
    client = start().test_client()
    for answer in (client.get("/api/v1/cron"), client.post("/api/v1/cron", data=json.dumps(NIGHTLY))):
        assert refusal(answer) == (503, "tables_needed", None)


def test_a_job_of_a_schedule_is_one_that_its_trigger_would_make(
    client: FlaskClient, clockwork: Clockwork
) -> None:
    made = make(client, payload={"b": [1, 2.5]}, tags={"team": "a"}, max_attempts=2, timeout_seconds=1.5)
    by_hand = client.post(f"/api/v1/cron/{made['id']}/trigger").get_json()["data"]["id"]
    clockwork.tick(round(datetime.fromisoformat(made["next_run_at"]).timestamp() * 1000))
    by_slot = data(client.get(f"/api/v1/cron/{made['id']}"))["last_job_id"]
    jobs = mirror.read(clockwork.postgres, [by_hand, by_slot])
    parts = ("type", "payload", "queue", "priority", "max_attempts", "timeout_ms", "tags", "tenant", "state")
    assert [getattr(jobs[by_hand], part) for part in parts] == [
        getattr(jobs[by_slot], part) for part in parts
    ]
