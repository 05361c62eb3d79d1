"""The settings of the producer, on top of those that it shares with the worker."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, field_validator

from shared.errors import ConfigurationError
from shared.settings import Settings as Shared
from shared.settings import load

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?")
KNOWN_KEYS = frozenset(
    {"secret-key", "secret", "changeme", "change-me", "change-me-in-production", "admin", "test"}
)
SHORTEST_KEY = 16


class Settings(Shared):
    """Read once at start, checked, frozen; `docs/reference/environment.md` lists the variables."""

    host: str = "127.0.0.1"
    """Where to listen: `127.0.0.1`, `0.0.0.0`, or `::` (IPv6, and IPv4 on most systems)."""
    port: int = Field(8080, ge=1, le=65_535)
    web_concurrency: int = Field(1, ge=1, le=64)
    """Processes; the counters of `/metrics` are each process's own."""
    web_threads: int = Field(16, ge=1, le=256)
    """Threads in each process: requests under way at a time."""
    allowed_origins: str = ""
    """Origins (scheme://host[:port], commas between) whose pages may call; `*` for any; empty for none."""
    max_body_bytes: int = Field(1_048_576, ge=1024)
    """Of one request; a payload's own limit is 256 KiB once it is read."""
    max_batch_bytes: int = Field(16_777_216, ge=1024)
    """Of a batch request."""
    auth_mode: Literal["open", "keys"] | None = None
    """`open` lets everybody in where no key is set; production without a key asks for it in so many words."""
    api_key: str | None = None
    """Callers show it as `X-API-Key` or `Authorization: Bearer`."""
    admin_key: str | None = None

    @field_validator("allowed_origins")
    @classmethod
    def _exact_origins(cls, value: str) -> str:
        origins = _split(value)
        for origin in origins:
            if not _ORIGIN.fullmatch(origin) and origins != ["*"]:
                raise ValueError(f"{origin!r} is no origin: write scheme://host[:port], or * alone")
        return value

    @property
    def keys(self) -> list[str]:
        """The static keys that are set."""
        return [key for key in (self.api_key, self.admin_key) if key]

    @property
    def origins(self) -> list[str]:
        """The allowed origins, one by one."""
        return _split(self.allowed_origins)


def read(**overrides: Any) -> Settings:
    """The settings of this process, `overrides` over its environment.

    Raises:
        ConfigurationError: names each variable that cannot be used and why; it never shows a key.
    """
    settings = load(Settings, **overrides)
    if settings.app_env == "production":
        _refuse_weak_keys(settings)
    _refuse_unclear_callers(settings)
    return settings


def _refuse_weak_keys(settings: Settings) -> None:
    for key in settings.keys:
        if key.lower() in KNOWN_KEYS or len(key) < SHORTEST_KEY:
            raise ConfigurationError(
                f"API_KEY or ADMIN_KEY can be guessed: use at least {SHORTEST_KEY} random characters,"
                " for example from `openssl rand -hex 24`"
            )


def _refuse_unclear_callers(settings: Settings) -> None:
    if settings.keys and settings.auth_mode == "open":
        raise ConfigurationError(
            "AUTH_MODE=open and a key contradict each other: remove API_KEY and ADMIN_KEY, or AUTH_MODE"
        )
    closed = settings.app_env == "production" or settings.auth_mode == "keys"
    if closed and not settings.keys and settings.auth_mode != "open":
        raise ConfigurationError(
            "nobody could call: set API_KEY or ADMIN_KEY to a long random word, or AUTH_MODE=open to let"
            " everybody in (APP_ENV=development is open by itself)"
        )


def _split(text: str) -> list[str]:
    return [part.strip().rstrip("/") for part in text.split(",") if part.strip()]
