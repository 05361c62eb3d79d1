"""Lists from Postgres: pages by offset for people, of whatever is listed; filters of jobs, and their pages by cursor."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import orjson
from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field

from producer import statements
from producer.envelope import Problem
from shared import mirror, requests
from shared.connections import Postgres
from shared.job import Job
from shared.requests import Refused
from shared.states import State

T = TypeVar("T")

COUNTED = 100_000
"""Matches that are counted exactly; beyond it the count says that it is a lower bound."""
_EXACT_MOMENT = 27

Limit = Annotated[int, Field(ge=1, le=100)]


class Window(BaseModel):
    """Which part of a list for people; what lists filter by stands beside it."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    limit: Limit = 20
    offset: int = Field(default=0, ge=0, le=10_000)
    """Beyond 10,000 a list of jobs goes on by cursor."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what matches."""

    items: list[T]
    total: int
    """How many match; of what can be very many, `COUNTED` at most."""
    has_more: bool


class Filter(BaseModel):
    """Which jobs."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    status: State | None = None
    type: requests.JobType | None = None
    queue: requests.QueueName | None = None
    tags: str | None = Field(default=None, max_length=8000)
    """`key:value,key2:value2`; a job must have all of them."""
    created_after: requests.Instant | None = None
    """RFC 3339; this moment included."""
    created_before: requests.Instant | None = None
    """RFC 3339; this moment excluded."""

    def values(self, tenant: str) -> dict[str, Any]:
        """What the statements need.

        Raises:
            Refused: names the filter that cannot be read.
        """
        return {
            "tenant": tenant,
            "status": self.status.value if self.status else None,
            "type": self.type,
            "queue": self.queue,
            "tags": None if self.tags is None else orjson.dumps(_tags(self.tags)).decode(),
            "created_after": _moment("created_after", self.created_after),
            "created_before": _moment("created_before", self.created_before),
            "cursor_us": None,
            "cursor_id": None,
            "offset": 0,
        }


class OffsetPage(Window, Filter):
    """The query of a list of jobs for people."""


class CursorPage(Filter):
    """The query of a list of jobs for programs."""

    limit: Limit = 20
    cursor: str | None = Field(default=None, max_length=500)
    """`next_cursor` of the page before, under the same filters."""


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


def newest(postgres: Postgres, tenant: str, limit: int) -> list[Job]:
    """The newest jobs of a tenant."""
    values = {**Filter().values(tenant), "limit": limit}
    rows = postgres.run(lambda cursor: statements.rows(cursor, "list_jobs", values))
    return [mirror.from_row(row) for row in rows]


def by_offset(postgres: Postgres, tenant: str, asked: OffsetPage) -> Page[Job]:
    """A page, newest first, and how many match in all."""
    values = {**asked.values(tenant), "most": COUNTED}
    return postgres.run(
        lambda cursor: page(cursor, "list_jobs", "count_jobs", values, asked, mirror.from_row)
    )


def by_cursor(postgres: Postgres, tenant: str, asked: CursorPage) -> tuple[list[Job], str | None]:
    """A page, newest first, and the cursor of the next one; None when that was all.

    Raises:
        Problem: 400 `invalid_cursor`, it was altered, or comes from a list with other filters.
    """
    values = {**asked.values(tenant), "limit": asked.limit + 1}
    seal = orjson.dumps([values[name] for name in sorted(values) if name != "limit"])
    if asked.cursor is not None:
        values["cursor_us"], values["cursor_id"] = _opened(asked.cursor, seal)
    rows = postgres.run(lambda cursor: statements.rows(cursor, "list_jobs", values))
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return [mirror.from_row(row) for row in shown], _sealed(shown[-1], seal) if more else None


def _moment(name: str, text: str | None) -> int | None:
    return None if text is None else requests.instant_ms(name, text)


def _tags(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(","):
        name, colon, value = pair.partition(":")
        if not (name and colon) or "\0" in pair:
            raise Refused("tags", "must read key:value,key2:value2")
        found[name] = value
    return found


def _sealed(row: tuple[Any, ...], seal: bytes) -> str:
    """Where a page ended, with a checksum over it and the filters.

    The checksum keeps mistakes out, not people: every statement asks for the caller's own tenant anyway.
    """
    place = f"{row[_EXACT_MOMENT]}|{row[0]}".encode()
    return _sealed_text(_checksum(place, seal) + place)


def _opened(cursor: str, seal: bytes) -> tuple[int, str]:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    place = raw[8:]
    if raw[:8] != _checksum(place, seal) or _sealed_text(raw) != cursor:
        sentence = "this cursor was altered, or belongs to a list with other filters: begin without one"
        raise Problem(400, "invalid_cursor", sentence, "cursor")
    moment, _, job_id = place.decode().partition("|")
    return int(moment), job_id


def _sealed_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _checksum(place: bytes, seal: bytes) -> bytes:
    return hashlib.blake2b(place, key=hashlib.sha256(seal).digest(), digest_size=8).digest()
