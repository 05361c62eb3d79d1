"""The producer with people in it: registered tenants, each with a session and a key."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer.accounts import Accounts
from tests.integration.conftest import Start, run

SECRET = "9f2c51d07ab8e3466b1d0c7f85a2e94d"
PASSWORD = "correct horse battery"
TABLES = "jobs, job_attempts, paused_queues, usage, api_keys, mail_tokens, refresh_tokens, sessions, users, tenants"


@dataclass(frozen=True)
class Tenant:
    """Somebody who registered."""

    client: FlaskClient
    name: str
    email: str
    token: str
    refresh_token: str
    key: str
    key_id: str

    @property
    def by_session(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def by_key(self) -> dict[str, str]:
        return {"X-API-Key": self.key}


Register = Callable[..., Tenant]


@pytest.fixture
def people_database(database_url: str) -> str:
    """The module's database without jobs and people."""
    run(database_url, f"TRUNCATE {TABLES} CASCADE")
    return database_url


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def further_settings() -> dict[str, Any]:
    """What a module sets for its producer beside what all do."""
    return {}


@pytest.fixture
def app(
    start: Start, people_database: str, outbox: Path, further_settings: dict[str, Any]
) -> Iterator[Flask]:
    """With Postgres, closed to those who show no key."""
    app = start(
        database_url=people_database,
        jwt_secret=SECRET,
        auth_mode="keys",
        outbox_dir=outbox,
        auth_rate_limit_rps=0,
        **further_settings,
    )
    yield app
    people_of(app).mailer.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and sessions are looked up at every request, so that a test need not wait for their second to pass."""
    monkeypatch.setattr("producer.known.FRESH", 0.0)


@pytest.fixture
def register(client: FlaskClient) -> Register:
    def registered(email: str = "ada@example.com") -> Tenant:
        answer = post(client, "/auth/register", email=email, password=PASSWORD)
        assert answer.status_code == 201, answer.text
        data = answer.json["data"]
        return Tenant(
            client=client,
            name=data["user"]["tenant"],
            email=email,
            token=data["token"],
            refresh_token=data["refresh_token"],
            key=data["api_key"]["key"],
            key_id=data["api_key"]["id"],
        )

    return registered


def people_of(app: Flask) -> Accounts:
    people: Accounts = app.extensions["workqueue.accounts"]
    return people


def post(client: FlaskClient, path: str, headers: dict[str, str] | None = None, **body: Any) -> Any:
    return client.post(path, json=body, headers=headers)


def code(answer: Any) -> str:
    word: str = answer.json["meta"]["code"]
    return word


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port that nobody listens on, and that nobody else gets meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])
