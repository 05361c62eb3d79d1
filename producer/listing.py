"""Lists of jobs from Postgres: filters, pages by offset for people, pages by cursor for programs."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

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

COUNTED = 100_000
"""Matches that are counted exactly; beyond it the count says that it is a lower bound."""
_EXACT_MOMENT = 26

Limit = Annotated[int, Field(ge=1, le=100)]


class Filter(BaseModel):
    """Which jobs."""

    model_config = ConfigDict(extra="forbid")

    status: State | None = None
    type: requests.JobType | None = None
    queue: requests.QueueName | None = None
    tags: str | None = Field(default=None, max_length=8000)
    """`key:value,key2:value2`; a job must have all of them."""
    created_after: str | None = None
    """RFC 3339; this moment included."""
    created_before: str | None = None
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


class OffsetPage(Filter):
    """The query of a list for people."""

    limit: Limit = 20
    offset: int = Field(default=0, ge=0, le=10_000)
    """Beyond 10,000 the cursor is the way."""


class CursorPage(Filter):
    """The query of a list for programs."""

    limit: Limit = 20
    cursor: str | None = Field(default=None, max_length=500)
    """`next_cursor` of the page before, under the same filters."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the jobs that match."""

    jobs: list[Job]
    total: int
    """How many match, `COUNTED` at most."""
    has_more: bool


def newest(postgres: Postgres, tenant: str, limit: int) -> list[Job]:
    """The newest jobs of a tenant."""
    values = {**Filter().values(tenant), "limit": limit}
    rows = postgres.run(lambda cursor: statements.rows(cursor, "list_jobs", values))
    return [mirror.from_row(row) for row in rows]


def by_offset(postgres: Postgres, tenant: str, page: OffsetPage) -> Page:
    """A page, newest first, and how many match in all."""
    values = {**page.values(tenant), "limit": page.limit + 1, "offset": page.offset, "most": COUNTED}

    def read(cursor: extensions.cursor) -> tuple[list[statements.Row], int]:
        found = statements.rows(cursor, "list_jobs", values)
        return found, statements.number(cursor, "count_jobs", values)

    rows, total = postgres.run(read)
    return Page([mirror.from_row(row) for row in rows[: page.limit]], total, len(rows) > page.limit)


def by_cursor(postgres: Postgres, tenant: str, page: CursorPage) -> tuple[list[Job], str | None]:
    """A page, newest first, and the cursor of the next one; None when that was all.

    Raises:
        Problem: 400 `invalid_cursor`, it was altered, or comes from a list with other filters.
    """
    values = {**page.values(tenant), "limit": page.limit + 1}
    seal = orjson.dumps([values[name] for name in sorted(values) if name != "limit"])
    if page.cursor is not None:
        values["cursor_us"], values["cursor_id"] = _opened(page.cursor, seal)
    rows = postgres.run(lambda cursor: statements.rows(cursor, "list_jobs", values))
    shown = rows[: page.limit]
    more = len(rows) > page.limit
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
