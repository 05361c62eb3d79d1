"""How mail leaves: the settings of the mail server, and the connection to it. Accounts and a shipped handler both send."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MailSettings(BaseSettings):
    """Fields for the settings of whoever sends mail."""

    # Of several bases the last one's rules count, so this must have those of `shared.settings`.
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    outbox_dir: Path = Path(".local/outbox")
    """Where mail is put as .eml files while there is no SMTP server."""
    smtp_host: str | None = None
    """The mail server; without one, mail goes to the outbox folder."""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    """The sender where a mail names none."""
    smtp_tls: Literal["starttls", "ssl", "off"] = "starttls"

    @model_validator(mode="after")
    def _mail_can_be_sent(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("set SMTP_USER and SMTP_PASSWORD together, or neither")
        if self.smtp_user is not None and self.smtp_tls == "off" and self.smtp_host not in _LOOPBACK:
            raise ValueError("SMTP_TLS=off would send SMTP_PASSWORD in clear: use starttls or ssl")
        return self


def connect(chosen: MailSettings, timeout: float) -> smtplib.SMTP:
    """A connection to the mail server, encrypted from its start where `smtp_tls` is `ssl`.

    Args:
        chosen: with an `smtp_host`.
        timeout: seconds for each answer.

    Raises:
        smtplib.SMTPException, OSError: there is none to be had.
    """
    host = chosen.smtp_host or ""
    if chosen.smtp_tls == "ssl":
        return smtplib.SMTP_SSL(host, chosen.smtp_port, timeout=timeout, context=ssl.create_default_context())
    return smtplib.SMTP(host, chosen.smtp_port, timeout=timeout)
