"""One attempt: the job is made for its handler, the handler runs, and what came of it is put into words."""

from __future__ import annotations

import math
import re
import reprlib
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import orjson

import workqueue
from shared import frozen, strict_json
from shared import job as jobs
from shared.lifecycle import Failure
from workqueue import Handler

Stop = Literal["cancel", "timeout", "lost", "drain"]
"""Why a handler should stop: a person cancelled it, its time is up, its lease was lost, the process ends."""

MOST_LOG_LINES = 500
MOST_LOG_CHARACTERS = 64_000
MOST_ERROR_CHARACTERS = 2_000
MOST_TRACEBACK_CHARACTERS = 16_000
MOST_RESULT_BYTES = 1_048_576
MOST_LEVELS = 64
"""Containers within one another that a result may have; deeper ones become text."""
LONGEST_RETRY = 366 * 86_400.0
"""Seconds for which a handler may put its next attempt off; a time beyond every calendar could not be stored."""


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


_MAKING = threading.Lock()
"""Held while an attempt gets its event: a handler may wait in several threads."""


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
        self.received_at = time.monotonic()
        self.started_at: float | None = None
        self.closed = False
        """Its end is settled: it was reported, or it was given back. What its handler still does changes nothing."""
        self.untold_progress: bytes | None = None
        """What its handler last said of itself, until the reporter has passed it on."""
        self._link = link
        self._deadline = self.received_at + ((job.deadline or 0) - (job.started_at or 0)) / 1000
        self._stop: Stop | None = None
        self._told: threading.Event | None = None
        """Made for the first that waits: most handlers never do, and making one costs as much as a quick handler."""
        self._logs: list[tuple[int, str]] = []
        self._log_room = MOST_LOG_CHARACTERS

    # -- the handler's side (workqueue.JobControls) ----------------------------------------------------------

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
        """Move the deadline, here at once and in the queue as soon as it hears of it."""
        self._deadline = time.monotonic() + seconds
        self._link.extend(self, self._deadline)

    def wait(self, seconds: float) -> bool:
        """Block until the handler should stop (True) or the seconds have passed (False)."""
        with _MAKING:
            told = self._told = self._told or threading.Event()
        until = min(time.monotonic() + seconds, self._deadline)
        while not self.cancelled:
            remaining = until - time.monotonic()
            if remaining <= 0:
                return False
            told.wait(remaining)
        return True

    # -- the runner's side -----------------------------------------------------------------------------------

    def tell(self, stop: Stop) -> None:
        """Ask the handler to stop; the first reason stays."""
        self._stop = self._stop or stop
        if self._told is not None:
            self._told.set()

    @property
    def overrun(self) -> float:
        """Seconds past the deadline; negative before it."""
        return time.monotonic() - self._deadline

    def begin(self) -> None:
        """Its handler starts now."""
        self.started_at = time.monotonic()

    def run(self) -> Outcome:
        """Run the handler to its end; every way in which it can end has an outcome. Call `begin` before."""
        try:
            payload = orjson.loads(self.job.payload)
            value = self.handler.function(self._job(payload))
            return self._completed(value)
        except workqueue.Retry as asked:
            reason = str(asked) or "the handler asked for another attempt"
            after = None if asked.after is None else min(asked.after, LONGEST_RETRY)
            return self._failed(Failure(_line(reason), "retry", after))
        except workqueue.Dead as asked:
            return self._failed(Failure(_line(str(asked) or "the handler gave up"), "dead"))
        except workqueue.Cancelled as stopped:
            return self._stopped(stopped)
        except BaseException as error:  # noqa: BLE001 - SystemExit and MemoryError of a handler end its attempt, not us
            return self._failed(Failure(_line(f"{type(error).__name__}: {_said(error)}")), error)

    def timed_out(self) -> Outcome:
        """The outcome when its slot is taken away because it did not stop in time."""
        return self._failed(Failure(f"timed out: it did not stop within {self._allowed():g} s", "timeout"))

    def given_back(self) -> Outcome:
        """The outcome when it ends because the process does."""
        return Outcome(self.job, self._elapsed(), released=True, logs=list(self._logs))

    def _job(self, payload: Any) -> workqueue.Job:
        record = self.job
        return frozen.made(
            workqueue.Job,
            {
                "id": record.id,
                "type": record.type,
                "payload": payload,
                "attempt": record.attempt,
                "max_attempts": record.max_attempts or self.handler.max_attempts or jobs.DEFAULT_MAX_ATTEMPTS,
                "tenant": record.tenant,
                "queue": record.queue,
                "priority": record.priority,
                "created_at": datetime.fromtimestamp((record.created_at or 0) / 1000, UTC),
                "tags": orjson.loads(record.tags) if record.tags else {},
                "controls": self,
            },
        )

    def _completed(self, value: Any) -> Outcome:
        result = encode(value)
        if len(result) > MOST_RESULT_BYTES:
            self.add_log(f"the result of {len(result)} bytes was dropped: {MOST_RESULT_BYTES} bytes are kept")
            result = orjson.dumps({"dropped": "result too large", "bytes": len(result)})
        return Outcome(self.job, self._elapsed(), result=result, logs=list(self._logs))

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
        """Seconds that it had, from its claim on."""
        return round(self._deadline - self.received_at, 1)


class Link(Protocol):
    """How a running attempt reaches the queue; the reporter implements it."""

    def progress(self, attempt: Attempt, progress: bytes) -> None:
        """Keep what the handler says of itself."""

    def extend(self, attempt: Attempt, deadline: float) -> None:
        """Move the deadline that the queue holds, to a time of `time.monotonic()`."""


def encode(value: Any) -> bytes:
    """A handler's return value as JSON that both stores and every client take: what JSON cannot say becomes text.

    Integers beyond 2^53 - 1 become text too, as no client reads them exactly; NaN and Infinity become null. Raises
    nothing, whatever the value's own methods raise.
    """
    try:
        encoded = orjson.dumps(
            value, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_STRICT_INTEGER
        )
        return encoded if b"\\u0000" not in encoded else orjson.dumps(_cleaned(orjson.loads(encoded), ()))
    except orjson.JSONEncodeError:
        return _encode_anything(value)


def _encode_anything(value: Any) -> bytes:
    """Large integers, lone surrogates, cycles, keys of any kind: what orjson refuses."""
    try:
        return orjson.dumps(_cleaned(value, ()))
    except Exception:  # a value whose own methods raise is no reason to run its job again
        return orjson.dumps(_shown(value))


def _cleaned(value: Any, above: tuple[int, ...]) -> Any:
    """`value` made of what JSON has; `above`: the ids of the containers around it, so that a cycle ends."""
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= strict_json.MAX_INTEGER else _digits(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if id(value) in above or len(above) >= MOST_LEVELS:
        return _shown(value)
    above = (*above, id(value))
    if isinstance(value, Mapping):
        return {_key(key): _cleaned(item, above) for key, item in value.items()}
    plain = list(value) if isinstance(value, list | tuple) else _plain(value)
    return [_cleaned(item, above) for item in plain] if isinstance(plain, list) else plain


def _plain(value: Any) -> Any:
    """What orjson does not know: other collections become lists, bytes and the rest text."""
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, bytes | bytearray):
        return clean(value.decode("utf-8", "replace"))
    return clean(str(value))


def _key(key: Any) -> str:
    """A key as orjson spells it."""
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return clean(_digits(key) if isinstance(key, int) else str(key))


def _digits(value: int) -> str:
    try:
        return str(int(value))
    except ValueError:
        # Python writes some thousand decimal digits at the most, but any number of hexadecimal ones.
        return hex(value)


def _said(error: BaseException) -> str:
    """The text of an exception; its own `__str__` may raise."""
    try:
        return str(error)
    except Exception as worse:  # whatever it is, the attempt failed by `error`
        return f"(its text cannot be had: {type(worse).__name__})"


def _shown(value: Any) -> str:
    """A value in a few words, whatever it is."""
    try:
        return clean(reprlib.repr(value))
    except Exception:  # its `__repr__` raises
        return f"<{type(value).__module__}.{type(value).__qualname__}>"


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that Postgres and JSON both take: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _line(text: str) -> str:
    """One line for people, whatever the exception said; the traceback keeps its shape."""
    return " ".join(clean(text[:MOST_ERROR_CHARACTERS]).split())
