"""Which dead letters are meant: the words that a list, a requeue and a drop of many choose them by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from shared import requests
from shared.errors import TablesNeeded
from shared.job import Job

Identity = Annotated[str, Field(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]


class Which(BaseModel):
    """Which dead letters; all of what is given must hold."""

    model_config = ConfigDict(extra="forbid")

    type: requests.JobType | None = None
    queue: requests.QueueName | None = None
    group: str | None = Field(default=None, pattern="^[0-9a-f]{16}$")
    """Of `GET /dlq/groups`: those of one type whose errors read alike."""
    error_contains: str | None = Field(default=None, min_length=1, max_length=500)
    before: requests.Instant | None = None
    """RFC 3339: those that died before."""


class Matching(Which):
    """Which dead letters; all of what is given must hold."""

    model_config = ConfigDict(strict=True)

    ids: list[Identity] | None = Field(default=None, min_length=1, max_length=1000)


def values(asked: Which, tenant: str) -> dict[str, Any]:
    """What the statements need.

    Raises:
        Refused: the moment cannot be read.
    """
    return {
        "tenant": tenant,
        "type": asked.type,
        "queue": asked.queue,
        "failure": asked.group,
        "error_contains": asked.error_contains,
        "before": _before(asked),
        "ids": _ids(asked),
    }


def chooses(asked: Which) -> bool:
    """Whether it says anything."""
    return any(getattr(asked, name) is not None for name in Which.model_fields)


def predicate(asked: Which) -> Callable[[Job], bool]:
    """The same where there is no Postgres.

    Raises:
        Refused: the moment cannot be read.
        TablesNeeded: it asks for a group, which rows alone know.
    """
    if asked.group is not None:
        raise TablesNeeded(TablesNeeded.__doc__)
    before, ids = _before(asked), _ids(asked)

    def fits(letter: Job) -> bool:
        return (
            (asked.type is None or letter.type == asked.type)
            and (asked.queue is None or letter.queue == asked.queue)
            and (asked.error_contains is None or asked.error_contains in (letter.error or ""))
            and (before is None or (letter.finished_at or 0) < before)
            and (ids is None or letter.id in ids)
        )

    return fits


def _before(asked: Which) -> int | None:
    field = "filter.before" if isinstance(asked, Matching) else "before"
    return None if asked.before is None else requests.instant_ms(field, asked.before)


def _ids(asked: Which) -> list[str] | None:
    given = asked.ids if isinstance(asked, Matching) else None
    return None if given is None else [job_id.lower() for job_id in given]
