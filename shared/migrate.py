"""Bring the database to the newest schema: `python -m shared.migrate`, or whoever starts first.

Files `migrations/0001_*.sql` are applied in order, each in a transaction of its own, recorded with its checksum. An
advisory lock, held by the transaction, lets any number of processes start at once.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import extensions

from shared import settings
from shared.connections import scalar
from shared.errors import ConfigurationError, DatabaseUnavailable

FOLDER = Path(__file__).parent / "migrations"
WITHOUT_NET = "row-level security is off"
REMEDY = "docs/howto/postgres.md says what an administrator has to do, once"
_LOCK = 7_160_231_905
"""Any number that no other program on the same database uses."""


@dataclass(frozen=True)
class Migration:
    """One file."""

    name: str
    text: str

    @property
    def checksum(self) -> str:
        """Of its text; an applied file must never change."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrate(url: str) -> list[str]:
    """Apply what is missing; answers the names of the files applied.

    Raises:
        DatabaseUnavailable: Postgres cannot be reached.
        ConfigurationError: an applied file has changed since.
    """
    with closing(_connect(url)) as connection:
        return [migration.name for migration in files() if _apply(connection, migration)]


def bind_tenants(url: str) -> str | None:
    """Bring row-level security into force where it is not yet; answers what keeps it from that, None when it is in force.

    Raises:
        DatabaseUnavailable: Postgres cannot be reached.
    """
    with closing(_connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        cursor.execute("SELECT bind_tenants()")
        why: str | None = scalar(cursor)
        return why


def files() -> Iterator[Migration]:
    """The migrations in order."""
    for file in sorted(FOLDER.glob("[0-9]*.sql")):
        yield Migration(file.name, file.read_text(encoding="utf-8"))


def _connect(url: str) -> extensions.connection:
    try:
        return psycopg2.connect(url, connect_timeout=5, application_name="workqueue-migrate")
    except psycopg2.OperationalError as error:
        raise DatabaseUnavailable(f"Postgres cannot be reached: {str(error).strip()}") from error


def _apply(connection: extensions.connection, migration: Migration) -> bool:
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations ("
            " name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        cursor.execute("SELECT checksum FROM schema_migrations WHERE name = %s", (migration.name,))
        applied = scalar(cursor)
        if applied is not None:
            _check(migration, applied)
            return False
        cursor.execute(migration.text)
        cursor.execute(
            "INSERT INTO schema_migrations (name, checksum) VALUES (%s, %s)",
            (migration.name, migration.checksum),
        )
        return True


def _check(migration: Migration, applied: str) -> None:
    if applied != migration.checksum:
        raise ConfigurationError(
            f"migration {migration.name} has changed since it was applied to this database;"
            " put the applied text back and write the change as a new file"
        )


def main() -> int:
    """Migrate the database of `DATABASE_URL`; the exit code."""
    try:
        url = settings.load(settings.Settings).database_url
        if url is None:
            print("DATABASE_URL is not set: the queue runs on Redis alone and there is nothing to migrate")
            return 0
        names = migrate(url)
        unbound = bind_tenants(url)
    except (DatabaseUnavailable, ConfigurationError) as error:
        print(f"cannot migrate: {error}", file=sys.stderr)
        return 1
    print(f"applied {', '.join(names)}" if names else "the schema is up to date")
    if unbound is not None:
        print(f"{WITHOUT_NET}: {unbound}; {REMEDY}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
