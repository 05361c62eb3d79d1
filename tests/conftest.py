"""One real Redis and one real Postgres for the whole run, and a private corner of each for every test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg2
import pytest

from local import ports
from local.servers import PostgresServer, RedisServer

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "migrated_template"
OF_A_MOMENT = {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}

# Each of the processes that share the tests looks for ports of its own: they start many servers at the same time.
NUMBER, PROCESSES = (
    os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:],
    os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"),
)
ports.RANGE = ports.RANGE[int(NUMBER) :: int(PROCESSES)]

# How long an example takes is the machine's to say.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder that the user of Postgres may pass through, which pytest's own temporary folders forbid."""
    folder = Path(tempfile.mkdtemp(prefix="workqueue-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def redis_server(servers_folder: Path) -> Iterator[RedisServer]:
    """The Redis of the run, without waits for the disk. Nobody kills, pauses or flushes it: a test that does has its own."""
    with RedisServer(servers_folder / "redis", options={"appendfsync": "no"}) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[PostgresServer]:
    """The Postgres of the run, without what only a cut of the power needs, or a standby: nobody does either here."""
    with PostgresServer(servers_folder / "postgres", options=OF_A_MOMENT) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """The name of a database with all migrations applied, to be copied from; nobody stays connected to it."""
    url = postgres_server.create_database(TEMPLATE)
    migrate(url)
    return TEMPLATE


@pytest.fixture(scope="module")
def database_url(
    postgres_server: PostgresServer, migrated_template: str, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A fresh migrated database, one for each test module."""
    module = re.sub(r"\W+", "_", request.node.name.removesuffix(".py")).strip("_")[-40:]
    name = f"{module}_{uuid.uuid4().hex[:8]}"
    yield postgres_server.create_database(name, template=migrated_template)
    postgres_server.drop_database(name)


@pytest.fixture
def database(database_url: str) -> Iterator[psycopg2.extensions.connection]:
    """A connection to the module's database, closed after the test."""
    connection = psycopg2.connect(database_url)
    yield connection
    connection.close()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of the run's Redis. Keep to the keys of `namespace`: other tests use the same server."""
    return redis_server.url


@pytest.fixture
def namespace() -> str:
    """A QUEUE_NAME that no other test uses."""
    return f"test-{uuid.uuid4().hex[:12]}:jobs"


def migrate(url: str) -> None:
    """Bring a database to the newest schema by the command that users run."""
    outcome = subprocess.run(
        [sys.executable, "-m", "shared.migrate"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, f"migrating failed:\n{outcome.stdout}{outcome.stderr}"
