"""Requests that wait: for a job to lease, or for a job's end; woken by events, bounded in number."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import waiting as waits
from producer.settings import read
from producer.waiting import Waiter, Waiting
from shared.events import Event
from shared.keys import DEFAULT_TENANT
from shared.queue import Ended, Queue
from shared.states import State
from tests.integration.conftest import stores_of
from tests.integration.leases.conftest import JOBS, lease, lease_one, meanwhile, put, refusal, told

PATIENCE = 20.0


@pytest.fixture
def only_by_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks before an event calls."""
    monkeypatch.setattr(waits, "LOOK_ANYWAY", 600.0)


@pytest.fixture
def waiting(redis_url: str, namespace: str, queue: Queue) -> Waiting:
    settings = read(app_env="development", redis_url=redis_url, queue_name=namespace, database_url=None)
    return Waiting(queue, settings)


def end(queue: Queue, job_id: str) -> None:
    (job,) = queue.claim("f", "runner", ["default"], None, want=1, lease_ms=60_000, timeout_ms=60_000).jobs
    assert job.id == job_id
    assert queue.ack([Ended(job_id, "f", b'"done"', b"{}")]) == ["done"]


def answered_by(http: FlaskClient, result: Any) -> None:
    """A worker over HTTP that takes one job and completes it."""
    told(http, lease_one(http, wait_seconds=20), "ack", result=result)


# -- the reader ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("only_by_events")
def test_an_event_between_the_look_and_the_wait_is_not_missed(waiting: Waiting, queue: Queue) -> None:
    """The first look sees a job that waits, and the job ends before that look is over."""
    job_id, states = put(queue), []

    def look() -> Any:
        job = queue.get(job_id)
        states.append(job and job.state)
        if len(states) == 1:
            end(queue, job_id)
        return job

    assert waiting.for_end(look, DEFAULT_TENANT, job_id, PATIENCE).state == State.COMPLETED
    assert states == [State.PENDING, State.COMPLETED]


@pytest.mark.usefixtures("only_by_events")
def test_other_jobs_call_nobody(waiting: Waiting, queue: Queue) -> None:
    mine, other = put(queue, queue="mine"), put(queue)
    looks: list[int] = []

    def look() -> Any:
        looks.append(1)
        return queue.get(mine)

    with meanwhile(lambda: waiting.for_end(look, DEFAULT_TENANT, mine, PATIENCE)) as answers:
        end(queue, other)
        assert queue.cancel(mine)[0] == "cancelled"

    assert answers[0].state == State.CANCELLED
    assert len(looks) <= 2


def test_one_new_job_calls_one_waiter(
    waiting: Waiting, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: SimpleQueue[Waiter] = SimpleQueue()
    monkeypatch.setattr(Waiter, "call", lambda waiter: calls.put(waiter))

    def a_job(event: Event) -> bool:
        return event.state == State.PENDING

    with waiting.place(DEFAULT_TENANT, a_job) as first, waiting.place(DEFAULT_TENANT, a_job) as second:
        for _ in range(3):
            put(queue)
        called = [calls.get(timeout=PATIENCE) for _ in range(3)]

    assert called == [first, second, first]


def test_the_reader_ends_when_nobody_waits(waiting: Waiting) -> None:
    with waiting.place(DEFAULT_TENANT, lambda _event: False):
        reader = waiting._reader
        assert reader is not None

    reader.join(PATIENCE)

    assert not reader.is_alive()
    with waiting.place(DEFAULT_TENANT, lambda _event: False):
        assert waiting._reader is not reader


# -- a long poll ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("only_by_events")
def test_a_lease_waits_for_the_first_job(lone: Flask, queue: Queue) -> None:
    def poll() -> Any:
        return lease(lone.test_client(), types=["mail"], wait_seconds=20)

    with meanwhile(poll) as answers:
        put(queue, type="other")
        put(queue, type="mail", tenant="stranger")
        job_id = put(queue, type="mail")

    assert [job["id"] for job in answers[0]] == [job_id]


def test_a_lease_that_meets_nothing_is_empty_in_time(http: FlaskClient) -> None:
    assert lease(http, wait_seconds=0.05) == []


def test_no_more_wait_than_may(start: Any) -> None:
    app = start(web_threads=2)
    queue = stores_of(app).queue
    job_id = put(queue, queue="held")

    def wait() -> Any:
        """The block below tries the one place again and again, and may be the first there."""
        for _ in range(1000):
            answer = app.test_client().get(f"{JOBS}/{job_id}/wait?seconds=20")
            if answer.status_code != 503:
                break
        return answer

    with meanwhile(wait) as answers:
        http = app.test_client()
        refused = None
        for _ in range(1000):
            refused = http.get(f"{JOBS}/{job_id}/wait?seconds=0.01")
            if refused.status_code == 503:
                break
        assert refused is not None
        assert refusal(refused) == (503, "too_many_waiting")
        assert refused.headers["Retry-After"]
        assert refusal(http.post(f"{JOBS}/lease", json={"wait_seconds": 5, "queues": ["none"]})) == (
            503,
            "too_many_waiting",
        )
        assert http.post(JOBS, json={"type": "x"}, headers={"Prefer": "wait=5"}).status_code == 202
        assert queue.cancel(job_id)[0] == "cancelled"

    assert answers[0].get_json()["data"]["status"] == "cancelled"


# -- the end of a job ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("only_by_events")
def test_prefer_wait_answers_with_the_result(start: Any, empty_database: str) -> None:
    app = start(database_url=empty_database)
    with meanwhile(lambda: answered_by(app.test_client(), {"sum": 3})):
        answer = app.test_client().post(
            JOBS, json={"type": "add"}, headers={"Prefer": "respond-async, wait=20"}
        )

    job = answer.get_json()["data"]
    assert (answer.status_code, job["status"], job["result"]) == (200, "completed", {"sum": 3})


@pytest.mark.usefixtures("only_by_events")
def test_so_does_the_short_form(lone: Flask) -> None:
    with meanwhile(lambda: answered_by(lone.test_client(), 3)):
        answer = lone.test_client().post("/enqueue", json={"type": "add"}, headers={"Prefer": "wait=20"})

    body = answer.get_json()
    assert (answer.status_code, body["status"], body["result"], body["type"]) == (200, "completed", 3, "add")


@pytest.mark.parametrize("path", [JOBS, "/enqueue"])
def test_a_job_that_does_not_end_in_time_is_accepted_with_its_place(http: FlaskClient, path: str) -> None:
    answer = http.post(path, json={"type": "slow"}, headers={"Prefer": "wait=0"})

    assert answer.status_code == 202
    place = answer.headers["Location"]
    assert http.get(place).get_json()["data"]["status"] == "pending"


@pytest.mark.parametrize(
    "header", ["", "respond-async", "wait=soon", "wait=-1", "waiting=3", "handling=lenient"]
)
def test_a_preference_that_cannot_be_read_is_ignored(http: FlaskClient, header: str) -> None:
    assert http.post(JOBS, json={"type": "a"}, headers={"Prefer": header}).status_code == 201


def test_a_wait_says_by_its_status_whether_the_job_has_ended(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)
    assert http.get(f"{JOBS}/{job_id}/wait?seconds=0").status_code == 202

    end(queue, job_id)

    answer = http.get(f"{JOBS}/{job_id}/wait")
    assert (answer.status_code, answer.get_json()["data"]["result"]) == (200, "done")


@pytest.mark.parametrize("seconds", ["31", "-1", "soon", "nan"])
def test_a_wait_that_cannot_be_is_refused(http: FlaskClient, queue: Queue, seconds: str) -> None:
    answer = http.get(f"{JOBS}/{put(queue)}/wait?seconds={seconds}")

    assert (answer.status_code, answer.get_json()["meta"]["field"]) == (422, "seconds")


def test_another_tenant_s_job_cannot_be_waited_for(http: FlaskClient, queue: Queue) -> None:
    assert refusal(http.get(f"{JOBS}/{put(queue, tenant='other')}/wait")) == (404, "not_found")
