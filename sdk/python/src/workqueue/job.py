"""The job as a handler sees it, and what it asks of whoever runs it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from workqueue.steering import Cancelled


class JobControls(Protocol):
    """What a worker gives each attempt, so that the job can answer its handler.

    A handler may use its job from several threads, so an implementation must be safe to call from any.
    """

    @property
    def deadline(self) -> float | None:
        """When the attempt times out, in seconds of `time.monotonic()`; None for never."""

    @property
    def cancelled(self) -> bool:
        """Whether to stop: a person cancelled the job, the attempt timed out, or its lease was lost."""

    def report_progress(self, fraction: float, message: str) -> None:
        """Make known how far the attempt is: 0 to 1, and a word about it."""

    def add_log(self, line: str) -> None:
        """Keep a line with the attempt."""

    def extend(self, seconds: float) -> None:
        """Move the deadline to so many seconds from now."""

    def wait(self, seconds: float) -> bool:
        """Block until the handler should stop (True) or the seconds have passed (False)."""


@dataclass(frozen=True)
class Job:
    """One attempt of one job, as its handler receives it."""

    id: str
    """The job's id, the same in every attempt."""

    type: str
    """The job type, under which the handler was found."""

    payload: Any
    """The JSON that the producer sent, read back: most often a dict."""

    attempt: int
    """Which run this is, counted from 1. A run that a graceful shutdown gave back is not counted."""

    max_attempts: int
    """Runs allowed in all."""

    tenant: str
    """Whose job it is."""

    queue: str
    """The queue it came through."""

    priority: int
    """Its priority within the queue; higher goes first."""

    created_at: datetime
    """When it was accepted, with its time zone."""

    tags: Mapping[str, str]
    """Labels that the producer gave it."""

    controls: JobControls = field(repr=False, compare=False)
    """The worker's side of this attempt; handlers use the methods below instead."""

    @property
    def idempotency_key(self) -> str:
        """The same text in every attempt of this job: hand it to whatever must not do the work twice."""
        return self.id

    @property
    def deadline(self) -> float | None:
        """When this attempt times out, in seconds of `time.monotonic()`; None for never."""
        return self.controls.deadline

    @property
    def remaining(self) -> float | None:
        """Seconds left until the deadline, 0 when it has passed; None when there is none."""
        deadline = self.controls.deadline
        return None if deadline is None else max(0.0, deadline - time.monotonic())

    @property
    def cancelled(self) -> bool:
        """Whether to stop: a person cancelled the job, the attempt timed out, or its lease was lost."""
        return self.controls.cancelled

    def check(self) -> None:
        """Go on, or stop here: call it between steps of long work.

        Raises:
            Cancelled: the job should stop.
        """
        if self.controls.cancelled:
            raise _told_to_stop(self)

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than the job may run; use it instead of `time.sleep`.

        Args:
            seconds: how long, 0 or more.

        Raises:
            Cancelled: the job should stop; raised at once, not after the seconds.
            ValueError: the seconds are negative, infinite or not a number.
        """
        if not (math.isfinite(seconds) and seconds >= 0):
            raise ValueError(f"job.sleep({seconds!r}): give a number of seconds, 0 or more")
        if self.controls.wait(seconds):
            raise _told_to_stop(self)

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far the work is; the page shows it while the job runs.

        Args:
            fraction: 0 (nothing done) to 1 (all done).
            message: a word about the step in hand.

        Raises:
            ValueError: the fraction is not between 0 and 1.
        """
        if not 0 <= fraction <= 1:
            raise ValueError(f"job.progress({fraction!r}): give a fraction from 0 to 1, such as done / total")
        self.controls.report_progress(float(fraction), message)

    def log(self, *parts: object) -> None:
        """Keep a line with this attempt, its parts joined by blanks as `print` joins them."""
        self.controls.add_log(" ".join(str(part) for part in parts))

    def extend(self, seconds: float) -> None:
        """Give the attempt more time: move its deadline to so many seconds from now.

        Raises:
            ValueError: the seconds are not more than 0, infinite or not a number.
        """
        if not (math.isfinite(seconds) and seconds > 0):
            raise ValueError(f"job.extend({seconds!r}): give a number of seconds, more than 0")
        self.controls.extend(seconds)


def _told_to_stop(job: Job) -> Cancelled:
    return Cancelled(
        f"job {job.id} was told to stop: a person cancelled it, "
        f"attempt {job.attempt} timed out, or its lease was lost"
    )
