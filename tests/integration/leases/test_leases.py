"""Workers over HTTP: a lease, and everything that its holder may say, against a real Redis."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import leasing
from shared.lifecycle import Follows
from shared.queue import Crashed, Queue
from shared.states import State
from tests.integration.conftest import stores_of
from tests.integration.leases.conftest import JOBS, lease, lease_one, put, refusal, tell, told
from worker.duties.mirror import Mirror

NOBODY = "00000000-0000-4000-8000-000000000000"


def state(queue: Queue, job_id: str) -> State:
    job = queue.get(job_id)
    assert job is not None
    return job.state


def last_said(queue: Queue, job_id: str) -> dict[str, Any]:
    """The data of the newest event of a job."""
    data = [event.data for event in queue.events_after("0-0", 1000) if event.job_id == job_id][-1]
    said: dict[str, Any] = orjson.loads(data)
    return said


def crash(queue: Queue, job_id: str, times: int) -> None:
    """The process under the job died."""
    for number in range(times):
        (job,) = queue.claim(
            f"c{number}", "doomed", ["default"], None, want=1, lease_ms=1, timeout_ms=60_000
        ).jobs
        assert job.id == job_id
        follows: Follows = "solo" if number else "head"
        queue.reclaim([Crashed(job_id, f"c{number}", follows, "died", b"{}")], known_dead=True)


# -- lease -----------------------------------------------------------------------------------------------------------


def test_a_lease_brings_what_it_takes_to_run_a_job(http: FlaskClient, queue: Queue) -> None:
    put(queue, payload=b'{"n":1.50}', type="mail", max_attempts=7)

    (job,) = lease(http, types=["mail"], lease_seconds=30, worker_id="box-1")

    assert (job["payload"], job["type"], job["attempt"], job["max_attempts"]) == ({"n": 1.5}, "mail", 1, 7)
    assert job["fence"]
    assert job["lease_until"] > job["started_at"]
    assert lease(http) == []


def test_it_keeps_to_its_limit_its_types_and_its_queues(http: FlaskClient, queue: Queue) -> None:
    wanted = [put(queue, queue="mail", type="a") for _ in range(3)]
    put(queue, queue="mail", type="b")
    put(queue, type="a")

    found = lease(http, queues=["mail"], types=["a"], limit=2) + lease(
        http, queues=["mail"], types=["a"], limit=2
    )

    assert [job["id"] for job in found] == wanted


def test_another_tenant_s_jobs_are_neither_handed_out_nor_touched(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue, tenant="other")
    (theirs,) = queue.claim(
        "their-fence", "r", ["default"], None, want=1, lease_ms=60_000, timeout_ms=60_000
    ).jobs
    put(queue, tenant="other")

    assert lease(http, limit=10) == []
    for what, said in SAID.items():
        answer = http.post(f"{JOBS}/{job_id}/{what}", json={"fence": theirs.fence, **said})
        assert refusal(answer) == (404, "not_found"), what
    assert state(queue, job_id) == State.RUNNING


def test_the_same_idempotency_key_brings_the_same_jobs(http: FlaskClient, queue: Queue) -> None:
    put(queue)
    put(queue)

    first = lease(http, {"Idempotency-Key": "lost-answer"})

    assert lease(http, {"Idempotency-Key": "lost-answer"}) == first
    assert lease(http, {"Idempotency-Key": "another"})[0]["id"] != first[0]["id"]


def test_a_suspect_is_leased_to_an_idle_worker_alone(http: FlaskClient, queue: Queue) -> None:
    suspect = put(queue)
    crash(queue, suspect, 2)
    put(queue, queue="other")
    busy = lease_one(http, queues=["other"], worker_id="busy")

    assert lease(http, worker_id="busy", limit=5) == []
    told(http, busy, "ack")
    assert [job["id"] for job in lease(http, worker_id="busy", limit=5)] == [suspect]
    put(queue)
    assert lease(http, worker_id="busy", limit=5) == []
    assert len(lease(http, worker_id="other", limit=5)) == 1


def test_a_worker_holds_no_more_than_it_may(
    http: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "MOST_HELD", 3)
    for _ in range(4):
        put(queue)

    assert [len(lease(http, worker_id="greedy", limit=2)) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"limit": 101}, "limit"),
        ({"limit": "5"}, "limit"),
        ({"lease_seconds": 4}, "lease_seconds"),
        ({"wait_seconds": 31}, "wait_seconds"),
        ({"queues": []}, "queues"),
        ({"queues": ["a:b"]}, "queues[0]"),
        ({"types": ["a b"]}, "types[0]"),
        ({"worker_id": "a:b"}, "worker_id"),
        ({"tenant": "other"}, "tenant"),
    ],
)
def test_a_lease_that_cannot_be_is_refused_by_its_field(http: FlaskClient, asked: Any, field: str) -> None:
    answer = http.post(f"{JOBS}/lease", json=asked)

    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["meta"]["field"] == field


# -- what its holder says ----------------------------------------------------------------------------------------------

SAID: dict[str, dict[str, Any]] = {
    "extend": {"seconds": 60},
    "ack": {"result": {"ok": True}},
    "nack": {"error": "it broke"},
    "progress": {"fraction": 0.5, "message": "half"},
    "release": {},
}


def test_an_ack_completes_with_its_result_and_logs(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)
    job = lease_one(http)

    answer = told(http, job, "ack", result={"sum": [1, 2.5]}, logs=[{"at_ms": 1, "line": "hello"}])

    assert answer == {"id": job_id, "status": "completed", "repeated": False}
    assert http.get(f"{JOBS}/{job_id}/result").get_json() == {"sum": [1, 2.5]}
    assert last_said(queue, job_id)["logs"] == [[1, "hello"]]


@pytest.mark.parametrize("what", SAID)
def test_an_old_fence_is_refused_and_changes_nothing(http: FlaskClient, queue: Queue, what: str) -> None:
    job_id = put(queue)
    old = lease_one(http)
    told(http, old, "release")
    new = lease_one(http)

    assert refusal(tell(http, old, what, **SAID[what])) == (409, "lease_lost")
    assert state(queue, job_id) == State.RUNNING
    assert told(http, new, "ack")["status"] == "completed"


@pytest.mark.parametrize("what", SAID)
def test_what_is_said_after_the_end_is_a_repeat(http: FlaskClient, queue: Queue, what: str) -> None:
    job_id = put(queue)
    job = lease_one(http)
    told(http, job, "ack", result=1)

    assert told(http, job, what, **SAID[what]) == {"id": job_id, "status": "completed", "repeated": True}
    assert http.get(f"{JOBS}/{job_id}/result").get_json() == 1


@pytest.mark.parametrize("what", SAID)
def test_an_unknown_job_is_not_found(http: FlaskClient, what: str) -> None:
    answer = tell(http, {"id": NOBODY, "fence": "f"}, what, **SAID[what])

    assert refusal(answer) == (404, "not_found")


@pytest.mark.parametrize("what", SAID)
def test_without_a_fence_nothing_is_believed(http: FlaskClient, queue: Queue, what: str) -> None:
    put(queue)
    job = lease_one(http)

    answer = http.post(f"{JOBS}/{job['id']}/{what}", json=SAID[what])

    assert (answer.status_code, answer.get_json()["meta"]["field"]) == (422, "fence")


def test_a_nack_is_retried_as_the_lifecycle_decides(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue, max_attempts=2)

    answer = told(
        http, lease_one(http), "nack", error="first\nline", retry_after_seconds=90, traceback="Trace"
    )

    assert (answer["status"], answer["retry_in_seconds"]) == ("failed", 90)
    assert (last_said(queue, job_id)["error"], last_said(queue, job_id)["traceback"]) == (
        "first line",
        "Trace",
    )
    queue.expedite(job_id)
    assert told(http, lease_one(http), "nack", error="again")["status"] == "dead"


@pytest.mark.parametrize("said", [{"dead": True}, {"max_attempts": 1}])
def test_a_nack_may_bury_at_once(http: FlaskClient, queue: Queue, said: dict[str, Any]) -> None:
    job_id = put(queue)

    assert told(http, lease_one(http), "nack", error="no use", **said)["status"] == "dead"
    assert queue.dead_letters(0, 10)[0][0].id == job_id


def test_who_is_asked_to_stop_hears_it_and_the_job_is_cancelled(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)
    job = lease_one(http)
    assert told(http, job, "extend", seconds=60)["cancelled"] is False

    assert http.delete(f"{JOBS}/{job_id}").status_code == 202

    assert told(http, job, "extend", seconds=60)["cancelled"] is True
    assert told(http, job, "progress", fraction=0.1)["cancelled"] is True
    assert told(http, job, "nack", error="stopped")["status"] == "cancelled"


def test_an_attempt_out_of_time_is_extended_no_more_unless_it_asks_for_time(
    http: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "GRACE_MS", -3_600_000)  # as if an hour had passed
    put(queue)
    job = lease_one(http, timeout_seconds=1800)

    assert refusal(tell(http, job, "extend", seconds=60)) == (409, "overdue")
    assert told(http, job, "extend", seconds=60, timeout_seconds=7200)["status"] == "running"


def test_progress_is_shown(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)

    told(http, lease_one(http), "progress", fraction=0.25, message="a quarter")

    assert http.get(f"{JOBS}/{job_id}").get_json()["data"]["progress"] == {
        "fraction": 0.25,
        "message": "a quarter",
    }


def test_a_released_job_is_the_next_and_its_attempt_is_not_counted(http: FlaskClient, queue: Queue) -> None:
    first, _ = put(queue), put(queue)

    assert told(http, lease_one(http), "release")["status"] == "pending"

    again = lease_one(http)
    assert (again["id"], again["attempt"]) == (first, 1)


def test_text_that_no_store_takes_does_not_fail_an_ack(http: FlaskClient, queue: Queue) -> None:
    put(queue)
    job = lease_one(http)
    body = rb'{"fence":"%s","result":"a\u0000b\\u0000c\ud800d\ud83d\ude00"}' % job["fence"].encode()

    answer = http.post(f"{JOBS}/{job['id']}/ack", data=body)

    assert answer.status_code == 200
    assert http.get(f"{JOBS}/{job['id']}/result").get_json() == "a\ufffdb\\u0000c\ufffdd\U0001f600"


def test_what_is_too_long_is_cut(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)
    lines = [{"at_ms": 1, "line": "x"}] * 500 + [{"at_ms": 1, "line": "x" * 3000}]

    told(http, lease_one(http), "nack", error="e" * 3000, traceback="t" * 20_000, logs=lines)

    said = last_said(queue, job_id)
    assert (len(said["error"]), len(said["traceback"]), len(said["logs"])) == (2000, 16_000, 500)


def test_a_line_that_is_too_long_is_cut(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)

    told(http, lease_one(http), "ack", logs=[{"at_ms": 1, "line": "x" * 3000}])

    assert len(last_said(queue, job_id)["logs"][0][1]) == 2000


def test_a_result_that_is_too_large_is_dropped_and_the_job_ends(http: FlaskClient, queue: Queue) -> None:
    job_id = put(queue)

    ended = told(http, lease_one(http), "ack", result="x" * 2 * 1024 * 1024)

    assert ended["status"] == "completed"
    kept = http.get(f"{JOBS}/{job_id}/result").get_json()
    assert kept == {"dropped": "result too large", "bytes": 2 * 1024 * 1024 + 2}


@pytest.mark.parametrize(
    ("what", "said", "status"),
    [("ack", {"result": 1}, "completed"), ("nack", {"error": "boom", "dead": True}, "dead")],
)
def test_many_long_lines_are_cut_and_the_job_ends(
    http: FlaskClient, queue: Queue, what: str, said: dict[str, Any], status: str
) -> None:
    job_id = put(queue)

    ended = told(http, lease_one(http), what, logs=[{"at_ms": 1, "line": "x" * 5000}] * 600, **said)

    assert (ended["status"], state(queue, job_id)) == (status, status)
    assert {len(line) for _, line in last_said(queue, job_id)["logs"]} == {2000}


# -- beside threaded workers -------------------------------------------------------------------------------------------


def test_it_shows_beside_threaded_workers(http: FlaskClient, queue: Queue) -> None:
    queue.report_worker("host-1", b'{"queues":["*"],"types":["work"]}', 60_000)
    queue.report_worker("http:other:box", b'{"kind":"http","tenant":"other"}', 60_000)

    lease(http, worker_id="box-1", queues=["mail"], types=["work"])

    shown = {worker["id"]: worker for worker in http.get("/api/v1/workers").get_json()["data"]}
    assert set(shown) == {"host-1", "http:default:box-1"}
    assert shown["host-1"]["kind"] == "threads"
    mine = shown["http:default:box-1"]
    assert (mine["kind"], mine["status"], mine["queues"], mine["types"]) == (
        "http",
        "active",
        ["mail"],
        ["work"],
    )


def test_extending_keeps_a_worker_shown_for_as_long_as_its_lease(http: FlaskClient, queue: Queue) -> None:
    put(queue)
    job = lease_one(http, worker_id="box-1")
    key = queue.keys.worker("http:default:box-1")
    before: Any = queue.client.pttl(key)

    told(http, job, "extend", seconds=3600)

    after: Any = queue.client.pttl(key)
    assert before <= 60_000 < 3_500_000 < after


def test_a_job_can_end_while_its_row_is_there_and_its_record_is_lost(app: Flask) -> None:
    """Redis was wiped: the lease is over, and says so rather than that the job is unknown."""
    http, queue = app.test_client(), stores_of(app).queue
    http.post("/enqueue", json={"type": "work"})
    job = lease_one(http)
    queue.client.delete(queue.keys.job(job["id"]))

    assert refusal(tell(http, job, "ack")) == (409, "lease_lost")


def test_what_it_says_stands_in_the_timeline(app: Flask) -> None:
    """The mirror reads its reports as it reads those of threaded workers."""
    http, work = app.test_client(), stores_of(app)
    job_id = http.post("/enqueue", json={"type": "work"}).get_json()["job_id"]
    lines = [{"at_ms": 5, "line": "hello"}]
    told(http, lease_one(http, worker_id="box-1"), "nack", error="broke", traceback="Trace", logs=lines)
    work.queue.expedite(job_id)
    told(http, lease_one(http), "ack", result=[1])

    Mirror(work.queue, work.tables, work.queue.client).turn()

    first, second = http.get(f"{JOBS}/{job_id}/attempts").get_json()["data"]
    assert (first["worker"], first["outcome"], first["error"]) == ("http:default:box-1", "failed", "broke")
    assert (first["traceback"], first["logs"]) == ("Trace", [[5, "hello"]])
    assert (second["number"], second["outcome"]) == (2, "completed")
    assert http.get(f"{JOBS}/{job_id}").get_json()["data"]["result"] == [1]
