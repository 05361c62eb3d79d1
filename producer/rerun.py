"""Run a job again now: one that waits for its time at once, a dead one as a fresh job."""

from __future__ import annotations

from producer import dead_letters, lookup
from producer.envelope import RETRY_AFTER, Problem
from producer.stores import Stores
from shared.job import Job
from shared.states import State


def rerun(stores: Stores, tenant: str, job_id: str, by: str | None) -> tuple[Job, bool]:
    """The job that runs now, and whether that waits until Redis returns.

    Args:
        stores: where.
        tenant: whose it is.
        job_id: which.
        by: who asked for it, for people; a fresh job keeps it.

    Raises:
        Problem: 404, the tenant has no such job; 409, it is neither waiting for its time nor dead; 503, Redis
            has just lost it and the reconciler has not restored it yet.
    """
    job = lookup.job(stores, job_id, tenant)
    word = _expedited(stores, job)
    if word == State.PENDING:
        return lookup.job(stores, job_id, tenant), False
    if word == State.DEAD:
        done = dead_letters.requeue_one(stores, tenant, job_id, dead_letters.Edit(), by)
        return done.jobs[0], done.deferred
    if word == "missing":
        sentence = "the queue is being restored and does not have this job yet; try again shortly"
        raise Problem(503, "queue_unavailable", sentence, headers={"Retry-After": str(RETRY_AFTER)})
    raise Problem(
        409, "not_retryable", f"a job that is {word} cannot be retried: it must be failed, scheduled or dead"
    )


def _expedited(stores: Stores, job: Job) -> str:
    """What became of it: `pending`, or the state that forbids it."""
    if job.state in (State.SCHEDULED, State.FAILED):
        return stores.queue.expedite(job.id)
    return "pending already" if job.state == State.PENDING else job.state
