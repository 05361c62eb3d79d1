"""Takes back the jobs whose lease has run out, and what a dead runner held; `shared/lifecycle.py` decides what follows."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from shared import lifecycle, logs
from shared.job import Job
from shared.lifecycle import Failure
from shared.queue import PAGE, Crashed, Failed, Queue
from worker.duty import Duty

LOOK_EVERY = 1.0
"""Seconds between two looks at the leases."""

_log = logs.get("reclaimer")


def duty(queue: Queue) -> Duty:
    """The duty on one namespace."""

    def turn() -> float:
        expired = queue.expired()
        overdue = [job for job in expired if _out_of_time(job, queue)]
        late = {job.id for job in overdue}
        if overdue:
            queue.nack([_timed_out(job) for job in overdue])
        crashed = [job for job in expired if job.id not in late]
        if crashed:
            take_back(queue, crashed, known_dead=False)
        return 0.0 if len(expired) == PAGE else LOOK_EVERY

    return Duty("reclaimer", turn)


def take_back(queue: Queue, jobs: Sequence[Job], known_dead: bool) -> None:
    """Take jobs back from a runner that died; `known_dead` when its parent saw it end."""
    crashed = [_crashed(job) for job in jobs]
    for job, answer in zip(jobs, queue.reclaim(crashed, known_dead), strict=True):
        if answer in {"pending", "dead", "cancelled"}:
            _log.warning("job taken back", job=job.id, type=job.type, runner=job.worker, now=answer)


def _crashed(job: Job) -> Crashed:
    follows, error = lifecycle.after_crash(job)
    data = {
        "worker": job.worker,
        "started_at": job.started_at,
        "error": error,
        "crash_count": job.crash_count + 1,
    }
    return Crashed(job.id, job.fence or "", follows, error, orjson.dumps(data))


def _out_of_time(job: Job, queue: Queue) -> bool:
    """A job past its deadline was not extended on purpose: its handler is at fault, not its process."""
    return job.deadline is not None and queue.now_ms() > job.deadline


def _timed_out(job: Job) -> Failed:
    failure = Failure("timed out: its handler held the process past its deadline", "timeout")
    following = lifecycle.after_failure(job, failure)
    data = {
        "worker": job.worker,
        "started_at": job.started_at,
        "error": failure.error,
        "delay_ms": following.delay_ms,
    }
    return Failed(job.id, job.fence or "", following, orjson.dumps(data))
