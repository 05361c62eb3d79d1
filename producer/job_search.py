"""Finds the jobs that match a filter, a page at a time, within a moment however many rows there are.

What an index holds in order is walked by that index. What none does (text, tags among many, a type and a queue together)
is sought in two ways: Postgres may try by its own wits for `PATIENCE` seconds, which finds what is rare; else the walk goes
on through the list, a slice at a time, until `BUDGET` is spent. What was found by then is the answer, with the place from
which the next page goes on: a page may be short, or empty, and yet have more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import orjson
from psycopg2 import errors, extensions
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from producer import statements
from producer.statements import STATEMENTS
from shared import requests
from shared.connections import Postgres
from shared.requests import Refused
from shared.states import FINAL, State

BUDGET = 0.15
"""Seconds for which one page looks."""
OVERRUN = 0.05
"""Seconds after that in which the last slice may end: on a busy machine one can take many times as long as the others."""
PATIENCE = 0.06
"""Of these, seconds for which Postgres may look by its own wits; and as long may counting take."""
FIRST_SLICE = 500
MOST_SLICE = 10_000
"""Jobs that one statement judges."""
SLICE_TIME = 0.03
"""Seconds that a slice may take before the next one is smaller: payloads may be large."""
STEPS = (1_000, 10_000, 100_000)
"""How far is counted: each step only where time is left."""

Sort = Literal["created_at", "-created_at", "finished_at", "-finished_at"]
_DIGITS = re.compile(r"[0-9a-fA-F-]{1,36}", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F]{8}[0-9a-fA-F-]{0,28}", re.ASCII)


_STATE = "|".join(State)
States = Annotated[
    str, WithJsonSchema({"type": "string", "pattern": f"^({_STATE})(,({_STATE}))*$", "maxLength": 100})
]
"""One state, or several with commas between them."""
MOST_OF_TAGS = 6000
"""Characters: with all else that may be asked it fits into the line of a request, of which gunicorn reads 8190."""
Tags = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[^:,\u0000]+:[^,\u0000]*(,[^:,\u0000]+:[^,\u0000]*)*$",
            "maxLength": MOST_OF_TAGS,
        }
    ),
]


class Filter(BaseModel):
    """Which jobs; all of what is given must hold."""

    model_config = ConfigDict(extra="forbid")

    status: States | None = Field(default=None, max_length=100)
    """One state, or several with commas between them."""
    type: requests.JobType | None = None
    queue: requests.QueueName | None = None
    tags: Tags | None = Field(default=None, max_length=MOST_OF_TAGS)
    """`key:value,key2:value2`; a job must have all of them."""
    created_after: requests.Instant | None = None
    """RFC 3339; this moment included."""
    created_before: requests.Instant | None = None
    """RFC 3339; this moment excluded."""
    finished_after: requests.Instant | None = None
    """RFC 3339; only jobs that have ended, well or not, at this moment or later."""
    finished_before: requests.Instant | None = None
    """RFC 3339; this moment excluded."""
    q: str | None = Field(default=None, min_length=1, max_length=200)
    """Text in the id, the payload or the error; A to Z in either case. Where it reads as an id or as the beginning of one
    (eight digits or more), and there are jobs of such an id, it means those alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is: after the job of this moment and id."""

    us: int
    """Microseconds since 1970."""
    id: str
    by_id: bool = False
    """The text is looked up as the beginning of an id."""


@dataclass(frozen=True, slots=True)
class Search:
    """A filter that was read, for one tenant, in one order."""

    values: dict[str, Any]
    """What the statements need of it."""
    states: tuple[str, ...]
    moment: str
    """The column that it is ordered by."""
    descending: bool
    walked: bool
    """An index holds all that matches in order, so that nothing has to be judged."""
    rarely: bool
    """Another index may find it where it is rare."""
    ids: tuple[str, str] | None
    """The first and the last id that begin as the text does."""

    @property
    def tenant(self) -> str:
        """Whose jobs."""
        return str(self.values["tenant"])

    def within(self, states: frozenset[State]) -> Search:
        """The same, of jobs in some states alone."""
        return replace(self, states=tuple(one for one in self.states if one in states))

    def until(self, us: int) -> Search:
        """The same, of jobs made before a moment (microseconds since 1970) alone."""
        before = self.values["created_before"]
        ms = -(-us // 1000)
        return replace(
            self, values={**self.values, "created_before": ms if before is None else min(before, ms)}
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what matches, in order."""

    places: list[Place]
    following: Place | None
    """From where to go on; None when that was all."""
    stopped: bool
    """The time was over before as many were found as were wanted."""


def read(tenant: str, asked: Filter, sort: Sort | None = None) -> Search:
    """The search that a filter asks for; newest first where no order is given, by the end where that is filtered by.

    Raises:
        Refused: names the filter that cannot be read.
    """
    moments = {
        name: _moment(name, getattr(asked, name))
        for name in ("created_after", "created_before", "finished_after", "finished_before")
    }
    by_end = moments["finished_after"] is not None or moments["finished_before"] is not None
    sort = sort or ("-finished_at" if by_end else "-created_at")
    moment = sort.removeprefix("-")
    states = _states(asked.status)
    if by_end or moment == "finished_at":
        states = tuple(one for one in states if one in FINAL)
    values = {
        "tenant": tenant,
        "type": asked.type,
        "queue": asked.queue,
        "tags": None if asked.tags is None else orjson.dumps(_tags(asked.tags)).decode(),
        **moments,
        **_texts(asked.q),
        "first_id": None,
        "last_id": None,
    }
    created = moment == "created_at"
    both = asked.type is not None and asked.queue is not None
    judged = both or (asked.type or asked.queue) is not None and not created
    judged = judged or (by_end if created else any(moments[name] is not None for name in _CREATED))
    return Search(
        values=values,
        states=states,
        moment=moment,
        descending=sort.startswith("-"),
        walked=not judged and asked.tags is None and asked.q is None,
        rarely=judged or asked.tags is not None,
        ids=None if asked.q is None else _ids(asked.q),
    )


_CREATED = ("created_after", "created_before")


def find(postgres: Postgres, search: Search, after: Place | None, want: int) -> Found:
    """The next that match.

    Args:
        postgres: where.
        search: what.
        after: from where to go on; None: from the beginning.
        want: at most this many.
    """
    if not search.states:
        return Found([], None, stopped=False)
    if search.ids is not None and (after is None or after.by_id):
        found = _by_id(postgres, search, after, want)
        if found is not None and (found.places or after is not None):
            return found
    if search.walked:
        return _of_slice(_slice(postgres, search, after, want + 1), want)
    return _sought(postgres, search, after, want)


def everything(postgres: Postgres, search: Search, size: int) -> Iterator[list[Place]]:
    """All that match, in slices of which each is a statement of its own; a slice may be empty."""
    ids = find(postgres, search, None, 1)
    if ids.places and ids.places[0].by_id:
        yield from _all_by_id(postgres, search, size)
        return
    after: Place | None = None
    while search.states:
        slice_ = _slice(postgres, search, after, size)
        yield [place for place, fits in slice_.judged if fits]
        if slice_.end is None:
            return
        after = slice_.end


def count(postgres: Postgres, search: Search, after: Place | None = None) -> tuple[int, bool]:
    """How many match, behind a place if one is given, and whether that is exact: else there are at least as many."""
    if not search.states:
        return 0, True
    if search.ids is not None and (after is None or after.by_id):
        found = _by_id(postgres, search, after, STEPS[0])
        if found is not None and found.places:
            return len(found.places), found.following is None
    if search.walked:
        return _counted(postgres, search, after, "count_walked", _branched("count_walked", search), 0)
    slice_ = _slice(postgres, search, after, MOST_SLICE // 2)
    seen = sum(fits for _, fits in slice_.judged)
    if slice_.end is None:
        return seen, True
    return _counted(postgres, search, after, "count_judged", _text("count_judged", search), seen)


@dataclass(frozen=True, slots=True)
class _Slice:
    judged: list[tuple[Place, bool]]
    end: Place | None
    """The last of the slice, when there may be more behind it."""


def _sought(postgres: Postgres, search: Search, after: Place | None, want: int) -> Found:
    """The first slice finds what is common, Postgres itself what is rare, and the walk what is left."""
    begun = at = time.monotonic()
    size, places, looked_up = max(FIRST_SLICE, want + 1), list[Place](), not search.rarely
    # The first slice may take as long as it does: so every page comes further than the one before.
    slice_: _Slice | None = _slice(postgres, search, after, size)
    while slice_ is not None:
        took = time.monotonic() - at
        places += [place for place, fits in slice_.judged if fits]
        if len(places) > want:
            return Found(places[:want], places[want - 1], stopped=False)
        after = slice_.end
        if after is None:
            return Found(places, None, stopped=False)
        if not looked_up:
            looked_up, rest = True, _look_up(postgres, search, after, want + 1 - len(places))
            if rest is not None:
                places += rest
                following = places[want - 1] if len(places) > want else None
                return Found(places[:want], following, stopped=False)
        at = time.monotonic()
        left = BUDGET - (at - begun)
        if left <= 0:
            break
        size = _next_size(size, took)
        slice_ = _slice_within(left + OVERRUN, postgres, search, after, size)
    return Found(places, after, stopped=True)


def _next_size(size: int, took: float) -> int:
    return min(MOST_SLICE, size * 2) if took < SLICE_TIME else max(FIRST_SLICE // 5, size // 2)


def _slice(postgres: Postgres, search: Search, after: Place | None, size: int) -> _Slice:
    return postgres.of(search.tenant).run(lambda cursor: _walk(cursor, search, after, size))


def _slice_within(
    seconds: float, postgres: Postgres, search: Search, after: Place | None, size: int
) -> _Slice | None:
    """The same; None where it takes longer."""

    def walk(cursor: extensions.cursor) -> _Slice | None:
        statements.run(cursor, "give_up_after", {"ms": max(1, round(seconds * 1000))})
        try:
            return _walk(cursor, search, after, size)
        except errors.QueryCanceled:
            return None

    return postgres.of(search.tenant).transaction(walk)


def _walk(cursor: extensions.cursor, search: Search, after: Place | None, size: int) -> _Slice:
    values = {**_values(search, after), "slice": size}
    rows = _rows(cursor, "walk", _branched("walk", search), values)
    judged = [(Place(us, job_id), fits) for job_id, us, fits, _ in rows]
    full = bool(rows) and rows[-1][3] == size
    return _Slice(judged, judged[-1][0] if full else None)


def _of_slice(slice_: _Slice, want: int) -> Found:
    places = [place for place, _ in slice_.judged]
    return Found(places[:want], places[want - 1] if len(places) > want else None, stopped=False)


def _by_id(postgres: Postgres, search: Search, after: Place | None, want: int) -> Found | None:
    """Those whose id begins as the text does; None where Postgres took too long over it."""
    first, last = search.ids or ("", "")
    values = {**search.values, "text": None, "first_id": first, "last_id": last}
    found = _look_up(postgres, replace(search, values=values), after, want + 1)
    if found is None:
        return None
    places = [replace(place, by_id=True) for place in found]
    return Found(places[:want], places[want - 1] if len(places) > want else None, stopped=False)


def _all_by_id(postgres: Postgres, search: Search, size: int) -> Iterator[list[Place]]:
    after: Place | None = None
    while True:
        found = find(postgres, search, after, size)
        yield found.places
        if found.following is None:
            return
        after = found.following


def _look_up(postgres: Postgres, search: Search, after: Place | None, want: int) -> list[Place] | None:
    """What Postgres finds by its own wits; None where it was too slow."""
    values = {**_values(search, after), "want": want}

    def look(cursor: extensions.cursor) -> list[Place] | None:
        statements.run(cursor, "give_up_after", {"ms": round(PATIENCE * 1000)})
        try:
            return [
                Place(us, job_id) for job_id, us in _rows(cursor, "look_up", _text("look_up", search), values)
            ]
        except errors.QueryCanceled:
            return None

    return _for_lookups(postgres, search).transaction(look)


def _counted(
    postgres: Postgres, search: Search, after: Place | None, name: str, text: str, seen: int
) -> tuple[int, bool]:
    """How many the statement counts, step by step; `seen`: what is known to be there."""

    def steps(cursor: extensions.cursor) -> tuple[int, bool]:
        begun, counted = time.monotonic(), seen
        for most in STEPS:
            left = PATIENCE - (time.monotonic() - begun)
            if left <= 0:
                break
            statements.run(cursor, "give_up_after", {"ms": max(1, round(left * 1000))})
            try:
                found = int(_rows(cursor, name, text, {**_values(search, after), "slice": most})[0][0])
            except errors.QueryCanceled:
                break
            if found < most:
                return found, True
            counted = max(counted, found)
        return counted, False

    return _for_lookups(postgres, search).transaction(steps)


def _for_lookups(postgres: Postgres, search: Search) -> Postgres:
    """Bound to the tenant, but where tags are asked for.

    Under a policy the index of tags is of no use, as its operator `@>` is not leakproof, and a rare tag that it finds in a
    millisecond would take a walk over everything.
    """
    return postgres.of(search.tenant) if search.values["tags"] is None else postgres


def _values(search: Search, after: Place | None) -> dict[str, Any]:
    """What every statement needs; a walk by creation has the type, else the queue, in its index."""
    created = search.moment == "created_at"
    values = search.values
    return {
        **values,
        "served_type": values["type"] if created else None,
        "served_queue": values["queue"] if created and values["type"] is None else None,
        "ended": not created,
        "statuses": list(search.states),
        **{f"status_{number}": state for number, state in enumerate(search.states)},
        "after": values["created_after" if created else "finished_after"],
        "before": values["created_before" if created else "finished_before"],
        "cursor_us": None if after is None else after.us,
        "cursor_id": None if after is None else after.id,
    }


def _branched(name: str, search: Search) -> str:
    """A statement over the walk of each state."""
    branch = _text("branch", search)
    branches = [branch.replace("%(status)s", f"%(status_{number})s") for number in range(len(search.states))]
    return _text(name, search).replace(":branches", "\nUNION ALL ".join(branches))


def _text(name: str, search: Search) -> str:
    """A statement in the order of the search."""
    way, beyond = ("DESC", "<") if search.descending else ("ASC", ">")
    text = STATEMENTS[name].replace(":fits", STATEMENTS["fits"])
    return text.replace(":moment", search.moment).replace(":way", way).replace(":beyond", beyond)


def _rows(cursor: extensions.cursor, name: str, text: str, values: dict[str, Any]) -> list[statements.Row]:
    statements.check(cursor, name)
    cursor.execute(text, values)
    return cursor.fetchall()


def _states(words: str | None) -> tuple[str, ...]:
    if words is None:
        return tuple(State)
    found = words.split(",")
    if not set(found) <= set(State):
        raise Refused("status", f"must be one or more of {', '.join(State)}, with commas between them")
    return tuple(state for state in State if state in found)


def _moment(name: str, text: str | None) -> int | None:
    return None if text is None else requests.instant_ms(name, text)


def _tags(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(","):
        name, colon, value = pair.partition(":")
        if not (name and colon):
            raise Refused("tags", "must read key:value,key2:value2")
        found[name] = value
    return found


def _texts(text: str | None) -> dict[str, str | None]:
    """Patterns of the text as it is, as it stands inside a string of JSON where that differs, and as a part of an id."""
    if text is None:
        return {"text": None, "text_in_json": None, "digits": None}
    in_json = orjson.dumps(text).decode()[1:-1]
    return {
        "text": _pattern(text),
        "text_in_json": _pattern(in_json) if in_json != text else None,
        "digits": _pattern(text.lower()) if _DIGITS.fullmatch(text) else None,
    }


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _ids(text: str) -> tuple[str, str] | None:
    """The first and the last id that begin like this; None where none could."""
    digits = text.replace("-", "").lower()
    if not _ID.fullmatch(text) or text.lower() not in (digits, _dashed(digits), _dashed(digits) + "-"):
        return None
    return _dashed(digits.ljust(32, "0")), _dashed(digits.ljust(32, "f"))


def _dashed(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])).rstrip("-")
