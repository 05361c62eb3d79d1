"""One attempt at a job that was leased over HTTP: what its handler asks things of, and what its worker tells it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from workqueue.handlers import Handler
from workqueue.job import Job

Stop = Literal["cancel", "timeout", "lost", "drain"]
"""Why a handler should stop: a person cancelled it, its time is up, its lease was lost, the worker ends."""

MOST_LINES = 500
MOST_RESULT_TEXT = 10_000
DEFAULT_TIMEOUT = 1800.0
"""Seconds that an attempt may take where neither the job nor its handler says."""
DEFAULT_MAX_ATTEMPTS = 5


class Attempt:
    """A leased job while it runs here (`workqueue.JobControls`)."""

    def __init__(self, leased: Mapping[str, Any], handler: Handler, lease_ends: float) -> None:
        """Nothing runs yet.

        Args:
            leased: the job as the service handed it out.
            handler: what runs it.
            lease_ends: in seconds of `time.monotonic()`.
        """
        self.id: str = leased["id"]
        self.fence: str = leased["fence"]
        self.handler = handler
        self.lease_ends = lease_ends
        self.logs: list[dict[str, Any]] = []
        self.stop: Stop | None = None
        """Why it should stop; the first reason stays."""
        self.allowed = float(leased.get("timeout_seconds") or handler.timeout or DEFAULT_TIMEOUT)
        """Seconds that it may take."""
        self.asked_for: float | None = None
        """The deadline that its handler asked for and that the service has not heard of yet."""
        self._deadline = time.monotonic() + self.allowed
        self._told = threading.Event()
        self._lock = threading.Lock()
        self._settled = False
        self._progress: tuple[float, str] | None = None
        self._leased = leased

    # -- the handler's side ----------------------------------------------------------------------------------

    @property
    def deadline(self) -> float | None:
        """When it times out, in seconds of `time.monotonic()`."""
        return self._deadline

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.stop is not None or self.overrun >= 0

    def report_progress(self, fraction: float, message: str) -> None:
        """Keep the newest, for the worker to pass on."""
        with self._lock:
            self._progress = (fraction, message)

    def add_log(self, line: str) -> None:
        """Keep a line; when there are too many, the last one says so."""
        with self._lock:
            if len(self.logs) < MOST_LINES:
                last = len(self.logs) == MOST_LINES - 1
                text = "(no more lines are kept for this attempt)" if last else line
                self.logs.append({"at_ms": round(time.time() * 1000), "line": text})

    def extend(self, seconds: float) -> None:
        """Move the deadline, here at once and in the service with the next heartbeat."""
        self._deadline = time.monotonic() + seconds
        self.asked_for = self._deadline

    def wait(self, seconds: float) -> bool:
        """Block until the handler should stop (True) or the seconds have passed (False)."""
        left = self._deadline - time.monotonic()
        return self._told.wait(max(0.0, min(seconds, left))) or self.cancelled

    # -- the worker's side -----------------------------------------------------------------------------------

    @property
    def overrun(self) -> float:
        """Seconds past the deadline; negative before it."""
        return time.monotonic() - self._deadline

    def tell(self, stop: Stop) -> None:
        """Ask the handler to stop."""
        self.stop = self.stop or stop
        self._told.set()

    def settle(self) -> bool:
        """True for the one that may say how the attempt ended."""
        with self._lock:
            mine, self._settled = not self._settled, True
            return mine

    def untold_progress(self) -> tuple[float, str] | None:
        """What the handler last said of itself, once."""
        with self._lock:
            said, self._progress = self._progress, None
            return said

    def job(self) -> Job:
        """What the handler receives."""
        leased = self._leased
        allowed = leased.get("max_attempts") or self.handler.max_attempts or DEFAULT_MAX_ATTEMPTS
        return Job(
            id=self.id,
            type=leased["type"],
            payload=leased["payload"],
            attempt=leased["attempt"],
            max_attempts=allowed,
            tenant=leased["tenant"],
            queue=leased["queue_name"],
            priority=leased["priority"],
            created_at=datetime.fromisoformat(leased["created_at"]),
            tags=leased.get("tags", {}),
            controls=self,
        )


def plain(value: Any) -> Any:
    """A handler's answer as JSON has it: what JSON cannot say becomes text."""
    try:
        return json.loads(json.dumps(value, default=str, allow_nan=False))
    except Exception:  # a value whose own methods raise is no reason to run its job again
        return as_text(value)


def as_text(value: Any) -> str:
    """A value in words, whatever it is."""
    try:
        return repr(value)[:MOST_RESULT_TEXT]
    except Exception:  # its `__repr__` raises, and the work is done all the same
        return f"<{type(value).__module__}.{type(value).__qualname__}>"
