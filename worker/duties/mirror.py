"""Copies what happens to jobs from the events stream into Postgres.

The position in the stream is stored in the transaction that writes the rows, so nothing is applied twice and nothing
is passed over, whoever dies when. After the commit Redis adopts the final states and the stream is trimmed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson
import psycopg2
import redis
from psycopg2 import extensions

from shared import arrays, logs, queries
from shared.connections import Postgres, scalar
from shared.events import ENDED_ATTEMPT, Event, order, said_at_end
from shared.job import Job
from shared.queue import Queue
from shared.states import FINAL, State
from worker.duties import telling
from worker.duties.minutes import Minutes
from worker.duty import Duty

STATEMENTS = queries.read(Path(__file__).parent / "sql")

BATCH = 100
"""Entries of the stream to one transaction; each holds the events of one run of a script, 200 or so at the most."""
UNWRITABLE = (psycopg2.DataError, psycopg2.IntegrityError, ValueError)
"""What says that the data is at fault: a missing table, for one, is not, and the mirror waits until it is there."""
KEPT_BYTES = 32 * 1024 * 1024
"""Of the written entries that stay in the stream: results are among them, and Redis holds it all in memory."""
LINE_BYTES = 150
"""Of an event beside its data, or so."""
LISTEN = 15.0
"""Seconds for which one wait for the next event lasts."""

_log = logs.get("mirror")


@dataclass(slots=True)
class Change:
    """What a batch of events makes of one row: the newest state, and the newest of each other value. Times in ms."""

    id: str
    status: str
    version: int
    attempt: int
    worker: str | None = None
    started_at: int | None = None
    finished_at: int | None = None
    scheduled_at: int | None = None
    error: str | None = None
    result: str | None = None
    progress: str | None = None
    crash_count: int = 0
    max_attempts: int | None = None


@dataclass(slots=True)
class AttemptRow:
    """One run: begun, ended, or both."""

    job_id: str
    fence: str
    number: int
    tenant: str
    worker: str | None = None
    ready_at: int | None = None
    started_at: int | None = None
    ended_at: int | None = None
    outcome: str | None = None
    error: str | None = None
    traceback: str | None = None
    logs: str | None = None


@dataclass(slots=True)
class Batch:
    """What a run of events changes."""

    changes: dict[str, Change] = field(default_factory=dict)
    attempts: dict[tuple[str, str], AttemptRow] = field(default_factory=dict)
    minutes: Minutes = field(default_factory=Minutes)
    told_again: set[str] = field(default_factory=set)
    """Jobs whose record is to be read, because a repair said that the row may know nothing of them."""

    @property
    def ended(self) -> list[str]:
        """Jobs that an event of the batch ended."""
        return [change.id for change in self.changes.values() if State(change.status) in FINAL]


@dataclass(frozen=True, slots=True)
class Run:
    """Events that were read one after the other."""

    after: str
    """The position that they follow."""
    events: Sequence[Event]
    batch: Batch | None = None
    """What they come to; None: nobody has looked yet."""


class Kept:
    """Which written entries stay in the stream: the newest, up to a number and up to `KEPT_BYTES`."""

    def __init__(self, entries: int) -> None:
        """Nothing is written yet; what earlier mirrors left is dropped with the first that is too many.

        Args:
            entries: how many stay.
        """
        self._most = entries
        self._batches: deque[tuple[str, int, int]] = deque()
        self._entries = 0
        self._bytes = 0

    def add(self, position: str, events: Sequence[Event]) -> str | None:
        """Take in a written batch that ends at `position`; up to where to trim now, or None."""
        entries = len({event.position for event in events})
        weight = sum(len(event.data) + LINE_BYTES for event in events)
        self._batches.append((position, entries, weight))
        self._entries, self._bytes = self._entries + entries, self._bytes + weight
        behind = None
        while self._batches and self._is_too_much:
            behind, entries, weight = self._batches.popleft()
            self._entries, self._bytes = self._entries - entries, self._bytes - weight
        return behind

    @property
    def _is_too_much(self) -> bool:
        """Without the oldest batch as many as should be kept are left, or there are too many bytes."""
        return self._entries - self._batches[0][1] >= self._most or self._bytes > KEPT_BYTES


class Mirror:
    """The duty's state: how far it has read, and how late it is."""

    def __init__(self, queue: Queue, postgres: Postgres, waiting: redis.Redis, events_kept: int = 0) -> None:
        """Reads its position when first asked.

        Args:
            queue: whose events.
            postgres: where to.
            waiting: a client that may block for `LISTEN` seconds.
            events_kept: entries that stay in the stream after they are written, for live streams to resume from.
        """
        self._queue = queue
        self._postgres = postgres
        self._waiting = waiting
        self._position: str | None = None
        self._batch = BATCH
        self._kept = Kept(events_kept)
        self._helper = ThreadPoolExecutor(1, "mirror-redis")
        self._ahead: Future[Run] | None = None
        """The run after the one that is being written."""
        self._settling: Future[None] | None = None
        """What Redis is being told of the run that was written before."""
        self.lag_seconds = 0.0
        """Age of the oldest event not yet written, as last seen."""

    @property
    def duty(self) -> Duty:
        """The duty that keeps the rows up to date."""
        return Duty("mirror", self.turn, self.forget)

    def forget(self) -> None:
        """Another worker mirrors now: read the position again before the next turn."""
        self._position = self._ahead = None
        self.lag_seconds = 0.0

    def turn(self) -> float:
        """Apply the next events, or wait for one."""
        if self._position is None:
            self._position = self._first_position()
        run = self._next_run(self._position)
        if not run.events:
            self._see_redis_told()
            self.lag_seconds = 0.0
            self._queue.wait_for_events(self._position, LISTEN, self._waiting)
            self._rewind_after_clock_jump()
            return 0.0
        self.lag_seconds = max(0.0, (self._queue.now_ms() - run.events[0].at) / 1000)
        if len(run.events) >= self._batch:
            self._ahead = self._helper.submit(self._read_ahead, run.events[-1].position)
        try:
            self._apply(run)
        except UNWRITABLE:
            self._narrow(run.events)
        else:
            self._batch = min(BATCH, self._batch * 2)
        return 0.0

    def _next_run(self, position: str) -> Run:
        """What was read while the run before it was written, if it goes on from there; else what is there now."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and not isinstance(ahead.exception(), UNWRITABLE):
            run = ahead.result()
            if run.events and run.after == position:
                return run
        return Run(position, self._queue.events_after(position, self._batch))

    def _read_ahead(self, position: str) -> Run:
        events = self._queue.events_after(position, self._batch)
        return Run(position, events, fold(events))

    def _narrow(self, events: Sequence[Event]) -> None:
        """One entry that Postgres does not take must not keep all that follow from it: find it, write what can be.

        Its states go without what was said of them; should those not be taken either, the entry is passed over, and
        the reconciler finds the rows that disagree.
        """
        if self._batch > 1:
            self._batch //= 2
            return
        jobs = sorted({event.job_id for event in events})
        _log.exception(
            "an entry cannot be written: its states are, without data", at=events[0].position, jobs=jobs
        )
        try:
            self._apply(Run("", [replace(event, data=b"") for event in events]))
        except UNWRITABLE:
            _log.exception("nor can its states: it is passed over", at=events[0].position, jobs=jobs)
            self._apply(Run("", []), events[-1].position)
        self._batch = 2

    def _first_position(self) -> str:
        def read(cursor: extensions.cursor) -> str:
            values = {"namespace": self._queue.namespace}
            cursor.execute(STATEMENTS["create_position"], values)
            cursor.execute(STATEMENTS["lock_position"], values)
            return str(scalar(cursor))

        self._position = self._postgres.transaction(read)
        self._rewind_after_clock_jump()
        return self._position

    def _rewind_after_clock_jump(self) -> None:
        """A stream that was wiped, on a clock that went back, starts below the position: read it from its start."""
        if self._position and order(self._queue.last_event()) < order(self._position):
            self._position = "0-0"

    def _apply(self, run: Run, read_to: str | None = None) -> None:
        """Write what events come to, with the position of the last, or `read_to`."""
        events, batch = run.events, run.batch or fold(run.events)
        records = self._records(batch)
        read_from, read_to = self._position, read_to or events[-1].position

        def write(cursor: extensions.cursor) -> tuple[bool, list[tuple[str, str, int]]]:
            cursor.execute(STATEMENTS["lock_position"], {"namespace": self._queue.namespace})
            stored = scalar(cursor)
            if read_from != "0-0" and stored != read_from:
                return False, []
            stand = self._write(cursor, batch, records)
            cursor.execute(
                STATEMENTS["move_position"], {"namespace": self._queue.namespace, "position": read_to}
            )
            finals = [(job_id, *stand[job_id]) for job_id in batch.ended if _has_ended(stand, job_id)]
            telling.write(cursor, events, finals, records)
            return True, finals

        applied, finals = self._postgres.transaction(write)
        if not applied:
            self._position = None  # another mirror was faster: go on from where it is
            return
        self._position = read_to
        behind = self._kept.add(read_to, events)
        under_way = None
        if self._ahead is None:
            self._forget_in_redis(finals, behind)
        else:  # there is more to write: it need not wait for this
            under_way = self._helper.submit(self._forget_in_redis, finals, behind)
        self._see_redis_told(under_way)

    def _see_redis_told(self, now: Future[None] | None = None) -> None:
        """Redis knows of the run before, or what kept it from that is raised; `now`: what it is being told since."""
        before, self._settling = self._settling, now
        if before is not None:
            before.result()

    def _forget_in_redis(self, finals: Sequence[tuple[str, str, int]], behind: str | None) -> None:
        """What is written need not stay there: jobs that have ended, and events up to `behind`."""
        self._queue.settle(finals)
        if behind is not None:
            self._queue.trim_events(behind)

    def _write(
        self, cursor: extensions.cursor, batch: Batch, records: dict[str, Job]
    ) -> dict[str, tuple[str, int]]:
        """Write what the batch changes; answers state and version of its jobs' rows as they stand then."""
        for job_id, job in records.items():
            batch.changes[job_id] = _from_record(job, batch.changes[job_id])
        changed = _apply_changes(cursor, list(batch.changes.values()))
        left = [job_id for job_id in batch.changes if job_id not in changed]
        stand = {**changed, **_rows_there(cursor, left)}
        missing = [job_id for job_id in left if job_id not in stand]
        restored = self._restore(cursor, missing)
        changed |= _apply_changes(cursor, [batch.changes[job_id] for job_id in missing])
        stand |= _rows_there(cursor, missing)
        attempts = [row for row in batch.attempts.values() if row.job_id in stand]
        _execute_rows(cursor, "apply_attempts", attempts)
        ended = [(job_id, status) for job_id, (status, _) in changed.items() if status in FINAL]
        batch.minutes.write(cursor, ended, restored)
        return stand

    def _restore(self, cursor: extensions.cursor, job_ids: Sequence[str]) -> list[Job]:
        """Make the rows of jobs that only Redis knows; answers those that were made."""
        found = self._queue.get_many(job_ids) if job_ids else []
        return _restore(cursor, [job for job in found if job is not None and job.payload])

    def _records(self, batch: Batch) -> dict[str, Job]:
        found = self._queue.get_many(sorted(batch.told_again))
        return {job.id: job for job in found if job is not None}


def fold(events: Iterable[Event]) -> Batch:
    """What a run of events comes to, job by job."""
    batch = Batch()
    for event in events:
        said = said_at_end(event)
        change = batch.changes.get(event.job_id)
        if change is None or event.version >= change.version:
            batch.changes[event.job_id] = _changed(change, event, said)
        if event.kind == "snapshot":
            batch.told_again.add(event.job_id)
        _note_attempt(batch, event, said)
        batch.minutes.note(event, said)
    return batch


def _changed(before: Change | None, event: Event, said: Mapping[str, Any]) -> Change:
    change = before or Change(event.job_id, "", 0, 0)
    change.status, change.version, change.attempt = event.state.value, event.version, event.attempt
    if event.kind == "started":
        change.worker, change.started_at = event.data.decode(), event.at
    elif event.kind == "progress" and event.data:
        change.progress = event.data.decode()
    elif event.kind == "promoted" and event.data:  # before its time (expedite.lua): this is its time then
        change.scheduled_at = event.at
    change.finished_at = event.at if event.state in FINAL else None
    if event.kind == "failed":
        change.scheduled_at = event.at + int(said.get("delay_ms", 0))
    change.error = said.get("error", change.error)
    if "result" in said:
        change.result = orjson.dumps(said["result"]).decode()
    change.crash_count = max(change.crash_count, int(said.get("crash_count", 0)))
    change.max_attempts = said.get("max_attempts", change.max_attempts)
    return change


def _note_attempt(batch: Batch, event: Event, said: Mapping[str, Any]) -> None:
    if not event.fence:
        return
    key = (event.job_id, event.fence)
    if event.kind == "started":
        batch.attempts[key] = AttemptRow(
            event.job_id, event.fence, event.attempt, event.tenant, event.data.decode(), started_at=event.at
        )
    elif event.kind in ENDED_ATTEMPT:
        uncounted = event.kind in {"released", "crashed"} or "crash_count" in said
        row = batch.attempts.setdefault(
            key,
            AttemptRow(
                event.job_id, event.fence, event.attempt + uncounted, event.tenant, said.get("worker")
            ),
        )
        row.started_at = row.started_at or said.get("started_at")
        row.ready_at = said.get("ready_at")
        row.ended_at, row.outcome = event.at, event.kind
        row.error, row.traceback = said.get("error"), said.get("traceback")
        row.logs = orjson.dumps(said["logs"]).decode() if said.get("logs") else None


def _from_record(job: Job, change: Change) -> Change:
    return Change(
        id=job.id,
        status=job.state.value,
        version=max(job.version, change.version),
        attempt=job.attempt,
        worker=job.worker,
        started_at=job.started_at,
        finished_at=job.finished_at,
        scheduled_at=job.run_at,
        error=job.error,
        result=_text(job.result),
        progress=_text(job.progress),
        crash_count=job.crash_count,
        max_attempts=job.max_attempts,
    )


def _rows_there(cursor: extensions.cursor, job_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """State and version of those that have a row."""
    if not job_ids:
        return {}
    cursor.execute(STATEMENTS["rows_there"], {"ids": arrays.literal(job_ids)})
    return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _restore(cursor: extensions.cursor, jobs: Sequence[Job]) -> list[Job]:
    """Make the rows of these jobs; answers those that had none."""
    if not jobs:
        return []
    columns: dict[str, list[Any]] = {
        name.name: [getattr(job, name.name) for job in jobs] for name in fields(Job)
    }
    columns["status"] = [job.state.value for job in jobs]
    columns["scheduled_at"] = columns["run_at"]
    for name in ("payload", "backoff", "result"):
        columns[name] = [_text(value) for value in columns[name]]
    columns["tags"] = [_text(value) or "{}" for value in columns["tags"]]
    cursor.execute(STATEMENTS["restore_jobs"], arrays.literals(columns))
    made = {row[0] for row in cursor.fetchall()}
    return [job for job in jobs if job.id in made]


def _apply_changes(cursor: extensions.cursor, changes: Sequence[Change]) -> dict[str, tuple[str, int]]:
    """State and version of the rows that these have changed."""
    if not changes:
        return {}
    _execute_rows(cursor, "apply_changes", changes)
    return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _execute_rows(cursor: extensions.cursor, statement: str, rows: Sequence[Change | AttemptRow]) -> None:
    if not rows:
        return
    names = [name.name for name in fields(rows[0])]
    columns = zip(*map(attrgetter(*names), rows), strict=True)
    cursor.execute(STATEMENTS[statement], arrays.literals(dict(zip(names, columns, strict=True))))


def _has_ended(stand: Mapping[str, tuple[str, int]], job_id: str) -> bool:
    return job_id in stand and stand[job_id][0] in FINAL


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()
