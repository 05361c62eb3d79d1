"""The one place that decides how an attempt's end goes on: completed, another attempt, dead letter, cancelled.

The scripts carry the decision out, and only for whoever shows the fence of the newest claim.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from shared import backoff
from shared.job import DEFAULT_MAX_ATTEMPTS, Job

CRASH_LIMIT = 3
"""At this many crashes a job is buried as `crash-loop`."""
SOLO_AFTER = 2
"""From this many crashes on a job runs alone in an idle process, so that its neighbours are not charged for it."""

Decision = Literal["retry", "dead", "cancelled"]
Follows = Literal["head", "solo", "bury"]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a handler's run ended when it did not return."""

    error: str
    """One line for people: the exception and its message."""
    kind: Literal["error", "timeout", "dead", "cancelled", "retry"] = "error"
    """`dead`: another attempt would not help; `retry`: another attempt at the handler's own time."""
    retry_after: float | None = None
    """Seconds that the handler, or a Retry-After header, asked for."""


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a failed attempt."""

    decision: Decision
    delay_ms: int
    error: str


def after_failure(
    job: Job, failure: Failure, max_attempts: int | None = None, chance: random.Random | None = None
) -> Next:
    """What follows when `job`'s attempt failed.

    Args:
        job: as claimed; its `attempt` is the one that failed.
        failure: how it failed.
        max_attempts: the handler's own setting; the job's own wins over it.
        chance: where the jitter comes from.
    """
    if failure.kind == "cancelled":
        return Next("cancelled", 0, failure.error)
    if failure.kind == "dead":
        return Next("dead", 0, failure.error)
    if job.attempt >= (job.max_attempts or max_attempts or DEFAULT_MAX_ATTEMPTS):
        return Next("dead", 0, failure.error)
    if failure.retry_after is not None:
        return Next("retry", round(max(0.0, failure.retry_after) * 1000), failure.error)
    delay = backoff.from_json(job.backoff).delay_ms(job.attempt, chance or random.Random())  # noqa: S311 - not secret
    return Next("retry", delay, failure.error)


def after_crash(job: Job) -> tuple[Follows, str]:
    """What follows when the process under `job` died, and the sentence that says so."""
    crashes = job.crash_count + 1
    if crashes >= CRASH_LIMIT:
        return "bury", f"crash-loop: its process died {crashes} times while it ran, the last time alone"
    follows: Follows = "solo" if crashes >= SOLO_AFTER else "head"
    return follows, f"its process died while it ran (crash {crashes} of {CRASH_LIMIT})"
