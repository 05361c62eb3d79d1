"""Why is it not running: each reason by a little story that brings it about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared import job as jobs
from shared.job import Job
from shared.lifecycle import Follows, Next
from shared.queue import Crashed, Failed, Queue
from shared.states import State
from tests.integration.conftest import stores_of
from tests.integration.leases.conftest import JOBS, lease_one, put, refusal, told
from tests.integration.producer.conftest import complete

FOLLOWING: list[Follows] = ["head", "solo"]
"""What follows a job's crashes."""
Story = Callable[[Queue], str]


def why(http: FlaskClient, job_id: str) -> dict[str, Any]:
    answer = http.get(f"{JOBS}/{job_id}/why")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()["data"]
    assert found["sentence"] == found["reasons"][0]["sentence"]
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in found["reasons"]]


def worker(queue: Queue, types: str = "work", queues: str = "*", name: str = "w1", tenant: str = "") -> None:
    """A live worker."""
    own = f'"tenant":"{tenant}",' if tenant else ""
    queue.report_worker(name, f'{{{own}"queues":["{queues}"],"types":["{types}"]}}'.encode(), 60_000)


def claim(queue: Queue, fence: str = "f", lease_ms: int = 60_000) -> Any:
    return queue.claim(
        fence, "r1", ["default"], None, want=1, lease_ms=lease_ms, timeout_ms=60_000, idle=True
    ).jobs[0]


def fail(queue: Queue, decision: Any) -> str:
    job_id = put(queue)
    claim(queue)
    queue.nack([Failed(job_id, "f", Next(decision, 3_600_000, "it broke"), b"{}")])
    return job_id


def scheduled(queue: Queue) -> str:
    new = Job(id=jobs.new_id(), type="work", state=State.SCHEDULED)
    queue.enqueue([new], [3_600_000])
    return new.id


def paused(queue: Queue) -> str:
    worker(queue)
    queue.pause("default", "default")
    return put(queue)


def unknown_type(queue: Queue) -> str:
    worker(queue)
    return put(queue, type="rare")


def unserved_queue(queue: Queue) -> str:
    worker(queue, queues="mail")
    return put(queue)


def of_a_stranger(queue: Queue) -> str:
    worker(queue, tenant="stranger")
    return put(queue)


def suspect(queue: Queue) -> str:
    worker(queue)
    job_id = put(queue)
    for number, follows in enumerate(FOLLOWING):
        claim(queue, str(number))
        queue.reclaim([Crashed(job_id, str(number), follows, "died", b"{}")], known_dead=True)
    return job_id


def cancelling(queue: Queue) -> str:
    job_id = put(queue)
    claim(queue)
    queue.cancel(job_id)
    return job_id


def silent(queue: Queue) -> str:
    job_id = put(queue)
    claim(queue, lease_ms=0)
    return job_id


def next_in_line(queue: Queue) -> str:
    worker(queue)
    return put(queue)


def third_in_line(queue: Queue) -> str:
    worker(queue)
    put(queue), put(queue)
    return put(queue)


def behind_the_urgent(queue: Queue) -> str:
    worker(queue)
    put(queue, priority=9)
    return put(queue)


def behind_another_tenant(queue: Queue) -> str:
    worker(queue)
    put(queue, priority=9, tenant="another")
    return put(queue)


STORIES: list[tuple[Story, list[str]]] = [
    (lambda queue: fail(queue, "dead"), ["ended"]),
    (lambda queue: fail(queue, "retry"), ["waiting_for_retry", "no_worker"]),
    (scheduled, ["scheduled", "no_worker"]),
    (paused, ["queue_paused", "next"]),
    (unknown_type, ["type_unknown", "next"]),
    (unserved_queue, ["queue_not_served", "next"]),
    (of_a_stranger, ["no_worker", "next"]),
    (put, ["no_worker", "next"]),
    (suspect, ["suspect"]),
    (cancelling, ["cancelling", "running"]),
    (silent, ["lease_ran_out", "running"]),
    (next_in_line, ["next"]),
    (third_in_line, ["in_line"]),
    (behind_the_urgent, ["urgent_first", "turn"]),
    (behind_another_tenant, ["turn"]),
]


@pytest.mark.parametrize(("story", "expected"), STORIES)
def test_the_reasons(http: FlaskClient, queue: Queue, story: Story, expected: list[str]) -> None:
    assert codes(why(http, story(queue))) == expected


def test_a_running_job_says_who_holds_it_until_when(http: FlaskClient, queue: Queue) -> None:
    put(queue)
    job = lease_one(http, worker_id="box-1")
    until = told(http, job, "extend", seconds=600)["lease_until"]

    found = why(http, job["id"])

    assert (found["facts"]["worker_id"], found["facts"]["lease_until"]) == ("http:default:box-1", until)
    assert until in found["sentence"]


def test_a_position_beyond_what_is_looked_at_says_so(
    http: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.LOOKED_AT", 2)
    monkeypatch.setattr("producer.why.LOOKED_AT", 2)
    worker(queue)
    put(queue), put(queue)

    found = why(http, put(queue))

    assert found["sentence"].startswith("More than 2 jobs")
    assert "ahead" not in found["facts"]


def test_the_estimate_is_by_the_rate_of_the_last_minute(app: Flask) -> None:
    http, queue = app.test_client(), stores_of(app).queue
    worker(queue)
    for _ in range(3):
        http.post("/enqueue", json={"type": "work"})
        complete(app, b"1")
    job_id = [http.post("/enqueue", json={"type": "work"}).get_json()["job_id"] for _ in range(2)][1]

    assert why(http, job_id)["facts"]["estimated_seconds"] == 40.0


def test_a_job_that_redis_has_lost_says_that_it_comes_back(app: Flask) -> None:
    http, queue = app.test_client(), stores_of(app).queue
    job_id = http.post("/enqueue", json={"type": "work"}).get_json()["job_id"]
    queue.client.delete(queue.keys.job(job_id))

    assert codes(why(http, job_id)) == ["not_in_line"]


def test_another_tenant_s_job_is_not_found(http: FlaskClient, queue: Queue) -> None:
    assert refusal(http.get(f"{JOBS}/{put(queue, tenant='other')}/why")) == (404, "not_found")
