"""The settings of the producer, on top of those that it shares with the worker."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from pydantic import Field, SecretStr

from producer.stripe_settings import StripeSettings
from shared.errors import ConfigurationError
from shared.mail import MailSettings
from shared.settings import Settings as Shared
from shared.settings import load

KNOWN_KEYS = frozenset(
    {"secret-key", "secret", "changeme", "change-me", "change-me-in-production", "admin", "test"}
)
SHORTEST_KEY = 16
SHORTEST_SECRET = 32
"""Bytes of `JWT_SECRET`: as many as HS256 makes of it (RFC 7518, section 3.2)."""
FEWEST_CHARACTERS = 8
"""Different ones in `JWT_SECRET`: one character repeated is long, and is guessed."""
PLACEHOLDERS = ("secret", "change-me", "changeme", "password", "example")
"""Words of examples and defaults, which no random `JWT_SECRET` holds."""
PRODUCTION_RPS = 100.0


class Settings(Shared, MailSettings, StripeSettings):
    """Read once at start, checked, frozen; `docs/reference/environment.md` lists the variables."""

    host: str = "127.0.0.1"
    """Where to listen: `127.0.0.1`, `0.0.0.0`, or `::` (IPv6, and IPv4 on most systems)."""
    port: int = Field(8080, ge=1, le=65_535)
    web_concurrency: int = Field(1, ge=1, le=64)
    """Processes; the counters of `/metrics` are each process's own."""
    web_threads: int = Field(64, ge=1, le=256)
    """Threads in each process: requests under way at a time."""
    max_body_bytes: int = Field(1_048_576, ge=1024)
    """Of one request; a payload's own limit is 256 KiB once it is read."""
    max_batch_bytes: int = Field(16_777_216, ge=1024)
    """Of a batch, and of what a worker reports, which is cut rather than refused."""
    max_schedules: int = Field(100, ge=0, le=100_000)
    """That one tenant may have."""
    max_streams: int | None = Field(None, ge=0, le=256)
    """Live streams open at a time in each process; None: a quarter of the threads, each of which it holds."""
    max_streams_per_tenant: int = Field(20, ge=0, le=256)
    auth_mode: Literal["open", "keys"] | None = None
    """`open` lets everybody in where no key is set; production without a key asks for it in so many words."""
    api_key: str | None = None
    """Callers show it as `X-API-Key` or `Authorization: Bearer`."""
    admin_key: str | None = None
    jwt_secret: SecretStr | None = None
    """Signs the sessions of people who registered; without it production has no accounts."""
    base_url: str | None = Field(None, pattern=r"^https?://[^\s?#]+$")
    """Where people reach the page; the links in mails begin with it, and Stripe sends people back to it."""
    rate_limit_rps: float | None = Field(None, ge=0, le=1_000_000)
    """Requests a second that each key may make; 0: any number. None: `PRODUCTION_RPS`, 0 in development."""
    rate_limit_burst: int | None = Field(None, ge=1, le=10_000_000)
    """Requests that a rested key may make at once; None: those of two seconds."""
    auth_rate_limit_rps: float = Field(1.0, ge=0, le=1_000_000)
    """The same for each address at `/auth/*`, and for what it asks elsewhere without a key that works; 0: any number."""
    auth_rate_limit_burst: int = Field(20, ge=1, le=10_000_000)
    trusted_hops: int = Field(0, ge=0, le=10)
    """Proxies of ours between a caller and us, each of which appends to X-Forwarded-For."""

    @property
    def open(self) -> bool:
        """Callers who show no key are let in, as the operator's own tenant."""
        if self.auth_mode is None:
            return self.app_env == "development" and not self.keys
        return self.auth_mode == "open"

    @property
    def requests_per_second(self) -> float:
        """That each key may make; 0: any number."""
        if self.rate_limit_rps is None:
            return PRODUCTION_RPS if self.app_env == "production" else 0.0
        return self.rate_limit_rps

    @property
    def requests_at_once(self) -> float:
        """That a rested key may make."""
        return self.rate_limit_burst or max(1.0, 2 * self.requests_per_second)

    @property
    def has_accounts(self) -> bool:
        """People may register: there are tables to write them into, and a secret to sign their sessions."""
        return self.database_url is not None and self.jwt_secret is not None

    @property
    def page_url(self) -> str:
        """Where people reach the page, without a slash at its end."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def keys(self) -> list[str]:
        """The static keys that are set."""
        return [key for key in (self.api_key, self.admin_key) if key]


def read(**overrides: Any) -> Settings:
    """The settings of this process, `overrides` over its environment.

    Raises:
        ConfigurationError: names each variable that cannot be used and why; it never shows a key.
    """
    settings = load(Settings, **overrides)
    if settings.app_env == "production":
        _refuse_weak_keys(settings)
        _refuse_weak_secret(settings)
        _refuse_unready_billing(settings)
    _refuse_unclear_callers(settings)
    return settings if settings.app_env == "production" else _with_secret(settings)


def _refuse_weak_keys(settings: Settings) -> None:
    for key in settings.keys:
        if key.lower() in KNOWN_KEYS or len(key) < SHORTEST_KEY:
            raise ConfigurationError(
                f"API_KEY or ADMIN_KEY can be guessed: use at least {SHORTEST_KEY} random characters,"
                " for example from `openssl rand -hex 24`"
            )


def _refuse_weak_secret(settings: Settings) -> None:
    if settings.jwt_secret is None:
        return
    secret = settings.jwt_secret.get_secret_value()
    too_plain = len(set(secret)) < FEWEST_CHARACTERS or any(word in secret.lower() for word in PLACEHOLDERS)
    if too_plain or len(secret.encode()) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"JWT_SECRET can be guessed, and with it anybody's session forged: use at least {SHORTEST_SECRET}"
            " random bytes, for example from `openssl rand -hex 32`"
        )


def _refuse_unready_billing(settings: Settings) -> None:
    if settings.stripe_api_base is not None:
        raise ConfigurationError(
            "STRIPE_API_BASE would have another than Stripe say who has paid: remove it, or set APP_ENV=development"
        )
    if settings.has_billing and settings.base_url is None:
        raise ConfigurationError(
            "billing needs BASE_URL, as Stripe sends people back to it: set it to where they reach the page"
        )


def _with_secret(settings: Settings) -> Settings:
    """On one's own machine sessions may end with the process."""
    if settings.jwt_secret is not None:
        return settings
    if settings.web_concurrency > 1:
        raise ConfigurationError(
            f"JWT_SECRET is missing: WEB_CONCURRENCY={settings.web_concurrency} processes must agree on one;"
            " set it, for example to what `openssl rand -hex 32` prints"
        )
    return settings.model_copy(update={"jwt_secret": SecretStr(secrets.token_hex(32))})


def _refuse_unclear_callers(settings: Settings) -> None:
    if settings.keys and settings.auth_mode == "open":
        raise ConfigurationError(
            "AUTH_MODE=open and a key contradict each other: remove API_KEY and ADMIN_KEY, or AUTH_MODE"
        )
    closed = settings.app_env == "production" or settings.auth_mode == "keys"
    if closed and not settings.keys and settings.auth_mode != "open" and not settings.has_accounts:
        raise ConfigurationError(
            "nobody could call: set API_KEY or ADMIN_KEY to a long random word, or JWT_SECRET beside"
            " DATABASE_URL so that people can register, or AUTH_MODE=open to let everybody in"
            " (APP_ENV=development is open by itself)"
        )
