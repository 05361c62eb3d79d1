"""Jobs that go back to the heads of their lines, in the order in which the scripts want to hear of them."""

from __future__ import annotations

from collections.abc import Iterable

from shared.job import Job
from shared.queue import Queue


def oldest_first(jobs: Iterable[Job]) -> list[Job]:
    """In the order in which they became pending."""
    return sorted(jobs, key=age)


def age(job: Job) -> tuple[int, str]:
    """What is smaller for the older of two jobs."""
    return job.queued_at or 0, job.id


def release(queue: Queue, jobs: Iterable[Job]) -> None:
    """Give jobs back, uncounted.

    Raises:
        QueueUnavailable: Redis is away; those that were not given back are held until their leases run out.
    """
    queue.release([(job.id, job.fence or "", b"") for job in oldest_first(jobs)])
