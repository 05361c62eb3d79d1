"""Jobs go in: one, many, now, later, before others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.conftest import BY_HAND, Caller


@pytest.mark.feature(1, "Enqueue one job over HTTP")
def test_a_job_put_in_by_either_path_is_run(ada: Caller) -> None:
    short = ada.http.post("/enqueue", json={"type": "sleep", "payload": {"seconds": 0}, "retries": 3})
    assert short.status_code == 200
    assert short.json() | {"job_id": ""} == {
        "status": "queued",
        "type": "sleep",
        "retries": 3,
        "queue_name": "default",
        "job_id": "",
        "durability": "postgres+redis",
    }
    for job_id in (short.json()["job_id"], ada.put()):
        assert ada.ended(job_id)["status"] == "completed"


@pytest.mark.feature(2, "The job's type selects its handler")
def test_the_type_decides_which_function_runs(ada: Caller) -> None:
    slept, failed = ada.put("sleep"), ada.put("fail", {"message": "as asked"}, max_attempts=1)
    assert ada.ended(slept)["result"] == {"slept": 0}
    assert ada.ended(failed)["error_message"] == "RuntimeError: as asked"


@pytest.mark.feature(4, "Enqueue up to 500 jobs in one transaction")
def test_a_batch_is_taken_whole_or_not_at_all(ada: Caller) -> None:
    jobs = [{"type": "later", "payload": {"n": n}, "queue_name": BY_HAND} for n in range(500)]
    answered = ada.post("/api/v1/jobs/batch", jobs)
    assert [job["payload"]["n"] for job in answered] == list(range(500))

    for refused, field in ((jobs + jobs[:1], "body"), (jobs[:9] + [{"type": "no such type!"}], "[9].type")):
        assert ada.ask("POST", "/api/v1/jobs/batch", refused, status=422)["field"] == field
    assert ada.get("/api/v1/stats")["total_jobs"] == 500


@pytest.mark.feature(17, "Named queues")
def test_a_queue_is_named_by_its_first_job_and_handed_out_apart(ada: Caller) -> None:
    mail, ours = ada.put(queue_name="mail"), ada.put("later", queue_name=BY_HAND)
    assert ada.ended(mail)["queue_name"] == "mail"
    assert [job["id"] for job in ada.lease(limit=9)] == [ours]
    refused = ada.ask("POST", "/api/v1/jobs", {"type": "later", "queue_name": "a|b"}, status=422)
    assert refused["field"] == "queue_name"


@pytest.mark.feature(18, "Priorities")
def test_the_higher_priority_is_handed_out_first(ada: Caller) -> None:
    made = {priority: ada.put("later", priority=priority, queue_name=BY_HAND) for priority in (1, 10, 5)}
    assert [job["id"] for job in ada.lease(limit=9)] == [made[10], made[5], made[1]]
    assert (
        ada.ask("POST", "/api/v1/jobs", {"type": "later", "priority": 11}, status=422)["field"] == "priority"
    )


@pytest.mark.feature(19, "Oldest first within a priority")
def test_jobs_of_one_priority_are_handed_out_in_the_order_they_came(ada: Caller) -> None:
    made = [ada.put("later", queue_name=BY_HAND) for _ in range(5)]
    batch = ada.post("/api/v1/jobs/batch", [{"type": "later", "queue_name": BY_HAND}] * 20)
    expected = made + [job["id"] for job in batch]
    assert [job["id"] for job in ada.lease(limit=100)] == expected


@pytest.mark.feature(20, "Run at a time")
def test_a_job_for_tomorrow_is_scheduled_until_then(ada: Caller) -> None:
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    job_id = ada.put(scheduled_at=tomorrow.isoformat())
    job = ada.job(job_id)
    assert (job["status"], job["scheduled_at"]) == ("scheduled", f"{tomorrow:%Y-%m-%dT%H:%M:%S}.000Z")
    assert ada.put(scheduled_at="2020-01-01T00:00:00Z") is not None
    assert [job["id"] for job in ada.listed("?status=scheduled")] == [job_id]


@pytest.mark.feature(21, "Run after a delay")
def test_a_delayed_job_runs_when_its_time_has_come(ada: Caller) -> None:
    job = ada.ended(ada.put(delay_ms=300))
    created, due, started = (
        datetime.fromisoformat(job[name]) for name in ("created_at", "scheduled_at", "started_at")
    )
    assert due - created >= timedelta(milliseconds=299), "one is cut to milliseconds, one rounded"
    assert started >= due
