"""What the overview asks the service: figures over time, recent failures, types, who the caller is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from producer.series import quantile
from shared.minutes import BOUNDS
from tests.integration.conftest import Start
from tests.integration.figures.conftest import caught_up
from tests.integration.figures.test_minutes import run_one
from tests.integration.worker.deployment import Corner
from worker.duties.mirror import Mirror


@pytest.fixture
def client(start: Start, corner: Corner) -> FlaskClient:
    return start(database_url=corner.database_url, queue_name=corner.namespace).test_client()


def data(client: FlaskClient, path: str, **headers: str) -> Any:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return (answer.json or {})["data"]


def test_the_series_sums_what_happened_and_shows_where_nothing_did(
    client: FlaskClient, corner: Corner, mirror: Mirror
) -> None:
    for outcome in ("completed", "completed", "dead"):
        run_one(corner, outcome, corner.enqueue("story"))
    corner.enqueue("story", queue="other")
    corner.enqueue("story", tenant="acme")
    caught_up(corner, mirror)

    shown = data(client, "/api/v1/stats/series")
    assert (shown["minutes"], shown["step"], len(shown["points"])) == (60, 60, 60)
    counts = {name: shown["total"][name] for name in ("enqueued", "completed", "failed", "dead")}
    assert counts == {"enqueued": 4, "completed": 2, "failed": 1, "dead": 1}
    assert sum(point["completed"] for point in shown["points"]) == 2
    assert all(
        0 <= shown["total"][name]["p50"] <= shown["total"][name]["p95"] for name in ("wait_ms", "run_ms")
    )
    assert shown["points"][0]["run_ms"] == {"p50": None, "p95": None}
    assert data(client, "/api/v1/stats/series?queue=other")["total"]["enqueued"] == 1
    day = data(client, "/api/v1/stats/series?minutes=1440")
    assert (day["step"], len(day["points"]), day["total"]["enqueued"]) == (900, 96, 4)
    assert len(data(client, "/api/v1/stats/series?minutes=1440&step=60")["points"]) == 1440
    assert len(data(client, "/api/v1/stats/series?minutes=1&step=3600")["points"]) == 1


@pytest.mark.parametrize("query", ["minutes=0", "minutes=1441", "step=61", "step=0", "queue=%20", "more=1"])
def test_a_series_is_bounded(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/stats/series?{query}")
    assert (answer.status_code, (answer.json or {})["meta"]["field"]) == (422, query.partition("=")[0])


def test_a_quantile_lies_within_a_fifth() -> None:
    for length in (3, 10, 57, 900, 30_000, 3_000_000):
        place = next(number for number, bound in enumerate(BOUNDS) if length <= bound)
        found = quantile({place: 1000}, 0.5)
        assert found is not None
        assert abs(found - length) <= 0.2 * length, (length, found)
    assert quantile({0: 90, 20: 10}, 0.5) is not None
    assert (quantile({}, 0.5), quantile({3: 0}, 0.5)) == (None, None)
    assert quantile({len(BOUNDS): 1}, 0.95) == round(BOUNDS[-1], 2)


def test_recent_failures_are_grouped_and_another_tenant_s_are_not_among_them(
    client: FlaskClient, corner: Corner, mirror: Mirror
) -> None:
    ids = [corner.enqueue("story") for _ in range(3)]
    for job_id in ids:
        run_one(corner, "dead", job_id)
    run_one(corner, "dead", corner.enqueue("other"))
    run_one(corner, "dead", corner.enqueue("story", tenant="acme"))
    caught_up(corner, mirror)

    shown = data(client, "/api/v1/stats/failures?minutes=5")
    groups = [(group["type"], group["count"], group["dead"]) for group in shown["groups"]]
    assert groups == [("story", 3, 3), ("other", 1, 1)]
    assert shown["groups"][0]["sample_job_id"] == ids[-1]
    assert (shown["failures"], shown["complete"], shown["more_groups"]) == (4, True, 0)
    assert data(client, "/api/v1/stats/failures?limit=1")["more_groups"] == 1
    dead = data(client, "/api/v1/dlq/groups")
    assert {group["group"] for group in dead} == {group["group"] for group in shown["groups"]}


def test_more_failures_than_are_looked_at_are_said_to_be_more(
    client: FlaskClient, corner: Corner, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.failures.MOST", 2)
    for _ in range(4):
        run_one(corner, "dead", corner.enqueue("story"))
    caught_up(corner, mirror)
    shown = data(client, "/api/v1/stats/failures")
    assert (shown["failures"], shown["complete"]) == (3, False)


def test_the_walk_over_failures_is_by_index(corner: Corner) -> None:
    plan = corner.rows(
        "EXPLAIN SELECT job_id FROM job_attempts WHERE tenant = 'default' AND outcome IN ('failed', 'dead', 'crashed')"
        " AND ended_at > clock_timestamp() - interval '1 hour' ORDER BY ended_at DESC LIMIT 100"
    )
    assert any("job_attempts_failed" in row["QUERY PLAN"] for row in plan)


def test_types_tell_who_knows_them_and_what_nobody_does(client: FlaskClient, corner: Corner) -> None:
    record = {"types": ["story", "mail"], "queues": ["*"], "concurrency": 4}
    corner.queue.report_worker("w1", orjson.dumps(record), 60_000)
    corner.queue.report_worker("w2", orjson.dumps({"types": ["story"], "concurrency": 2}), 60_000)
    other = {"types": ["secret"], "kind": "http", "tenant": "acme"}
    corner.queue.report_worker("http:acme:w3", orjson.dumps(other), 60_000, "acme", 10)
    corner.enqueue("story")
    corner.enqueue("unheard-of")
    corner.enqueue("hidden", tenant="acme")

    shown = {one["name"]: one for one in data(client, "/api/v1/types")}
    assert shown.keys() == {"story", "mail", "unheard-of"}
    assert (shown["story"]["workers"], shown["story"]["slots"], shown["story"]["pending"]) == (2, 6, 1)
    assert (shown["mail"]["known"], shown["mail"]["pending"]) == (True, 0)
    assert (shown["unheard-of"]["known"], shown["unheard-of"]["pending"]) == (False, 1)
    assert shown["unheard-of"]["oldest_age_seconds"] >= 0
    any_type = {"types": ["*"], "kind": "http", "tenant": "default"}
    corner.queue.report_worker("http:default:w4", orjson.dumps(any_type), 60_000, "default", 10)
    assert {one["known"] for one in data(client, "/api/v1/types")} == {True}


def test_a_job_that_was_told_to_run_before_its_time_waits_since_then(
    client: FlaskClient, corner: Corner, mirror: Mirror
) -> None:
    job_id = corner.enqueue("story", delay_ms=3_600_000)
    due = corner.row(job_id)["scheduled_at"]
    assert corner.queue.expedite(job_id) == "pending"
    told = corner.queue.get(job_id)
    caught_up(corner, mirror)

    row = corner.row(job_id)
    assert told is not None and told.run_at is not None and told.run_at <= corner.queue.now_ms()
    assert (row["status"], row["scheduled_at"] < due - timedelta(minutes=59)) == ("pending", True)
    (kind,) = data(client, "/api/v1/types")
    (queue,) = data(client, "/api/v1/queues")
    assert 0 <= kind["oldest_age_seconds"] < 3000
    assert 0 <= queue["oldest_age_seconds"] < 3000


def test_what_is_slow_to_count_is_remembered_and_all_else_is_as_it_is(
    client: FlaskClient, corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    corner.enqueue("story", delay_ms=60_000)
    monkeypatch.setattr("producer.looks.SLOW", -1.0)
    monkeypatch.setattr("producer.looks.TIMES", 1e9)
    paths = ("/api/v1/types", "/api/v1/queues", "/api/v1/stats/series", "/api/v1/stats")
    before = {path: data(client, path) for path in paths}

    corner.enqueue("story", delay_ms=60_000)
    corner.enqueue("unheard-of")

    after = {path: data(client, path) for path in paths}
    assert [queue.pop("depth") for shown in (before, after) for queue in shown["/api/v1/queues"]] == [0, 1]
    for queue in (*before["/api/v1/queues"], *after["/api/v1/queues"]):
        assert (queue.pop("oldest_age_seconds") < 60, queue["scheduled"]) == (True, 1)
    assert after == before


def test_who_you_are_where_nobody_is_asked(client: FlaskClient) -> None:
    me = data(client, "/api/v1/me")
    assert (me["tenant"], me["operator"], me["open"], me["tier"]) == ("default", True, True, None)
    assert me["who"] == {"kind": "open", "id": None, "name": None, "verified": None}
    assert me["features"] == {"tables": True, "accounts": True, "billing": False, "mail": False}
    assert "keys:manage" in me["scopes"]


def test_redis_alone_has_no_figures_and_says_who_you_are(start: Start) -> None:
    client = start().test_client()
    for path in ("series", "failures"):
        answer = client.get(f"/api/v1/stats/{path}")
        assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (503, "tables_needed")
    assert data(client, "/api/v1/me")["features"]["tables"] is False
    assert data(client, "/api/v1/types") == []


def test_a_cron_expression_is_explained_while_it_is_typed(client: FlaskClient) -> None:
    asked = {"cron_expression": "30 2 * * MON", "time_zone": "Europe/Berlin"}
    answer = client.post("/api/v1/cron/explain", json=asked)
    explained = (answer.json or {})["data"]
    assert answer.status_code == 200
    assert "02:30" in explained["description"]
    assert len(explained["next_runs"]) == 10
    assert all(run[11:16] == "02:30" for run in explained["next_runs"])
    for wrong, field in (
        ({"cron_expression": "61 * * * *"}, "cron_expression"),
        ({"cron_expression": "@daily", "time_zone": "Mars/Olympus"}, "time_zone"),
        ({}, "cron_expression"),
    ):
        answer = client.post("/api/v1/cron/explain", json=wrong)
        assert (answer.status_code, (answer.json or {})["meta"]["field"]) == (422, field)
