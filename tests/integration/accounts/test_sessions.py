"""Sessions: only tokens of ours, short, renewed once each, ended at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from producer import sessions
from tests.integration.accounts.conftest import PASSWORD, SECRET, Register, Tenant, code, post
from tests.integration.conftest import run

Claims = dict[str, Any]


def claims_of(tenant: Tenant) -> Claims:
    found: Claims = jwt.decode(tenant.token, options={"verify_signature": False})
    return found


def signed(claims: Claims, secret: str = SECRET, algorithm: str = "HS256", **headers: Any) -> str:
    return jwt.encode(claims, secret, algorithm=algorithm, headers=headers)


def without(name: str) -> Callable[[Claims], str]:
    return lambda claims: signed({key: value for key, value in claims.items() if key != name})


def with_other(**values: Any) -> Callable[[Claims], str]:
    return lambda claims: signed({**claims, **values})


FORGED: list[tuple[str, Callable[[Claims], str]]] = [
    ("no algorithm", lambda claims: jwt.encode(claims, None, algorithm="none")),
    ("another algorithm", lambda claims: signed(claims, SECRET * 2, "HS512")),
    ("our secret, another algorithm", lambda claims: signed(claims, SECRET * 2, "HS384")),
    ("another secret", lambda claims: signed(claims, "0" * 32)),
    ("a secret of examples", lambda claims: signed(claims, "change-me-in-production-change-me")),
    ("an extension that must be understood", lambda claims: signed(claims, crit=["exp"])),
    ("ended", with_other(exp=int(time.time()) - 1)),
    ("not begun", lambda claims: signed({**claims, "iat": int(time.time()) + 3600})),
    ("another issuer", with_other(iss="somebody")),
    ("another audience", with_other(aud="somebody")),
    ("another session", with_other(sid=str(uuid4()))),
    ("no session's id", with_other(sid="' OR 1=1")),
    ("a list for a session", with_other(sid=[1])),
    *((f"no {name}", without(name)) for name in sessions.CLAIMS),
]


def test_a_token_that_is_not_ours_is_refused(register: Register, client: FlaskClient) -> None:
    ada = register()
    assert client.get("/api/v1/jobs", headers=ada.by_session).status_code == 200

    for name, forge in FORGED:
        token = forge(claims_of(ada))
        for headers in ({"Authorization": f"Bearer {token}"}, {"X-API-Key": token}):
            answer = client.get("/api/v1/jobs", headers=headers)
            assert (answer.status_code, code(answer)) == (401, "unauthorized"), name


def test_a_key_identifier_in_the_header_is_never_followed(register: Register, client: FlaskClient) -> None:
    ada = register()
    token = signed(claims_of(ada), "0" * 32, kid="../../dev/null")
    assert client.get("/api/v1/jobs", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_an_access_token_lasts_a_quarter_of_an_hour(register: Register) -> None:
    claims = claims_of(register())
    assert claims["exp"] - claims["iat"] == 900


def test_a_session_may_do_all_within_its_tenant(register: Register, client: FlaskClient) -> None:
    ada = register()
    assert client.get("/api/v1/keys", headers=ada.by_session).status_code == 200
    metrics = client.get("/metrics", headers=ada.by_session)
    assert (metrics.status_code, code(metrics)) == (403, "forbidden")


def test_a_refresh_token_works_once(register: Register, client: FlaskClient) -> None:
    ada = register()

    first = post(client, "/auth/refresh", refresh_token=ada.refresh_token)
    second = post(client, "/auth/refresh", refresh_token=first.json["data"]["refresh_token"])

    assert (first.status_code, second.status_code) == (200, 200)
    headers = {"Authorization": f"Bearer {second.json['data']['token']}"}
    assert client.get("/api/v1/jobs", headers=headers).status_code == 200


@pytest.mark.usefixtures("at_once")
def test_a_refresh_token_shown_twice_ends_all_that_descends_from_it(
    register: Register, client: FlaskClient
) -> None:
    ada = register()
    newer = post(client, "/auth/refresh", refresh_token=ada.refresh_token).json["data"]
    other = post(client, "/auth/login", email=ada.email, password=PASSWORD).json["data"]

    stolen = post(client, "/auth/refresh", refresh_token=ada.refresh_token)

    assert (stolen.status_code, code(stolen)) == (401, "invalid_refresh_token")
    for token in (ada.token, newer["token"]):
        assert client.get("/api/v1/jobs", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert post(client, "/auth/refresh", refresh_token=newer["refresh_token"]).status_code == 401
    assert post(client, "/auth/refresh", refresh_token=other["refresh_token"]).status_code == 200, (
        "another login"
    )


def test_of_two_who_refresh_at_once_one_does(app: Flask, register: Register) -> None:
    ada, gate, statuses = register(), threading.Barrier(2), []

    def refresh() -> None:
        with app.test_client() as client:
            gate.wait()
            statuses.append(post(client, "/auth/refresh", refresh_token=ada.refresh_token).status_code)

    threads = [threading.Thread(target=refresh) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 401]


@pytest.mark.usefixtures("at_once")
def test_who_logs_out_is_out(register: Register, client: FlaskClient) -> None:
    ada = register()

    assert post(client, "/auth/logout", refresh_token=ada.refresh_token).status_code == 200

    assert client.get("/api/v1/jobs", headers=ada.by_session).status_code == 401
    assert post(client, "/auth/refresh", refresh_token=ada.refresh_token).status_code == 401
    assert client.get("/api/v1/jobs", headers=ada.by_key).status_code == 200, "keys are not sessions"
    assert post(client, "/auth/logout", refresh_token="unknown").status_code == 200


def test_a_session_ends_with_its_month(register: Register, client: FlaskClient, people_database: str) -> None:
    ada = register()
    run(people_database, "UPDATE sessions SET expires_at = clock_timestamp()")

    assert post(client, "/auth/refresh", refresh_token=ada.refresh_token).status_code == 401
    assert client.get("/api/v1/jobs", headers=ada.by_session).status_code == 401
    post(client, "/auth/login", email=ada.email, password=PASSWORD)
    assert run(people_database, "SELECT count(*) FROM sessions") == [(1,)], "the old one is swept"


def test_logging_in_answers_a_session_and_the_keys_without_their_secrets(
    register: Register, client: FlaskClient
) -> None:
    ada = register()

    answer = post(client, "/auth/login", email="ADA@example.com ", password=PASSWORD)

    data = answer.json["data"]
    assert (data["user"]["tenant"], [key["id"] for key in data["keys"]]) == (ada.name, [ada.key_id])
    assert ada.key[-43:] not in answer.text
    assert client.get("/api/v1/jobs", headers={"Authorization": f"Bearer {data['token']}"}).status_code == 200


def test_nobody_learns_who_is_registered_by_logging_in(register: Register, client: FlaskClient) -> None:
    ada = register()

    wrong = post(client, "/auth/login", email=ada.email, password="not " + PASSWORD)
    unknown = post(client, "/auth/login", email="nobody@example.com", password=PASSWORD)

    for answer in (wrong, unknown):
        assert (answer.status_code, code(answer)) == (401, "invalid_credentials")
        assert answer.json["error"] == "invalid email or password"


def test_an_outdated_hash_is_made_anew_at_login(
    register: Register, client: FlaskClient, people_database: str
) -> None:
    ada = register()
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    run(people_database, "UPDATE users SET password_hash = %s", weak)

    assert post(client, "/auth/login", email=ada.email, password=PASSWORD).status_code == 200

    ((stored,),) = run(people_database, "SELECT password_hash FROM users")
    assert "m=19456,t=2,p=1" in stored
    assert post(client, "/auth/login", email=ada.email, password=PASSWORD).status_code == 200
