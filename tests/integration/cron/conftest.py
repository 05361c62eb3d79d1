"""Schedules over the run's real Redis and Postgres, under a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg2 import extensions

from shared.connections import Postgres, redis_for_commands
from shared.enqueue import Door
from shared.job import new_id
from shared.queue import Queue
from tests.integration.conftest import run
from worker.duties import scheduler

MINUTE = 60_000
NOON = round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000)
"""The slot that is due first, in every test: a Monday."""


class Clockwork:
    """A scheduler, the schedules that it looks at, and what it made of them."""

    def __init__(self, redis_url: str, database_url: str, namespace: str) -> None:
        self.postgres = Postgres(database_url, size=4)
        self.queue = Queue(redis_for_commands(redis_url, timeout=5, connections=8), namespace)
        self.door = Door(self.queue, self.postgres)

    def close(self) -> None:
        self.postgres.close()
        self.queue.client.close()

    def schedule(self, **fields: Any) -> str:
        """A schedule for every minute whose slot at noon is due; its id."""
        values = {
            "id": new_id(),
            "tenant": "default",
            "name": fields.get("id", new_id()),
            "job_type": "report",
            "payload": '{"a": 1.50}',
            "queue": "default",
            "priority": 5,
            "cron_expression": "* * * * *",
            "time_zone": "UTC",
            "enabled": True,
            "missed_policy": "run_once",
            "max_missed_runs": 10,
            "overlap_policy": "allow",
            "next_run_at": datetime.fromtimestamp(NOON / 1000, UTC),
            **fields,
        }
        names = ", ".join(values)
        places = ", ".join(f"%({name})s" for name in values)
        self.ask(f"INSERT INTO schedules ({names}) VALUES ({places}) RETURNING 1", **values)  # noqa: S608
        return str(values["id"])

    def tick(self, now: int) -> float:
        """One turn of the duty at `now`; the seconds until its next."""
        return scheduler.tick(self.door, self.postgres, now)

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement."""

        def read(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
            cursor.execute(sql, values)
            return cursor.fetchall()

        return self.postgres.run(read)

    def outcomes(self, schedule_id: str) -> list[tuple[str, str]]:
        """`HH:MM` and outcome of each slot that was decided, in order."""
        return self.ask(
            "SELECT to_char(slot AT TIME ZONE 'UTC', 'HH24:MI'), outcome FROM schedule_runs"
            " WHERE schedule_id = %(id)s ORDER BY id",
            id=schedule_id,
        )

    def slots_with_jobs(self, schedule_id: str) -> list[str]:
        """`HH:MM` of the slot of every job that the schedule has, one for each job."""
        return [
            slot
            for (slot,) in self.ask(
                "SELECT to_char(slot AT TIME ZONE 'UTC', 'HH24:MI') FROM jobs LEFT JOIN schedule_runs ON job_id = jobs.id"
                " WHERE jobs.tags @> jsonb_build_object('schedule', %(id)s::text) ORDER BY jobs.seq",
                id=schedule_id,
            )
        ]

    def next_run(self, schedule_id: str) -> int | None:
        """In ms since 1970."""
        ((found,),) = self.ask(
            "SELECT (extract(epoch FROM next_run_at) * 1000)::bigint FROM schedules WHERE id = %(id)s",
            id=schedule_id,
        )
        return None if found is None else int(found)


@pytest.fixture
def tables(database_url: str) -> str:
    """The module's database, empty."""
    run(database_url, "TRUNCATE jobs, job_attempts, schedules, schedule_runs")
    return database_url


@pytest.fixture
def clockwork(redis_url: str, tables: str, namespace: str) -> Iterator[Clockwork]:
    made = Clockwork(redis_url, tables, namespace)
    yield made
    made.close()
