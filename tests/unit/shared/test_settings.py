"""Settings are read once, checked, frozen; a bad value is named with what it may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared import settings
from shared.errors import ConfigurationError
from shared.mail import MailSettings
from shared.settings import Settings


class WithMail(Settings, MailSettings):
    """As the producer has them."""


BAD = [
    ("APP_ENV", "staging", "'production' or 'development'"),
    ("REDIS_URL", "localhost:6379", "must start with redis://, rediss:// or unix://"),
    ("QUEUE_NAME", "two words", "QUEUE_NAME='two words'"),
    ("QUEUE_NAME", "{braces}", "pattern"),
    ("REDIS_TIMEOUT", "0", "greater than 0"),
    ("REDIS_TIMEOUT", "soon", "number"),
    ("DATABASE_POOL", "1", "greater than or equal to 2"),
    ("RESULT_TTL", "59", "greater than or equal to 60"),
    ("MAX_EVENTS", "12", "greater than or equal to 1000"),
    ("LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
    ("LOG_FORMAT", "xml", "'json' or 'console'"),
    ("ALLOW_VOLATILE_REDIS", "perhaps", "boolean"),
]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """None of our variables, and no `.env` of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(settings, "load_dotenv", lambda: False)
    monkeypatch.chdir(tmp_path)


def test_it_starts_without_any() -> None:
    found = settings.load(Settings)

    assert (found.app_env, found.queue_name, found.database_url) == ("production", "workqueue:jobs", None)


@pytest.mark.parametrize(("name", "value", "says"), BAD)
def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match="these settings cannot be used") as caught:
        settings.load(Settings)

    assert name in str(caught.value)
    assert says in str(caught.value)


def test_a_rule_over_several_settings_shows_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_USER", "somebody")
    monkeypatch.setenv("WEBHOOK_SECRET_KEY", "a" * 32)

    with pytest.raises(ConfigurationError) as caught:
        settings.load(WithMail)

    assert "set SMTP_USER and SMTP_PASSWORD together" in str(caught.value)
    assert "a" * 32 not in str(caught.value)


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESULT_TTL", "1")
    monkeypatch.setenv("LOG_FORMAT", "xml")

    with pytest.raises(ConfigurationError, match="(?s)RESULT_TTL.*LOG_FORMAT"):
        settings.load(Settings)


def test_a_bad_address_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://:hunter2@queue.example:6379")

    with pytest.raises(ConfigurationError, match="REDIS_URL") as caught:
        settings.load(Settings)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["", "none", "NONE", " none "])
def test_no_database_may_be_said_in_words(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)

    assert settings.load(Settings).database_url is None


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESULT_TTL", "")

    assert settings.load(Settings).result_ttl == 86_400


def test_overrides_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_NAME", "of-the-environment")

    assert settings.load(Settings, queue_name="given").queue_name == "given"


def test_they_are_frozen() -> None:
    found = settings.load(Settings)

    with pytest.raises(ValidationError, match="frozen"):
        found.queue_name = "another"  # type: ignore[misc]
