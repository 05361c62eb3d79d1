"""Finds where Redis and Postgres disagree and mends it: lost jobs, missing entries, events that never came.

Forward, rows the queue still owes an end are looked for in Redis: Redis is asked first and the row read again
second, so that "missing there, and still open here" proves a loss (a job is forgotten in Redis only after its end is
committed). Backward, the records of Redis are held against the rows. After a wipe or a restart both go through everything
at once; else the newest rows are looked at soon and the rest in small slices. Any number of reconcilers does no harm.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from psycopg2 import extensions

from shared import logs, mirror, queries
from shared.connections import Postgres
from shared.errors import QueueUnavailable, RedisFull
from shared.events import order
from shared.job import Job
from shared.queue import PAGE, Health, Queue
from shared.states import FINAL, State
from worker.duty import Duty

STATEMENTS = queries.read(Path(__file__).parent / "sql")

SLICE = 2_000
"""Rows looked at in one quiet turn beside the newest."""
LOOK = 0.2
"""Seconds for which records are looked at before slices take over, where Redis is known to have lost nothing that rows could
give back: a look at all of a deep backlog would keep the workers from it."""
WHILE_FULL = 30.0
"""Seconds until the next look at everything once a Redis at its memory limit has refused to take a job back: such a look
would come again and again, and keep the workers from making room."""
ROWS = 1_000
"""Rows to a page."""
AFTER_ALL = 2**63 - 1
"""Beyond every `seq`."""

_log = logs.get("reconciler")


@dataclass(frozen=True, slots=True)
class OpenRow:
    """What a pass needs of a row."""

    seq: int
    id: str
    status: str
    version: int


class Reconciler:
    """The duty's state; everything it remembers may be lost at any time."""

    def __init__(
        self, queue: Queue, postgres: Postgres | None, *, lease_ms: int, every: float, grace: float
    ) -> None:
        """Looks at everything in its first turn.

        Args:
            queue: to mend.
            postgres: to hold it against; None: only entries in Redis are mended.
            lease_ms: given to a running job whose lease is gone.
            every: seconds between two turns.
            grace: seconds that a fresh row has to reach Redis.
        """
        self._queue = queue
        self._postgres = postgres
        self._lease_ms = lease_ms
        self._every = every
        self._grace = grace
        self._known_server: tuple[str, str] | None = None
        self._everything = True
        self._everything_from = 0.0
        """And not before: seconds of `time.monotonic()`."""
        self._wiped = True
        """Redis has lost what it had, or may have: pauses and dead letters are to be put back as well."""
        self._hurries = False
        """It has been restarted or wiped: all records are looked at in one turn."""
        self._holes = False
        """Entries were missing: lists may have holes that cannot be seen from their ends."""
        self._damaged = False
        """So every pending job is entered again in this turn."""
        self._newest = 0
        self._slice_before = AFTER_ALL
        self._scan_cursor = 0
        self._doubts: dict[str, str] = {}
        """Rows that disagree with their record, with the newest event of then, which the mirror may not have read."""
        self._unknown: set[str] = set()
        """Records without a row in this round of scanning."""
        self._unknown_before: set[str] = set()
        """And in the round before; as it is forgotten with each round, it never outgrows what Redis holds."""
        self.drift = 0
        """Rows and records that disagreed in the last turn, whatever the reason."""
        self.mended = 0
        """Jobs and entries put right since the start of the process."""

    @property
    def duty(self) -> Duty:
        """The duty that keeps both stores of one mind."""
        return Duty("reconciler", self.turn, self.forget)

    def forget(self) -> None:
        """Another worker reconciles now: begin with everything when it is this one's turn again."""
        self._everything = True
        self.drift = 0
        self._doubts.clear()
        self._unknown.clear()
        self._unknown_before.clear()

    def turn(self) -> float:
        """One look: at everything when something happened to Redis, else at the newest and a slice of the rest."""
        try:
            self._notice_changed_server()
            self.drift = 0
            if self._everything and time.monotonic() >= self._everything_from:
                self._look_at_everything()
            else:
                self._look_at_some()
        except QueueUnavailable as error:
            self._everything = True
            if isinstance(error, RedisFull):
                self._everything_from = time.monotonic() + WHILE_FULL
            raise
        return self._every

    # -- what to look at -----------------------------------------------------------------------------------

    def _notice_changed_server(self) -> None:
        """A restart or a wipe calls for a look at everything, however often that has to be begun."""
        fresh = secrets.token_hex(8)
        run_id, mark = self._queue.identity(fresh)
        if self._known_server is None:
            self._hurries = mark == fresh
        elif (run_id, mark) != self._known_server:
            wiped = mark != self._known_server[1]
            _log.warning("redis restarted or was wiped: comparing everything", wiped=wiped)
            self._everything = self._hurries = True
            self._wiped = self._wiped or wiped
        self._known_server = (run_id, mark)

    def _look_at_everything(self) -> None:
        before = self.mended
        if self._postgres is not None:
            if self._wiped:
                self._restore_pauses(self._postgres)
            newest = self._newest_seq(self._postgres)
            self._look_at_open(self._postgres)
            if self._wiped:
                self._look_at_dead(self._postgres)
            self._newest = newest
        self._scan_cursor = 0
        # Without rows, what Redis has lost is lost with its entries: what is left of it is whole.
        urgent = self._damaged or (self._hurries and self._postgres is not None)
        self._look_at_records(math.inf if urgent else LOOK)
        self._everything = self._wiped = self._hurries = self._damaged = False
        self._repair_holes()
        if self.mended > before:
            _log.warning("compared everything", mended=self.mended - before)

    def _look_at_some(self) -> None:
        if self._postgres is not None:
            newest = self._newest_seq(self._postgres)
            self._look_at_open(self._postgres, after=self._newest)
            self._newest = newest
            self._look_at_slice(self._postgres)
            self._settle_doubts(self._postgres)
        self._look_at_records(0.0)
        self._repair_holes()

    def _repair_holes(self) -> None:
        """Entries were missing that no wipe explains: in the next turn all are entered again, in order."""
        if self._holes:
            self._everything = self._damaged = True
            self._holes = False

    def _look_at_slice(self, postgres: Postgres) -> None:
        self._slice_before = self._look_at_open(postgres, before=self._slice_before, most=SLICE)

    # -- forward: from rows to records ---------------------------------------------------------------------

    def _look_at_open(
        self, postgres: Postgres, after: int = 0, before: int = AFTER_ALL, most: int | None = None
    ) -> int:
        """Rows between two places, the newest first: entries go to the head of a lost list, so it ends in order.

        Missing records go to the tail, so they are made when all were looked at, the oldest first. Answers where to go
        on when `most` rows were looked at, else the place after all.
        """
        lost: list[str] = []
        looked = 0
        while (most is None or looked < most) and (
            rows := _rows(postgres, "open_jobs", after=after, before=before, grace=self._grace)
        ):
            lost += reversed(self._mend(rows[::-1]))
            looked += len(rows)
            before = rows[-1].seq
        for page in _pages(lost[::-1]):
            self._put_back(postgres, page)
        return before if most is not None and looked >= most else AFTER_ALL

    def _look_at_dead(self, postgres: Postgres) -> None:
        """The oldest first, as each goes to the head of the dead letters."""
        after = 0
        while rows := _rows(postgres, "dead_jobs", after=after):
            self._put_back(postgres, self._mend(rows))
            after = rows[-1].seq

    def _look_at_records(self, seconds: float) -> None:
        """From where the last look stopped: a page, and more for so long, to the end at the most."""
        until = time.monotonic() + seconds
        while True:
            self._scan_cursor, ids = self._queue.scan(self._scan_cursor)
            self._backward(ids)
            if self._scan_cursor == 0:
                self._end_round()
            if self._scan_cursor == 0 or time.monotonic() >= until:
                return

    def _newest_seq(self, postgres: Postgres) -> int:
        return int(_fetch(postgres, "newest_seq", {"grace": self._grace})[0][0])

    def _mend(self, rows: Sequence[OpenRow]) -> list[str]:
        """Add what entries lack, note what disagrees, and answer the ids that have no record."""
        ids = [row.id for row in rows]
        found = list(zip(rows, self._queue.heal(ids, self._lease_ms, self._damaged), strict=True))
        mended = sum(health.mended for _, health in found)
        self.mended += mended
        self.drift += mended
        if mended and not self._damaged:
            _log.warning("entries of jobs were missing in redis: entering all of them again", jobs=mended)
            self._holes = True
        self._doubt([row.id for row, health in found if health.state not in {"missing", row.status}])
        return [row.id for row, health in found if health.state == "missing"]

    def _put_back(self, postgres: Postgres, job_ids: Sequence[str]) -> None:
        """Second look at the rows, then records for those still owed an end, in the order given.

        What is missing may be missing with all else, since a moment ago: no job comes back before the pause of its queue.
        """
        if not job_ids:
            return
        if self._queue.identity(secrets.token_hex(8)) != self._known_server:
            self._restore_pauses(postgres)
        rows = mirror.read(postgres, job_ids)
        jobs = [
            _to_put_back(rows[job_id], self._wiped)
            for job_id in job_ids
            if job_id in rows and (rows[job_id].state not in FINAL or _is_dead_letter(rows[job_id]))
        ]
        answers = self._queue.enqueue(jobs)
        created = answers.count("created")
        self.mended += created
        self.drift += created
        if created:
            _log.warning("jobs that redis did not have were put back", jobs=created)

    def _doubt(self, job_ids: Sequence[str]) -> None:
        self.drift += len(job_ids)
        if job_ids:
            newest = self._queue.last_event()
            for job_id in job_ids:
                self._doubts.setdefault(job_id, newest)

    def _settle_doubts(self, postgres: Postgres) -> None:
        """Rows that still disagree after the mirror has passed every event of then: have Redis say it again.

        What is left there of a job that was deleted says nothing of the one that came under its id since.
        """
        if not self._doubts:
            return
        position = self._mirror_position(postgres)
        due = [job_id for job_id, newest in self._doubts.items() if order(newest) <= order(position)]
        states = {row[0]: row for row in _fetch(postgres, "states_of", {"ids": due})}
        for page in _pages(due):
            jobs = self._queue.get_many(page)
            differ = [
                job
                for job in jobs
                if job is not None and job.id in states and _still_disagree(job, states[job.id][1])
            ]
            left_over = {
                job.id for job in differ if job.state in FINAL and job.created_at != states[job.id][4]
            }
            tell = [(job.id, int(states[job.id][2])) for job in differ if job.id not in left_over]
            self.mended += len(tell)
            self._queue.retell(tell)
            self._put_back(postgres, sorted(left_over))
        for job_id in due:
            del self._doubts[job_id]

    def _mirror_position(self, postgres: Postgres) -> str:
        def read(cursor: extensions.cursor) -> str:
            cursor.execute(
                "SELECT position FROM mirror_position WHERE namespace = %s", (self._queue.namespace,)
            )
            row = cursor.fetchone()
            return str(row[0]) if row else "0-0"

        return postgres.run(read)

    # -- backward: from records to rows --------------------------------------------------------------------

    def _backward(self, job_ids: Sequence[str]) -> None:
        for page in _pages(job_ids):
            found = dict(zip(page, self._queue.heal(page, self._lease_ms), strict=True))
            self.mended += sum(health.mended for health in found.values())
            if self._postgres is not None:
                kept = {job_id: h for job_id, h in found.items() if not h.expires and h.state != "missing"}
                self._compare(self._postgres, kept)

    def _compare(self, postgres: Postgres, records: dict[str, Health]) -> None:
        rows = {row[0]: row for row in _fetch(postgres, "states_of", {"ids": list(records)})}
        unknown = [job_id for job_id in records if job_id not in rows]
        finals, requeued = [], []
        for job_id, (_, status, version, requeued_as, _) in rows.items():
            if status not in FINAL:
                continue
            if requeued_as is not None:
                requeued.append((job_id, requeued_as))
            elif records[job_id].state != status or status != State.DEAD:
                finals.append((job_id, status, int(version)))
        self._tell_unknown(unknown)
        self._queue.mark_requeued(requeued)
        self.mended += self._queue.settle(finals)

    def _tell_unknown(self, unknown: Sequence[str]) -> None:
        """Records without a row in a second round, too: the mirror writes one when Redis says them again."""
        self.drift += len(unknown)
        self._unknown.update(unknown)
        told = [(job_id, 0) for job_id in unknown if job_id in self._unknown_before]
        self._unknown_before.difference_update(unknown)
        self._queue.retell(told)
        self.mended += len(told)

    def _end_round(self) -> None:
        self._unknown_before, self._unknown = self._unknown, set()

    def _restore_pauses(self, postgres: Postgres) -> None:
        for queue, tenant in _fetch(postgres, "paused", {}):
            self._queue.pause(queue, tenant)


def _to_put_back(job: Job, wiped: bool) -> Job:
    """The record that a lost job gets: counters kept; what ran runs again, its interrupted attempt uncounted.

    Where nothing was wiped and nothing has happened to it, it was never in line: it comes as its producer would have
    sent it, so that the mirror counts it as new.
    """
    if job.version == 1 and not wiped and job.state not in FINAL:
        return job
    version = job.version + 1
    if job.state is State.RUNNING:
        return replace(
            job,
            state=State.PENDING,
            attempt=max(0, job.attempt - 1),
            version=version,
            worker=None,
            started_at=None,
        )
    return replace(job, version=version)


def _is_dead_letter(job: Job) -> bool:
    return job.state is State.DEAD and job.requeued_as is None


def _still_disagree(job: Job, status: str) -> bool:
    return status not in FINAL and job.state.value != status


def _rows(postgres: Postgres, statement: str, **values: Any) -> list[OpenRow]:
    return [OpenRow(*row) for row in _fetch(postgres, statement, {**values, "limit": ROWS})]


def _fetch(postgres: Postgres, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    def read(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        cursor.execute(STATEMENTS[statement], values)
        return cursor.fetchall()

    return postgres.run(read)


def _pages(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), PAGE):
        yield list(ids[start : start + PAGE])
