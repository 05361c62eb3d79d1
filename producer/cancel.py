"""Stop a job: Redis decides, and the row says so before the caller is answered."""

from __future__ import annotations

from producer import lookup
from producer.envelope import Problem
from producer.stores import Stores
from shared import mirror, states
from shared.job import Job


def cancel(stores: Stores, job_id: str, tenant: str) -> str:
    """`cancelled`, or `cancelling` when it runs and was asked to stop.

    Raises:
        Problem: 404, the tenant has no such job; 409, it has ended already.
        DatabaseUnavailable, QueueUnavailable: nothing is known to have happened; the same call again is safe.
    """
    job = lookup.job(stores, job_id, tenant)
    if job.state in states.FINAL:
        raise _ended(job.state)
    word, version = stores.queue.cancel(job_id)
    if word == "requested":
        return "cancelling"
    if word not in ("cancelled", "missing"):
        raise _ended(word)
    _make_final(stores, job, max(version, job.version + 1))
    return "cancelled"


def _make_final(stores: Stores, job: Job, version: int) -> None:
    """In the row; a job that Redis does not know (deferred, or wiped) is never put in line then."""
    if stores.postgres is None:
        return
    tables = stores.postgres.of(job.tenant)
    if mirror.finish_cancelled(tables, job.id, job.tenant, version):
        return
    row = mirror.read(tables, [job.id]).get(job.id)
    if row is None or row.state != states.State.CANCELLED:
        raise _ended(row.state if row else "gone")


def _ended(state: str) -> Problem:
    return Problem(409, "already_ended", f"the job cannot be cancelled: it is {state} already")
