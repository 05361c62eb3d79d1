"""The settings that the producer and the worker share: read once at start, checked, frozen."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeVar

from dotenv import load_dotenv
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import ConfigurationError

S = TypeVar("S", bound="Settings")

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?")
NO_DATABASE = frozenset({"", "none"})
SHORTEST_SECRET_KEY = 32


class Settings(BaseSettings):
    """Every field is an environment variable of the same name in capitals; `docs/reference/environment.md` lists them."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    app_env: Literal["production", "development"] = "production"
    """`development` allows what is only safe on one's own machine."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    database_url: str | None = None
    """Absent or `none`: the queue runs on Redis alone."""
    queue_name: str = Field("workqueue:jobs", pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")
    """The namespace: the Redis list of the default queue, and the tag of every other key."""
    redis_timeout: float = Field(2.0, gt=0, le=60)
    """Seconds to connect to Redis and to wait for its answer."""
    database_pool: int = Field(10, ge=2, le=200)
    """At most this many connections to Postgres from one process."""
    result_ttl: int = Field(86_400, ge=60)
    """Seconds that a finished job stays in Redis when there is no Postgres."""
    max_events: int = Field(1_000_000, ge=1_000)
    """Entries of the events stream at which no more jobs are put in line, with Postgres: they wait in their rows."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    allow_volatile_redis: bool = False
    """Start in production although Redis has no AOF or may evict keys."""
    allowed_origins: str = ""
    """Origins (scheme://host[:port], commas between) whose pages may call; `*` for any; empty for none."""
    webhook_secret_key: str | None = None
    """Seals the secrets of webhooks in the database; after a comma an older key, which opens what it has sealed."""
    webhook_allow_private: bool = False
    """Lets webhooks call private addresses and any port; development only."""

    @field_validator("database_url")
    @classmethod
    def _none_means_absent(cls, value: str | None) -> str | None:
        return None if value is None or value.strip().lower() in NO_DATABASE else value

    @field_validator("webhook_secret_key")
    @classmethod
    def _long_enough(cls, value: str | None) -> str | None:
        if value is not None and min(len(key) for key in _split(value)) < SHORTEST_SECRET_KEY:
            raise ValueError(
                f"each key must have at least {SHORTEST_SECRET_KEY} characters, as from `openssl rand -hex 32`"
            )
        return value

    @field_validator("webhook_allow_private")
    @classmethod
    def _only_in_development(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("app_env") != "development":
            raise ValueError(
                "every tenant could make us call into this network: remove it, or set APP_ENV=development"
            )
        return value

    @property
    def webhook_secret_keys(self) -> list[str]:
        """The keys of `webhook_secret_key`, one by one."""
        return _split(self.webhook_secret_key) if self.webhook_secret_key else []

    @field_validator("allowed_origins")
    @classmethod
    def _exact_origins(cls, value: str) -> str:
        origins = _origins(value)
        for origin in origins:
            if not _ORIGIN.fullmatch(origin) and origins != ["*"]:
                raise ValueError(f"{origin!r} is no origin: write scheme://host[:port], or * alone")
        return value

    @property
    def origins(self) -> list[str]:
        """The allowed origins, one by one."""
        return _origins(self.allowed_origins)

    @field_validator("redis_url")
    @classmethod
    def _with_scheme(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value


def load(kind: type[S], **overrides: Any) -> S:
    """The settings of this process: its environment over `.env`, `overrides` over both.

    Raises:
        ConfigurationError: names each variable that cannot be used and why.
    """
    load_dotenv()
    try:
        return kind(**overrides)
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from error


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _origins(text: str) -> list[str]:
    return [part.strip().rstrip("/") for part in text.split(",") if part.strip()]


def _sentence(error: ValidationError) -> str:
    return "these settings cannot be used: " + "; ".join(_problem(problem) for problem in error.errors())


def _problem(problem: Any) -> str:
    """Addresses carry passwords and keys are secrets: only what is neither is shown."""
    name = ".".join(map(str, problem["loc"])).upper()
    if not name:  # a rule over several settings: its sentence names them, and the input is all there are
        return str(problem["msg"])
    secret = any(word in name for word in ("URL", "KEY", "SECRET", "PASSWORD"))
    shown = name if secret else f"{name}={problem.get('input')!r}"
    return f"{shown}: {problem['msg']}"
