"""Settings come from the environment, then from .env, and a bad one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import settings
from local.settings import SettingsError


def test_defaults(tmp_path: Path) -> None:
    read = settings.read(tmp_path, {})
    assert (read.port, read.worker_port, read.workers) == (8080, 8081, 1)
    assert (read.redis_url, read.database_url, read.without_postgres) == (None, None, False)
    assert read.local_dir == tmp_path / ".local"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9000\nWORKER_PORT=9001\n")
    read = settings.read(tmp_path, {"PORT": "7000"})
    assert (read.port, read.worker_port) == (7000, 9001)
    assert read.environment == {"PORT": "7000", "WORKER_PORT": "9001"}


def test_database_none_means_redis_alone(tmp_path: Path) -> None:
    read = settings.read(tmp_path, {"DATABASE_URL": "none"})
    assert read.without_postgres
    assert read.database_url is None


def test_an_empty_value_is_no_value(tmp_path: Path) -> None:
    read = settings.read(tmp_path, {"PORT": "", "REDIS_URL": "", "HANDLERS": ""})
    assert (read.port, read.redis_url, read.handlers) == (8080, None, None)


def test_handlers_are_looked_for_where_the_user_called_from(tmp_path: Path) -> None:
    assert settings.read(tmp_path, {}).handlers_path == Path.cwd()
    called = {"CALLED_FROM": "/their/folder"}
    assert settings.read(tmp_path, called).handlers_path == Path("/their/folder")
    assert settings.read(tmp_path, called | {"HANDLERS_PATH": "src"}).handlers_path == Path(
        "/their/folder/src"
    )
    assert settings.read(tmp_path, called | {"HANDLERS_PATH": "/elsewhere"}).handlers_path == Path(
        "/elsewhere"
    )


def test_the_worker_gets_a_little_more_than_its_drain_time(tmp_path: Path) -> None:
    assert settings.read(tmp_path, {"WORKER_SHUTDOWN_TIMEOUT": "2.5"}).stop_seconds == 7.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WORKER_PORT", "-1"),
        ("WORKERS", "0"),
        ("WORKERS", "1.5"),
        ("WORKER_SHUTDOWN_TIMEOUT", "soon"),
        ("WORKER_SHUTDOWN_TIMEOUT", "nan"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}={value} is no"):
        settings.read(tmp_path, {name: value})
