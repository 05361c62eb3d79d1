"""What must hold before the first request: a Redis that keeps jobs, and tables to write to."""

from __future__ import annotations

import threading

from producer.settings import Settings
from shared import logs, migrate, redis_check
from shared.connections import redis_for_commands
from shared.errors import DatabaseUnavailable

RETRY_SECONDS = 2.0

log = logs.get("producer")


def prepare(settings: Settings) -> None:
    """Check Redis and bring the tables up to date.

    A store that is away refuses nothing: the service starts, says so in `/health`, and goes on later.

    Raises:
        ConfigurationError: Redis may lose jobs, or the tables are not ours.
    """
    client = redis_for_commands(settings.redis_url, settings.redis_timeout, connections=1)
    if redis_check.check(client, settings) is None:
        log.warning("Redis is away; jobs wait in Postgres until it returns", redis=_place(settings.redis_url))
    client.close()
    if not migrated(settings):
        log.warning("Postgres is away; jobs are refused until it returns")


def migrated(settings: Settings) -> bool:
    """Bring the tables up to date; False when Postgres is away."""
    if settings.database_url is None:
        return True
    try:
        names = migrate.migrate(settings.database_url)
        unbound = migrate.bind_tenants(settings.database_url)
    except DatabaseUnavailable:
        return False
    if names:
        log.info("tables are up to date", applied=names)
    if unbound is not None:
        log.warning(migrate.WITHOUT_NET, reason=unbound, remedy=migrate.REMEDY)
    return True


def migrate_when_it_returns(settings: Settings) -> threading.Thread:
    """Migrate from a thread of its own as soon as Postgres answers; it ends when that is done."""

    def keep_trying() -> None:
        pause = threading.Event()
        while not migrated(settings):
            pause.wait(RETRY_SECONDS)

    thread = threading.Thread(target=keep_trying, name="migrate", daemon=True)
    thread.start()
    return thread


def _place(url: str) -> str:
    """An address without its password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
