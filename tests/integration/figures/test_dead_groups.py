"""Dead letters that are alike: shown together, requeued as a canary and then the rest, dropped together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import dead_letters
from shared.lifecycle import Next
from shared.queue import Failed
from tests.integration.conftest import Start, run, stores_of
from tests.integration.producer.conftest import write_down


@pytest.fixture
def app(start: Start, database_url: str) -> Flask:
    run(database_url, "TRUNCATE jobs, job_attempts")
    return start(database_url=database_url)


def dead(app: Flask, job_type: str, errors: list[str]) -> list[str]:
    """Dead letters of these errors, the oldest death first."""
    client, queue = app.test_client(), stores_of(app).queue
    made: list[str] = []
    for first in range(0, len(errors), 100):
        part = errors[first : first + 100]
        body = json.dumps([{"type": job_type}] * len(part))
        assert client.post("/api/v1/jobs/batch", data=body).status_code == 201
        jobs = queue.claim("f", "r", ["default"], None, want=100, lease_ms=60_000, timeout_ms=60_000).jobs
        queue.nack(
            [
                Failed(job.id, "f", Next("dead", 0, error), b"{}")
                for job, error in zip(jobs, part, strict=True)
            ]
        )
        for job in jobs:
            write_down(app, job.id)
        queue.client.delete(*list(queue.client.scan_iter("*claim:f*")))
        made += [job.id for job in jobs]
    return made


def groups(client: FlaskClient, **which: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (client.get("/api/v1/dlq/groups", query_string=which).json or {})["data"]
    return found


def requeue(client: FlaskClient, limit: int = 1000, **which: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/dlq/requeue", json={"filter": which, "limit": limit})
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = (answer.json or {})["data"]
    return done


def test_letters_of_one_type_whose_errors_differ_in_numbers_alone_are_one_group(app: Flask) -> None:
    client = app.test_client()
    mails = dead(app, "mail", [f"user {number} not found\nat line {number}" for number in range(3)])
    dead(app, "mail", ["timeout after 3.5 s", "timeout after 12 s"])
    dead(app, "pdf", ["user 9 not found"])

    found = groups(client)
    shown = [(group["type"], group["error"], group["count"]) for group in found]
    assert shown == [
        ("mail", "user # not found", 3),
        ("mail", "timeout after # s", 2),
        ("pdf", "user # not found", 1),
    ]
    assert found[0]["sample_job_id"] == mails[-1]
    assert found[0]["last_error"] == "user 2 not found\nat line 2"
    assert found[0]["oldest_at"] <= found[0]["newest_at"]
    listed = client.get(f"/api/v1/dlq?group={found[0]['group']}&limit=2").json or {}
    assert [letter["id"] for letter in listed["data"]] == mails[:0:-1]
    assert (listed["meta"]["total_count"], listed["meta"]["has_more"]) == (3, True)
    assert (client.get("/api/v1/dlq?type=pdf").json or {})["meta"]["total_count"] == 1
    assert (client.get("/api/v1/dlq?error_contains=timeout").json or {})["meta"]["total_count"] == 2


def test_groups_count_only_the_letters_that_match(app: Flask) -> None:
    client = app.test_client()
    first, _, last = dead(app, "mail", ["user 1 not found", "timeout", "user 2 not found"])
    dead(app, "pdf", ["user 9 not found"])
    died_at = (client.get(f"/api/v1/dlq/{last}").json or {})["data"]["died_at"]

    def shown(**which: str) -> list[tuple[str, int, str]]:
        return [(group["type"], group["count"], group["sample_job_id"]) for group in groups(client, **which)]

    assert shown(error_contains="user 1") == [("mail", 1, first)]
    assert shown(type="mail", error_contains="not found") == [("mail", 2, last)]
    assert shown(group=groups(client, type="pdf")[0]["group"])[0][0] == "pdf"
    assert shown(queue="elsewhere") == shown(before="2020-01-01T00:00:00Z") == []
    assert last not in {sample for *_, sample in shown(before=died_at)}
    listed = client.get("/api/v1/dlq/groups?type=mail&limit=1").json or {}
    assert (listed["meta"]["total_count"], listed["meta"]["has_more"]) == (2, True)


def test_a_canary_goes_first_and_the_rest_of_five_hundred_in_a_few_calls(app: Flask) -> None:
    client = app.test_client()
    ids = dead(app, "mail", [f"boom {number}" for number in range(500)])
    (group,) = groups(client)

    canary = requeue(client, limit=1, group=group["group"])
    assert (canary["requeued"], canary["remaining"]) == (1, 499)
    assert canary["new_job_ids"] == [dead_letters.fresh_id(ids[0])]
    assert (client.get(f"/api/v1/jobs/{canary['new_job_ids'][0]}").json or {})["data"]["status"] == "pending"
    left = []
    while (done := requeue(client, limit=200, group=group["group"]))["requeued"]:
        left.append(done["remaining"])
    assert left == [299, 99, 0]
    assert groups(client) == []
    assert stores_of(app).queue.depth("default").jobs == 500


def test_a_group_is_dropped_and_nothing_else(app: Flask, database_url: str) -> None:
    client = app.test_client()
    gone = dead(app, "mail", [f"boom {number}" for number in range(150)])
    (kept,) = dead(app, "mail", ["another"])
    group = groups(client)[0]["group"]

    answers = [client.delete(f"/api/v1/dlq?group={group}&limit=100").json or {} for _ in range(2)]
    assert [answer["data"] for answer in answers] == [
        {"dropped": 100, "remaining": 50},
        {"dropped": 50, "remaining": 0},
    ]
    assert [letter["id"] for letter in (client.get("/api/v1/dlq").json or {})["data"]] == [kept]
    assert run(database_url, "SELECT count(*) FROM jobs") == [(1,)]
    assert stores_of(app).queue.dead_letters(0, 10)[1] == 1
    assert client.get(f"/api/v1/jobs/{gone[0]}").status_code == 404


def test_nobody_drops_everything_by_leaving_the_filter_out(app: Flask) -> None:
    client = app.test_client()
    dead(app, "mail", ["boom"])
    for query in ("", "?limit=10", "?include_requeued=true"):
        assert client.delete(f"/api/v1/dlq{query}").status_code == 422, query
    assert (client.get("/api/v1/dlq").json or {})["meta"]["total_count"] == 1


@pytest.mark.parametrize("query", ["group=xyz", "group=C40C3C1BE5E710A0", "before=yesterday", "queue=%20"])
def test_a_filter_that_cannot_be_is_named(app: Flask, query: str) -> None:
    for method in ("GET", "DELETE"):
        answer = app.test_client().open(f"/api/v1/dlq?{query}", method=method)
        assert answer.status_code == 422
        assert (answer.json or {})["meta"]["field"] == query.partition("=")[0]


def test_another_tenant_s_group_holds_nothing(app: Flask, database_url: str) -> None:
    client = app.test_client()
    dead(app, "mail", ["boom"])
    (group,) = groups(client)
    run(database_url, "UPDATE jobs SET tenant = 'other'")
    assert groups(client) == []
    assert (client.get(f"/api/v1/dlq?group={group['group']}").json or {})["data"] == []
    assert requeue(client, group=group["group"])["requeued"] == 0
    assert (client.delete(f"/api/v1/dlq?group={group['group']}").json or {})["data"]["dropped"] == 0
    assert run(database_url, "SELECT count(*) FROM jobs WHERE requeued_as IS NULL") == [(1,)]


def test_groups_need_tables_and_the_other_filters_do_not(start: Start) -> None:
    app = start()
    client = app.test_client()
    dead(app, "mail", ["boom 1", "bang"])
    dead(app, "pdf", ["boom 2"])
    assert client.get("/api/v1/dlq/groups").status_code == 503
    assert client.get("/api/v1/dlq?group=c40c3c1be5e710a0").status_code == 503
    assert (client.get("/api/v1/dlq?type=mail&error_contains=boom").json or {})["meta"]["total_count"] == 1
    assert (client.delete("/api/v1/dlq?type=mail").json or {})["data"] == {"dropped": 2, "remaining": 0}
    assert [letter["type"] for letter in (client.get("/api/v1/dlq").json or {})["data"]] == ["pdf"]
