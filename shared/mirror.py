"""The Postgres copy of the queue: rows for new jobs, written before the queue hears of them.

Later changes reach the rows through the events stream (`worker/duties/mirror.py`); nothing else writes them, but for a
cancel and a requeue, which must be final in both places before they are answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg2 import extensions

from shared import arrays, frozen, outbox, queries
from shared.connections import Postgres
from shared.errors import KeyReused
from shared.job import Job
from shared.states import State

STATEMENTS = queries.read(Path(__file__).parent / "sql")


@dataclass(frozen=True, slots=True)
class Row:
    """A new job, with what only its row keeps."""

    job: Job
    delay_ms: int = 0
    """How long from now it falls due; wins over the job's `run_at`."""
    idempotency_key: str | None = None


def insert(postgres: Postgres, rows: Sequence[Row]) -> list[tuple[Job, bool]]:
    """Write rows, all or none; answers the jobs as they stand in the table, in the order given.

    A row that is there already, by id, is answered as it stands, with False beside it.

    Raises:
        KeyReused: a row is there with another digest; nothing was written.
        DatabaseUnavailable: nothing is known to be stored; the same call again is safe.
    """
    if len(rows) == 1:
        return [postgres.run(lambda cursor: _insert_one(cursor, rows[0]))]
    keyed = any(row.job.digest for row in rows)
    run = postgres.transaction if keyed else postgres.run
    return run(lambda cursor: _insert_many(cursor, rows))


def insert_each(postgres: Postgres, rows: Sequence[Row]) -> list[tuple[Job, bool]]:
    """Write rows of requests that know nothing of one another, as `insert` does, but for the digests.

    Whether a row that was there came of the same request is for the caller to see. No two of them may share an id, and
    they come in the order of their ids: two processes that write the same rows would else wait for each other.

    Raises:
        UsageExceeded: they are more than the tenant may still make; nothing was written.
        DatabaseUnavailable: as `insert`.
    """
    return postgres.run(lambda cursor: _stored(cursor, rows))


def check_digests(rows: Sequence[Row], stored: Sequence[Job]) -> None:
    """See that rows that were there came of the same request.

    Raises:
        KeyReused: one did not.
    """
    for row, job in zip(rows, stored, strict=True):
        if row.job.digest != job.digest:
            raise KeyReused


def read(postgres: Postgres, job_ids: Sequence[str]) -> dict[str, Job]:
    """The jobs that have a row, by id."""
    return postgres.run(lambda cursor: _read(cursor, job_ids))


def finish_cancelled(postgres: Postgres, job_id: str, tenant: str, version: int) -> bool:
    """Make a cancel final in the row, and known to webhooks; True when the row was open."""

    def update(cursor: extensions.cursor) -> bool:
        cursor.execute(STATEMENTS["finish_waiting"], {"id": job_id, "tenant": tenant, "version": version})
        ended = cursor.fetchone()
        if ended is None:
            return False
        job_type, queue, attempt, at = ended
        job = Job(
            id=job_id,
            type=job_type,
            tenant=tenant,
            queue=queue,
            state=State.CANCELLED,
            attempt=attempt,
            finished_at=at,
        )
        outbox.write(cursor, [outbox.ending(job)])
        return True

    return postgres.transaction(update)


def _insert_one(cursor: extensions.cursor, row: Row) -> tuple[Job, bool]:
    cursor.execute(STATEMENTS["insert_job"], _values(row))
    times = cursor.fetchone()
    if times is None:
        there = _read(cursor, [row.job.id])[row.job.id]
        check_digests([row], [there])
        return there, False
    return _stamped(row.job, *times), True


def _insert_many(cursor: extensions.cursor, rows: Sequence[Row]) -> list[tuple[Job, bool]]:
    stored = _stored(cursor, rows)
    check_digests(rows, [job for job, _ in stored])
    return stored


def _stored(cursor: extensions.cursor, rows: Sequence[Row]) -> list[tuple[Job, bool]]:
    values = [_values(row) for row in rows]
    columns = {name: [value[name] for value in values] for name in values[0]}
    cursor.execute(STATEMENTS["insert_jobs"], arrays.literals(columns))
    times = {job_id: (created, due) for job_id, created, due in cursor.fetchall()}
    known = [row.job.id for row in rows if row.job.id not in times]
    there = _read(cursor, known) if known else {}
    return [
        (there[row.job.id], False) if row.job.id in there else (_stamped(row.job, *times[row.job.id]), True)
        for row in rows
    ]


def _values(row: Row) -> dict[str, Any]:
    job = row.job
    return {
        "id": job.id,
        "tenant": job.tenant,
        "type": job.type,
        "queue": job.queue,
        "priority": job.priority,
        "status": job.state.value,
        "payload": job.payload.decode(),
        "tags": job.tags.decode() if job.tags else "{}",
        "max_attempts": job.max_attempts,
        "timeout_ms": job.timeout_ms,
        "backoff": job.backoff.decode() if job.backoff else None,
        "ttl_seconds": job.ttl_seconds,
        "idempotency_key": row.idempotency_key,
        "digest": job.digest,
        "requeued_from": job.requeued_from,
        "enqueued_by": job.enqueued_by,
        "error": job.error,
        "delay_ms": row.delay_ms,
        "run_at": job.run_at,
    }


def _stamped(job: Job, created_at: int, scheduled_at: int | None) -> Job:
    return frozen.made(Job, vars(job), {"created_at": created_at, "run_at": scheduled_at})


def _read(cursor: extensions.cursor, job_ids: Sequence[str]) -> dict[str, Job]:
    cursor.execute(STATEMENTS["jobs_by_ids"], {"ids": list(job_ids)})
    return {row[0]: from_row(row) for row in cursor.fetchall()}


def from_row(row: Sequence[Any]) -> Job:
    """The job behind a row of `jobs_by_ids` (or of a statement with the same columns)."""
    return Job(
        id=row[0],
        type=row[1],
        payload=row[2].encode(),
        tenant=row[3],
        queue=row[4],
        priority=row[5],
        state=State(row[6]),
        version=row[7],
        attempt=row[8],
        max_attempts=row[9],
        crash_count=row[10],
        created_at=row[11],
        run_at=row[12],
        started_at=row[13],
        finished_at=row[14],
        timeout_ms=row[15],
        backoff=_bytes(row[16]),
        ttl_seconds=row[17],
        tags=None if row[18] == "{}" else _bytes(row[18]),
        worker=row[19],
        progress=_bytes(row[20]),
        error=row[21],
        result=_bytes(row[22]),
        digest=row[23],
        requeued_from=row[24],
        requeued_as=row[25],
        enqueued_by=row[26],
    )


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
