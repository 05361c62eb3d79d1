"""Links in mails: to whoever is registered, for a while, for one use; and no word about who is."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import UnthreadedController
from flask import Flask
from flask.testing import FlaskClient

from producer import accounts
from tests.integration.accounts.conftest import PASSWORD, SECRET, Register, code, people_of, post
from tests.integration.conftest import Start, run

NEW = "another long password"


def mails(app: Flask, outbox: Path) -> dict[str, str]:
    """What was sent, by subject, once everything handed in has been."""
    people_of(app).mailer._thread.submit(lambda: None).result(timeout=10)
    found = {}
    for file in outbox.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        found[f"{message['To']}: {message['Subject']}"] = message.get_content()
    return found


def token_in(text: str) -> str:
    found = re.search(r"\?(?:reset|verify)=([\w-]{43})\s", text)
    assert found, text
    return found[1]


def reset_token(app: Flask, client: FlaskClient, outbox: Path, address: str) -> str:
    assert post(client, "/auth/forgot-password", email=address).status_code == 200
    return token_in(mails(app, outbox)[f"{address}: Set a new password"])


@pytest.mark.usefixtures("at_once")
@pytest.mark.feature(46, "Forgotten passwords, by mail")
def test_a_forgotten_password_is_set_by_mail_and_ends_every_session(
    app: Flask, register: Register, client: FlaskClient, outbox: Path
) -> None:
    ada = register()
    token = reset_token(app, client, outbox, ada.email)

    assert post(client, "/auth/reset-password", token=token, password=NEW).status_code == 200

    assert post(client, "/auth/login", email=ada.email, password=PASSWORD).status_code == 401
    assert client.get("/api/v1/jobs", headers=ada.by_session).status_code == 401
    assert post(client, "/auth/refresh", refresh_token=ada.refresh_token).status_code == 401
    assert post(client, "/auth/login", email=ada.email, password=NEW).json["data"]["user"]["verified"] is True


def test_a_link_works_once(app: Flask, register: Register, client: FlaskClient, outbox: Path) -> None:
    ada = register()
    token = reset_token(app, client, outbox, ada.email)
    assert post(client, "/auth/reset-password", token=token, password=NEW).status_code == 200

    again = post(client, "/auth/reset-password", token=token, password=PASSWORD)

    assert (again.status_code, code(again)) == (400, "invalid_token")
    assert post(client, "/auth/login", email=ada.email, password=NEW).status_code == 200


def test_a_link_ends_after_its_time(
    app: Flask, register: Register, client: FlaskClient, outbox: Path, people_database: str
) -> None:
    ada = register()
    token = reset_token(app, client, outbox, ada.email)
    (lasts,) = run(
        people_database, "SELECT expires_at - clock_timestamp() FROM mail_tokens WHERE purpose = 'reset'"
    )
    assert accounts.RESET_SECONDS - 60 < lasts[0].total_seconds() <= accounts.RESET_SECONDS
    run(people_database, "UPDATE mail_tokens SET expires_at = clock_timestamp()")

    late = post(client, "/auth/reset-password", token=token, password=NEW)

    assert (late.status_code, code(late)) == (400, "invalid_token")
    assert post(client, "/auth/login", email=ada.email, password=PASSWORD).status_code == 200


@pytest.mark.parametrize("token", ["x", "' OR ''='", "0" * 43])
def test_a_link_that_was_never_sent_is_refused(register: Register, client: FlaskClient, token: str) -> None:
    register()
    for path, body in (("reset-password", {"password": NEW}), ("verify", {})):
        answer = post(client, f"/auth/{path}", token=token, **body)
        assert (answer.status_code, code(answer)) == (400, "invalid_token")


def test_a_link_of_one_kind_is_not_one_of_the_other(
    app: Flask, register: Register, client: FlaskClient, outbox: Path
) -> None:
    ada = register()
    token = token_in(mails(app, outbox)[f"{ada.email}: Verify your address"])
    assert post(client, "/auth/reset-password", token=token, password=NEW).status_code == 400
    assert post(client, "/auth/verify", token=token).status_code == 200
    assert post(client, "/auth/verify", token=token).status_code == 400
    assert (
        post(client, "/auth/login", email=ada.email, password=PASSWORD).json["data"]["user"]["verified"]
        is True
    )


def test_the_answer_is_the_same_for_everybody(
    app: Flask, register: Register, client: FlaskClient, outbox: Path
) -> None:
    ada = register()

    known = post(client, "/auth/forgot-password", email=ada.email)
    unknown = post(client, "/auth/forgot-password", email="nobody@example.com")

    assert (known.status_code, known.json["data"]) == (unknown.status_code, unknown.json["data"])
    assert known.json["data"] == {"message": accounts.SAME_ANSWER}
    assert [to for to in mails(app, outbox) if to.startswith("nobody")] == []


def test_nobody_is_flooded_with_mails(
    app: Flask, register: Register, client: FlaskClient, outbox: Path
) -> None:
    ada = register()

    answers = [post(client, "/auth/forgot-password", email=ada.email).status_code for _ in range(10)]

    assert answers == [200] * 10
    mails(app, outbox)
    assert len(list(outbox.glob("*.eml"))) == 1 + accounts.MAILS[1]


def test_mails_in_the_outbox_are_for_nobody_else_to_read(
    app: Flask, register: Register, outbox: Path
) -> None:
    register()
    mails(app, outbox)
    assert [file.stat().st_mode & 0o777 for file in outbox.glob("*.eml")] == [0o600]


class MailServer:
    """A mail server on a free port that keeps what it gets."""

    def __init__(self) -> None:
        self.took: list[tuple[list[str], bytes]] = []
        self._loop = asyncio.new_event_loop()
        self._controller = UnthreadedController(self, hostname="127.0.0.1", port=0, loop=self._loop)
        self._controller.begin()  # type: ignore[no-untyped-call]
        assert isinstance(self._controller.server, asyncio.Server)
        self.port: int = self._controller.server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.took.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._controller.end()  # type: ignore[no-untyped-call]
        self._loop.close()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.mark.feature(46, "Forgotten passwords, by mail")
def test_with_a_mail_server_they_go_there(
    start: Start, people_database: str, outbox: Path, mail_server: MailServer
) -> None:
    app = start(
        database_url=people_database,
        jwt_secret=SECRET,
        auth_rate_limit_rps=0,
        outbox_dir=outbox,
        base_url="https://queue.example.com/",
        smtp_host="127.0.0.1",
        smtp_port=mail_server.port,
        smtp_tls="off",
        smtp_from="queue@example.com",
    )
    post(app.test_client(), "/auth/register", email="ada@example.com", password=PASSWORD)
    people_of(app).mailer.close()

    ((to, content),) = mail_server.took
    assert to == ["ada@example.com"]
    assert b"https://queue.example.com/auth?verify=" in content
    assert not outbox.exists()


def test_a_mail_server_that_is_away_fails_no_request(
    start: Start, people_database: str, unused_port: int
) -> None:
    app = start(
        database_url=people_database,
        jwt_secret=SECRET,
        auth_rate_limit_rps=0,
        smtp_host="127.0.0.1",
        smtp_port=unused_port,
        smtp_tls="off",
    )
    answer = post(app.test_client(), "/auth/register", email="ada@example.com", password=PASSWORD)
    people_of(app).mailer.close()
    assert answer.status_code == 201
