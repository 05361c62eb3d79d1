"""A transaction that was committed and whose answer was lost is run again: what it did is done once, and answered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from local import ports
from tests.integration.conftest import Start, run

URL = "http://127.0.0.1:9/hook"
NIGHTLY = {"name": "nightly", "job_type": "report", "cron_expression": "30 2 * * *"}
COMMIT = b"COMMIT\0"
"""How libpq ends the message that commits."""


class CommitThief:
    """A proxy before Postgres that lets it commit, once, and then cuts the connection before the answer arrives."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server((ports.HOST, 0))
        self._armed = threading.Event()
        self.taken = 0
        """Answers that were lost: each time the transaction was committed."""

    @property
    def address(self) -> str:
        return f"{ports.HOST}:{self._listener.getsockname()[1]}"

    def take_next(self) -> None:
        self._armed.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        hang_up(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            server, commits = socket.create_connection(self._server), threading.Event()
            threading.Thread(target=self._ask, args=(client, server, commits), daemon=True).start()
            threading.Thread(target=self._answer, args=(server, client, commits), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket, commits: threading.Event) -> None:
        while data := received(client):
            if data.endswith(COMMIT) and self._armed.is_set():
                self._armed.clear()
                commits.set()
            server.sendall(data)
        hang_up(server)

    def _answer(self, server: socket.socket, client: socket.socket, commits: threading.Event) -> None:
        while data := received(server):
            if commits.is_set():
                self.taken += 1
                break
            client.sendall(data)
        hang_up(client)
        hang_up(server)


def received(source: socket.socket) -> bytes:
    try:
        return source.recv(65_536)
    except OSError:
        return b""  # this side was hung up


def hang_up(side: socket.socket) -> None:
    """Shut down first: closing alone tells the other side nothing while a thread still reads."""
    with suppress(OSError):  # the other side was faster
        side.shutdown(socket.SHUT_RDWR)
    side.close()


@pytest.fixture
def tables(database_url: str) -> str:
    run(database_url, "TRUNCATE webhooks, schedules, api_keys CASCADE")
    return database_url


@pytest.fixture
def thief(tables: str) -> Iterator[CommitThief]:
    parts = urlsplit(tables)
    with CommitThief(parts.hostname or ports.HOST, parts.port or 5432) as thief:
        yield thief
    assert thief.taken == 1, "the answer to one commit was lost"


@pytest.fixture
def app(start: Start, tables: str, thief: CommitThief) -> Flask:
    """With Postgres behind the proxy, and room for one schedule."""
    parts = urlsplit(tables)
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    plain = f"{parts.query}&" * bool(parts.query) + "sslmode=disable&gssencmode=disable"
    url = parts._replace(netloc=f"{user}{thief.address}", query=plain).geturl()
    return start(database_url=url, webhook_allow_private=True, max_schedules=1)


def post(client: FlaskClient, path: str, status: int, **body: Any) -> dict[str, Any]:
    answer = client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    data: dict[str, Any] = answer.get_json()["data"]
    return data


def test_a_new_webhook_is_one_also_where_it_is_the_last_that_fits(
    client: FlaskClient, thief: CommitThief, tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.webhooks.MOST", 1)
    thief.take_next()

    made = post(client, "/webhooks", 201, url=URL)

    assert run(tables, "SELECT id::text, secret FROM webhooks") == [(made["id"], made["secret"])]


def test_a_rotated_webhook_keeps_its_older_secret(
    client: FlaskClient, thief: CommitThief, tables: str
) -> None:
    made = post(client, "/webhooks", 201, url=URL)
    thief.take_next()

    rotated = post(client, f"/webhooks/{made['id']}/rotate-secret", 200)

    assert rotated["previous_secret_expires_at"]
    stored = run(tables, "SELECT secret, previous_secret FROM webhooks")
    assert stored == [(rotated["secret"], made["secret"])]


def test_a_new_schedule_is_one_also_where_it_is_the_last_that_fits(
    client: FlaskClient, thief: CommitThief, tables: str
) -> None:
    thief.take_next()

    made = post(client, "/cron", 201, **NIGHTLY)

    assert run(tables, "SELECT id::text FROM schedules") == [(made["id"],)]


def test_a_new_key_is_one_also_where_it_is_the_last_that_fits(
    client: FlaskClient, thief: CommitThief, tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.keys.MOST_KEYS", 1)
    thief.take_next()

    made = post(client, "/keys", 201, name="k")

    assert run(tables, "SELECT id FROM api_keys") == [(made["id"],)]


def test_a_rotated_key_is_answered_also_where_the_old_one_ends_at_once(
    client: FlaskClient, thief: CommitThief, tables: str
) -> None:
    old = post(client, "/keys", 201, name="k")
    thief.take_next()

    new = post(client, f"/keys/{old['id']}/rotate", 201, overlap_seconds=0)

    assert new["rotated_from"] == old["id"]
    works = "SELECT id FROM api_keys WHERE expires_at IS NULL OR expires_at > clock_timestamp()"
    assert run(tables, works) == [(new["id"],)]
    assert client.get("/api/v1/usage", headers={"X-API-Key": new["key"]}).status_code == 200
