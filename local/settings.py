"""What may be set for the one-command stack, read once from the environment and `.env`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dotenv

# Shown by `python -m local up --help`; `make up NAME=value` sets any of them.
HELP = """\
PORT          where the producer answers, and the page (8080)
WORKER_PORT   where the first worker shows /metrics and /health (8081); further workers take free ports
WORKERS       how many workers run (1)
HANDLERS      your own table, such as acme_jobs:handlers; a module of the folder you are in
HANDLERS_PATH where that module lies, if not in the folder you are in
REDIS_URL     a Redis of your own (a real one is started, its data under LOCAL_DIR)
DATABASE_URL  a Postgres of your own (likewise); `none` runs on Redis alone
LOCAL_DIR     where the data lie (.local in the project's folder)
API_KEY, ADMIN_KEY  ask callers for a key (without either the stack is open, on 127.0.0.1 only)

They are read from the environment, and below it from the file .env. Everything else in there goes to the
producer and the workers as it is (see .env.example), but HOST and WORKER_HOST are 127.0.0.1 whatever they say,
and where nothing is said APP_ENV is development, LOG_FORMAT console, AUTH_MODE open while there is no key,
WEBHOOK_ALLOW_PRIVATE true in development, and FILES_DIR and OUTBOX_DIR lie in LOCAL_DIR.
"""


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Settings:
    """The stack's own settings, and the environment that its processes get."""

    port: int
    """Where the producer listens."""
    worker_port: int
    """Where the first worker's metrics are."""
    workers: int
    """How many worker processes, at least one."""
    redis_url: str | None
    """A Redis to use; None to start one."""
    database_url: str | None
    """A Postgres to use; None to start one, unless `without_postgres`."""
    without_postgres: bool
    """Run on Redis alone."""
    handlers: str | None
    """The user's own handler table; None for those that come with the project."""
    local_dir: Path
    """Where data, logs and the lock lie."""
    handlers_path: Path
    """Where the module of that table lies: the folder that the user called from, unless told otherwise."""
    stop_seconds: float
    """How long a worker may take to drain before it is killed."""
    environment: Mapping[str, str]
    """What the environment and .env said, for the children."""


def read(root: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; `root` is the project's folder, with `.env`. The real environment wins over it.

    Raises SettingsError at the first value that cannot be used.
    """
    both = {**dotenv.dotenv_values(root / ".env"), **(os.environ if environ is None else environ)}
    merged = {name: value for name, value in both.items() if value}  # an empty one counts as unset
    database_url = merged.get("DATABASE_URL")
    return Settings(
        port=_port(merged, "PORT", 8080),
        worker_port=_port(merged, "WORKER_PORT", 8081),
        workers=_whole_number(merged, "WORKERS", 1, lowest=1, highest=64),
        redis_url=merged.get("REDIS_URL"),
        database_url=None if database_url == "none" else database_url,
        without_postgres=database_url == "none",
        handlers=merged.get("HANDLERS"),
        local_dir=(root / merged.get("LOCAL_DIR", ".local")).absolute(),
        handlers_path=Path(merged.get("CALLED_FROM", Path.cwd()), merged.get("HANDLERS_PATH", "")),
        stop_seconds=_seconds(merged, "WORKER_SHUTDOWN_TIMEOUT", 30.0) + 5.0,
        environment=merged,
    )


def _port(values: Mapping[str, str], name: str, default: int) -> int:
    return _whole_number(values, name, default, lowest=1, highest=65_535)


def _whole_number(values: Mapping[str, str], name: str, default: int, *, lowest: int, highest: int) -> int:
    text = values.get(name, str(default))
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise SettingsError(f"{name}={text} is no whole number between {lowest} and {highest}")
    return int(text)


def _seconds(values: Mapping[str, str], name: str, default: float) -> float:
    text = values.get(name, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= 86_400.0:
        raise SettingsError(f"{name}={text} is no number of seconds between 0 and 86400")
    return seconds
