"""What one operation of the API takes and answers, said beside its view; it costs nothing while requests are served."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from producer.openapi.answers import meta

V = TypeVar("V", bound=Callable[..., Any])

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation that went well (or whose body is no problem's)."""

    data: Any = None
    """The type of what is answered; None: no body."""
    meta: Any = meta.Meta
    """The model of `meta`; None: without the envelope."""
    text: str = ""
    """When it is this one, for people."""
    media: str = JSON
    headers: tuple[str, ...] = ()
    """Names of `document.HEADERS` that this answer carries beside those that all do."""
    example: Any = None
    """Where the one that the schema makes says too little."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as its decorator says it; what follows from the route or from `ACCESS` is not repeated here."""

    name: str
    """The operation id: what generated clients call it."""
    summary: str
    text: str
    """More for people, in Markdown."""
    answers: Mapping[int, tuple[Answer, ...]]
    """By status; several where they differ in their media type."""
    body: Any
    """The type of the body; None: it takes none."""
    body_may_lack: bool
    body_problems: tuple[str, ...]
    """What may be wrong with it."""
    example: Any
    """Of the body."""
    query: Any
    """The model of the query; None: it takes none."""
    path: Mapping[str, Any]
    """Types of what stands in the path, by name; ids are UUIDs where nothing is said."""
    problems: tuple[str, ...]
    """Codes of `problems.PROBLEMS` that do not follow from the rest."""
    key: bool
    """It takes an Idempotency-Key."""
    headers: tuple[str, ...]
    """Names of `document.REQUEST_HEADERS` that it reads."""
    tables: bool
    """It cannot be answered without Postgres."""
    redis: bool
    """It cannot be answered while Redis is away."""


def described(
    name: str,
    summary: str,
    *,
    answers: Mapping[int, Any],
    text: str = "",
    body: Any = None,
    body_may_lack: bool = False,
    body_problems: Sequence[str] = ("invalid_json", "too_large", "invalid"),
    example: Any = None,
    query: Any = None,
    path: Mapping[str, Any] | None = None,
    problems: Sequence[str] = (),
    key: bool = False,
    headers: Sequence[str] = (),
    tables: bool = False,
    redis: bool = False,
) -> Callable[[V], V]:
    """Attach to a view what it takes and answers; `Operation` explains each.

    Args:
        name: the operation id, in camelCase: a verb and what it is done to.
        summary: a few words, as a heading.
        answers: by status: an `Answer`, or several of other media types, or the type of `data`.
        text: more for people.
        body: the very type that checks it.
        body_may_lack: no body is the same as an empty object.
        body_problems: what may be wrong with it, where it is not checked as all others are.
        example: of the body; a test holds it against the schema.
        query: the very model that checks it.
        path: types of what stands in the path, by name, where it is no UUID.
        problems: codes of `problems.PROBLEMS` that do not follow from the rest: from the body come 400, 413 and 422, from
            the query 422, from an id in the path 400 and 404, from `ACCESS` 401 and 403, from the limits 429.
        key: it takes an Idempotency-Key.
        headers: other headers that it reads.
        tables: without Postgres it answers 503.
        redis: without Redis it answers 503.
    """
    operation = Operation(
        name=name,
        summary=summary,
        text=text,
        answers={status: _answers(one) for status, one in answers.items()},
        body=body,
        body_may_lack=body_may_lack,
        body_problems=tuple(body_problems),
        example=example,
        query=query,
        path=path or {},
        problems=tuple(problems),
        key=key,
        headers=tuple(headers),
        tables=tables,
        redis=redis,
    )

    def attach(view: V) -> V:
        vars(view)["operation"] = operation
        return view

    return attach


def _answers(given: Any) -> tuple[Answer, ...]:
    if isinstance(given, tuple):
        return given
    return (given if isinstance(given, Answer) else Answer(given),)


def page_of(item: Any, shown: Any = meta.PageMeta) -> Answer:
    """Part of a list."""
    return Answer(list[item], shown)


def accepted(data: Any, text: str = "", *headers: str) -> Answer:
    """New jobs, with how durable they are."""
    return Answer(data, meta.AcceptedMeta, text, headers=headers)


def deferred(data: Any, text: str = "") -> Answer:
    """Jobs that may have to wait until Redis returns."""
    return Answer(data, meta.DispatchMeta, text)


def bare(data: Any, text: str = "", media: str = JSON, example: Any = None) -> Answer:
    """What is answered without the envelope."""
    return Answer(data, None, text, media, example=example)


def nothing(text: str) -> Answer:
    """An answer without a body."""
    return Answer(None, None, text)
