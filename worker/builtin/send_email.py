"""Sends mail by SMTP, or lays it into a folder while no mail server is set."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from typing import Any

from pydantic import Field, field_validator, model_validator

from shared import mail
from worker.builtin import files, payloads, settings
from worker.builtin.settings import Settings
from workqueue import Dead, Handlers, Job

handlers = Handlers()

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ANSWER_SECONDS = 20.0
_DEFAULT_FROM = "workqueue@localhost"


class Attachment(payloads.Payload):
    """A file that goes with the mail."""

    filename: str = Field(min_length=1, max_length=255)
    content_base64: str
    content_type: str = "application/octet-stream"

    @field_validator("filename")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if "/" in value or "\\" in value:
            raise ValueError("give a name without a path")
        return _one_line(value)

    @field_validator("content_type")
    @classmethod
    def _is_a_media_type(cls, value: str) -> str:
        if not _MEDIA_TYPE.fullmatch(value) or value.lower().startswith(("multipart/", "message/")):
            raise ValueError("give a media type such as application/pdf")
        return value


class Mail(payloads.Payload):
    """The payload of `send_email`; an address is `ada@example.com` or `Ada <ada@example.com>`."""

    to: list[str] = Field(min_length=1, max_length=100)
    subject: str = Field(max_length=900)
    text: str | None = None
    html: str | None = None
    sender: str | None = Field(default=None, alias="from")
    cc: list[str] = Field(default=[], max_length=100)
    bcc: list[str] = Field(default=[], max_length=100)
    reply_to: list[str] = Field(default=[], max_length=10)
    attachments: list[Attachment] = Field(default=[], max_length=20)

    @field_validator("to", "cc", "bcc", "reply_to", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("subject")
    @classmethod
    def _subject_is_one_line(cls, value: str) -> str:
        return _one_line(value)

    @model_validator(mode="after")
    def _addresses_can_be_read(self) -> Mail:
        for field in ("to", "cc", "bcc", "reply_to"):
            for text in getattr(self, field):
                _read_address(field, text)
        if self.sender is not None:
            _ascii_domain(_read_address("from", self.sender))
        return self


@handlers.handler("send_email", timeout=90)
def send_email(job: Job) -> dict[str, Any]:
    """Send one mail.

    Its Message-ID comes from the job id, so that a second run, should the worker die after the server took
    the mail, can be recognised as the same one.

    Returns:
        `message_id`, `accepted` (addresses), `transport` (`smtp` or `outbox`); `refused` (address: why)
        where the server took it for some recipients only; `path` of the file in the outbox.

    Raises:
        Dead: the payload is wrong, or the server refused the mail for good.
        MailError: the server could not be reached or refused for now.
    """
    chosen = settings.current()
    mail = payloads.read(Mail, job)
    message = _compose(mail, job, _sender(mail, chosen))
    return _send(job, message, chosen) if chosen.smtp_host else _lay_into_outbox(job, message, chosen)


class MailError(Exception):
    """The mail did not go out this time; the text says where it failed and what may help."""


def _sender(mail: Mail, chosen: Settings) -> Address:
    text = mail.sender or chosen.smtp_from or (None if chosen.smtp_host else _DEFAULT_FROM)
    if text is None:
        raise payloads.mistake("from", "missing; give it in the payload, or set SMTP_FROM on the worker")
    return _read_address("from", text)


def _compose(mail: Mail, job: Job, sender: Address) -> EmailMessage:
    message = EmailMessage(policy=WIRE)
    message["Message-ID"] = f"<{files.plain_name(job.id)}@{_ascii_domain(sender)}>"
    message["Date"] = format_datetime(job.created_at)
    message["From"] = sender
    message["Subject"] = mail.subject
    for header, texts in (("To", mail.to), ("Cc", mail.cc), ("Bcc", mail.bcc), ("Reply-To", mail.reply_to)):
        if texts:
            message[header] = [_read_address(header, text) for text in texts]
    _add_bodies(message, mail)
    for number, attachment in enumerate(mail.attachments):
        _attach(message, attachment, f"attachments.{number}.content_base64")
    return message


def _add_bodies(message: EmailMessage, mail: Mail) -> None:
    if mail.text is not None or mail.html is None:
        message.set_content(mail.text or "")
        if mail.html is not None:
            message.add_alternative(mail.html, subtype="html")
    else:
        message.set_content(mail.html, subtype="html")


def _attach(message: EmailMessage, attachment: Attachment, field: str) -> None:
    main, _, sub = attachment.content_type.partition("/")
    content = payloads.decode_base64(field, attachment.content_base64)
    message.add_attachment(content, maintype=main, subtype=sub, filename=attachment.filename)


def _lay_into_outbox(job: Job, message: EmailMessage, chosen: Settings) -> dict[str, Any]:
    path = chosen.outbox_dir / files.name_for(job, ".eml")
    files.write_whole(path, message.as_bytes())
    job.log("no SMTP_HOST is set on the worker; the mail lies in", path)
    return {
        "message_id": message["Message-ID"],
        "accepted": _recipients(message),
        "transport": "outbox",
        "path": str(path),
    }


def _send(job: Job, message: EmailMessage, chosen: Settings) -> dict[str, Any]:
    with _connection(job, chosen) as connection, _told_in_our_words(chosen):
        # send_message takes Bcc out of what it sends.
        refused = connection.send_message(message, to_addrs=_recipients(message))
    accepted = [address for address in _recipients(message) if address not in refused]
    result = {"message_id": message["Message-ID"], "accepted": accepted, "transport": "smtp"}
    if refused:
        result["refused"] = {address: _words(*answer) for address, answer in refused.items()}
        job.log("the mail server took it for some recipients only; refused:", result["refused"])
    return result


@contextlib.contextmanager
def _connection(job: Job, chosen: Settings) -> Iterator[smtplib.SMTP]:
    with _told_in_our_words(chosen):
        connection = mail.connect(chosen, _seconds_for_an_answer(job))
    try:
        with _told_in_our_words(chosen):
            _prepare(connection, chosen)
        yield connection
        # The mail is with the server now: a fault in saying goodbye must not send it again.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.quit()
    finally:
        connection.close()


def _prepare(connection: smtplib.SMTP, chosen: Settings) -> None:
    connection.ehlo_or_helo_if_needed()
    if chosen.smtp_tls == "starttls":
        _start_tls(connection, chosen)
    if chosen.smtp_user is not None and chosen.smtp_password is not None:
        connection.login(chosen.smtp_user, chosen.smtp_password.get_secret_value())


def _start_tls(connection: smtplib.SMTP, chosen: Settings) -> None:
    if not connection.has_extn("starttls"):
        raise MailError(
            f"{_server(chosen)} offers no STARTTLS: set SMTP_TLS=ssl (often port 465), "
            "or SMTP_TLS=off for a server on a trusted network"
        )
    connection.starttls(context=ssl.create_default_context())


@contextlib.contextmanager
def _told_in_our_words(chosen: Settings) -> Iterator[None]:
    """Tell what the server said: for good (Dead), or for now (MailError)."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _recipients_refused(error, chosen) from error
    except smtplib.SMTPAuthenticationError as error:
        said = _words(error.smtp_code, error.smtp_error)
        raise MailError(
            f"{_server(chosen)} did not take SMTP_USER and SMTP_PASSWORD ({said}): correct them on the worker"
        ) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _mail_refused(error, chosen) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _not_supported(error, chosen) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"{_server(chosen)} could not be used: {error}") from error


def _recipients_refused(error: smtplib.SMTPRecipientsRefused, chosen: Settings) -> Exception:
    said = "; ".join(f"{address}: {_words(*answer)}" for address, answer in error.recipients.items())
    text = f"{_server(chosen)} refused every recipient: {said}"
    for_good = all(code >= 500 for code, _ in error.recipients.values())
    return Dead(text) if for_good else MailError(text)


def _mail_refused(error: smtplib.SMTPResponseException, chosen: Settings) -> Exception:
    what = f"the sender {error.sender}" if isinstance(error, smtplib.SMTPSenderRefused) else "the mail"
    text = f"{_server(chosen)} refused {what}: {_words(error.smtp_code, error.smtp_error)}"
    return Dead(text) if error.smtp_code >= 500 else MailError(text)


def _not_supported(error: smtplib.SMTPNotSupportedError, chosen: Settings) -> Exception:
    if chosen.smtp_user is not None and "AUTH" in str(error):
        return MailError(
            f"{_server(chosen)} offers no login: remove SMTP_USER and SMTP_PASSWORD, or change SMTP_TLS"
        )
    return Dead(f"{_server(chosen)} cannot take addresses with letters beyond ASCII: {error}")


def _recipients(message: EmailMessage) -> list[str]:
    headers = [message[name] for name in ("To", "Cc", "Bcc")]
    found = [address.addr_spec for header in headers if header is not None for address in header.addresses]
    return list(dict.fromkeys(found))


def _read_address(field: str, text: str) -> Address:
    """Read one address strictly: a lenient parser makes two of one, or takes one that was not meant.

    Raises:
        ValueError: it is not exactly one address, or has line breaks in it.
    """
    header = WIRE.header_factory("To", _one_line(text))
    if len(header.addresses) != 1 or header.defects or not header.addresses[0].domain:
        raise ValueError(f"{field}: {text!r} is not one mail address; give several as a list")
    address: Address = header.addresses[0]
    return address


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("line breaks and control characters are not allowed here")
    return text


def _ascii_domain(sender: Address) -> str:
    """The domain as mail servers write it.

    Raises:
        ValueError: no name of a host is written so.
    """
    try:
        return sender.domain.encode("idna").decode()
    except UnicodeError:
        raise ValueError(f"from: {sender.domain!r} is no domain that a mail can come from") from None


def _seconds_for_an_answer(job: Job) -> float:
    return _ANSWER_SECONDS if job.remaining is None else max(1.0, min(_ANSWER_SECONDS, job.remaining))


def _server(chosen: Settings) -> str:
    return f"the mail server {chosen.smtp_host}:{chosen.smtp_port}"


def _words(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
