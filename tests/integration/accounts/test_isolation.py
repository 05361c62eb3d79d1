"""Two tenants, every route, both directions: what is another's is not there, and nothing happens to it.

The walk is made from the map of routes, so a new route is walked too, or fails here until its sample stands below.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from producer.access import ACCESS, OPERATOR, PUBLIC
from tests.integration.accounts.conftest import Register, Tenant, post
from tests.integration.billing.stripe_stub import StripeStub
from tests.integration.conftest import run, stores_of
from tests.integration.producer.conftest import write_down

FORBIDDEN = (PUBLIC, OPERATOR)
"""Routes that know no tenant: shown to everybody, or to the operator alone."""
STREAMS = frozenset({"live.stream", "live.follow"})
"""Answers without an end: `tests/integration/live/test_isolation.py` listens to them, in both directions too."""
QUERIES = {"jobs.wait": "?seconds=0"}
AFTER_ALL = "2099-01-01T00:00:00Z"


@dataclass
class House:
    """A tenant with one of everything."""

    tenant: Tenant
    headers: dict[str, str]
    mark: str
    """Stands in everything of its, and in nothing of the other's."""
    ids: dict[str, list[str]] = field(default_factory=dict)
    """By the noun of the route."""
    fence: str = ""
    cursor: str = ""

    @property
    def all_ids(self) -> list[str]:
        return [one for ids in self.ids.values() for one in ids]


def bodies(of: House) -> dict[str, Any]:
    """What makes a request for something of `of` one that its owner could have sent."""
    return {
        "leases.extend": {"fence": of.fence, "seconds": 60},
        "leases.ack": {"fence": of.fence, "result": {}},
        "leases.nack": {"fence": of.fence, "error": "no"},
        "leases.progress": {"fence": of.fence, "fraction": 0.5},
        "leases.release": {"fence": of.fence},
        "cron.change": {"enabled": False},
        "webhooks.change": {"enabled": False},
        "webhooks.rotate_secret": {},
    }


def requests_without_ids(of: House) -> dict[str, tuple[str, Any]]:
    """For each route that changes something and has no id in its path: query and body that mean the other's things."""
    job = {"type": of.mark, "queue_name": of.mark}
    return {
        "v0.enqueue": ("", job),
        "jobs.create": ("", job),
        "jobs.create_batch": ("", [job, job]),
        "jobs.act_on_many": ("", {"act": "delete", "filter": {"type": of.mark}}),
        "jobs.remove_old": (f"?before={AFTER_ALL}", None),
        "leases.lease": ("", {"queues": [of.mark], "limit": 100, "lease_seconds": 5}),
        "dlq.drop_matching": (f"?type={of.mark}", None),
        "cron.explain": ("", {"cron_expression": "@daily"}),
        "dlq.requeue_matching": ("", {"filter": {"ids": of.ids["dlq"]}}),
        "cron.create": ("", {"name": of.mark, "job_type": "sleep", "cron_expression": "@daily"}),
        "webhooks.create": ("", {"url": "http://127.0.0.1:9/"}),
        "keys.create": ("", {"name": of.mark}),
        "live.issue_ticket": ("", None),
        "portal.checkout": ("", {"plan": "pro"}),
        "portal.open_customer_portal": ("", None),
        "portal.regenerate_key": ("", None),
    }


@pytest.fixture
def further_settings() -> Iterator[dict[str, Any]]:
    with StripeStub() as stripe:
        yield {"webhook_allow_private": True, **stripe.settings}


@pytest.fixture
def houses(app: Flask, register: Register) -> tuple[House, House]:
    return furnished(app, register("ada@example.com"), "adas"), furnished(
        app, register("bob@example.com"), "bobs"
    )


def furnished(app: Flask, tenant: Tenant, mark: str) -> House:
    client = tenant.client
    made = post(client, "/api/v1/keys", tenant.by_session, name=mark, kind="admin").json["data"]
    house = House(tenant, {"X-API-Key": made["key"]}, mark)
    dead = ended(app, house, "nack", error=mark, dead=True)
    done = ended(app, house, "ack", result={"of": mark})
    leased_one = enqueue(client, house)
    house.fence = lease(client, house)
    waiting = [enqueue(client, house), enqueue(client, house, delay_ms=3_600_000)]
    house.ids = {
        "jobs": [dead, done, leased_one, *waiting],
        "dlq": [dead],
        "queues": [mark],
        "keys": [made["id"], tenant.key_id],
        "cron": [make(client, house, "cron", name=mark, job_type=mark, cron_expression="@daily")],
        "webhooks": [make(client, house, "webhooks", url="http://127.0.0.1:9/", description=mark)],
    }
    tested = client.post(f"/api/v1/webhooks/{house.ids['webhooks'][0]}/test", headers=house.headers)
    house.ids["deliveries"] = [tested.json["data"]["id"]]
    page = client.get("/api/v1/jobs/cursor?limit=1", headers=house.headers).json["data"]
    house.cursor = page["next_cursor"]
    return house


def enqueue(client: FlaskClient, house: House, **more: Any) -> str:
    body = {"type": house.mark, "queue_name": house.mark, "tags": {"of": house.mark}, **more}
    answer = post(
        client, "/api/v1/jobs", {**house.headers, "Idempotency-Key": f"key-{next(_numbers)}"}, **body
    )
    assert answer.status_code == 201, answer.text
    job_id: str = answer.json["data"]["id"]
    return job_id


_numbers = itertools.count()


def make(client: FlaskClient, house: House, noun: str, **body: Any) -> str:
    answer = post(client, f"/api/v1/{noun}", house.headers, **body)
    assert answer.status_code == 201, answer.text
    made: str = answer.json["data"]["id"]
    return made


def lease(client: FlaskClient, house: House) -> str:
    """Take the house's next job; its fence."""
    answer = post(client, "/api/v1/jobs/lease", house.headers, queues=[house.mark])
    leased = answer.json["data"]
    (job,) = leased["jobs"] if isinstance(leased, dict) else leased
    fence: str = job["fence"]
    return fence


def ended(app: Flask, house: House, how: str, **outcome: Any) -> str:
    """A job that came to an end, which its row knows."""
    client = house.tenant.client
    job_id = enqueue(client, house)
    told = post(client, f"/api/v1/jobs/{job_id}/{how}", house.headers, fence=lease(client, house), **outcome)
    assert told.status_code == 200, told.text
    write_down(app, job_id)
    return job_id


def noun_of(name: str, rule: Rule) -> str:
    """What an id in a path is an id of."""
    return "deliveries" if name == "raw_delivery_id" else rule.rule.split("/")[3]


def paths(rule: Rule, houses: list[House]) -> Iterator[tuple[str, set[str]]]:
    """Every path that the rule makes of the houses' ids, beside the marks of those whose ids they are."""
    names = sorted(rule.arguments)
    choices = [[(house, one) for house in houses for one in house.ids[noun_of(name, rule)]] for name in names]
    for chosen in itertools.product(*choices):
        path = rule.rule + QUERIES.get(rule.endpoint, "")
        for name, (_, one) in zip(names, chosen, strict=True):
            path = path.replace(f"<{name}>", one)
        yield path, {house.mark for house, _ in chosen}


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Rule and method of each: first those that only look, last those that remove something."""
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if ACCESS[rule.endpoint] not in FORBIDDEN and rule.endpoint not in STREAMS
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]
    return sorted(found, key=lambda pair: ("GET", "POST", "PATCH", "PUT", "DELETE").index(pair[1]))


def everything_of(app: Flask, house: House, url: str) -> dict[str, Any]:
    """All that is stored of a tenant, in both stores."""
    tables = run(
        url,
        "SELECT c.table_name FROM information_schema.columns AS c WHERE c.table_schema = 'public'"
        " AND c.column_name = 'tenant' ORDER BY 1",
    )
    assert {"jobs", "api_keys", "schedules", "webhooks", "webhook_deliveries", "users"} <= {
        name for (name,) in tables
    }
    found: dict[str, Any] = {}
    for (name,) in tables:
        statement = (
            f"SELECT (to_jsonb(t) - 'last_used_at')::text FROM {name} AS t WHERE tenant = %s ORDER BY 1"  # noqa: S608
        )
        found[name] = run(url, statement, house.tenant.name)
    queue = stores_of(app).queue
    for job_id in house.ids["jobs"]:
        found[f"job {job_id}"] = queue.client.get(queue.keys.job(job_id))
        found[f"lease {job_id}"] = queue.client.zscore(queue.keys.leases, job_id)
    found["line"] = queue.client.lrange(queue.keys.pending(house.mark, 5, house.tenant.name), 0, -1)
    found["paused"] = (house.mark, house.tenant.name) in queue.paused()
    return found


@pytest.mark.parametrize("turned", [False, True], ids=["ada looks at bob", "bob looks at ada"])
@pytest.mark.feature(56, "Tenants apart from each other")
def test_what_is_anothers_is_not_there_and_nothing_happens_to_it(
    app: Flask, houses: tuple[House, House], people_database: str, turned: bool
) -> None:
    me, other = reversed(houses) if turned else houses
    client, before, walked = app.test_client(), everything_of(app, other, people_database), 0
    for rule, method in routes(app):
        if not rule.arguments or "raw_name" in rule.arguments:
            continue
        for path, owners in paths(rule, [me, other]):
            if owners == {me.mark}:
                continue
            answer = client.open(
                path, method=method, json=bodies(other).get(rule.endpoint), headers=me.headers
            )
            assert (answer.status_code, answer.json["meta"]["code"]) == (404, "not_found"), (
                method,
                path,
                answer.text,
            )
            assert other.mark not in answer.text
            walked += 1
    assert walked > 50
    assert everything_of(app, other, people_database) == before


@pytest.mark.parametrize("turned", [False, True], ids=["ada looks at bob", "bob looks at ada"])
def test_no_list_no_filter_and_no_bulk_reaches_another(
    app: Flask, houses: tuple[House, House], people_database: str, turned: bool
) -> None:
    me, other = reversed(houses) if turned else houses
    client, before = app.test_client(), everything_of(app, other, people_database)
    known = requests_without_ids(other)
    for rule, method in routes(app):
        if rule.arguments:
            continue
        query, body = ("", None) if method == "GET" else known[rule.endpoint]
        answer = client.open(rule.rule + query, method=method, json=body, headers=me.headers)
        assert answer.status_code < 300, (method, rule.rule, answer.text)
        assert not [one for one in other.all_ids if one in answer.text and one != other.mark], (
            method,
            rule.rule,
        )
        if method == "GET":
            assert other.mark not in answer.text, rule.rule
    assert everything_of(app, other, people_database) == before


def test_filters_and_cursors_of_another_find_nothing(app: Flask, houses: tuple[House, House]) -> None:
    me, other = houses
    client = app.test_client()
    for query in (f"type={other.mark}", f"queue={other.mark}", f"tags=of:{other.mark}"):
        assert client.get(f"/api/v1/jobs?{query}", headers=me.headers).json["data"] == [], query
    stolen = client.get(f"/api/v1/jobs/cursor?cursor={other.cursor}", headers=me.headers)
    assert not [one for one in other.ids["jobs"] if one in stolen.text]


def test_the_same_name_of_a_queue_is_another_queue(app: Flask, houses: tuple[House, House]) -> None:
    me, other = houses
    client = app.test_client()

    assert client.post(f"/api/v1/queues/{other.mark}/pause", headers=me.headers).status_code == 200

    (shown,) = client.get("/api/v1/queues", headers=other.headers).json["data"]
    assert (shown["name"], shown["paused"]) == (other.mark, False)
    (paused,) = [
        queue
        for queue in client.get("/api/v1/queues", headers=me.headers).json["data"]
        if queue["name"] == other.mark
    ]
    counted = [paused[name] for name in ("depth", "scheduled", "retrying", "running")]
    assert (paused["paused"], counted) == (True, [0, 0, 0, 0])
    assert lease(client, other)
    assert client.post(f"/api/v1/queues/{other.mark}/resume", headers=me.headers).status_code == 200


def test_the_same_idempotency_key_is_another_key(app: Flask, houses: tuple[House, House]) -> None:
    me, other = houses
    client = app.test_client()
    answers = [
        client.post("/enqueue", json={"type": "sleep"}, headers={**house.headers, "Idempotency-Key": "same"})
        for house in (me, other)
    ]
    assert answers[0].json["job_id"] != answers[1].json["job_id"]
    assert "Idempotent-Replayed" not in answers[1].headers


def test_a_batch_that_names_another_tenant_is_refused(app: Flask, houses: tuple[House, House]) -> None:
    me, other = houses
    for name in ("tenant", "tenant_id", "id", "status", "attempts", "created_at"):
        answer = app.test_client().post(
            "/api/v1/jobs/batch", json=[{"type": "a", name: other.tenant.name}], headers=me.headers
        )
        assert (answer.status_code, answer.json["meta"]["field"]) == (422, f"[0].{name}")


def test_the_owner_reaches_all_of_it(app: Flask, houses: tuple[House, House]) -> None:
    """So that the walk above could fail: each of its requests is one that finds something when its owner sends it."""
    me, _ = houses
    client = app.test_client()
    for rule, method in routes(app):
        if rule.endpoint in ENDS_THE_LEASE:
            me.fence, me.ids["jobs"] = leased_anew(client, me), [*me.ids["jobs"], *me.ids.pop("leased")]
        if rule.arguments:
            wanted = [path for path, _ in paths(rule, [me])]
            body = bodies(me).get(rule.endpoint)
            statuses = {
                client.open(path, method=method, json=body, headers=me.headers).status_code for path in wanted
            }
            assert statuses & {200, 201, 202, 204, 409}, (method, rule.rule, statuses)


ENDS_THE_LEASE = {"leases.ack", "leases.nack", "leases.release", "leases.extend", "leases.progress"}


def leased_anew(client: FlaskClient, house: House) -> str:
    house.ids["leased"] = [enqueue(client, house, priority=10)]
    return lease(client, house)


def test_regenerating_a_key_hides_nothing(app: Flask, register: Register) -> None:
    ada = register()
    client = app.test_client()
    job_id = post(client, "/enqueue", ada.by_key, type="sleep").json["job_id"]
    new = post(client, f"/api/v1/keys/{ada.key_id}/rotate", ada.by_session, overlap_seconds=0).json["data"]
    shown = client.get(f"/api/v1/jobs/{job_id}", headers={"X-API-Key": new["key"]})
    assert shown.status_code == 200


def test_a_worker_says_nothing_of_its_machine_to_tenants(app: Flask, houses: tuple[House, House]) -> None:
    queue = stores_of(app).queue
    record = (
        b'{"id": "w1", "host": "secret-host", "pid": 7, "types": ["sleep"], "queues": ["*"], "runners": []}'
    )
    queue.report_worker("w1", record, 60_000)
    seen = app.test_client().get("/api/v1/workers", headers=houses[0].headers)
    (worker,) = [worker for worker in seen.json["data"] if worker["id"] == "w1"]
    assert worker["types"] == ["sleep"]
    assert "secret-host" not in seen.text
