"""Filters, text, orders and counts of the jobs list: what they find, and that they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from producer import job_search
from tests.integration.lists.conftest import Make

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
Listed = Callable[..., list[str]]
SetRow = Callable[..., None]


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def get(client: FlaskClient, **query: Any) -> Any:
    answer = client.get("/api/v1/jobs", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture
def ended(make: Make, set_row: SetRow) -> list[str]:
    """Six jobs made minute by minute, which ended in the opposite order; the last is open."""
    ids = make(*({"type": "mail" if n % 2 else "pdf"} for n in range(7)))
    for n, (job_id, state) in enumerate(
        zip(ids, ["completed", "dead", "cancelled", "completed", "dead", "completed", "pending"], strict=True)
    ):
        finished = None if state == "pending" else minutes(60 - n)
        set_row(job_id, status=state, created_at=minutes(n), finished_at=finished)
    return ids


def test_several_states_are_one_list_in_order(ended: list[str], listed: Listed) -> None:
    assert listed(status="dead,cancelled") == [ended[4], ended[2], ended[1]]
    assert listed(status="dead,cancelled", type="pdf") == [ended[4], ended[2]]
    assert listed(status="pending,completed,pending") == [ended[6], ended[5], ended[3], ended[0]]


@pytest.mark.parametrize("words", ["gone", "dead,", "dead,gone", ",", "dead, completed", "DEAD"])
def test_a_state_that_is_none_is_named(client: FlaskClient, words: str) -> None:
    answer = client.get("/api/v1/jobs", query_string={"status": words})
    assert (answer.status_code, answer.json["meta"]["field"]) == (422, "status")


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-created_at", [6, 5, 4, 3, 2, 1, 0]),
        ("created_at", [0, 1, 2, 3, 4, 5, 6]),
        ("-finished_at", [0, 1, 2, 3, 4, 5]),
        ("finished_at", [5, 4, 3, 2, 1, 0]),
    ],
)
def test_every_order_is_walked_whole(ended: list[str], listed: Listed, sort: str, order: list[int]) -> None:
    assert listed(sort=sort) == [ended[n] for n in order]
    assert listed(sort=sort, type="mail") == [ended[n] for n in order if n % 2]


def test_an_unknown_order_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/v1/jobs?sort=priority").status_code == 422


def test_the_end_is_filtered_by_and_then_orders(ended: list[str], listed: Listed) -> None:
    after = minutes(57).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert listed(finished_after=after) == ended[:4]
    assert listed(finished_before=after) == ended[4:6]
    assert listed(finished_after=after, sort="created_at", status="completed") == [ended[0], ended[3]]
    before = minutes(2).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert listed(finished_after=after, created_before=before) == ended[:2]


@pytest.mark.usefixtures("ended")
def test_a_cursor_belongs_to_its_order(client: FlaskClient) -> None:
    first = client.get("/api/v1/jobs/cursor?limit=1&sort=created_at").json["data"]
    answer = client.get(f"/api/v1/jobs/cursor?limit=1&cursor={first['next_cursor']}")
    assert (answer.status_code, answer.json["meta"]["code"]) == (400, "invalid_cursor")


def test_text_is_found_in_payload_error_and_id(make: Make, set_row: SetRow, listed: Listed) -> None:
    a, b, c = make({"payload": {"to": "Ada@example.com"}}, {"payload": {"rate": "50%_a\\b"}}, {"payload": {}})
    set_row(c, error="TimeoutError: smtp", status="failed")
    assert listed(q="ada@EXAMPLE") == [a]
    assert listed(q="timeout") == [c]
    assert listed(q="timeout", status="pending") == []
    assert listed(q="%") == [b]
    assert listed(q="50%_a\\b") == [b]
    assert listed(q="_a\\") == [b]
    assert listed(q="'; DROP TABLE jobs; --") == []
    assert listed(q=b[-12:]) == [b]
    assert listed(q='"to":"Ada') == [a]


def test_quotes_and_other_scripts_are_found_as_they_were_sent(make: Make, listed: Listed) -> None:
    (job_id,) = make({"payload": {"said": 'he said "no"\n', "in": "Zürich 東京"}})
    assert listed(q='said "no"\n') == [job_id]
    assert listed(q="Zürich 東") == [job_id]


def test_the_beginning_of_an_id_means_that_id(client: FlaskClient, make: Make, listed: Listed) -> None:
    (first,) = make({})
    (other,) = make({"payload": {"after": first}})
    assert listed(q=first) == [first]
    assert listed(q=first.upper()) == [first]
    assert listed(q=first.replace("-", "")) == [first]
    assert set(listed(limit=1, q=first[:8])) >= {first}
    assert listed(q=first, status="completed") == []
    assert get(client, q=first)["meta"]["total_count"] == 1
    assert other not in listed(q=first)


def test_an_id_that_no_job_has_is_sought_as_text(make: Make, listed: Listed) -> None:
    customer = "deadbeef-0000-4000-8000-000000000000"
    (job_id,) = make({"payload": {"customer": customer}})
    assert listed(q=customer) == [job_id]
    assert listed(q="deadbeef") == [job_id]


def test_many_ids_that_begin_alike_are_paged(make: Make, listed: Listed) -> None:
    ids = make(*({} for _ in range(9)))
    assert sorted(listed(limit=2, q=ids[0][:8])) == sorted(one for one in ids if one[:8] == ids[0][:8])


def test_a_search_that_runs_out_of_time_says_how_far_it_looked_and_goes_on(
    client: FlaskClient, make: Make, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_search, "BUDGET", 0.0)
    monkeypatch.setattr(job_search, "FIRST_SLICE", 3)
    oldest, *_ = make({"payload": {"needle": 1}}, *({} for _ in range(20)))

    page = client.get("/api/v1/jobs/cursor?limit=2&q=needle").json
    assert page["data"]["items"] == []
    assert page["data"]["has_more"]
    until = datetime.fromisoformat(page["meta"]["searched_until"])
    assert abs(until - datetime.now(UTC)) < timedelta(minutes=5)
    offset = get(client, q="needle", limit=2)
    assert (offset["data"], offset["meta"]["has_more"], offset["meta"]["total_is_exact"]) == ([], True, False)
    assert listed(q="needle") == [oldest]


def test_a_slice_that_takes_too_long_is_given_up_and_the_next_page_waits_for_it(
    client: FlaskClient, make: Make, set_row: SetRow, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_search, "BUDGET", 60.0)
    monkeypatch.setattr(job_search, "OVERRUN", -60.0)  # no slice but the first has more than a millisecond
    monkeypatch.setattr(job_search, "FIRST_SLICE", 3)
    ids = make(*({} for _ in range(9)))
    for slow in ids[:6]:
        set_row(slow, payload=json.dumps({"long": "x" * 3_000_000, "needle": 1}))

    page = get(client, q="needle", limit=2)
    assert (page["data"], page["meta"]["has_more"]) == ([], True)
    assert page["meta"]["searched_until"]
    assert listed(q="needle") == ids[:6][::-1]


def test_a_rare_tag_is_found_by_its_index_where_the_walk_would_not_reach_it(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_search, "BUDGET", 0.0)
    monkeypatch.setattr(job_search, "FIRST_SLICE", 3)
    monkeypatch.setattr(job_search, "PATIENCE", 10.0)
    oldest, *_ = make({"tags": {"run": "1"}}, *({"tags": {"run": "2"}} for _ in range(20)))

    found = get(client, tags="run:1")
    assert [job["id"] for job in found["data"]] == [oldest]
    assert (found["meta"]["total_count"], found["meta"]["total_is_exact"]) == (1, True)


def test_a_count_that_takes_too_long_is_a_lower_bound(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(*({} for _ in range(10)))
    monkeypatch.setattr(job_search, "PATIENCE", 0.0)
    meta = get(client, limit=3)["meta"]
    assert (meta["total_count"], meta["total_is_exact"]) == (4, False)


def test_a_count_stops_at_its_last_step(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(*({} for _ in range(10)))
    monkeypatch.setattr(job_search, "STEPS", (2, 5))
    meta = get(client, limit=3)["meta"]
    assert (meta["total_count"], meta["total_is_exact"]) == (5, False)
    monkeypatch.setattr(job_search, "STEPS", (2, 50))
    meta = get(client, limit=3)["meta"]
    assert (meta["total_count"], meta["total_is_exact"]) == (10, True)


@pytest.mark.parametrize("name", ["type", "queue", "q", "tags"])
def test_nul_reaches_no_statement(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/jobs?{name}=a:%00")
    assert (answer.status_code, answer.json["meta"]["field"]) == (422, name)


def test_offsets_reach_over_several_states(client: FlaskClient, ended: list[str]) -> None:
    pages = [get(client, limit=2, offset=offset) for offset in (0, 2, 4, 6, 8)]
    assert [[job["id"] for job in page["data"]] for page in pages] == [
        [ended[6], ended[5]],
        [ended[4], ended[3]],
        [ended[2], ended[1]],
        [ended[0]],
        [],
    ]
    assert [page["meta"]["total_count"] for page in pages[:4]] == [7] * 4
