"""Forgets what has outlived its time, in Postgres and in Redis."""

from __future__ import annotations

from pathlib import Path

from psycopg2 import extensions

from shared import logs, queries
from shared.connections import Postgres
from shared.queue import Queue
from worker.duty import Duty

STATEMENTS = queries.read(Path(__file__).parent / "sql")

LOOK_EVERY = 60.0
"""Seconds between two looks."""
CHUNK = 1000
"""Rows that one statement deletes."""
MINUTES_KEPT = 8 * 86_400
"""Seconds for which figures by the minute are kept: a week, and the day that it is compared with."""

_log = logs.get("janitor")


def duty(
    queue: Queue, postgres: Postgres | None, retention: int, delivery_retention: int, events_kept: int
) -> Duty:
    """The duty on one namespace.

    Args:
        queue: whose dead letters and events are kept short.
        postgres: whose rows are deleted; None: events are trimmed by length instead of by what is mirrored.
        retention: seconds that jobs which ended well are kept.
        delivery_retention: seconds that deliveries to webhooks are kept after their end.
        events_kept: entries of the events stream that are kept without Postgres.
    """
    passed = 0

    def turn() -> float:
        nonlocal passed
        if postgres is None:
            queue.trim_events_to_length(events_kept)
            passed = queue.sweep_dead_letters(passed)
            queue.sweep_ended()
            return LOOK_EVERY
        forgotten = _delete_expired(postgres, retention)
        if forgotten:
            queue.forget(forgotten)
            _log.info("jobs past their time deleted", jobs=len(forgotten))
        deliveries = _delete(postgres, "delete_deliveries", delivery_retention)
        minutes = _delete(postgres, "delete_old_minutes", MINUTES_KEPT)
        return 0.0 if CHUNK in (len(forgotten), deliveries, minutes) else LOOK_EVERY

    return Duty("janitor", turn)


def _delete_expired(postgres: Postgres, retention: int) -> list[str]:
    def delete(cursor: extensions.cursor) -> list[str]:
        cursor.execute(STATEMENTS["delete_expired"], {"retention": retention})
        return [row[0] for row in cursor.fetchall()]

    return postgres.run(delete)


def _delete(postgres: Postgres, statement: str, retention: int) -> int:
    def delete(cursor: extensions.cursor) -> int:
        cursor.execute(STATEMENTS[statement], {"retention": retention})
        return cursor.rowcount

    return postgres.run(delete)
