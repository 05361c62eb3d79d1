"""Find a job: its row, overlaid by its Redis record where that is newer, so callers read their own writes."""

from __future__ import annotations

from dataclasses import replace

from producer.envelope import Problem
from producer.stores import Stores
from shared import mirror, states
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.queue import Queue


def job(stores: Stores, job_id: str, tenant: str) -> Job:
    """The job as it stands.

    Raises:
        Problem: 404, the tenant has no such job.
        DatabaseUnavailable: Postgres is configured and away.
        QueueUnavailable: there is no Postgres, and Redis is away.
    """
    found = (
        _on_redis_alone(stores.queue, job_id) if stores.postgres is None else _by_row(stores, job_id, tenant)
    )
    if found is None or found.tenant != tenant:
        raise Problem(404, "not_found", "job not found", "id")
    return found


def _on_redis_alone(queue: Queue, job_id: str) -> Job | None:
    found = queue.get(job_id)
    return None if found is not None and _is_tombstone(found) else found


def _by_row(stores: Stores, job_id: str, tenant: str) -> Job | None:
    row = mirror.read(stores.tables.of(tenant), [job_id]).get(job_id)
    if row is None or row.state in states.FINAL:
        return row
    try:
        record = stores.queue.get(job_id)
    except QueueUnavailable as error:
        stores.redis_outage.began(error)
        return row
    if record is None or record.version <= row.version:
        return row
    if _is_tombstone(record):  # it ended and was written down since the row was read: the row has its result
        return mirror.read(stores.tables.of(tenant), [job_id]).get(job_id)
    return newer(row, record)


def _is_tombstone(record: Job) -> bool:
    return record.state in states.FINAL and not record.payload


def newer(row: Job, record: Job) -> Job:
    """The row with what its record knows better; what never changes stays the row's."""
    return replace(
        row,
        state=record.state,
        version=record.version,
        attempt=record.attempt,
        crash_count=record.crash_count,
        run_at=record.run_at or row.run_at,
        started_at=record.started_at,
        finished_at=record.finished_at,
        worker=record.worker,
        progress=record.progress,
        error=record.error,
        result=record.result,
        requeued_as=record.requeued_as or row.requeued_as,
    )
