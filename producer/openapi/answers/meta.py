"""What stands in `meta`, and the problem that any answer may be."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from producer.openapi.answers.shown import Instant, Shown, left_out

Durability = Literal["postgres+redis", "redis-aof", "redis-volatile"]


class Meta(Shown):
    """What is said beside every answer."""

    request_id: str = Field(examples=["b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"])
    """Stands in `X-Request-Id` and in the service's log."""


class DispatchMeta(Meta):
    """Beside jobs that were put in line."""

    dispatch: Literal["deferred"] = left_out()
    """Redis is away: the job is safe in its row and is put in line when Redis returns."""


class AcceptedMeta(DispatchMeta):
    """Beside new jobs."""

    durability: Durability
    """What the job survives: `postgres+redis` a wiped Redis, `redis-aof` the death of any process, `redis-volatile` not
    even a restart of Redis."""


class PageMeta(Meta):
    """Beside a part of a list."""

    total_count: int = Field(examples=[1])
    """How many there are in all."""
    limit: int = Field(examples=[20])
    offset: int = Field(examples=[0])
    has_more: bool = Field(examples=[False])


class SearchMeta(Meta):
    """Beside jobs that were searched for."""

    searched_until: Instant = left_out()
    """The time was over before as many were found as were asked for: how far was looked. The next page goes on there."""


class JobPageMeta(PageMeta, SearchMeta):
    """Beside a part of a list of jobs."""

    total_is_exact: bool = Field(examples=[True])
    """False: there are at least `total_count`; counting ends at 100,000, or when it has taken long enough."""


class ProblemMeta(Meta):
    """Beside the sentence of a problem."""

    code: str = Field(examples=["invalid"])
    """One word for programs, which stays the same; each operation lists those that it answers."""
    field: str = left_out(examples=["payload.items[3]"])
    """The path of what is wrong in the request."""


class Problem(Shown):
    """An answer that is not what the caller hoped for."""

    data: None
    error: str
    """For people: what happened, to what, and what to do about it."""
    meta: ProblemMeta
