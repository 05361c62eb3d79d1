"""The one door through which a job comes into being: its row, then its place in line.

The producer's routes, a cron slot, a requeue and a raw entry all pass here. With Postgres, the row's commit is what
accepts a job; when Redis does not answer then, the job is deferred and the reconciler puts it in line.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from shared import mirror
from shared.connections import Postgres
from shared.errors import DatabaseUnavailable, KeyReused, QueueFull, QueueUnavailable
from shared.job import Job
from shared.mirror import Row
from shared.queue import Queue

STALE_PUSH = 60.0
"""Seconds after which a process that was stopped while it wrote a row, or before it pushed, drops its push: by then the
job may have run, ended and been forgotten, and a late push would run it again. The reconciler has put it in line long
before."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A job that the service now owes an end."""

    job: Job
    created: bool
    """False: it was there before (the same Idempotency-Key, or the same cron slot)."""
    deferred: bool
    """True: its row is committed and it is put in line when Redis returns."""
    away: QueueUnavailable | None = None
    """What Redis said, where that is why it is deferred."""


@dataclass(frozen=True, slots=True)
class Push:
    """What became of committed jobs on their way into line."""

    done: bool
    """False: the reconciler puts them in line."""
    away: QueueUnavailable | None = None
    """What Redis said, where it was away; else it was full, or the push came too late."""


@dataclass(frozen=True)
class Door:
    """Accepts jobs into one namespace."""

    queue: Queue
    postgres: Postgres | None

    def accept(self, rows: Sequence[Row], entries: Sequence[str] = ()) -> list[Accepted]:
        """Accept all of `rows` or none.

        Args:
            rows: new jobs; ids that were seen before are answered as they were accepted.
            entries: per row the intake entry that it comes from; missing: none.

        Raises:
            KeyReused: an id is known with another `digest`.
            DatabaseUnavailable: Postgres is configured and away; nothing was accepted.
            UsageExceeded: the tenant may make no more jobs this month; nothing was accepted.
            QueueUnavailable, QueueFull: there is no Postgres and Redis refused; nothing was accepted.
        """
        if self.postgres is None:
            stored = self._in_redis(rows, entries)
            mirror.check_digests(rows, [job for job, _ in stored])
            return _accepted(stored, Push(done=True))
        begun = time.monotonic()
        stored = mirror.insert(self.postgres, rows)
        push = self._put_new_in_line(rows, stored, entries, begun)
        if entries:
            self.queue.drop_entries(
                [entries[index] for index, (job, _) in enumerate(stored) if job.version > 1]
            )
        return _accepted(stored, push)

    def accept_each(self, rows: Sequence[Row]) -> list[Accepted | Exception]:
        """Accept rows of requests that know nothing of one another, each as if it came alone, at the price of one.

        Returns:
            Per row what became of it, or what `accept` would have raised for it.
        """
        if len(rows) == 1:
            return [self._alone(rows[0])]
        first = {row.job.id: index for index, row in reversed(list(enumerate(rows)))}
        order = [index for _, index in sorted(first.items())]
        answers = dict(zip(order, self._apart([rows[index] for index in order]), strict=True))
        return [answers[index] if index in answers else self._alone(row) for index, row in enumerate(rows)]

    def _alone(self, row: Row) -> Accepted | Exception:
        try:
            return self.accept([row])[0]
        except Exception as error:
            return error

    def _apart(self, rows: Sequence[Row]) -> Sequence[Accepted | Exception]:
        """Together; where that is refused for what one of them is, each again by itself."""
        try:
            return self._together(rows)
        except (DatabaseUnavailable, QueueUnavailable, QueueFull) as error:
            return [error] * len(rows)
        except Exception:
            return [self._alone(row) for row in rows]

    def _together(self, rows: Sequence[Row]) -> list[Accepted | Exception]:
        if self.postgres is None:
            stored, push = self._in_redis(rows, ()), Push(done=True)
        else:
            begun = time.monotonic()
            stored = mirror.insert_each(self.postgres, rows)
            push = self._put_new_in_line(rows, stored, (), begun)
        return [
            one if one.job.digest == row.job.digest else KeyReused(KeyReused.__doc__)
            for row, one in zip(rows, _accepted(stored, push), strict=True)
        ]

    def _put_new_in_line(
        self, rows: Sequence[Row], stored: Sequence[tuple[Job, bool]], entries: Sequence[str], begun: float
    ) -> Push:
        """Put those in line that nothing is known to have happened to since their row was written."""
        untouched = [index for index, (job, _) in enumerate(stored) if job.version == 1]
        return self.put_in_line(
            [stored[index][0] for index in untouched],
            [rows[index].delay_ms if stored[index][1] else 0 for index in untouched],
            [entries[index] for index in untouched] if entries else (),
            begun,
        )

    def put_in_line(
        self, jobs: Sequence[Job], delays: Sequence[int], entries: Sequence[str], begun: float
    ) -> Push:
        """Put jobs in line whose rows are committed.

        Args:
            jobs: in their order.
            delays: per job how long from now (ms) it falls due; missing: none.
            entries: per job the intake entry that it comes from; missing: none.
            begun: when their rows were about to be written (`time.monotonic()`); long ago, nothing is pushed.
        """
        if time.monotonic() - begun > STALE_PUSH:
            return Push(done=False)
        try:
            self.queue.enqueue(jobs, delays, entries)
        except QueueFull:
            return Push(done=False)
        except QueueUnavailable as error:
            return Push(done=False, away=error)
        return Push(done=True)

    def _in_redis(self, rows: Sequence[Row], entries: Sequence[str]) -> list[tuple[Job, bool]]:
        answers = self.queue.enqueue([row.job for row in rows], [row.delay_ms for row in rows], entries)
        created = [answer == "created" for answer in answers]
        stored = [row.job for row in rows]
        if not all(created):
            there = self.queue.get_many([row.job.id for row in rows])
            stored = [known or row.job for known, row in zip(there, rows, strict=True)]
        return list(zip(stored, created, strict=True))


def _accepted(stored: Sequence[tuple[Job, bool]], push: Push) -> list[Accepted]:
    return [Accepted(job, created, not push.done, push.away) for job, created in stored]
