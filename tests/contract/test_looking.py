"""Jobs are found again: by id, by filters, page by page, with what came of them."""

from __future__ import annotations

import pytest

from tests.contract.conftest import AT_ONCE, BY_HAND, Caller
from tests.integration.worker.deployment import until


@pytest.mark.feature(5, "Get a job by its id")
def test_a_job_is_shown_by_its_id(ada: Caller) -> None:
    job_id = ada.put("later", {"n": 1}, queue_name=BY_HAND, priority=7, max_attempts=2, tags={"a": "b"})
    job = ada.job(job_id)
    assert job["created_at"] == job["scheduled_at"]
    expected = {
        "id": job_id,
        "type": "later",
        "payload": {"n": 1},
        "priority": 7,
        "status": "pending",
        "attempts": 0,
        "max_attempts": 2,
        "queue_name": BY_HAND,
        "tags": {"a": "b"},
    }
    assert {name: job[name] for name in expected} == expected
    absent = ada.ask("GET", f"/api/v1/jobs/{'0' * 8}-0000-4000-8000-{'0' * 12}", status=404)
    assert absent["code"] == "not_found"


@pytest.mark.feature(6, "List jobs")
def test_jobs_are_listed_newest_first(ada: Caller) -> None:
    assert ada.listed() == []
    made = [ada.put("later", queue_name=BY_HAND) for _ in range(3)]
    assert [job["id"] for job in ada.listed()] == made[::-1]


@pytest.mark.feature(7, "Filter by status, type and queue")
def test_jobs_are_listed_by_filters(ada: Caller) -> None:
    one = ada.put("one", queue_name=BY_HAND)
    other = ada.put("other", queue_name=BY_HAND)
    later = ada.put("one", delay_ms=3_600_000)
    found = {
        query: {job["id"] for job in ada.listed(query)}
        for query in ("?status=pending", "?type=one", "?queue=default", f"?queue={BY_HAND}&type=one")
    }
    assert list(found.values()) == [{one, other}, {one, later}, {later}, {one}]
    assert ada.ask("GET", "/api/v1/jobs?status=bogus", status=422)["field"] == "status"


@pytest.mark.feature(8, "Tags, and a filter by them")
def test_jobs_are_found_by_all_of_the_tags_asked_for(ada: Caller) -> None:
    both = ada.put(tags={"customer": "7", "kind": "welcome"})
    one = ada.put(tags={"customer": "7"})
    assert {job["id"] for job in ada.listed("?tags=customer:7")} == {both, one}
    for path in (
        "/api/v1/jobs?tags=customer:7,kind:welcome",
        "/api/v1/jobs/cursor?tags=customer:7,kind:welcome",
    ):
        found = ada.get(path)
        assert [job["id"] for job in (found["items"] if "cursor" in path else found)] == [both]


@pytest.mark.feature(9, "Pages by offset, with totals")
def test_a_page_says_how_many_there_are(ada: Caller) -> None:
    made = [job["id"] for job in ada.post("/api/v1/jobs/batch", [{"type": "x", "queue_name": BY_HAND}] * 5)]
    path = "/api/v1/jobs?limit=2&offset=2"
    until(lambda: ada.http.get(path).json()["meta"]["total_is_exact"], "the machine has time to count")
    answer = ada.http.get(path).json()
    assert [job["id"] for job in answer["data"]] == made[::-1][2:4]
    told = {name: answer["meta"][name] for name in ("total_count", "limit", "offset", "has_more")}
    assert told == {"total_count": 5, "limit": 2, "offset": 2, "has_more": True}


@pytest.mark.feature(11, "Keep the result, and fetch it")
def test_a_result_is_fetched_as_it_was_returned(ada: Caller) -> None:
    job_id = ada.put("later", queue_name=BY_HAND)
    assert ada.http.get(f"/api/v1/jobs/{job_id}/result").status_code == 204
    (leased,) = ada.lease()
    ada.tell(leased, "ack", result={"pages": [1, 2.5, None]})
    answer = ada.http.get(f"/api/v1/jobs/{job_id}/result")
    assert (answer.status_code, answer.json()) == (200, {"pages": [1, 2.5, None]})


@pytest.mark.feature(12, "Keep the last error")
def test_the_last_error_is_shown_with_the_history(ada: Caller) -> None:
    job_id = ada.put("fail", {"message": "no paper"}, max_attempts=2, backoff=AT_ONCE)
    assert ada.ended(job_id)["error_message"] == "RuntimeError: no paper"
    runs = ada.runs(job_id, 2)
    assert [(run["number"], run["outcome"]) for run in runs] == [(1, "failed"), (2, "dead")]
    assert "no paper" in runs[0]["traceback"]
    assert runs[1]["error"] == "RuntimeError: no paper"
