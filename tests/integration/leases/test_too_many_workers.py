"""A tenant's workers lease under so many names at a time; who takes a fresh one for each request is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from producer import leasing
from shared.queue import Queue
from tests.integration.leases.conftest import JOBS, lease, lease_one, put, refusal


@pytest.fixture(autouse=True)
def two_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leasing, "MOST_WORKERS", 2)


def test_a_further_name_is_refused_and_takes_no_job(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)
    for name in ("box-1", "box-2"):
        lease(http, worker_id=name, queues=["none"])

    answer = http.post(f"{JOBS}/lease", json={"worker_id": "box-3"})

    assert refusal(answer) == (429, "too_many_workers")
    assert answer.get_json()["meta"]["field"] == "worker_id"
    assert "2 workers" in answer.get_json()["error"]
    assert answer.headers["Retry-After"]
    assert lease_one(http, worker_id="box-2")["id"] == job_id


def test_all_that_give_no_name_count_as_one(http: FlaskClient) -> None:
    lease(http, worker_id="box-1")
    for _ in range(3):
        assert lease(http) == []
