"""send_email by a real SMTP server, and into the outbox where there is none."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.unit.builtin.conftest import Configure
from worker.builtin.send_email import MailError, send_email
from workqueue import Dead
from workqueue.testing import Outcome, run

JOB = "0199ba66-0000-7000-8000-000000000001"
MAIL = {"to": "ada@example.com", "subject": "Hello", "text": "Dear Ada"}


def send(payload: dict[str, Any] | None = None, **more: Any) -> Outcome:
    return run(send_email, {**MAIL, **(payload or {}), **more}, id=JOB, type="send_email")


@dataclass
class Server:
    """A mail server that answers what the test tells it, and keeps what it took."""

    port: int = 0
    took: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """What to answer to an address, to `sender`, to `data` and to `quit`, instead of yes."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.refusals.get("sender", "250 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address not in self.refusals:
            envelope.rcpt_tos.append(address)
        return self.refusals.get(address, "250 OK")

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "data" not in self.refusals:
            self.took.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return self.refusals.get("data", "250 OK")

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.refusals.get("quit", "221 Bye")

    @property
    def messages(self) -> list[EmailMessage]:
        return [read(envelope.original_content or b"") for envelope in self.took]


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=WIRE)
    assert isinstance(message, EmailMessage)
    return message


Start = Callable[..., Server]


@pytest.fixture
def start(configure: Configure) -> Iterator[Start]:
    """Start a mail server and point the worker at it."""
    stops: list[Callable[[], None]] = []

    def start_server(name: str = "127.0.0.1", tls: str = "off", **options: Any) -> Server:
        server = Server()
        server.port, stop = serve(server, **options)
        stops.append(stop)
        configure(smtp_host=name, smtp_port=server.port, smtp_tls=tls, smtp_from="Shop <shop@example.com>")
        return server

    yield start_server
    for stop in stops:
        stop()


def serve(server: Server, **options: Any) -> tuple[int, Callable[[], None]]:
    """Serve on a free port in a thread; returns the port and what stops it."""
    loop = asyncio.new_event_loop()
    controller = UnthreadedController(server, hostname="127.0.0.1", port=0, loop=loop, **options)
    controller.begin()  # type: ignore[no-untyped-call]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def stop() -> None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        controller.end()  # type: ignore[no-untyped-call]
        loop.close()

    assert isinstance(controller.server, asyncio.Server)
    return controller.server.sockets[0].getsockname()[1], stop


@pytest.fixture
def server(start: Start) -> Server:
    return start()


def test_a_mail_arrives(server: Server) -> None:
    outcome = send(cc="bob@example.com", reply_to="help@example.com", text="Liebe Ädä\n.\nend")

    assert outcome.error is None
    assert outcome.result == {
        "message_id": f"<{JOB}@example.com>",
        "accepted": ["ada@example.com", "bob@example.com"],
        "transport": "smtp",
    }
    (message,) = server.messages
    assert server.took[0].mail_from == "shop@example.com"
    assert message["From"] == "Shop <shop@example.com>"
    assert message["To"] == "ada@example.com"
    assert message["Cc"] == "bob@example.com"
    assert message["Reply-To"] == "help@example.com"
    assert message["Subject"] == "Hello"
    assert message["Message-ID"] == f"<{JOB}@example.com>"
    assert message.get_content().splitlines() == ["Liebe Ädä", ".", "end"]


def test_a_second_run_can_be_recognised(server: Server) -> None:
    send()
    send()

    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_names_and_subjects_in_any_alphabet(server: Server) -> None:
    send(
        {"from": '"Böb, B." <bob@example.com>'},
        to=["Ада Лавлейс <ada@example.com>"],
        subject="Grüße 🎉 " + "ж" * 200,
    )

    (message,) = server.messages
    assert message["To"].addresses[0].display_name == "Ада Лавлейс"
    assert message["From"].addresses[0].display_name == "Böb, B."
    assert message["Subject"] == "Grüße 🎉 " + "ж" * 200
    assert server.took[0].mail_from == "bob@example.com"


def test_blind_copies_are_served_and_not_shown(server: Server) -> None:
    outcome = send(bcc=["eve@example.com", "ada@example.com"])

    assert outcome.result["accepted"] == ["ada@example.com", "eve@example.com"]
    assert server.took[0].rcpt_tos == ["ada@example.com", "eve@example.com"]
    assert b"eve@" not in (server.took[0].original_content or b"")


@pytest.mark.parametrize(
    ("bodies", "types"),
    [
        ({"text": "a"}, ["text/plain"]),
        ({"text": None, "html": "<b>a</b>"}, ["text/html"]),
        ({"text": "a", "html": "<b>a</b>"}, ["multipart/alternative", "text/plain", "text/html"]),
        ({"text": None}, ["text/plain"]),
    ],
)
def test_text_and_html(server: Server, bodies: dict[str, str | None], types: list[str]) -> None:
    assert send({**bodies}).error is None

    assert [part.get_content_type() for part in server.messages[0].walk()] == types


def test_attachments_arrive_as_they_were(server: Server) -> None:
    content = bytes(range(256))
    attachment = {
        "filename": "Überblick.pdf",
        "content_base64": base64.b64encode(content).decode(),
        "content_type": "application/pdf",
    }

    assert send(attachments=[attachment], html="<p>see there</p>").error is None

    (arrived,) = server.messages[0].iter_attachments()
    assert arrived.get_filename() == "Überblick.pdf"
    assert arrived.get_content_type() == "application/pdf"
    assert arrived.get_content() == content


@pytest.mark.parametrize(
    ("refusals", "error", "words"),
    [
        ({"ada@example.com": "550 no such user"}, Dead, "ada@example.com: 550 no such user"),
        ({"ada@example.com": "450 mailbox busy"}, MailError, "450 mailbox busy"),
        ({"sender": "550 not from here"}, Dead, "refused the sender shop@example.com: 550 not from here"),
        ({"sender": "451 later"}, MailError, "451 later"),
        ({"data": "554 looks like spam"}, Dead, "refused the mail: 554 looks like spam"),
        ({"data": "452 disk full"}, MailError, "452 disk full"),
    ],
)
def test_a_refusal_for_good_is_dead_and_one_for_now_is_a_failure(
    server: Server, refusals: dict[str, str], error: type[Exception], words: str
) -> None:
    server.refusals = refusals

    outcome = send()

    assert type(outcome.error) is error
    assert words in str(outcome.error)
    assert f"127.0.0.1:{server.port}" in str(outcome.error)
    assert server.took == []


def test_as_long_as_one_recipient_may_be_taken_later_it_is_a_failure_for_now(server: Server) -> None:
    server.refusals = {"ada@example.com": "550 no such user", "bob@example.com": "450 busy"}

    assert isinstance(send(to=["ada@example.com", "bob@example.com"]).error, MailError)


def test_a_mail_taken_for_some_is_sent_and_tells_who_was_refused(server: Server) -> None:
    server.refusals = {"ada@example.com": "550 no such user"}

    outcome = send(to=["ada@example.com", "bob@example.com"])

    assert outcome.result["accepted"] == ["bob@example.com"]
    assert outcome.result["refused"] == {"ada@example.com": "550 no such user"}
    assert "ada@example.com" in outcome.logs[0]
    assert len(server.took) == 1


def test_a_server_that_fails_to_say_goodbye_has_still_taken_the_mail(server: Server) -> None:
    server.refusals = {"quit": "421 no time"}

    outcome = send()

    assert outcome.error is None
    assert len(server.took) == 1


def test_a_server_that_is_not_there_is_a_failure_for_now(server: Server, configure: Configure) -> None:
    configure(smtp_host="127.0.0.3")

    outcome = send()

    assert isinstance(outcome.error, MailError)
    assert f"127.0.0.3:{server.port} could not be used" in str(outcome.error)


def server_side(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def test_starttls_encrypts_before_the_mail_goes(start: Start, trusted: trustme.CA) -> None:
    server = start("localhost", "starttls", tls_context=server_side(trusted), require_starttls=True)

    assert send().error is None
    assert server.encrypted == [True]


def test_tls_from_the_first_byte(start: Start, trusted: trustme.CA) -> None:
    server = start("localhost", "ssl", ssl_context=server_side(trusted))

    assert send().error is None
    assert len(server.took) == 1


def test_a_certificate_that_is_not_trusted_stops_the_mail(start: Start, authority: trustme.CA) -> None:
    server = start("localhost", "starttls", tls_context=server_side(authority))

    outcome = send()

    assert isinstance(outcome.error, MailError)
    assert "CERTIFICATE" in str(outcome.error)
    assert server.took == []


def test_a_server_without_starttls_gets_nothing_in_clear(start: Start) -> None:
    server = start(tls="starttls")

    outcome = send()

    assert isinstance(outcome.error, MailError)
    assert "offers no STARTTLS: set SMTP_TLS=ssl" in str(outcome.error)
    assert server.took == []


def log_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"shop", b"right"), handled=False)


@pytest.mark.parametrize(("password", "sent"), [("right", True), ("hunter2", False)])
def test_logging_in(
    start: Start, configure: Configure, trusted: trustme.CA, password: str, sent: bool
) -> None:
    options = {"tls_context": server_side(trusted), "authenticator": log_in, "auth_required": True}
    server = start("localhost", "starttls", **options)
    configure(smtp_user="shop", smtp_password=password)

    outcome = send()

    assert (outcome.error is None) is sent
    assert len(server.took) == int(sent)
    if not sent:
        assert isinstance(outcome.error, MailError)
        assert "did not take SMTP_USER and SMTP_PASSWORD" in str(outcome.error)
        assert "hunter2" not in str(outcome.error)


def test_a_server_without_login_says_what_to_change(server: Server, configure: Configure) -> None:
    configure(smtp_user="shop", smtp_password="right")

    outcome = send()

    assert isinstance(outcome.error, MailError)
    assert "offers no login" in str(outcome.error)
    assert server.took == []


def test_without_a_sender_it_is_not_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch, configure: Configure
) -> None:
    monkeypatch.delenv("SMTP_FROM")
    configure()

    outcome = send()

    assert isinstance(outcome.error, Dead)
    assert "from: missing" in str(outcome.error)
    assert server.took == []


def test_without_a_server_the_mail_lies_in_the_outbox(tmp_path: Path) -> None:
    outcome = send(bcc="eve@example.com")

    path = tmp_path / "outbox" / f"{JOB}.eml"
    assert outcome.result == {
        "message_id": f"<{JOB}@localhost>",
        "accepted": ["ada@example.com", "eve@example.com"],
        "transport": "outbox",
        "path": str(path),
    }
    message = read(path.read_bytes())
    assert message["From"] == "workqueue@localhost"
    assert message["Bcc"] == "eve@example.com"
    assert message.get_content().strip() == "Dear Ada"
    assert str(path) in outcome.logs[0]


def test_a_second_run_replaces_the_mail_in_the_outbox(tmp_path: Path) -> None:
    send(text="first")
    send(text="second")

    (path,) = (tmp_path / "outbox").iterdir()
    assert read(path.read_bytes()).get_content().strip() == "second"


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"to": None}, "to"),
        ({"to": []}, "to"),
        ({"to": ""}, "to"),
        ({"to": "nobody"}, "to"),
        ({"to": "a@example.com, b@example.com"}, "to"),
        ({"to": "ada@example.com\r\nBcc: eve@example.com"}, "line breaks"),
        ({"to": ["ada@example.com", "x\n@example.com"]}, "line breaks"),
        ({"to": "ada@example.com eve@example.com"}, "to"),
        ({"to": "<ada@example.com>, <eve@example.com>"}, "to"),
        ({"subject": "Hi\r\nBcc: eve@example.com"}, "subject"),
        ({"subject": "Hi\nthere"}, "subject"),
        ({"subject": 7}, "subject"),
        ({"from": "Eve\n<eve@example.com>"}, "line breaks"),
        ({"from": "me"}, "from"),
        ({"from": f"ada@{'x' * 64}.example"}, "is no domain that a mail can come from"),
        ({"cc": "nobody"}, "cc"),
        ({"bcc": "nobody"}, "bcc"),
        ({"reply_to": "nobody"}, "reply_to"),
        ({"body": "typo"}, "body"),
        ({"attachments": [{"filename": "../a", "content_base64": ""}]}, "attachments.0.filename"),
        ({"attachments": [{"filename": "a\r\nb", "content_base64": ""}]}, "attachments.0.filename"),
        ({"attachments": [{"filename": "a", "content_base64": "%%%"}]}, "attachments.0.content_base64"),
        (
            {"attachments": [{"filename": "a", "content_base64": "", "content_type": "text/x\nB: c"}]},
            "attachments.0.content_type",
        ),
    ],
)
def test_a_mistake_in_the_payload_names_its_field_and_sends_nothing(
    server: Server, payload: dict[str, Any], field: str
) -> None:
    outcome = send(payload)

    assert isinstance(outcome.error, Dead)
    assert field in str(outcome.error)
    assert server.took == []
