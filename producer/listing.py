"""Pages of lists: by offset for people, of whatever is listed; of jobs also by cursor, for walking through all."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

import orjson
from psycopg2 import errors, extensions
from pydantic import BaseModel, ConfigDict, Field

from producer import job_search, statements
from producer.envelope import RETRY_AFTER, Problem
from producer.job_search import Filter, Found, Place, Search, Sort
from producer.job_view import instant
from shared import mirror
from shared.connections import Postgres
from shared.job import Job

T = TypeVar("T")

COUNTED = 100_000
"""Of a list that can be very long, so many are counted."""

PATIENCE = 5.0
"""Seconds for each statement of a list that reads all that matches."""

Limit = Annotated[int, Field(ge=1, le=100)]


class Window(BaseModel):
    """Which part of a list for people; what lists filter by stands beside it."""

    model_config = ConfigDict(extra="forbid")

    limit: Limit = 20
    offset: int = Field(default=0, ge=0, le=10_000)
    """Beyond 10,000 a list of jobs goes on by cursor."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what matches."""

    items: list[T]
    total: int
    """How many match; of what can be very many, only so many as could be counted in a moment."""
    has_more: bool
    meta: dict[str, Any] = field(default_factory=dict)
    """What else there is to say of it."""


class OffsetPage(Window, Filter):
    """The query of a list of jobs for people."""

    sort: Sort | None = None
    """The order; absent: `-created_at`, newest first, or `-finished_at` where the end is filtered by."""


class CursorPage(Filter):
    """The query of a list of jobs for programs."""

    sort: Sort | None = None
    """The order; absent: `-created_at`, newest first, or `-finished_at` where the end is filtered by."""
    limit: Limit = 20
    cursor: str | None = Field(default=None, max_length=500)
    """`next_cursor` of the page before, under the same filters and in the same order."""


@dataclass(frozen=True, slots=True)
class CursoredPage:
    """Some of what matches, and where it goes on."""

    jobs: list[Job]
    following: str | None
    """The cursor of the next page; None when that was all."""
    meta: dict[str, Any]
    """How far was looked, where the time was over before the page was full."""


def page(
    cursor: extensions.cursor,
    listed: str,
    counted: str,
    values: Mapping[str, Any],
    window: Window,
    shown: Callable[[statements.Row], T],
) -> Page[T]:
    """The part of a list that was asked for, and how long the list is.

    Args:
        cursor: where to ask.
        listed: the statement that lists; it takes one more than is shown, to know whether there are more.
        counted: the statement that counts.
        values: what both need.
        window: which part.
        shown: makes an item of a row.
    """
    values = {**values, "limit": window.limit + 1, "offset": window.offset}
    rows, total = statements.rows(cursor, listed, values), statements.number(cursor, counted, values)
    return Page([shown(row) for row in rows[: window.limit]], total, len(rows) > window.limit)


def in_time(postgres: Postgres, look: Callable[[extensions.cursor], T]) -> T:
    """What `look` finds in what may be very much; each statement is given up after `PATIENCE`: others need the connection.

    Raises:
        Problem: 503, it took longer.
    """

    def bounded(cursor: extensions.cursor) -> T:
        statements.run(cursor, "give_up_after", {"ms": round(PATIENCE * 1000)})
        try:
            return look(cursor)
        except errors.QueryCanceled:
            sentence = f"this took longer than {PATIENCE:g} s: narrow it by type, queue, group or a time"
            raise Problem(
                503, "database_unavailable", sentence, headers={"Retry-After": str(RETRY_AFTER)}
            ) from None

    return postgres.transaction(bounded)


def newest(postgres: Postgres, tenant: str, limit: int) -> list[Job]:
    """The newest jobs of a tenant."""
    return jobs_at(
        postgres, tenant, job_search.find(postgres, job_search.read(tenant, Filter()), None, limit).places
    )


def by_offset(postgres: Postgres, tenant: str, asked: OffsetPage) -> Page[Job]:
    """A page and how many match in all: as many as could be counted in a moment, where `total_is_exact` says so."""
    search = job_search.read(tenant, asked, asked.sort)
    found = job_search.find(postgres, search, None, asked.offset + asked.limit)
    total, exact = len(found.places), True
    if found.stopped:
        exact = False
    elif found.following is not None:
        counted, exact = job_search.count(postgres, search)
        total = max(counted, total + 1)
    jobs = jobs_at(postgres, tenant, found.places[asked.offset :])
    return Page(jobs, total, found.following is not None, {"total_is_exact": exact, **_looked(found)})


def by_cursor(postgres: Postgres, tenant: str, asked: CursorPage) -> CursoredPage:
    """A page in the order that was asked for, and where the next one begins.

    Raises:
        Problem: 400 `invalid_cursor`, it was altered, or comes from a list with other filters or in another order.
    """
    search = job_search.read(tenant, asked, asked.sort)
    seal = seal_of(search)
    after = None if asked.cursor is None else opened(asked.cursor, seal)[0]
    found = job_search.find(postgres, search, after, asked.limit)
    following = None if found.following is None else sealed(found.following, seal)
    return CursoredPage(jobs_at(postgres, tenant, found.places), following, _looked(found))


def seal_of(search: Search) -> bytes:
    """What a cursor belongs to: the filters, the order, and whose jobs they are."""
    return orjson.dumps(
        [search.values, search.states, search.moment, search.descending], option=orjson.OPT_SORT_KEYS
    )


def sealed(place: Place, seal: bytes, note: str = "") -> str:
    """A place, and a word beside it, as a cursor with a checksum over them and over what it belongs to.

    The checksum keeps mistakes out, not people: every statement asks for the caller's own tenant anyway.
    """
    words = f"{place.us}|{place.id}|{int(place.by_id)}|{note}".encode()
    return _as_text(_checksum(words, seal) + words)


def opened(cursor: str, seal: bytes) -> tuple[Place, str]:
    """The place behind a cursor, and the word beside it.

    Raises:
        Problem: 400 `invalid_cursor`, it was altered, or belongs to something else.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    words = raw[8:]
    if raw[:8] != _checksum(words, seal) or _as_text(raw) != cursor:
        sentence = "this cursor was altered, or belongs to a list with other filters: begin without one"
        raise Problem(400, "invalid_cursor", sentence, "cursor")
    us, job_id, by_id, note = words.decode().split("|")
    return Place(int(us), job_id, by_id == "1"), note


def jobs_at(postgres: Postgres, tenant: str, places: Sequence[Place]) -> list[Job]:
    """The tenant's jobs at these places, in their order; one that was removed meanwhile is left out."""
    found = mirror.read(postgres.of(tenant), [place.id for place in places]) if places else {}
    return [found[place.id] for place in places if place.id in found]


def _looked(found: Found) -> dict[str, Any]:
    """How far, where the time was over before that many were found."""
    if not found.stopped or found.following is None:
        return {}
    return {"searched_until": instant(found.following.us // 1000)}


def _as_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _checksum(words: bytes, seal: bytes) -> bytes:
    return hashlib.blake2b(words, key=hashlib.sha256(seal).digest(), digest_size=8).digest()
