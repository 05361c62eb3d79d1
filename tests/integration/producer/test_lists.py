"""Lists: filters, pages by offset and by cursor, and what a purge leaves alone."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.conftest import stores_of
from tests.integration.producer.conftest import complete, kill, stored_rows


def make(client: FlaskClient, *jobs: dict[str, Any]) -> list[str]:
    made = client.post("/api/v1/jobs/batch", data=json.dumps(jobs))
    assert made.status_code == 201, made.text
    return [job["id"] for job in (made.json or {})["data"]]


def listed(client: FlaskClient, query: str = "") -> list[str]:
    return [job["id"] for job in (client.get(f"/api/v1/jobs{query}").json or {})["data"]]


def test_filters_hold_together(client: FlaskClient) -> None:
    a, b, c, d = make(
        client,
        {"type": "mail", "tags": {"team": "x", "run": "1"}},
        {"type": "mail", "queue_name": "bulk", "tags": {"team": "x"}},
        {"type": "pdf", "tags": {"team": "y"}},
        {"type": "pdf", "delay_ms": 60_000},
    )
    assert set(listed(client)) == {a, b, c, d}
    assert set(listed(client, "?type=mail")) == {a, b}
    assert listed(client, "?type=mail&queue=bulk") == [b]
    assert set(listed(client, "?tags=team:x")) == {a, b}
    assert listed(client, "?tags=team:x,run:1") == [a]
    assert listed(client, "?status=scheduled") == [d]
    assert listed(client, "?tags=team:z") == []


def test_times_are_bounds(client: FlaskClient) -> None:
    make(client, {"type": "a"})
    hour = timedelta(hours=1)
    earlier, later = ((datetime.now(UTC) + shift).strftime("%Y-%m-%dT%H:%M:%SZ") for shift in (-hour, hour))
    assert len(listed(client, f"?created_after={earlier}&created_before={later}")) == 1
    assert listed(client, f"?created_after={later}") == []
    assert listed(client, f"?created_before={earlier}") == []


def test_offset_pages_cover_everything_once(client: FlaskClient) -> None:
    ids = make(client, *({"type": "a"} for _ in range(5)))
    pages = [client.get(f"/api/v1/jobs?limit=2&offset={offset}").json or {} for offset in (0, 2, 4)]
    seen = [job["id"] for page in pages for job in page["data"]]
    assert sorted(seen) == sorted(ids)
    assert [page["meta"]["has_more"] for page in pages] == [True, True, False]
    assert {page["meta"]["total_count"] for page in pages} == {5}


@pytest.mark.feature(10, "Pages by cursor")
def test_cursor_pages_cover_everything_once_while_jobs_arrive(client: FlaskClient) -> None:
    ids = make(client, *({"type": "a"} for _ in range(7)))
    seen: list[str] = []
    cursor = ""
    for _ in range(10):
        page = (client.get(f"/api/v1/jobs/cursor?limit=3{cursor}").json or {})["data"]
        seen += [job["id"] for job in page["items"]]
        make(client, {"type": "late"})
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert sorted(seen) == sorted(ids)


def test_a_cursor_that_was_altered_is_refused_at_every_place(client: FlaskClient) -> None:
    make(client, *({"type": "a"} for _ in range(3)))
    good = (client.get("/api/v1/jobs/cursor?limit=1").json or {})["data"]["next_cursor"]
    assert client.get(f"/api/v1/jobs/cursor?limit=2&cursor={good}").status_code == 200
    altered = [
        good[:place] + ("A" if letter != "A" else "B") + good[place + 1 :]
        for place, letter in enumerate(good)
    ]
    forged = base64.urlsafe_b64encode(b"12345678" + b"0|0190b6a4-0000-7000-8000-000000000000").decode()
    for cursor in [*altered, forged, good[:-1], good + "A", good + "=", "%01"]:
        answer = client.get(f"/api/v1/jobs/cursor?cursor={cursor}")
        assert answer.status_code == 400, cursor
        assert (answer.json or {})["meta"]["code"] == "invalid_cursor"


def test_a_cursor_belongs_to_its_filters(client: FlaskClient) -> None:
    make(client, *({"type": "a"} for _ in range(3)))
    cursor = (client.get("/api/v1/jobs/cursor?limit=1&type=a").json or {})["data"]["next_cursor"]
    assert client.get(f"/api/v1/jobs/cursor?type=a&cursor={cursor}").status_code == 200
    assert client.get(f"/api/v1/jobs/cursor?type=b&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("hostile", ["'; DROP TABLE jobs; --", "a' OR '1'='1", "%27", "\\", "{}"])
def test_a_filter_is_never_sql(client: FlaskClient, hostile: str) -> None:
    make(client, {"type": "a"})
    for name in ("status", "type", "queue", "created_after"):
        assert client.get("/api/v1/jobs", query_string={name: hostile}).status_code == 422
    assert client.get("/api/v1/jobs", query_string={"tags": f"k:{hostile}"}).status_code == 200
    assert len(listed(client)) == 1


def test_a_purge_removes_what_has_ended_and_nothing_else(app: Flask, empty_database: str) -> None:
    client = app.test_client()
    done, dead, waiting = make(client, {"type": "a"}, {"type": "b"}, {"type": "c"})
    complete(app, b"1")
    kill(app)
    retrying = make(client, {"type": "d"})[0]
    stores_of(app).tables.run(
        lambda cursor: cursor.execute("UPDATE jobs SET status = 'failed' WHERE id = %s", (retrying,))
    )
    earlier = client.delete("/api/v1/jobs?before=2020-01-01T00:00:00Z").json or {}
    assert earlier["data"] == {"deleted": 0, "has_more": False}
    purged = client.delete("/api/v1/jobs?before=2099-01-01T00:00:00Z").json or {}
    assert purged["data"] == {"deleted": 2, "has_more": False}
    assert stored_rows(empty_database) == 2
    assert set(listed(client)) == {waiting, retrying}
    assert {client.get(f"/api/v1/jobs/{job_id}").status_code for job_id in (done, dead)} == {404}
    assert stores_of(app).queue.dead_letters(0, 10)[1] == 0


def test_stats_count_by_state(app: Flask) -> None:
    client = app.test_client()
    make(client, {"type": "a"}, {"type": "b"}, {"type": "c"}, {"type": "d", "delay_ms": 60_000})
    complete(app, b"1")
    kill(app)
    stats = (client.get("/api/v1/stats").json or {})["data"]
    shown = {name: stats[name] for name in ("total_jobs", "completed", "dead", "pending", "scheduled")}
    assert shown == {"total_jobs": 4, "completed": 1, "dead": 1, "pending": 1, "scheduled": 1}
    assert (stats["jobs_per_minute"], stats["dlq_count"], stats["failed_rate"]) == (2, 1, 0.25)
