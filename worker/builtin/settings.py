"""What the operator of a worker sets for the handlers that ship; read once, when the first of them runs."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Any

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode

from shared import public_address, webhooks
from shared.mail import MailSettings


class SettingsError(Exception):
    """A setting cannot be used; the text names it and says what to do."""


class Settings(MailSettings):
    """A field for each environment variable, which is its name in capitals; an empty one counts as unset."""

    app_env: str = "production"
    """Which checks are strict; anything but `development` and `test` is treated as production."""

    files_dir: Path = Path(".local/files")
    """Where handlers read and write files, one folder for each tenant."""

    http_request_secret: SecretStr | None = None
    """Signs calls: `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it."""

    http_request_allow_private: bool = False
    """Lets http_request call private addresses and any port; development only."""

    http_request_ports: Annotated[frozenset[int], NoDecode] = public_address.PUBLIC_PORTS
    """The ports http_request may call, separated by commas."""

    pdf_font: Path | None = None
    """A TrueType font for generate_pdf, where the one found on the machine lacks letters."""

    @property
    def signing_key(self) -> bytes | None:
        """The bytes that sign calls, or None."""
        return _key_of(self.http_request_secret.get_secret_value()) if self.http_request_secret else None

    @field_validator("http_request_ports", mode="before")
    @classmethod
    def _split_ports(cls, value: Any) -> Any:
        return [port.strip() for port in value.split(",")] if isinstance(value, str) else value

    @field_validator("http_request_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            _key_of(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _no_private_calls_in_production(self) -> Settings:
        if self.http_request_allow_private and self.app_env not in ("development", "test"):
            raise ValueError(
                "HTTP_REQUEST_ALLOW_PRIVATE=true would let every job call into this network: remove it, "
                f"or set APP_ENV=development (it is {self.app_env!r})"
            )
        return self


@functools.cache
def current() -> Settings:
    """The settings of this process, read from the environment on the first call and kept.

    Raises:
        SettingsError: one of them cannot be used. It is read again the next time.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """Name each setting and what is wrong with it; never its value, which may be a secret."""
    faults = error.errors(include_input=False, include_url=False)
    return "the worker's settings are wrong: " + "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'][:1]).upper()} {fault['msg']}".strip()
        for fault in faults
    )


def _key_of(secret: str) -> bytes:
    if not secret.startswith(webhooks.PREFIX):
        raise ValueError("must be whsec_ and then 24 to 64 random bytes in base64")
    return webhooks.key_of(secret)
