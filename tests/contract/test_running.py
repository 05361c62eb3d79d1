"""Workers run jobs: by threads in a process beside the queue, and over HTTP from anywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.contract.conftest import AT_ONCE, BY_HAND, Caller, Service
from tests.integration.worker.deployment import until


def threaded(caller: Caller) -> dict[str, Any]:
    """The worker with threads, which says that it is ready before it is heard of."""
    (one,) = until(
        lambda: [one for one in caller.get("/api/v1/workers") if one["kind"] == "threads"], "it is heard of"
    )
    return dict(one)


@pytest.mark.feature(30, "A pool of threads, as many as is set")
def test_a_worker_runs_as_many_jobs_at_once_as_it_has_threads(ada: Caller) -> None:
    worker = threaded(ada)
    jobs = [{"type": "sleep", "payload": {"seconds": 2}}] * int(worker["concurrency"])
    made = [str(job["id"]) for job in ada.post("/api/v1/jobs/batch", jobs)]
    for job_id in made:
        ada.ended(job_id)
    runs = [run for job_id in made for run in ada.runs(job_id)]
    assert worker["concurrency"] == len(runs) == 4
    assert max(run["started_at"] for run in runs) < min(run["ended_at"] for run in runs)


@pytest.mark.feature(32, "Workers in any language over HTTP")
def test_a_job_is_leased_kept_told_of_and_ended_over_http(ada: Caller) -> None:
    job_id = ada.put("later", {"n": 1}, queue_name=BY_HAND)
    (leased,) = ada.lease(worker_id="box-1")
    assert (leased["id"], leased["payload"], leased["attempt"]) == (job_id, {"n": 1}, 1)
    assert ada.tell(leased, "extend", seconds=600)["lease_until"] > leased["lease_until"]
    ada.tell(leased, "progress", fraction=0.5, message="half")
    assert ada.job(job_id)["progress"]["message"] == "half"
    assert ada.tell(leased, "ack", result=2) == {"id": job_id, "status": "completed", "repeated": False}
    assert ada.job(job_id)["result"] == 2


@pytest.mark.feature(35, "Handlers to try it with, also failing ones")
def test_jobs_that_sleep_and_fail_come_with_it(ada: Caller) -> None:
    slept, mended = ada.put("sleep", {"seconds": 0.1}), ada.put("fail", {"times": 1}, backoff=AT_ONCE)
    assert ada.ended(slept)["result"] == {"slept": 0.1}
    assert (ada.ended(mended)["attempts"], ada.job(mended)["status"]) == (2, "completed")


@pytest.mark.feature(36, "Exactly one claimant")
def test_of_many_who_lease_at_once_each_job_has_one_holder(ada: Caller) -> None:
    jobs = [{"type": "later", "queue_name": BY_HAND}] * 60
    made = {job["id"] for job in ada.post("/api/v1/jobs/batch", jobs)}
    with ThreadPoolExecutor(8) as pool:
        leases = pool.map(lambda number: ada.lease(limit=5, worker_id=f"box-{number}"), range(16))
        held = [job["id"] for jobs in leases for job in jobs]
    assert len(held) == len(set(held)) == 60
    assert set(held) == made


@pytest.mark.feature(38, "Workers are listed while they are heard of")
def test_workers_are_listed_with_what_they_do(ada: Caller, admin: Caller, service: Service) -> None:
    seen = threaded(admin)
    assert (seen["id"], seen["status"]) == (service.worker.id, "active")
    assert {"host", "pid", "started_at", "jobs_done", "jobs_failed"} <= seen.keys()

    def heard_of() -> str:
        return next(str(one["last_seen"]) for one in admin.get("/api/v1/workers") if one["id"] == seen["id"])

    until(lambda: heard_of() > seen["last_seen"], "it was heard of again")
    ada.lease(worker_id="box-1")
    assert {one["kind"] for one in ada.get("/api/v1/workers")} == {"threads", "http"}
