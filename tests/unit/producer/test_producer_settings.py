"""Who may call is decided at start, and an unclear answer stops it."""

from __future__ import annotations

from typing import Any

import pytest

from producer import settings
from shared.errors import ConfigurationError

LONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "nobody could call"),
    ({"app_env": "production", "api_key": "secret-key"}, "can be guessed"),
    ({"app_env": "production", "admin_key": "short"}, "can be guessed"),
    ({"app_env": "development", "auth_mode": "keys"}, "nobody could call"),
    ({"app_env": "development", "auth_mode": "open", "api_key": LONG}, "contradict"),
    ({"app_env": "development", "allowed_origins": "example.org"}, "no origin"),
    ({"app_env": "development", "allowed_origins": "https://a.example, *"}, "no origin"),
    ({"app_env": "development", "allowed_origins": "null"}, "no origin"),
    ({"app_env": "development", "port": 0}, "PORT"),
]


@pytest.mark.parametrize(("values", "words"), REFUSED)
def test_it_refuses_to_start(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        settings.read(**values)


def test_a_refusal_shows_no_key() -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings.read(app_env="production", api_key="hunter2-hunter")
    assert "hunter2" not in str(refused.value)


ACCEPTED: list[dict[str, Any]] = [
    {"app_env": "development"},
    {"app_env": "production", "auth_mode": "open"},
    {"app_env": "production", "api_key": LONG},
    {"app_env": "development", "allowed_origins": "*"},
    {"app_env": "development", "allowed_origins": "https://a.example:8443, http://[::1]:5173"},
]


@pytest.mark.parametrize("values", ACCEPTED)
def test_it_starts(values: dict[str, Any]) -> None:
    assert settings.read(**values).app_env == values["app_env"]


def test_origins_are_told_apart() -> None:
    read = settings.read(app_env="development", allowed_origins="https://a.example/, http://b.example")
    assert read.origins == ["https://a.example", "http://b.example"]


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTH_MODE", "BASE_URL", "SMTP_HOST", "WEBHOOK_SECRET_KEY", "PORT"):
        monkeypatch.setenv(name, "")

    read = settings.read(app_env="production", api_key=LONG)

    assert (read.auth_mode, read.base_url, read.smtp_host, read.webhook_secret_keys, read.port) == (
        None,
        None,
        None,
        [],
        8080,
    )


def test_they_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.read(app_env="development").port = 1  # type: ignore[misc]
