"""Jobs that requests ask for at the same time are written and put in line together, and each is answered as if alone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import acceptance
from producer.stores import Stores
from shared import requests
from shared.enqueue import Accepted
from shared.errors import DatabaseUnavailable, KeyReused
from shared.mirror import Row
from tests.integration.conftest import Start, run, stores_of
from tests.integration.producer.conftest import fill_events, stored_rows

AT_ONCE = 24


@pytest.fixture(params=["with Postgres", "on Redis alone"])
def work(request: pytest.FixtureRequest, start: Start, empty_database: str) -> Stores:
    return stores_of(start(database_url=empty_database) if request.param == "with Postgres" else start())


def row(kind: str, key: str | None = None, delay_ms: int | None = None) -> Row:
    new = requests.new_job({"type": kind, "delay_ms": delay_ms})
    return acceptance._rows("default", key, [new], new, "somebody")[0]


def accept_each(work: Stores, *rows: Row) -> list[Accepted | Exception]:
    return work.door_of("default").accept_each(rows)


def accepted(answers: list[Accepted | Exception]) -> list[Accepted]:
    assert all(isinstance(answer, Accepted) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Accepted)]


def in_line(work: Stores) -> list[str]:
    return [job_id.decode() for job_id in work.queue.client.lrange(work.queue.namespace, 0, -1)]


def test_each_is_answered_in_the_order_of_asking(work: Stores) -> None:
    rows = [row("a", "key 1"), row("b"), row("c", "key 2"), row("d", delay_ms=60_000)]
    answers = accepted(accept_each(work, *rows))
    assert [answer.job.type for answer in answers] == ["a", "b", "c", "d"]
    assert [(answer.created, answer.deferred) for answer in answers] == [(True, False)] * 4
    assert sorted(in_line(work)) == sorted(one.job.id for one in rows[:3])
    assert work.queue.counts()["scheduled"] == 1


def test_the_rows_stand_in_the_order_of_the_line(app: Flask, empty_database: str) -> None:
    work = stores_of(app)
    accept_each(work, *(row("a", f"key {number}") for number in range(20)))
    assert [job_id for (job_id,) in run(empty_database, "SELECT id::text FROM jobs ORDER BY seq")] == in_line(
        work
    )


def test_a_key_that_comes_twice_is_one_job(work: Stores) -> None:
    answers = accepted(accept_each(work, row("a", "key"), row("b"), row("a", "key")))
    assert [answer.created for answer in answers] == [True, True, False]
    assert answers[0].job.id == answers[2].job.id
    assert len(in_line(work)) == 2


def test_a_key_that_is_known_is_answered_as_it_was(work: Stores) -> None:
    accept_each(work, row("a", "key"))
    answers = accepted(accept_each(work, row("b"), row("a", "key")))
    assert [answer.created for answer in answers] == [True, False]
    assert len(in_line(work)) == 2


@pytest.mark.parametrize("known_before", [True, False], ids=["known before", "of the same go"])
def test_a_key_of_another_request_is_refused_and_harms_no_neighbour(work: Stores, known_before: bool) -> None:
    if known_before:
        accept_each(work, row("a", "key"))
    *_, right, wrong = accept_each(work, row("a", "key"), row("b"), row("other", "key"))
    assert isinstance(wrong, KeyReused)
    assert accepted([right])[0].created
    assert len(in_line(work)) == 2


def test_what_postgres_refuses_of_one_is_refused_to_that_one(app: Flask, empty_database: str) -> None:
    """Text that no request gets past validation, and no statement into a table."""
    work = stores_of(app)
    good, bad, better = row("a"), row("b"), row("c")
    vars(bad.job)["payload"] = b'"\\ud800\\u0000'
    answers = accept_each(work, good, bad, better)
    assert [type(answer).__name__ for answer in answers] == [
        "Accepted",
        "InvalidTextRepresentation",
        "Accepted",
    ]
    assert stored_rows(empty_database) == len(in_line(work)) == 2


def test_with_the_queue_full_all_are_deferred(start: Start, empty_database: str) -> None:
    app = start(database_url=empty_database, max_events=1000)
    fill_events(app, 1000)
    answers = accepted(accept_each(stores_of(app), row("a"), row("b")))
    assert [(answer.created, answer.deferred) for answer in answers] == [(True, True)] * 2
    assert stored_rows(empty_database) == 2


def test_with_postgres_away_each_hears_it(start: Start, tmp_path: Path) -> None:
    app = start(database_url=f"postgresql://nobody@/none?host={tmp_path}")
    answers = accept_each(stores_of(app), row("a"), row("b"))
    assert [type(answer) for answer in answers] == [DatabaseUnavailable] * 2
    assert in_line(stores_of(app)) == []


def test_requests_at_the_same_time_are_answered_alike(app: Flask, empty_database: str) -> None:
    """Every third shares its key with two others; one of the three made the job."""
    app.test_client_class = (
        FlaskClient  # the one of other tests would build the API's document in each thread
    )
    gate = threading.Barrier(AT_ONCE)

    def send(number: int) -> tuple[str, str | None]:
        with app.test_client() as client:
            gate.wait()
            return posted(client, f"key {number // 3}")

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(send, range(AT_ONCE)))
    ids = [job_id for job_id, _ in answers]
    replayed = [word for _, word in answers]
    assert [len(set(ids[at : at + 3])) for at in range(0, AT_ONCE, 3)] == [1] * (AT_ONCE // 3)
    assert [sorted(map(str, replayed[at : at + 3])) for at in range(0, AT_ONCE, 3)] == [
        ["None", "true", "true"]
    ] * (AT_ONCE // 3)
    assert stored_rows(empty_database) == len(in_line(stores_of(app))) == AT_ONCE // 3


def posted(client: FlaskClient, key: str) -> tuple[str, str | None]:
    answer = client.post("/enqueue", data=b'{"type":"a"}', headers={"Idempotency-Key": key})
    assert answer.status_code == 200
    return (answer.json or {})["job_id"], answer.headers.get("Idempotent-Replayed")
