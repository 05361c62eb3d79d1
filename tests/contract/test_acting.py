"""A person acts on jobs: cancels, retries, clears away, and brings back what died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.conftest import AT_ONCE, BY_HAND, Caller
from tests.integration.worker.deployment import until


def dead(ada: Caller, **fields: object) -> str:
    """A job that is among the dead letters."""
    job_id = ada.put("fail", {"message": "boom"}, max_attempts=1, **fields)
    ada.ended(job_id)
    until(lambda: job_id in letters(ada), "the dead letter is listed")
    return job_id


def letters(ada: Caller, query: str = "") -> list[str]:
    return [letter["id"] for letter in ada.get(f"/api/v1/dlq{query}")]


@pytest.mark.feature(13, "Cancel a job that waits")
def test_a_cancelled_job_is_never_handed_out(ada: Caller) -> None:
    job_id = ada.put("later", queue_name=BY_HAND)
    assert ada.ask("DELETE", f"/api/v1/jobs/{job_id}") == {"id": job_id, "status": "cancelled"}
    assert ada.lease() == []
    assert ada.ask("DELETE", f"/api/v1/jobs/{job_id}", status=409)["code"] == "already_ended"


@pytest.mark.feature(14, "Retry one job by hand")
def test_a_retry_runs_what_waits_now_and_what_died_anew(ada: Caller) -> None:
    later = ada.put(delay_ms=3_600_000)
    assert ada.post(f"/api/v1/jobs/{later}/retry")["id"] == later
    assert ada.ended(later)["status"] == "completed"

    buried = dead(ada)
    fresh = ada.post(f"/api/v1/jobs/{buried}/retry")
    assert (fresh["requeued_from"], fresh["attempts"]) == (buried, 0)
    assert ada.ask("POST", f"/api/v1/jobs/{buried}/retry", status=409)["code"] == "already_requeued"


@pytest.mark.feature(15, "Purge what has ended before a time")
def test_a_purge_takes_what_ended_and_leaves_what_waits_for_a_retry(ada: Caller) -> None:
    ended = ada.put()
    waiting = ada.put("fail", backoff={"base_seconds": 3600, "jitter": False})
    ada.ended(ended)
    ada.once(waiting, "failed")
    until(lambda: {job["status"] for job in ada.listed()} == {"completed", "failed"}, "the rows know")
    before = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ada.ask("DELETE", f"/api/v1/jobs?before={before}") == {"deleted": 1, "has_more": False}
    assert [job["id"] for job in ada.listed()] == [waiting]


@pytest.mark.feature(27, "List the dead letters")
def test_dead_letters_are_listed_with_what_killed_them(ada: Caller) -> None:
    first, second = dead(ada), dead(ada)
    assert letters(ada) == [second, first]
    letter = ada.get(f"/api/v1/dlq/{first}")
    assert (letter["last_error"], letter["total_attempts"], letter["requeued"]) == (
        "RuntimeError: boom",
        1,
        False,
    )


@pytest.mark.feature(28, "Requeue one dead letter, linked to the original")
def test_a_requeued_letter_is_a_fresh_job_that_knows_its_origin(ada: Caller) -> None:
    letter = dead(ada, tags={"customer": "7"}, ttl_seconds=3600)
    made = ada.ask("POST", f"/api/v1/dlq/{letter}/requeue", {"payload": {"times": 0}}, status=201)
    assert made["dlq_entry_id"] == letter
    fresh = ada.ended(made["new_job"]["id"])
    assert (fresh["status"], fresh["requeued_from"], fresh["tags"]) == (
        "completed",
        letter,
        {"customer": "7"},
    )
    kept = datetime.fromisoformat(fresh["expires_at"]) - datetime.fromisoformat(fresh["completed_at"])
    assert kept == timedelta(hours=1)
    assert ada.get(f"/api/v1/dlq/{letter}")["new_job_id"] == fresh["id"]
    assert ada.ask("POST", f"/api/v1/dlq/{letter}/requeue", status=409)["code"] == "already_requeued"


@pytest.mark.feature(29, "Requeue all dead letters, or those that match")
def test_the_whole_dead_letter_queue_goes_back(ada: Caller) -> None:
    for _ in range(3):
        dead(ada)
    narrow = {"filter": {"error_contains": "another error"}}
    assert ada.post("/api/v1/dlq/requeue", narrow)["requeued"] == 0
    buried = letters(ada)
    answered = ada.post("/api/v1/dlq/requeue", {"filter": {}})
    assert (answered["requeued"], answered["remaining"]) == (3, 0)
    until(lambda: len(letters(ada)) == 3, "the fresh ones have died too")
    assert not set(letters(ada)) & set(buried)


@pytest.mark.feature(24, "Attempts per job")
@pytest.mark.parametrize(("said", "attempts"), [({"max_attempts": 3}, 3), ({"retries": 1}, 2)])
def test_a_job_runs_as_often_as_it_says_and_no_more(ada: Caller, said: dict[str, int], attempts: int) -> None:
    job = ada.ended(ada.put("fail", backoff=AT_ONCE, **said))
    assert (job["status"], job["attempts"], job["max_attempts"]) == ("dead", attempts, attempts)


@pytest.mark.feature(25, "Retry by itself after a failure")
def test_a_failed_job_runs_again_by_itself(ada: Caller) -> None:
    job = ada.ended(ada.put("fail", {"times": 2}, backoff=AT_ONCE))
    assert (job["status"], job["attempts"], job["result"]) == ("completed", 3, {"failed": 2})


@pytest.mark.feature(26, "Backoff that doubles up to a bound")
def test_each_failure_waits_twice_as_long_up_to_the_bound(ada: Caller) -> None:
    backoff = {"base_seconds": 10, "max_seconds": 30, "factor": 2, "jitter": False}
    job_id = ada.put("later", queue_name=BY_HAND, max_attempts=9, backoff=backoff)
    for seconds in (10, 20, 30, 30):
        (leased,) = ada.lease()
        earliest = datetime.now(UTC) - timedelta(milliseconds=1)
        assert ada.tell(leased, "nack", error="busy")["status"] == "failed"
        latest = datetime.now(UTC) + timedelta(milliseconds=1)
        due = datetime.fromisoformat(ada.job(job_id)["scheduled_at"]) - timedelta(seconds=seconds)
        assert earliest <= due <= latest
        ada.post(f"/api/v1/jobs/{job_id}/retry")
