"""Takes back jobs whose lease has run out and what dead runners held.

`shared/lifecycle.py` decides what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import redis

from shared import events, lifecycle, logs
from shared.job import Job
from shared.lifecycle import Failure
from shared.queue import Crashed, Failed, Queue
from worker import giving_back
from worker.duty import WOKEN_WAIT, Duty, woken

JUST_AFTER = 0.05
"""Seconds after the end of a lease at which it is looked at: most are lengthened long before."""

MaxAttempts = Callable[[str], int | None]
"""The runs that the handler of a type allows; None where nobody here knows."""

_log = logs.get("reclaimer")


def duty(queue: Queue, max_attempts: MaxAttempts, waiting: redis.Redis) -> Duty:
    """The duty on one namespace; `waiting`: a client that may block for `WOKEN_WAIT` seconds."""
    return Duty("reclaimer", lambda: look(queue, max_attempts), listen=woken(queue, "reclaimer", waiting))


def look(queue: Queue, max_attempts: MaxAttempts) -> float:
    """Take back what lies under leases that have ended; answers the seconds until the next look."""
    expired, next_end_ms = queue.expired()
    take_back(queue, expired, max_attempts, known_dead=False)
    if next_end_ms is None:
        return WOKEN_WAIT
    return min(WOKEN_WAIT, next_end_ms / 1000 + JUST_AFTER) if next_end_ms else 0.0


def take_back(queue: Queue, jobs: Sequence[Job], max_attempts: MaxAttempts, *, known_dead: bool) -> None:
    """Take jobs back from a runner that fell silent, or died.

    A job past its deadline was not extended on purpose: its handler is at fault, and the attempt has failed. For the
    others their process is.

    Args:
        queue: that they are in.
        jobs: as they were claimed.
        max_attempts: for jobs that do not say it themselves.
        known_dead: their parent saw the runner end, so that leases need not have run out.

    Raises:
        QueueUnavailable: Redis is away; the same call again is safe.
    """
    if not jobs:
        return
    now = queue.now_ms()
    overdue = [job for job in jobs if job.deadline is not None and now > job.deadline]
    crashed = giving_back.oldest_first(job for job in jobs if job not in overdue)
    _tell(overdue, queue.nack([_timed_out(job, max_attempts(job.type)) for job in overdue]))
    _tell(crashed, queue.reclaim([_crashed(job) for job in crashed], known_dead))


def _tell(jobs: Sequence[Job], answers: Sequence[str]) -> None:
    for job, answer in zip(jobs, answers, strict=True):
        if answer in {"pending", "failed", "dead", "cancelled"}:
            _log.warning("job taken back", job=job.id, type=job.type, runner=job.worker, now=answer)


def _crashed(job: Job) -> Crashed:
    follows, error = lifecycle.after_crash(job)
    data = events.of_end(job, error=error, crash_count=job.crash_count + 1)
    return Crashed(job.id, job.fence or "", follows, error, data)


def _timed_out(job: Job, max_attempts: int | None) -> Failed:
    failure = Failure("timed out: its handler held the process past its deadline", "timeout")
    following = lifecycle.after_failure(job, failure, max_attempts)
    data = events.of_end(
        job,
        error=failure.error,
        delay_ms=following.delay_ms,
        max_attempts=job.max_attempts or max_attempts,
    )
    return Failed(job.id, job.fence or "", following, data)
