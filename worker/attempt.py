"""One attempt: the job is made for its handler, the handler runs, and what came of it is put into words."""

from __future__ import annotations

import json
import re
import threading
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import orjson
import workqueue
from workqueue import Handler

from shared import job as jobs
from shared.lifecycle import Failure

Stop = Literal["cancel", "timeout", "lost", "drain"]
"""Why a handler should stop: a person cancelled it, its time is up, its lease is another's, the process ends."""

MOST_LOG_LINES = 500
MOST_LOG_CHARACTERS = 64_000
MOST_ERROR_CHARACTERS = 2_000
MOST_TRACEBACK_CHARACTERS = 16_000
MOST_RESULT_BYTES = 1_048_576


@dataclass(slots=True)
class Outcome:
    """How an attempt ended: with a result, a failure, or given back."""

    job: jobs.Job
    seconds: float
    result: bytes | None = None
    """JSON; None unless it completed."""
    failure: Failure | None = None
    released: bool = False
    traceback: str | None = None
    logs: list[tuple[int, str]] = field(default_factory=list)
    """Lines with the ms at which they were written, by the clock of this machine."""


class Attempt:
    """A claimed job while it is run here; also what its handler asks things of (`workqueue.JobControls`)."""

    def __init__(self, job: jobs.Job, handler: Handler, claimed_at: float, link: Link) -> None:
        """Nothing runs yet.

        Args:
            job: as claimed.
            handler: what runs it.
            claimed_at: seconds of `time.monotonic()` before the claim was sent.
            link: how to reach the queue while it runs.
        """
        self.job = job
        self.handler = handler
        self.claimed_at = claimed_at
        self.started_at: float | None = None
        self.closed = False
        """Its end is reported, or its slot was given to another: whatever its handler still does changes nothing."""
        self._link = link
        self._deadline = time.monotonic() + ((job.deadline or 0) - (job.started_at or 0)) / 1000
        self._stop: Stop | None = None
        self._told = threading.Event()
        self._logs: list[tuple[int, str]] = []
        self._log_room = MOST_LOG_CHARACTERS

    # -- the handler's side (workqueue.JobControls) ---------------------------------------------------------------------

    @property
    def deadline(self) -> float | None:
        """When the attempt times out, in seconds of `time.monotonic()`."""
        return self._deadline

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._stop is not None or time.monotonic() >= self._deadline

    def report_progress(self, fraction: float, message: str) -> None:
        """Pass it on to the queue, thinned out there."""
        self._link.progress(self, orjson.dumps({"fraction": fraction, "message": clean(message[:500])}))

    def add_log(self, line: str) -> None:
        """Keep a line with the attempt; when there are too many, the last one says so."""
        if self._log_room <= 0:
            return
        line = clean(line[: self._log_room])
        self._log_room -= max(1, len(line))
        if self._log_room <= 0 or len(self._logs) >= MOST_LOG_LINES:
            self._log_room = 0
            line = "(no more lines are kept for this attempt)"
        self._logs.append((round(time.time() * 1000), line))

    def extend(self, seconds: float) -> None:
        """Move the deadline, here and in the queue."""
        self._deadline = time.monotonic() + seconds
        self._link.extend(self, round(seconds * 1000))

    def wait(self, seconds: float) -> bool:
        """Block until the handler should stop (True) or the seconds have passed (False)."""
        until = min(time.monotonic() + seconds, self._deadline)
        return self._told.wait(max(0.0, until - time.monotonic())) or self.cancelled

    # -- the runner's side ----------------------------------------------------------------------------------------------

    def tell(self, stop: Stop) -> None:
        """Ask the handler to stop; the first reason stays."""
        self._stop = self._stop or stop
        self._told.set()

    @property
    def overrun(self) -> float:
        """Seconds past the deadline; negative before it."""
        return time.monotonic() - self._deadline

    def run(self) -> Outcome:
        """Run the handler to its end; every way in which it can end has an outcome."""
        self.started_at = time.monotonic()
        try:
            payload = orjson.loads(self.job.payload)
            value = self.handler.function(self._job(payload))
            return self._completed(value)
        except workqueue.Retry as asked:
            reason = str(asked) or "the handler asked for another attempt"
            return self._failed(Failure(_line(reason), "retry", asked.after))
        except workqueue.Dead as asked:
            return self._failed(Failure(_line(str(asked) or "the handler gave up"), "dead"))
        except workqueue.Cancelled as stopped:
            return self._stopped(stopped)
        except BaseException as error:  # noqa: BLE001 - SystemExit and MemoryError of a handler end its attempt, not us
            return self._failed(Failure(_line(f"{type(error).__name__}: {error}")), error)

    def timed_out(self) -> Outcome:
        """The outcome when its slot is taken away because it did not stop in time."""
        self.closed = True
        return self._failed(Failure(f"timed out: it did not stop within {self._allowed():g} s", "timeout"))

    def given_back(self) -> Outcome:
        """The outcome when it ends because the process does."""
        return Outcome(self.job, self._elapsed(), released=True, logs=self._logs)

    def _job(self, payload: Any) -> workqueue.Job:
        record = self.job
        return workqueue.Job(
            id=record.id,
            type=record.type,
            payload=payload,
            attempt=record.attempt,
            max_attempts=record.max_attempts or self.handler.max_attempts or jobs.DEFAULT_MAX_ATTEMPTS,
            tenant=record.tenant,
            queue=record.queue,
            priority=record.priority,
            created_at=datetime.fromtimestamp((record.created_at or 0) / 1000, UTC),
            tags=orjson.loads(record.tags) if record.tags else {},
            controls=self,
        )

    def _completed(self, value: Any) -> Outcome:
        result = encode(value)
        if len(result) > MOST_RESULT_BYTES:
            self.add_log(f"the result of {len(result)} bytes was dropped: {MOST_RESULT_BYTES} bytes are kept")
            result = orjson.dumps({"dropped": "result too large", "bytes": len(result)})
        return Outcome(self.job, self._elapsed(), result=result, logs=self._logs)

    def _stopped(self, stopped: workqueue.Cancelled) -> Outcome:
        if self._stop in {"drain", "lost"}:
            return self.given_back()
        if self._stop == "timeout" or (self._stop is None and self.overrun >= 0):
            return self._failed(Failure(f"timed out after {self._allowed():g} s", "timeout"))
        return self._failed(Failure(_line(str(stopped) or "cancelled"), "cancelled"))

    def _failed(self, failure: Failure, error: BaseException | None = None) -> Outcome:
        trace = (
            clean("".join(traceback.format_exception(error)))[-MOST_TRACEBACK_CHARACTERS:] if error else None
        )
        return Outcome(self.job, self._elapsed(), failure=failure, traceback=trace, logs=list(self._logs))

    def _elapsed(self) -> float:
        return time.monotonic() - (self.started_at or time.monotonic())

    def _allowed(self) -> float:
        return round(self._deadline - (self.started_at or self._deadline), 1)


class Link(Protocol):
    """How a running attempt reaches the queue; the reporter implements it."""

    def progress(self, attempt: Attempt, progress: bytes) -> None:
        """Keep what the handler says of itself."""

    def extend(self, attempt: Attempt, milliseconds: int) -> None:
        """Move the deadline that the queue holds."""


def encode(value: Any) -> bytes:
    """A handler's return value as JSON that both stores take, whatever it was: what JSON cannot say becomes text."""
    try:
        encoded = orjson.dumps(value, default=_text, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError, RecursionError):
        encoded = _encode_anything(value)
    if b"\\u0000" in encoded:
        encoded = _encode_anything(_cleaned(json.loads(encoded)))
    return encoded


def _encode_anything(value: Any) -> bytes:
    """Integers beyond 64 bits, lone surrogates, cycles: what orjson refuses."""
    try:
        return clean(json.dumps(_cleaned(value), default=_text, allow_nan=False)).encode()
    except (TypeError, ValueError, RecursionError):
        return orjson.dumps(clean(repr(value)[:10_000]))


def _cleaned(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return clean(value)
    if depth > 64:
        return _text(value)
    if isinstance(value, dict):
        return {clean(str(key)): _cleaned(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(item, depth + 1) for item in value]
    return value


def _text(value: Any) -> str:
    return clean(str(value))


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that Postgres and JSON both take: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _line(text: str) -> str:
    return clean(text)[:MOST_ERROR_CHARACTERS]
