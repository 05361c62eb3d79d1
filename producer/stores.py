"""The queue and the tables of one producer process, and the door through which its jobs come into being."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from flask import current_app

from producer.gathering import Gathering
from producer.looks import Looks
from producer.settings import Settings
from shared.connections import Postgres, redis_for_commands
from shared.enqueue import Accepted, Door
from shared.errors import TablesNeeded
from shared.mirror import Row
from shared.outage import Outage
from shared.queue import Queue

SPARE_CONNECTIONS = 4
"""Connections to Redis beyond one for each thread: health checks and the like."""
TOGETHER = 100
"""Jobs of one tenant at the most that requests ask for at a time and that are accepted together."""
PAUSE_AFTER_FAILURE = 0.5
"""Seconds for which requests take Redis for away after it did not answer, so that none piles up."""


@dataclass(frozen=True)
class Stores:
    """What the routes work on."""

    settings: Settings
    queue: Queue
    postgres: Postgres | None
    door: Door
    redis_outage: Outage
    postgres_outage: Outage
    looks: Looks = field(default_factory=Looks)
    """At what is slow to count."""

    @property
    def tables(self) -> Postgres:
        """Postgres, for what cannot be answered without.

        Raises:
            TablesNeeded: the queue runs on Redis alone.
        """
        if self.postgres is None:
            raise TablesNeeded(TablesNeeded.__doc__)
        return self.postgres

    def door_of(self, tenant: str) -> Door:
        """The door for jobs of one tenant: what it writes and reads of the tables is that tenant's."""
        return self.door if self.postgres is None else Door(self.queue, self.postgres.of(tenant))

    @cached_property
    def singles(self) -> Gathering[str, Row, Accepted]:
        """Accepts the jobs that requests of one tenant ask for, one each."""
        return Gathering(lambda tenant, rows: self.door_of(tenant).accept_each(rows), TOGETHER)


def open_stores(settings: Settings) -> Stores:
    """Stores that connect when they are first used."""
    queue = Queue(
        redis_for_commands(
            settings.redis_url, settings.redis_timeout, settings.web_threads + SPARE_CONNECTIONS
        ),
        settings.queue_name,
        result_ttl_ms=settings.result_ttl * 1000,
        mirrored=settings.database_url is not None,
        max_events=settings.max_events if settings.database_url else 0,
        pause_after_failure=PAUSE_AFTER_FAILURE,
    )
    postgres = Postgres(settings.database_url, settings.database_pool) if settings.database_url else None
    return Stores(
        settings,
        queue,
        postgres,
        Door(queue, postgres),
        Outage("producer", store="redis"),
        Outage("producer", store="postgres"),
    )


def current() -> Stores:
    """The stores of the application that serves this request."""
    return cast(Stores, current_app.extensions["workqueue"])
