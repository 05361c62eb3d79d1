"""Mails of the accounts: by SMTP, or into a folder while no mail server is set.

They leave from a thread of their own, so that no answer takes longer, or says more, for an address that is known.
"""

from __future__ import annotations

import contextlib
import os
import smtplib
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate, make_msgid
from pathlib import Path
from uuid import uuid4

from producer.settings import Settings
from shared import logs, mail

log = logs.get("producer")

ANSWER_SECONDS = 20.0
MOST_WAITING = 100
"""Errands that wait for the one thread; beyond that the newest is dropped, and the log says so."""
DEFAULT_FROM = "workqueue@localhost"


class Mailer:
    """Sends mails, one after the other."""

    def __init__(self, settings: Settings) -> None:
        """No thread runs before the first errand."""
        self._settings = settings
        self._room = threading.BoundedSemaphore(MOST_WAITING)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

    def later(self, errand: Callable[[], None]) -> None:
        """Run `errand` (which looks up what to send, and sends it) when those before it are done."""
        if not self._room.acquire(blocking=False):
            log.error("a mail was dropped: more wait than the mail server takes", waiting=MOST_WAITING)
            return
        self._thread.submit(self._run, errand)

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one mail now.

        Raises:
            smtplib.SMTPException, OSError: it did not go out.
        """
        message = self._compose(to, subject, text)
        if self._settings.smtp_host is None:
            _lay_into(self._settings.outbox_dir, message)
        else:
            self._deliver(message)

    def close(self) -> None:
        """Wait for what was handed in."""
        self._thread.shutdown(wait=True)

    def _run(self, errand: Callable[[], None]) -> None:
        try:
            errand()
        except Exception as error:
            log.error("a mail could not be sent", error=type(error).__name__, exc_info=error)
        finally:
            self._room.release()

    def _compose(self, to: str, subject: str, text: str) -> EmailMessage:
        sender = self._settings.smtp_from or DEFAULT_FROM
        message = EmailMessage(policy=WIRE)
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
        message["Date"] = formatdate()
        message["From"] = sender
        message["To"] = to
        message["Subject"] = subject
        message.set_content(text)
        return message

    def _deliver(self, message: EmailMessage) -> None:
        connection = mail.connect(self._settings, ANSWER_SECONDS)
        try:
            if self._settings.smtp_tls == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if self._settings.smtp_user is not None and self._settings.smtp_password is not None:
                connection.login(self._settings.smtp_user, self._settings.smtp_password.get_secret_value())
            connection.send_message(message)
            # The mail is with the server now: a fault in saying goodbye changes nothing.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()


def _lay_into(folder: Path, message: EmailMessage) -> None:
    """Whole or not at all, and for nobody else to read: it carries a way into an account."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{uuid4().hex}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.as_bytes())
    draft.rename(folder / f"{uuid4()}.eml")
