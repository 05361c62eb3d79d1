"""What production refuses of secrets, and what it does without them."""

from __future__ import annotations

from typing import Any

import pytest

from producer import settings
from shared.errors import ConfigurationError

LONG = "0123456789abcdef0123456789abcdef"
DATABASE = "postgresql://127.0.0.1/none"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)


def production(**values: Any) -> settings.Settings:
    return settings.read(app_env="production", api_key=LONG, **values)


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "change-me-in-production",
        "change-me-in-production-0123456789",
        "my-very-long-secret-that-is-not-random",
        "Password0123456789abcdefghijklmno",
        "a" * 64,
        "abababababababababababababababab",
        LONG[:31],
    ],
)
def test_production_refuses_a_secret_that_can_be_guessed(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="JWT_SECRET can be guessed") as refused:
        production(jwt_secret=secret)
    assert secret not in str(refused.value)


def test_production_without_a_secret_starts_without_accounts() -> None:
    assert production(database_url=DATABASE).has_accounts is False
    assert production(database_url=DATABASE, jwt_secret=LONG).has_accounts is True
    assert production(jwt_secret=LONG).has_accounts is False, "without tables"


def test_where_people_can_register_no_static_key_is_needed() -> None:
    read = settings.read(app_env="production", database_url=DATABASE, jwt_secret=LONG)
    assert (read.open, read.has_accounts) == (False, True)
    with pytest.raises(ConfigurationError, match="nobody could call"):
        settings.read(app_env="production", jwt_secret=LONG)


def test_each_process_in_development_makes_a_secret_of_its_own() -> None:
    made = [settings.read(app_env="development").jwt_secret for _ in range(2)]
    assert made[0] is not None
    assert made[0] != made[1]
    assert len(made[0].get_secret_value()) == 64


def test_several_processes_must_agree_on_one() -> None:
    with pytest.raises(ConfigurationError, match="JWT_SECRET is missing"):
        settings.read(app_env="development", web_concurrency=2)
    assert settings.read(app_env="development", web_concurrency=2, jwt_secret="any").jwt_secret is not None


def test_no_secret_is_shown() -> None:
    read = production(jwt_secret=LONG, smtp_user="u", smtp_password="hunter2", smtp_host="localhost")
    assert "hunter2" not in repr(read)
    assert repr(read.jwt_secret) == "SecretStr('**********')"


OPEN: list[tuple[dict[str, Any], bool]] = [
    ({"app_env": "development"}, True),
    ({"app_env": "development", "api_key": LONG}, False),
    ({"app_env": "production", "auth_mode": "open"}, True),
    ({"app_env": "production", "api_key": LONG}, False),
]


@pytest.mark.parametrize(("values", "is_open"), OPEN)
def test_who_is_let_in_without_a_key(values: dict[str, Any], is_open: bool) -> None:
    assert settings.read(**values).open is is_open


def test_limits_are_on_in_production_and_off_in_development() -> None:
    assert settings.read(app_env="development").requests_per_second == 0
    assert (production().requests_per_second, production().requests_at_once) == (100, 200)
    assert (production(rate_limit_rps=0).requests_per_second) == 0
    assert production(rate_limit_rps=5, rate_limit_burst=7).requests_at_once == 7


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"smtp_user": "u"}, "SMTP_USER and SMTP_PASSWORD together"),
        (
            {"smtp_user": "u", "smtp_password": "p", "smtp_tls": "off", "smtp_host": "mail.example"},
            "in clear",
        ),
        ({"base_url": "queue.example.com"}, "BASE_URL"),
        ({"trusted_hops": -1}, "TRUSTED_HOPS"),
        ({"rate_limit_rps": -1}, "RATE_LIMIT_RPS"),
    ],
)
def test_it_refuses_what_cannot_work(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        settings.read(app_env="development", **values)
