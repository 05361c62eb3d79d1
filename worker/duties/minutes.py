"""Counts what a run of events comes to, by tenant, queue and minute, for the charts of the overview.

Jobs that ended are counted by the rows that changed, and the counts are written with those, so that they are as exact:
an end that is told twice, or that lost to another, is not counted.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from psycopg2 import extensions

from shared import queries
from shared.events import Event
from shared.job import Job
from shared.minutes import BOUNDS, MINUTE_MS
from shared.states import FINAL, State

STATEMENTS = queries.read(Path(__file__).parent / "sql")

FAILED = frozenset({"failed", "dead", "crashed"})
"""How an attempt ended that a person would call failed."""
TIMED = frozenset({"completed", "failed", "dead", "cancelled"})
"""Attempts whose waits and runs say something; one that was given back has another to show."""


class Key(NamedTuple):
    """Which row; rows are written in this order, so that two mirrors of one database wait, and do not lock each other."""

    tenant: str
    minute: int
    """Since 1970."""
    queue: str


@dataclass(slots=True)
class Counts:
    """What happened in one minute in one queue of one tenant."""

    enqueued: int = 0
    completed: int = 0
    failed: int = 0
    dead: int = 0
    waits: dict[int, int] = field(default_factory=dict)
    """By place (`shared/minutes.py`)."""
    runs: dict[int, int] = field(default_factory=dict)


class Minutes:
    """The counts of one batch; writing them changes nothing here, so a transaction may be tried again."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self._counts: dict[Key, Counts] = {}
        self._ends: dict[str, Key] = {}

    def note(self, event: Event, said: Mapping[str, Any]) -> None:
        """One event happened; `said`: what `events.of_end` wrote into it."""
        key = _key(event.tenant, event.at // MINUTE_MS, event.queue)
        if event.state in FINAL or event.kind == "snapshot":
            self._ends[event.job_id] = key  # a record that a repair told again may have ended meanwhile
        if event.kind == "enqueued" and event.version == 1:
            self._note_new(self._of(key), event)
        elif event.fence and (event.kind in FAILED or event.kind in TIMED):
            self._note_attempt(self._of(key), event, said)

    def write(
        self, cursor: extensions.cursor, ended: Iterable[tuple[str, str]], restored: Sequence[Job]
    ) -> None:
        """Add the counts to the table.

        Args:
            cursor: of the transaction that wrote the rows.
            ended: id and state of the rows that an event of the batch has just ended.
            restored: jobs whose rows were made from their records.
        """
        ends: dict[Key, dict[str, int]] = {}
        for job_id, status in ended:
            _add(ends.setdefault(self._ends[job_id], {}), status)
        for job in restored:
            if job.state in FINAL and job.finished_at is not None:
                key = Key(job.tenant, job.finished_at // MINUTE_MS, job.queue)
                _add(ends.setdefault(key, {}), job.state.value)
        rows = [self._row(key, ends.get(key, {})) for key in sorted({*self._counts, *ends})]
        if rows:
            cursor.execute(STATEMENTS["add_minutes"], {name: [row[name] for row in rows] for name in rows[0]})

    def _of(self, key: Key) -> Counts:
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = Counts()
        return counts

    def _note_new(self, counts: Counts, event: Event) -> None:
        """What is put back after a wipe has a higher version: it was counted when it came."""
        counts.enqueued += 1
        counts.dead += event.state is State.DEAD

    def _note_attempt(self, counts: Counts, event: Event, said: Mapping[str, Any]) -> None:
        counts.failed += event.kind in FAILED
        if event.kind not in TIMED or "crash_count" in said:
            return
        started = _moment(said, "started_at")
        ready = _moment(said, "ready_at")
        if started is not None:
            _add(counts.runs, _place(event.at - started))
        if started is not None and ready is not None:
            _add(counts.waits, _place(started - ready))

    def _row(self, key: Key, ends: Mapping[str, int]) -> dict[str, Any]:
        counts = self._counts.get(key) or Counts()
        row = {name.name: getattr(counts, name.name) for name in fields(Counts)}
        return {
            **key._asdict(),
            **row,
            "completed": ends.get("completed", 0),
            "dead": counts.dead + ends.get("dead", 0),
            "waits": _array(counts.waits),
            "runs": _array(counts.runs),
        }


_key = lru_cache(maxsize=256)(Key)
"""Most events of a batch share one."""


def _moment(said: Mapping[str, Any], name: str) -> float | None:
    """What an event says may be anything: it is no reason to stop."""
    value = said.get(name)
    return value if isinstance(value, int | float) else None


def _place(milliseconds: float) -> int:
    return bisect.bisect_left(BOUNDS, milliseconds)


def _add(counts: dict[Any, int], what: Any) -> None:
    counts[what] = counts.get(what, 0) + 1


def _array(counts: Mapping[int, int]) -> str:
    """As Postgres writes an array; one for each row cannot be passed otherwise."""
    return "{" + ",".join(str(counts.get(place, 0)) for place in range(max(counts, default=-1) + 1)) + "}"
