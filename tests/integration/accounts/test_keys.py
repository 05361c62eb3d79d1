"""API keys: shown once, able to do what their scopes say and no more, ended within a second."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import access, keys
from tests.integration.accounts.conftest import SECRET, Register, Tenant, code, post
from tests.integration.conftest import Start, run

STREAMS = frozenset({"live.stream", "live.follow"})
"""Answers without an end, which tests of their own listen to (`tests/integration/live`)."""


def make(tenant: Tenant, **body: Any) -> dict[str, Any]:
    answer = post(tenant.client, "/api/v1/keys", tenant.by_session, **{"name": "k", **body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json["data"]
    return made


def shown(key: dict[str, Any]) -> dict[str, str]:
    return {"X-API-Key": key["key"]}


def works(client: FlaskClient, key: dict[str, Any]) -> bool:
    """By a route that needs no scope."""
    return client.get("/api/v1/usage", headers=shown(key)).status_code == 200


@pytest.mark.parametrize("kind", list(access.KINDS))
def test_a_key_says_what_it_is_and_has_the_scopes_of_its_kind(register: Register, kind: str) -> None:
    made = make(register(), name="mailer", kind=kind)

    assert made["key"].startswith(f"wq_{kind}_{made['id']}_")
    assert len(made["key"].removeprefix(f"wq_{kind}_{made['id']}_")) == 43
    assert made["scopes"] == list(access.KINDS[kind])
    assert made["warning"] == keys.WARNING


@pytest.mark.feature(48, "Keys hashed at rest, and shown once")
def test_its_secret_is_shown_once(register: Register, client: FlaskClient) -> None:
    ada = register()
    made = make(ada)

    for path in ("/api/v1/keys", f"/api/v1/keys/{made['id']}"):
        answer = client.get(path, headers=ada.by_session)
        assert made["key"][-43:] not in answer.text
        assert made["key_prefix"] in answer.text


def rule_path(rule: Any) -> str:
    """A path that the rule matches, with something in the place of each id."""
    path: str = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<{name}>", "0190b6a4-0000-7000-8000-000000000000")
    return path


@pytest.mark.parametrize("kind", list(access.KINDS))
@pytest.mark.feature(52, "Scopes, and keys for clients, workers and administrators")
def test_each_kind_may_call_the_routes_of_its_scopes_and_no_other(
    app: Flask, register: Register, kind: str
) -> None:
    headers = shown(make(register(), kind=kind))
    client, refused = app.test_client(), 0
    for rule in app.url_map.iter_rules():
        needed = access.ACCESS[rule.endpoint]
        may = needed == access.ANYONE or needed in access.KINDS[kind]
        if needed == access.PUBLIC or (may and rule.endpoint in STREAMS):
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            answer = client.open(rule_path(rule), method=method, data=b"not json", headers=headers)
            assert (answer.status_code != 403) == may, (method, rule.rule, answer.text)
            refused += not may
            if not may and needed in access.EVERYTHING:
                assert needed in answer.text, "it names the scope"
    assert refused > 0 or kind == "admin"


def test_a_key_may_have_fewer_scopes_than_its_kind(register: Register, client: FlaskClient) -> None:
    made = make(register(), scopes=["jobs:read"])

    assert client.get("/api/v1/jobs", headers=shown(made)).status_code == 200
    refused = post(client, "/enqueue", shown(made), type="sleep")
    assert (refused.status_code, refused.mimetype) == (403, "text/plain")
    assert "jobs:submit" in refused.text


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({}, 422, "name"),
    ({"name": ""}, 422, "name"),
    ({"name": "x" * 101}, 422, "name"),
    ({"name": "k", "kind": "root"}, 422, "kind"),
    ({"name": "k", "scopes": ["jobs:lease"]}, 422, "scopes[0]"),
    ({"name": "k", "scopes": []}, 422, "scopes"),
    ({"name": "k", "expires_at": "2020-01-01T00:00:00Z"}, 422, "expires_at"),
    ({"name": "k", "expires_at": "tomorrow"}, 422, "expires_at"),
    ({"name": "k", "expires_at": "9999-12-31T23:59:59-00:01"}, 422, "expires_at"),
    ({"name": "k", "tenant": "default"}, 422, "tenant"),
    ({"name": "k", "tier": "business"}, 422, "tier"),
    ({"name": "k", "id": "aaaaaaaa"}, 422, "id"),
]


def test_what_is_wrong_with_a_new_key_is_named(register: Register, client: FlaskClient) -> None:
    ada = register()
    for body, status, field in BAD:
        answer = post(client, "/api/v1/keys", ada.by_session, **body)
        assert (answer.status_code, answer.json["meta"].get("field")) == (status, field), body


def test_nobody_makes_a_key_that_can_do_more_than_they(register: Register, client: FlaskClient) -> None:
    ada = register()
    clerk = make(ada, kind="admin", scopes=["keys:manage", "jobs:read"])
    strong = make(ada, kind="admin")

    made = post(client, "/api/v1/keys", shown(clerk), name="more", kind="admin")
    turned = client.post(f"/api/v1/keys/{strong['id']}/rotate", headers=shown(clerk))

    assert (made.status_code, code(made)) == (403, "forbidden")
    assert (turned.status_code, code(turned)) == (403, "forbidden")
    assert post(client, "/api/v1/keys", shown(clerk), name="less", scopes=["jobs:read"]).status_code == 201


@pytest.mark.usefixtures("at_once")
def test_a_revoked_key_works_no_longer(register: Register, client: FlaskClient) -> None:
    ada = register()
    made = make(ada)
    assert works(client, made)

    for _ in range(2):
        assert client.delete(f"/api/v1/keys/{made['id']}", headers=ada.by_session).status_code == 200

    answer = client.get("/api/v1/usage", headers=shown(made))
    assert (answer.status_code, code(answer)) == (401, "unauthorized")


@pytest.mark.usefixtures("at_once")
def test_an_expired_key_works_no_longer(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    made = make(register(), expires_at="2099-01-01T00:00:00Z")
    assert works(client, made)

    run(people_database, "UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = %s", made["id"])

    assert not works(client, made)


def test_wrong_keys_are_refused_alike(register: Register, client: FlaskClient) -> None:
    made = make(register())["key"]
    head, secret = made[:-43], made[-43:]
    wrong = [head + "A" * 43, head + secret[:-1], made + "A", head.replace("client", "root") + secret, head]
    wrong += [f"wq_client_{'z' * 8}_{secret}", f"wq_client_' OR 1=1_{secret}", "wq_"]

    bodies = set()
    for key in wrong:
        answer = client.get("/api/v1/usage", headers={"X-API-Key": key, "X-Request-Id": "same"})
        assert answer.status_code == 401, key
        bodies.add(answer.text)
    assert len(bodies) == 1


@pytest.mark.usefixtures("at_once")
@pytest.mark.feature(50, "Replace a key")
def test_a_rotated_key_works_until_its_overlap_ends(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    ada = register()
    old = make(ada, name="mailer", scopes=["jobs:read"])

    answer = post(client, f"/api/v1/keys/{old['id']}/rotate", ada.by_session, overlap_seconds=600)

    new = answer.json["data"]
    assert answer.status_code == 201
    assert (new["name"], new["scopes"], new["rotated_from"]) == ("mailer", ["jobs:read"], old["id"])
    assert works(client, old)
    assert works(client, new)
    statement = "SELECT expires_at - clock_timestamp() FROM api_keys WHERE id = %s"
    ((left,),) = run(people_database, statement, old["id"])
    assert 590 < left.total_seconds() <= 600
    post(client, f"/api/v1/keys/{old['id']}/rotate", ada.by_session, overlap_seconds=0)
    assert (works(client, old), works(client, new)) == (False, True)
    again = post(client, f"/api/v1/keys/{old['id']}/rotate", ada.by_session)
    assert (again.status_code, code(again)) == (409, "key_ended")


def test_the_last_use_is_written_once_a_minute(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    made = make(register())
    seen = "SELECT last_used_at, xmin::text FROM api_keys WHERE id = %s"
    for _ in range(3):
        assert works(client, made)
    (first,) = run(people_database, seen, made["id"])
    assert first[0] is not None
    for _ in range(3):
        assert works(client, made)
    assert run(people_database, seen, made["id"]) == [first]


@pytest.mark.usefixtures("at_once")
def test_a_later_use_is_written_again(register: Register, client: FlaskClient, people_database: str) -> None:
    made = make(register())
    assert works(client, made)
    run(people_database, "UPDATE api_keys SET last_used_at = clock_timestamp() - interval '2 minutes'")
    assert works(client, made)
    statement = "SELECT last_used_at > clock_timestamp() - interval '1 minute' FROM api_keys WHERE id = %s"
    assert run(people_database, statement, made["id"]) == [(True,)]


def test_many_who_make_keys_at_once_never_pass_the_limit(
    app: Flask, register: Register, people_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "MOST_KEYS", 5)
    ada, gate, statuses = register(), threading.Barrier(8), []

    def try_it() -> None:
        with app.test_client() as client:
            gate.wait()
            statuses.append(post(client, "/api/v1/keys", ada.by_session, name="k").status_code)

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] * 4 + [429] * 4, "one was made by registering"
    assert run(people_database, "SELECT count(*) FROM api_keys") == [(5,)]


def test_while_postgres_is_away_no_key_is_called_wrong(start: Start, unused_port: int) -> None:
    client = start(
        database_url=f"postgresql://nobody@127.0.0.1:{unused_port}/none", jwt_secret=SECRET, auth_mode="keys"
    ).test_client()
    key = keys.fresh("client").text

    answer = client.get("/api/v1/queues", headers={"X-API-Key": key})

    assert (answer.status_code, code(answer)) == (503, "database_unavailable")
    assert client.get("/api/v1/queues", headers={"X-API-Key": "wrong"}).status_code == 401


@pytest.mark.feature(54, "One static key")
def test_static_keys_are_of_the_operators_tenant(start: Start, people_database: str) -> None:
    static, admin = "s" * 32, "a" * 32
    client = start(database_url=people_database, api_key=static, admin_key=admin).test_client()

    refused = post(client, "/api/v1/keys", {"X-API-Key": static}, name="k")
    made = post(client, "/api/v1/keys", {"X-API-Key": admin}, name="k", kind="worker")

    assert (refused.status_code, code(refused)) == (403, "forbidden")
    assert made.status_code == 201
    assert run(people_database, "SELECT tenant FROM api_keys") == [("default",)]
    for key in (static, admin):
        assert client.get("/metrics", headers={"X-API-Key": key}).status_code == 200


def test_where_anybody_may_call_a_key_still_counts(start: Start, people_database: str) -> None:
    client = start(
        database_url=people_database, jwt_secret=SECRET, auth_rate_limit_rps=0, auth_mode="open"
    ).test_client()
    data = post(client, "/auth/register", email="ada@example.com", password="long enough").json["data"]

    post(client, "/enqueue", {"X-API-Key": data["api_key"]["key"]}, type="sleep")
    post(client, "/enqueue", type="sleep")

    assert sorted(run(people_database, "SELECT tenant FROM jobs")) == [
        ("default",),
        (data["user"]["tenant"],),
    ]
    wrong = {"X-API-Key": data["api_key"]["key"][:-1] + "_"}
    assert client.get("/api/v1/jobs", headers=wrong).status_code == 401


def test_without_tables_there_are_no_keys(start: Start) -> None:
    answer = start().test_client().get("/api/v1/keys")
    assert (answer.status_code, code(answer)) == (503, "tables_needed")


def test_no_key_outlives_the_one_that_made_it(register: Register, client: FlaskClient) -> None:
    ada, ends = register(), "2090-01-01T00:00:00.000Z"
    passing = make(ada, kind="admin", expires_at=ends)
    lasting = make(ada, kind="client")

    by_itself = client.post(f"/api/v1/keys/{passing['id']}/rotate", headers=shown(passing))
    another = client.post(f"/api/v1/keys/{lasting['id']}/rotate", headers=shown(passing))
    made = post(client, "/api/v1/keys", shown(passing), name="unsaid")
    later = post(client, "/api/v1/keys", shown(passing), name="later", expires_at="2091-01-01T00:00:00Z")

    assert [answer.json["data"]["expires_at"] for answer in (by_itself, another, made)] == [ends] * 3
    assert (later.status_code, later.json["meta"]["field"]) == (422, "expires_at")
    own = make(ada, kind="client", expires_at="2091-01-01T00:00:00Z")
    for key, end in ((own, own["expires_at"]), (make(ada), None)):
        for _ in range(
            2
        ):  # again, as by somebody who never had the answer: its own end was brought forward meanwhile
            turned = post(client, f"/api/v1/keys/{key['id']}/rotate", ada.by_session)
            assert turned.json["data"]["expires_at"] == end
