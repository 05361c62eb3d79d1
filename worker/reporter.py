"""Tells the queue how attempts ended: one thread, in batches, until the queue has taken each."""

from __future__ import annotations

import queue as queues
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from shared import events, lifecycle, logs
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.lifecycle import Failure
from shared.outage import Outage
from shared.queue import PAGE, Ended, Failed, Queue
from worker import giving_back
from worker.attempt import Attempt, Outcome
from worker.stats import Tally

PROGRESS_EVERY = 0.5
"""Seconds between two passings-on of progress; what a handler said last is never dropped while it runs."""

_ENDED_AS = {"retry": "failed", "dead": "dead", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Extension:
    """A handler asked for more time."""

    attempt: Attempt
    deadline: float
    """In seconds of `time.monotonic()`."""


class Stop:
    """Stands in the inbox behind all that is to be told before the end."""


class Reporter:
    """Takes outcomes and progress from any thread; also the `Link` of attempts."""

    def __init__(self, queue: Queue, tally: Tally, max_attempts: Callable[[str], int | None]) -> None:
        """Nothing to tell yet.

        Args:
            queue: whom to tell.
            tally: where outcomes are counted.
            max_attempts: the setting of a type's handler.
        """
        self._queue = queue
        self._tally = tally
        self._max_attempts = max_attempts
        self._inbox: queues.SimpleQueue[Outcome | Attempt | Extension | Stop] = queues.SimpleQueue()
        self._progress_lock = threading.Lock()
        self._talking: list[Attempt] = []
        """Attempts whose progress is to be passed on, when it is time."""
        self._progress_due = 0.0
        self._outage = Outage("reporter")
        self._log = logs.get("reporter")
        self._thread = threading.Thread(target=self._loop, name="reporter", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Tell what is left; True when all was told within `seconds`."""
        self._inbox.put(Stop())
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def put(self, outcome: Outcome) -> None:
        """An attempt ended."""
        self._inbox.put(outcome)

    def progress(self, attempt: Attempt, progress: bytes) -> None:
        """A handler says how far it is; only the newest is passed on, with those of others."""
        with self._progress_lock:
            first = attempt.untold_progress is None
            attempt.untold_progress = progress
        if first:
            self._inbox.put(attempt)

    def extend(self, attempt: Attempt, deadline: float) -> None:
        """A handler asks for more time; it need not wait, nor fail, when Redis is away."""
        self._inbox.put(Extension(attempt, deadline))

    # -- the thread ------------------------------------------------------------------------------------------

    def _loop(self) -> None:
        ended = False
        while not ended:
            batch = self._gathered()
            outcomes = [entry for entry in batch if isinstance(entry, Outcome)]
            self._tell(outcomes)
            others = [] if len(outcomes) == len(batch) else batch
            ended = any(isinstance(entry, Stop) for entry in others)
            self._talking += [entry for entry in others if isinstance(entry, Attempt)]
            try:
                self._extend([entry for entry in others if isinstance(entry, Extension)])
                self._tell_progress()
            except Exception:
                # Ends of attempts go on being told, whatever is wrong with what handlers say on the way.
                self._log.exception("cannot pass on what handlers say of themselves")

    def _gathered(self) -> list[Outcome | Attempt | Extension | Stop]:
        """The next entries, at most a page; none when progress falls due first."""
        patience = max(0.0, self._progress_due - time.monotonic()) if self._talking else None
        batch: list[Outcome | Attempt | Extension | Stop] = []
        with suppress(queues.Empty):
            batch.append(self._inbox.get(timeout=patience))
            while len(batch) < PAGE:
                batch.append(self._inbox.get_nowait())
        return batch

    def _tell(self, outcomes: Sequence[Outcome]) -> None:
        self._told(self._ack, [outcome for outcome in outcomes if outcome.result is not None])
        self._told(self._nack, [outcome for outcome in outcomes if outcome.failure is not None])
        self._told(self._release, [outcome for outcome in outcomes if outcome.released])

    def _told(self, report: Callable[[Sequence[Outcome]], None], outcomes: Sequence[Outcome]) -> None:
        """Report a batch; when one of it cannot be told, for whatever reason, the others still are."""
        if not outcomes:
            return
        try:
            report(outcomes)
        except Exception:
            if len(outcomes) > 1:
                for outcome in outcomes:
                    self._told(report, [outcome])
            else:
                self._log.exception(
                    "cannot tell how an attempt ended: its deadline will", job=outcomes[0].job.id
                )

    def _ack(self, outcomes: Sequence[Outcome]) -> None:
        ended = [
            Ended(
                outcome.job.id,
                outcome.job.fence or "",
                outcome.result or b"null",
                _data(outcome) if outcome.logs else b"",
            )
            for outcome in outcomes
        ]
        answers = self._insist(lambda: self._queue.ack(ended))
        self._count(
            outcomes, ["completed" if answer in {"done", "repeated"} else answer for answer in answers]
        )

    def _nack(self, outcomes: Sequence[Outcome]) -> None:
        failed = [self._failed(outcome, outcome.failure) for outcome in outcomes if outcome.failure]
        answers = self._insist(lambda: self._queue.nack(failed))
        self._count(
            outcomes,
            [
                _ENDED_AS[report.next.decision] if answer == "repeated" else answer
                for report, answer in zip(failed, answers, strict=True)
            ],
        )

    def _release(self, outcomes: Sequence[Outcome]) -> None:
        oldest_first = sorted(outcomes, key=lambda outcome: giving_back.age(outcome.job))
        held = [(outcome.job.id, outcome.job.fence or "", _data(outcome)) for outcome in oldest_first]
        answers = self._insist(lambda: self._queue.release(held))
        self._count(
            oldest_first,
            ["released" if answer in {"pending", "repeated"} else answer for answer in answers],
        )

    def _insist(self, call: Callable[[], list[str]]) -> list[str]:
        """Repeat a report until Redis has taken it; the scripts make repeats harmless."""
        while True:
            try:
                answers = call()
            except QueueUnavailable as error:
                time.sleep(self._outage.began(error))
            else:
                self._outage.ended()
                return answers

    def _failed(self, outcome: Outcome, failure: Failure) -> Failed:
        allowed = self._max_attempts(outcome.job.type)
        following = lifecycle.after_failure(outcome.job, failure, allowed)
        data = _data(outcome, delay_ms=following.delay_ms, max_attempts=outcome.job.max_attempts or allowed)
        return Failed(outcome.job.id, outcome.job.fence or "", following, data)

    def _count(self, outcomes: Sequence[Outcome], words: Sequence[str]) -> None:
        ended = []
        for outcome, word in zip(outcomes, words, strict=True):
            refused = word in {"lost", "missing"}
            if refused:
                self._log.warning(
                    "result refused: the job is no longer this attempt's", job=outcome.job.id, because=word
                )
            job = outcome.job
            ended.append((job.type, "lost" if refused else word, outcome.seconds, _waited(job)))
        self._tally.count(ended)

    def _extend(self, extensions: Sequence[Extension]) -> None:
        """Of several wishes of one attempt the last counts."""
        for extension in {id(extension.attempt): extension for extension in extensions}.values():
            self._insist(partial(self._move_deadline, extension))

    def _move_deadline(self, extension: Extension) -> list[str]:
        job = extension.attempt.job
        milliseconds = max(1, round((extension.deadline - time.monotonic()) * 1000))
        return [self._queue.move_deadline(job.id, job.fence or "", milliseconds)]

    def _tell_progress(self) -> None:
        if not self._talking or time.monotonic() < self._progress_due:
            return
        talking, self._talking = self._talking, []
        self._progress_due = time.monotonic() + PROGRESS_EVERY
        reports = self._taken(talking)
        try:
            self._queue.progress(
                [(attempt.job.id, attempt.job.fence or "", said) for attempt, said in reports]
            )
        except QueueUnavailable as error:
            self._outage.began(error)
            for attempt, said in reports:
                if attempt.untold_progress is None:
                    self.progress(attempt, said)
        else:
            self._outage.ended()

    def _taken(self, talking: Sequence[Attempt]) -> list[tuple[Attempt, bytes]]:
        reports = []
        with self._progress_lock:
            for attempt in talking:
                if attempt.untold_progress is not None and not attempt.closed:
                    reports.append((attempt, attempt.untold_progress))
                attempt.untold_progress = None
        return reports


def _data(outcome: Outcome, **more: Any) -> bytes:
    return events.of_end(
        outcome.job,
        error=outcome.failure.error if outcome.failure else None,
        traceback=outcome.traceback or None,
        logs=outcome.logs or None,
        result=None if outcome.result is None else orjson.Fragment(outcome.result),
        **more,
    )


def _waited(job: Job) -> float:
    since = job.queued_at or job.created_at or job.started_at or 0
    return max(0.0, ((job.started_at or since) - since) / 1000)
