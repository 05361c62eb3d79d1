"""Tells the queue how attempts ended: one thread, in batches, until the queue has taken each."""

from __future__ import annotations

import queue as queues
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from shared import lifecycle, logs
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.queue import PAGE, Ended, Failed, Queue
from worker.attempt import Attempt, Outcome
from worker.outage import Outage
from worker.stats import Tally

PROGRESS_EVERY = 0.5
"""Seconds between two progress reports of one job that are passed on; the newest is never dropped."""

_END = object()


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
        self._inbox: queues.SimpleQueue[Any] = queues.SimpleQueue()
        self._progress: dict[str, tuple[str, bytes]] = {}
        self._progress_told: dict[str, float] = {}
        self._outage = Outage("reporter")
        self._log = logs.get("reporter")
        self._thread = threading.Thread(target=self._loop, name="reporter", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Tell what is left; True when all was told within `seconds`."""
        self._inbox.put(_END)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def put(self, outcome: Outcome) -> None:
        """An attempt ended."""
        self._inbox.put(outcome)

    def progress(self, attempt: Attempt, progress: bytes) -> None:
        """A handler says how far it is; passed on at most every half second."""
        self._progress[attempt.job.id] = (attempt.job.fence or "", progress)
        if time.monotonic() - self._progress_told.get(attempt.job.id, 0.0) >= PROGRESS_EVERY:
            self._progress_told[attempt.job.id] = time.monotonic()
            self._inbox.put(attempt.job.id)

    def extend(self, attempt: Attempt, milliseconds: int) -> None:
        """A handler asks for more time; in the queue it holds from the answer on."""
        self._queue.move_deadline(attempt.job.id, attempt.job.fence or "", milliseconds)

    # -- the thread -----------------------------------------------------------------------------------------------------

    def _loop(self) -> None:
        ended = False
        while not ended:
            batch = self._gathered()
            ended = _END in batch
            self._tell([entry for entry in batch if isinstance(entry, Outcome)])
            self._tell_progress([entry for entry in batch if isinstance(entry, str)])

    def _gathered(self) -> list[Any]:
        """The next entry and whatever else is there already."""
        batch = [self._inbox.get()]
        while len(batch) < PAGE:
            try:
                batch.append(self._inbox.get_nowait())
            except queues.Empty:
                break
        return batch

    def _tell(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self._progress.pop(outcome.job.id, None)
            self._progress_told.pop(outcome.job.id, None)
        completed = [outcome for outcome in outcomes if outcome.result is not None]
        failed = [outcome for outcome in outcomes if outcome.failure is not None]
        released = [outcome for outcome in outcomes if outcome.released]
        if completed:
            self._count(completed, self._insist(lambda: self._queue.ack([self._ended(o) for o in completed])))
        if failed:
            self._count(failed, self._insist(lambda: self._queue.nack([self._failed(o) for o in failed])))
        if released:
            self._count(
                released,
                self._insist(
                    lambda: self._queue.release(
                        [(o.job.id, o.job.fence or "") for o in released], _data(released[0])
                    )
                ),
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

    def _ended(self, outcome: Outcome) -> Ended:
        return Ended(outcome.job.id, outcome.job.fence or "", outcome.result or b"null", _data(outcome))

    def _failed(self, outcome: Outcome) -> Failed:
        assert outcome.failure is not None
        allowed = self._max_attempts(outcome.job.type)
        following = lifecycle.after_failure(outcome.job, outcome.failure, allowed)
        data = _data(outcome, delay_ms=following.delay_ms, max_attempts=outcome.job.max_attempts or allowed)
        return Failed(outcome.job.id, outcome.job.fence or "", following, data)

    def _count(self, outcomes: Sequence[Outcome], answers: Sequence[str]) -> None:
        for outcome, answer in zip(outcomes, answers, strict=True):
            if answer in {"lost", "missing"}:
                self._log.warning(
                    "result refused: the job is no longer this attempt's", job=outcome.job.id, because=answer
                )
                answer = "lost"
            word = {"done": "completed", "repeated": "completed", "pending": "released"}.get(answer, answer)
            self._tally.count(outcome.job.type, word, outcome.seconds, _waited(outcome.job))

    def _tell_progress(self, job_ids: Sequence[str]) -> None:
        reports = [(job_id, *self._progress[job_id]) for job_id in job_ids if job_id in self._progress]
        if not reports:
            return
        try:
            self._queue.progress(reports)
        except QueueUnavailable as error:
            self._outage.began(error)


def _data(outcome: Outcome, delay_ms: int | None = None, max_attempts: int | None = None) -> bytes:
    """What the event carries for the mirror (see `worker/duties/mirror.py`)."""
    said: dict[str, Any] = {"worker": outcome.job.worker, "started_at": outcome.job.started_at}
    if outcome.failure is not None:
        said["error"] = outcome.failure.error
    if outcome.traceback:
        said["traceback"] = outcome.traceback
    if outcome.logs:
        said["logs"] = outcome.logs
    if outcome.result is not None:
        said["result"] = orjson.Fragment(outcome.result)
    if delay_ms is not None:
        said["delay_ms"] = delay_ms
    if max_attempts is not None:
        said["max_attempts"] = max_attempts
    return orjson.dumps(said)


def _waited(job: Job) -> float:
    since = job.queued_at or job.created_at or job.started_at or 0
    return max(0.0, ((job.started_at or since) - since) / 1000)
