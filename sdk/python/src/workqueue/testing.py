"""Run a handler in a test: no servers, no threads, and no waiting where the handler sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workqueue.handlers import Handler
from workqueue.job import Job
from workqueue.leased import DEFAULT_MAX_ATTEMPTS

DEFAULT_PRIORITY = 5
"""Of a job that names none, as the service has it."""


@dataclass(frozen=True)
class Outcome:
    """What a handler did with a job."""

    result: Any = None
    """What it returned; None when it raised."""

    error: Exception | None = None
    """What it raised (`Retry`, `Dead`, `Cancelled` or any other exception); None when it returned."""

    logs: list[str] = field(default_factory=list)
    """The lines it gave `job.log`."""

    progress: list[tuple[float, str]] = field(default_factory=list)
    """The fractions and messages it gave `job.progress`."""


class RecordingControls:
    """A worker's side of an attempt that keeps what it is told, on a clock that `job.sleep` turns.

    Attributes:
        logs: the lines given to `job.log`.
        progress: the fractions and messages given to `job.progress`.
        waited: seconds spent in `job.sleep`; no real time passes there.
    """

    def __init__(self, timeout: float | None = None, cancel_after: float | None = None) -> None:
        """Start the clock.

        Args:
            timeout: seconds until the attempt times out, real and slept ones together; None for never.
            cancel_after: cancel once the handler has slept so many seconds; None for never.
        """
        self.logs: list[str] = []
        self.progress: list[tuple[float, str]] = []
        self.waited = 0.0
        self._cancel_after = cancel_after
        self._told = False
        self._ends: float | None = None
        if timeout is not None:
            self.extend(timeout)

    def cancel(self) -> None:
        """Do what a person does who cancels the job; safe from any thread, or from within the handler."""
        self._told = True

    @property
    def deadline(self) -> float | None:
        """The end of the attempt in seconds of `time.monotonic()`; it comes nearer by what was slept."""
        return None if self._ends is None else self._ends - self.waited

    @property
    def cancelled(self) -> bool:
        """Whether it was told to cancel, has slept until it should, or has timed out."""
        return self._told or self._until_stop() <= 0

    def report_progress(self, fraction: float, message: str) -> None:
        """Keep it in `progress`."""
        self.progress.append((fraction, message))

    def add_log(self, line: str) -> None:
        """Keep it in `logs`."""
        self.logs.append(line)

    def extend(self, seconds: float) -> None:
        """Move the deadline to so many seconds from now."""
        self._ends = time.monotonic() + self.waited + seconds

    def wait(self, seconds: float) -> bool:
        """Turn the clock to whichever comes first: the seconds, the cancellation, or the deadline."""
        if not self.cancelled:
            self.waited += min(seconds, self._until_stop())
        return self.cancelled

    def _until_stop(self) -> float:
        deadline = self.deadline
        until_deadline = float("inf") if deadline is None else deadline - time.monotonic()
        until_cancel = float("inf") if self._cancel_after is None else self._cancel_after - self.waited
        return min(until_deadline, until_cancel)


def run(
    handler: Handler | Callable[[Job], Any],
    payload: Any = None,
    *,
    controls: RecordingControls | None = None,
    **job_fields: Any,
) -> Outcome:
    """Run one attempt of a job here and now.

    Args:
        handler: the function, or its row in the table (`handlers.get("send_email")`).
        payload: what the producer would have sent.
        controls: the worker's side, to cancel the job or let it time out; by default with the handler's
            timeout.
        job_fields: fields of `Job` that should differ from their defaults, such as `attempt=3`.

    Returns:
        What the handler returned or raised, logged and reported.

    Raises:
        TypeError: a field that `Job` does not have, or a function that cannot be a handler.
    """
    row = handler if isinstance(handler, Handler) else Handler("test", handler)
    controls = controls or RecordingControls(row.timeout)
    job = Job(**{**_defaults(row), **job_fields, "payload": payload, "controls": controls})
    try:
        result = row.function(job)
    except Exception as error:
        return Outcome(error=error, logs=controls.logs, progress=controls.progress)
    return Outcome(result=result, logs=controls.logs, progress=controls.progress)


def _defaults(handler: Handler) -> Mapping[str, Any]:
    return {
        "id": "0192f0c1-2b3d-7e4f-8a5b-6c7d8e9f0a1b",
        "type": handler.type,
        "attempt": 1,
        "max_attempts": handler.max_attempts or DEFAULT_MAX_ATTEMPTS,
        "tenant": "test",
        "queue": "default",
        "priority": DEFAULT_PRIORITY,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "tags": {},
    }
