"""Acts on many jobs: every job passes its gate, a loop over the cursor ends, and what is another's is not touched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import bulk
from shared import mirror
from shared.errors import QueueUnavailable
from shared.states import State
from tests.integration.conftest import run, stores_of
from tests.integration.lists.conftest import Make
from tests.integration.producer.conftest import claim, complete, kill, stored_rows

SetRow = Callable[..., None]


def act(client: FlaskClient, what: str, **body: Any) -> Any:
    answer = client.post("/api/v1/jobs/bulk", json={"act": what, **body})
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def loop(client: FlaskClient, what: str, **body: Any) -> list[Any]:
    """Call until there is no more, as a page would."""
    calls = [act(client, what, **body)]
    while calls[-1]["has_more"]:
        assert len(calls) < 50
        calls.append(act(client, what, **body, cursor=calls[-1]["next_cursor"]))
    return calls


def states(app: Flask, ids: list[str]) -> list[str]:
    rows = mirror.read(stores_of(app).tables, ids)
    return [rows[job_id].state.value if job_id in rows else "gone" for job_id in ids]


def test_all_dead_that_match_are_requeued_with_progress(app: Flask, client: FlaskClient, make: Make) -> None:
    ids = make(*({"type": "mail" if n % 5 else "pdf"} for n in range(10)))
    for _ in ids:
        kill(app)
    calls = loop(client, "requeue", filter={"type": "mail"}, limit=3)

    assert [call["done"] for call in calls] == [3, 3, 2]
    assert [call["remaining"] for call in calls] == [5, 2, 0]
    assert all(call["remaining_is_exact"] and call["stopped"] is None for call in calls)
    rows = mirror.read(stores_of(app).tables, ids)
    assert [n for n, job_id in enumerate(ids) if rows[job_id].requeued_as is None] == [0, 5]
    fresh = [rows[job_id].requeued_as or "" for n, job_id in enumerate(ids) if n % 5]
    assert states(app, fresh) == ["pending"] * 8
    assert [claim(app).id for _ in fresh] == fresh


def test_what_is_refused_is_told_and_not_met_again(app: Flask, client: FlaskClient, make: Make) -> None:
    ids = make(*({} for _ in range(5)))
    for _ in ids:
        kill(app)
    assert client.post(f"/api/v1/dlq/{ids[0]}/requeue").status_code == 201
    calls = loop(client, "requeue", filter={}, limit=2)

    assert [(call["done"], len(call["refused"])) for call in calls] == [(1, 1), (2, 0), (1, 0)]
    (refusal,) = calls[0]["refused"]
    assert (refusal["id"], refusal["code"]) == (ids[0], "already_requeued")
    again = loop(client, "requeue", filter={}, limit=2)
    assert (sum(call["done"] for call in again), sum(len(call["refused"]) for call in again)) == (0, 5)


def test_a_filter_means_those_whose_state_the_act_is_for(app: Flask, client: FlaskClient, make: Make) -> None:
    done, dead, late, waiting = make({}, {}, {"delay_ms": 60_000}, {})
    complete(app, b"1")
    kill(app)

    retried = act(client, "retry", filter={"status": "scheduled,completed"})
    assert (retried["done"], retried["refused"]) == (1, [])
    assert states(app, [done, dead]) == ["completed", "dead"]
    cancelled = act(client, "cancel", filter={})
    assert (cancelled["done"], cancelled["refused"]) == (2, [])
    assert states(app, [done, dead, late, waiting]) == ["completed", "dead", "cancelled", "cancelled"]


def test_retry_runs_what_waits_and_makes_dead_ones_anew(app: Flask, client: FlaskClient, make: Make) -> None:
    (dead,) = make({})
    kill(app)
    (late,) = make({"delay_ms": 3_600_000})

    assert act(client, "retry", filter={})["done"] == 2
    assert mirror.read(stores_of(app).tables, [dead])[dead].requeued_as is not None
    record = stores_of(app).queue.get(late)
    assert record is not None
    assert record.state == State.PENDING


def test_named_jobs_are_acted_on_one_by_one(app: Flask, client: FlaskClient, make: Make) -> None:
    done, waiting = make({}, {})
    complete(app, b"1")
    stranger = "0190b6a4-0000-7000-8000-000000000000"
    outcome = act(client, "cancel", ids=[done, waiting, waiting.upper(), stranger])

    assert (outcome["done"], outcome["remaining"], outcome["has_more"]) == (1, 0, False)
    assert [(one["id"], one["code"]) for one in outcome["refused"]] == [
        (done, "already_ended"),
        (stranger, "not_found"),
    ]


def test_only_what_has_ended_is_deleted_from_both_stores(
    app: Flask, client: FlaskClient, make: Make, empty_database: str
) -> None:
    done, dead, waiting = make({}, {}, {})
    complete(app, b'{"large": 1}')
    kill(app)
    outcome = act(client, "delete", ids=[done, dead, waiting])

    assert (outcome["done"], [(one["id"], one["code"]) for one in outcome["refused"]]) == (
        2,
        [(waiting, "not_ended")],
    )
    assert states(app, [done, dead, waiting]) == ["gone", "gone", "pending"]
    queue = stores_of(app).queue
    assert b"result" not in queue.client.get(queue.keys.job(done))
    assert queue.dead_letters(0, 10)[1] == 0
    assert [client.get(f"/api/v1/jobs/{one}").status_code for one in (done, dead, waiting)] == [404, 404, 200]
    assert stored_rows(empty_database) == 1


def test_jobs_made_after_the_first_call_are_not_met(client: FlaskClient, make: Make) -> None:
    make(*({} for _ in range(4)))
    first = act(client, "cancel", filter={}, limit=2)
    later = make(*({} for _ in range(4)))
    second = act(client, "cancel", filter={}, limit=100, cursor=first["next_cursor"])

    assert (second["done"], second["has_more"]) == (2, False)
    shown = [client.get(f"/api/v1/jobs/{job_id}").json["data"]["status"] for job_id in later]
    assert shown == ["pending"] * 4


def test_a_cursor_belongs_to_its_act_and_filter(client: FlaskClient, make: Make) -> None:
    make(*({} for _ in range(4)))
    cursor = act(client, "cancel", filter={}, limit=1)["next_cursor"]
    for body in ({"act": "delete", "filter": {}}, {"act": "cancel", "filter": {"type": "a"}}):
        answer = client.post("/api/v1/jobs/bulk", json={**body, "cursor": cursor})
        assert (answer.status_code, answer.json["meta"]["code"]) == (400, "invalid_cursor")


def test_of_four_who_requeue_the_same_one_wins_each(app: Flask, make: Make, empty_database: str) -> None:
    ids = make(*({} for _ in range(12)))
    for _ in ids:
        kill(app)
    outcomes: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: outcomes.extend(loop(app.test_client(), "requeue", filter={}, limit=5))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sum(call["done"] for call in outcomes) == 12
    assert stored_rows(empty_database) == 24


def test_a_store_that_goes_away_ends_the_call_with_what_was_done(
    app: Flask, client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = make(*({} for _ in range(4)))
    single = bulk._SINGLE["cancel"]

    def breaks(stores: Any, caller: Any, job_id: str) -> bool:
        if job_id == ids[2]:
            raise QueueUnavailable("gone")
        return single(stores, caller, job_id)

    monkeypatch.setitem(bulk._SINGLE, "cancel", breaks)
    first = act(client, "cancel", filter={})
    assert (first["done"], first["stopped"]["code"], first["has_more"]) == (2, "queue_unavailable", True)
    assert first["remaining"] == 2
    assert (
        client.post(
            "/api/v1/jobs/bulk", json={"act": "cancel", "filter": {}, "cursor": first["next_cursor"]}
        ).status_code
        == 503
    )

    monkeypatch.setitem(bulk._SINGLE, "cancel", single)
    rest = act(client, "cancel", filter={}, cursor=first["next_cursor"])
    assert (rest["done"], rest["has_more"]) == (2, False)
    assert states(app, ids) == ["cancelled"] * 4


def test_a_call_that_takes_long_ends_and_the_next_goes_on(
    app: Flask, client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = make(*({} for _ in range(3)))
    monkeypatch.setattr(bulk, "LONGEST", -1.0)
    nothing = act(client, "cancel", filter={})
    assert (nothing["done"], nothing["remaining"], nothing["has_more"]) == (0, 3, True)
    monkeypatch.setattr(bulk, "LONGEST", 5.0)
    assert act(client, "cancel", filter={}, cursor=nothing["next_cursor"])["done"] == 3
    assert states(app, ids) == ["cancelled"] * 3


@pytest.mark.parametrize(
    "body",
    [
        {"act": "cancel"},
        {"act": "cancel", "ids": [], "filter": {}},
        {"act": "explode", "filter": {}},
        {"act": "cancel", "ids": ["x"]},
        {"act": "cancel", "filter": {"status": "gone"}},
        {"act": "cancel", "filter": {"nothing": 1}},
        {"act": "cancel", "filter": {}, "limit": 201},
        {"act": "cancel", "ids": ["0190b6a4-0000-7000-8000-000000000000"], "filter": {}},
    ],
)
def test_what_cannot_be_meant_is_refused(client: FlaskClient, make: Make, body: dict[str, Any]) -> None:
    (job_id,) = make({})
    assert client.post("/api/v1/jobs/bulk", json=body).status_code == 422
    assert client.get(f"/api/v1/jobs/{job_id}").json["data"]["status"] == "pending"


def test_on_redis_alone_named_jobs_are_acted_on_and_filters_need_tables(alone: FlaskClient) -> None:
    job_id = alone.post("/enqueue", json={"type": "a"}).json["job_id"]
    assert act(alone, "cancel", ids=[job_id])["done"] == 1
    for body in ({"act": "cancel", "filter": {}}, {"act": "delete", "ids": [job_id]}):
        assert alone.post("/api/v1/jobs/bulk", json=body).status_code == 503


def test_another_tenants_jobs_are_neither_met_nor_found(
    app: Flask, client: FlaskClient, make: Make, empty_database: str
) -> None:
    ids = make(*({} for _ in range(3)))
    run(empty_database, "UPDATE jobs SET tenant = 'other', status = 'completed' WHERE id = %s", ids[0])
    run(empty_database, "UPDATE jobs SET tenant = 'other' WHERE id = %s", ids[1])

    assert act(client, "cancel", filter={})["done"] == 1
    assert [one["code"] for one in act(client, "delete", ids=ids[:2])["refused"]] == ["not_found"] * 2
    assert states(app, ids) == ["completed", "pending", "cancelled"]


@pytest.mark.parametrize("path", ["/api/v1/dlq", "/api/v1/dlq/groups"])
def test_a_look_through_dead_letters_that_takes_too_long_gives_its_connection_back(
    client: FlaskClient, empty_database: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        monkeypatch.context() as patched,
        psycopg2.connect(empty_database) as slow,
        slow.cursor() as cursor,
    ):
        patched.setattr("producer.listing.PATIENCE", 0.05)
        cursor.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
        answer = client.get(f"{path}?error_contains=x")
        slow.rollback()
    assert (answer.status_code, answer.json["meta"]["code"]) == (503, "database_unavailable")
    assert "narrow it" in answer.json["error"]
    assert client.get(f"{path}?error_contains=x").status_code == 200
