"""Registering makes a tenant, a person, a session and a key, all or none; and shows no secret but once."""

from __future__ import annotations

import threading
from typing import Any

import psycopg2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.accounts.conftest import PASSWORD, SECRET, TABLES, Register, code, post
from tests.integration.conftest import Start, run


def test_who_registers_can_call_at_once_by_session_and_by_key(
    register: Register, client: FlaskClient
) -> None:
    ada = register("Ada@Example.COM")

    for headers in (ada.by_session, ada.by_key, {"Authorization": f"Bearer {ada.key}"}):
        assert client.get("/api/v1/jobs", headers=headers).status_code == 200, headers
    made = post(client, "/enqueue", ada.by_key, type="sleep")
    assert client.get(f"/api/v1/jobs/{made.json['job_id']}", headers=ada.by_session).status_code == 200


def test_the_answer_has_the_documented_shape(client: FlaskClient) -> None:
    answer = post(client, "/auth/register", email=" Ada@Example.com ", password=PASSWORD)

    data = answer.json["data"]
    assert answer.status_code == 201
    assert set(data) == {"token", "refresh_token", "expires_in", "user", "api_key"}
    assert (data["user"]["email"], data["user"]["verified"]) == ("ada@example.com", False)
    assert data["api_key"]["key"].startswith(data["api_key"]["key_prefix"])
    assert data["api_key"]["scopes"] == ["jobs:submit", "jobs:read", "jobs:manage"]


def test_an_address_registers_once(register: Register, client: FlaskClient, people_database: str) -> None:
    register("ada@example.com")

    again = post(client, "/auth/register", email="ADA@example.com", password=PASSWORD)

    assert (again.status_code, code(again)) == (409, "email_taken")
    counts = (
        "SELECT (SELECT count(*) FROM tenants), (SELECT count(*) FROM users), (SELECT count(*) FROM api_keys)"
    )
    assert run(people_database, counts) == [(1, 1, 1)]


def test_of_many_at_once_one_registers(app: Flask, people_database: str) -> None:
    gate, statuses = threading.Barrier(2), []

    def try_it() -> None:
        with app.test_client() as client:
            gate.wait()
            statuses.append(
                post(client, "/auth/register", email="eve@example.com", password=PASSWORD).status_code
            )

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409]
    assert run(people_database, "SELECT count(*) FROM tenants") == [(1,)]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"password": PASSWORD}, "email"),
    ({"email": "ada@example.com"}, "password"),
    ({"email": "ada", "password": PASSWORD}, "email"),
    ({"email": "ada@localhost", "password": PASSWORD}, "email"),
    ({"email": "a@b.c, d@e.f", "password": PASSWORD}, "email"),
    ({"email": "ada@example.com\r\nBcc: x@y.z", "password": PASSWORD}, "email"),
    ({"email": "a" * 250 + "@example.com", "password": PASSWORD}, "email"),
    ({"email": "ada@example.com", "password": "short"}, "password"),
    ({"email": "ada@example.com", "password": "x" * 1025}, "password"),
    ({"email": "ada@example.com", "password": 12345678}, "password"),
    ({"email": "ada@example.com", "password": PASSWORD, "tier": "business"}, "tier"),
    ({"email": "ada@example.com", "password": PASSWORD, "tenant": "default"}, "tenant"),
    ({"email": "ada@example.com", "password": PASSWORD, "is_admin": True}, "is_admin"),
    ({"email": "ada@example.com", "password": PASSWORD, "id": "x"}, "id"),
]


@pytest.mark.parametrize(("body", "field"), REFUSED)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    client: FlaskClient, people_database: str, body: dict[str, Any], field: str
) -> None:
    answer = post(client, "/auth/register", **body)

    assert (answer.status_code, answer.json["meta"]["field"]) == (422, field)
    assert run(people_database, "SELECT count(*) FROM tenants") == [(0,)]


@pytest.mark.feature(48, "Keys hashed at rest, and shown once")
def test_no_secret_lies_in_the_tables(register: Register, people_database: str) -> None:
    ada = register()

    stored = " ".join(
        str(row)
        for table in TABLES.split(", ")
        for row in run(people_database, f"SELECT t::text FROM {table} AS t")  # noqa: S608 - our own names
    )
    secret = ada.key.rpartition("_")[2] if ada.key.count("_") == 3 else ada.key[-43:]
    for kept in (PASSWORD, secret, ada.key, ada.refresh_token, ada.token):
        assert kept not in stored
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored


def test_no_secret_lies_in_the_log(
    register: Register, client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    ada = register()
    post(client, "/auth/login", email=ada.email, password="not " + PASSWORD)
    client.get("/api/v1/keys", headers=ada.by_session)
    client.get("/api/v1/jobs", headers={"X-API-Key": ada.key[:-1] + "x"})

    printed = "".join(capfd.readouterr())
    for secret in (PASSWORD, ada.key[-43:], ada.refresh_token, ada.token):
        assert secret not in printed


@pytest.mark.parametrize(
    "path", ["register", "login", "refresh", "logout", "forgot-password", "reset-password", "verify"]
)
def test_without_tables_it_says_so(start: Start, path: str) -> None:
    client = start(jwt_secret=SECRET, auth_rate_limit_rps=0).test_client()
    bodies = {"email": "ada@example.com", "password": PASSWORD, "refresh_token": "x", "token": "x"}
    fields = {
        "refresh": ["refresh_token"],
        "logout": ["refresh_token"],
        "forgot-password": ["email"],
        "reset-password": ["token", "password"],
        "verify": ["token"],
    }.get(path, ["email", "password"])

    answer = post(client, f"/auth/{path}", **{name: bodies[name] for name in fields})

    assert (answer.status_code, code(answer)) == (503, "tables_needed")


def test_production_without_a_secret_has_no_accounts(start: Start, people_database: str) -> None:
    client = start(
        app_env="production", api_key="k" * 32, database_url=people_database, auth_rate_limit_rps=0
    ).test_client()

    answer = post(client, "/auth/register", email="ada@example.com", password=PASSWORD)

    assert (answer.status_code, code(answer)) == (503, "accounts_off")
    assert "JWT_SECRET" in answer.json["error"]


def test_the_operators_tenant_can_never_be_registered(people_database: str) -> None:
    with pytest.raises(psycopg2.errors.CheckViolation):
        run(people_database, "INSERT INTO tenants (id) VALUES ('default')")
