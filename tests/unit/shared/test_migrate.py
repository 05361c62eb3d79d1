"""Whoever starts first brings the schema up to date; nobody else applies it again, and nobody changes the past."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from local import ports
from local.servers import PostgresServer
from shared import migrate
from shared.errors import ConfigurationError, DatabaseUnavailable

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bare_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database."""
    name = f"bare_{uuid.uuid4().hex[:8]}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def names() -> list[str]:
    return [migration.name for migration in migrate.files()]


def test_all_are_applied_in_order_and_once(bare_url: str) -> None:
    assert migrate.migrate(bare_url) == names()
    assert migrate.migrate(bare_url) == []

    assert [row[0] for row in ask(bare_url, "SELECT name FROM schema_migrations ORDER BY name")] == names()


def test_files_are_numbered_without_gaps() -> None:
    assert [int(name[:4]) for name in names()] == list(range(1, len(names()) + 1))


def test_many_may_start_at_once(bare_url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        applied = list(pool.map(lambda _: migrate.migrate(bare_url), range(8)))

    assert sorted(name for found in applied for name in found) == names()


def test_a_changed_file_is_refused(bare_url: str) -> None:
    migrate.migrate(bare_url)
    ask(bare_url, "UPDATE schema_migrations SET checksum = 'of another text' WHERE name LIKE '0001%'")

    with pytest.raises(
        ConfigurationError, match=r"0001_jobs\.sql has changed .* write the change as a new file"
    ):
        migrate.migrate(bare_url)


def test_a_file_that_fails_leaves_nothing(
    bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good ();")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE half (); SELECT nonsense;")
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)

    with pytest.raises(psycopg2.errors.UndefinedColumn):
        migrate.migrate(bare_url)

    tables = ask(bare_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    assert [row[0] for row in tables] == ["good", "schema_migrations"]
    assert ask(bare_url, "SELECT name FROM schema_migrations") == [("0001_good.sql",)]


def test_a_mended_file_goes_on_where_it_stopped(
    bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good ();")
    migrate.migrate(bare_url)
    (tmp_path / "0002_next.sql").write_text("CREATE TABLE next ();")

    assert migrate.migrate(bare_url) == ["0002_next.sql"]


def test_no_database_is_said(postgres_server: PostgresServer) -> None:
    url = postgres_server.url.replace(f":{postgres_server.port}/", f":{ports.free_port()}/")

    with pytest.raises(DatabaseUnavailable, match="Postgres cannot be reached"):
        migrate.migrate(url)


COMMAND = [
    ({"DATABASE_URL": "none"}, 0, "the queue runs on Redis alone"),
    ({"DATABASE_URL": f"postgresql://nobody@127.0.0.1:{ports.free_port()}/none"}, 1, "cannot migrate"),
    ({"DATABASE_URL": "none", "RESULT_TTL": "1"}, 1, "RESULT_TTL"),
]


@pytest.mark.parametrize(("environment", "code", "says"), COMMAND)
def test_the_command_says_what_it_did(environment: dict[str, str], code: int, says: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "shared.migrate"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert outcome.returncode == code
    assert says in outcome.stdout + outcome.stderr
    assert "Traceback" not in outcome.stderr
