"""Jobs that go back to the head of their lines: in such an order that the oldest of them comes to stand first."""

from __future__ import annotations

from collections.abc import Iterable

from shared.job import Job
from shared.queue import Queue


def newest_first(jobs: Iterable[Job]) -> list[Job]:
    """The order in which to put jobs at the head of a line, one before the other."""
    return sorted(jobs, key=lambda job: (job.queued_at or 0, job.id), reverse=True)


def release(queue: Queue, jobs: Iterable[Job]) -> None:
    """Give jobs back, uncounted.

    Raises:
        QueueUnavailable: Redis is away; those that were not given back are held until their leases run out.
    """
    queue.release([(job.id, job.fence or "") for job in newest_first(jobs)])
