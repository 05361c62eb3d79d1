"""The table that says which function runs which type of job."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from workqueue.job import Job

Function = TypeVar("Function", bound=Callable[[Job], Any])

MAX_ATTEMPTS = 25
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Handler:
    """One row of the table; checked when it is made.

    Raises:
        TypeError: the function is not a plain function of one argument, or an option has the wrong type.
        ValueError: the type, the timeout or max_attempts is out of bounds.
    """

    type: str
    """The job type it runs: a letter or digit, then up to 63 letters, digits, `_`, `.` or `-`."""

    function: Callable[[Job], Any]
    """Called with the job; what it returns is stored as the job's result, so it must be JSON."""

    timeout: float | None = None
    """Seconds one attempt may take; None leaves it to the worker's own setting."""

    max_attempts: int | None = None
    """Runs allowed in all, 1 to 25, for jobs that do not say it themselves; None leaves it to the queue."""

    def __post_init__(self) -> None:
        """Refuse a row that could not run, where it is written and not when its first job comes."""
        _check_type(self.type)
        _check_function(self.function, self.type)
        _check_timeout(self.timeout, self.type)
        _check_max_attempts(self.max_attempts, self.type)

    @property
    def name(self) -> str:
        """Where the function is: `module.qualname`."""
        return _name_of(self.function)


class Handlers:
    """A table of handlers by job type. Fill it at import, then point a worker at it.

    Example:
        handlers = Handlers()

        @handlers.handler("send_email", timeout=30, max_attempts=5)
        def send_email(job): ...
    """

    def __init__(self) -> None:
        """Start with an empty table."""
        self._by_type: dict[str, Handler] = {}

    def handler(
        self, type: str, *, timeout: float | None = None, max_attempts: int | None = None
    ) -> Callable[[Function], Function]:
        """Enter the decorated function under a job type and leave it the plain function it was.

        Args:
            type: the job type, as producers write it in `POST /enqueue`.
            timeout: seconds one attempt may take, more than 0; None leaves it to the worker's own setting.
            max_attempts: runs allowed in all, 1 to 25; None leaves it to the queue.

        Raises:
            TypeError: the decorator was used without its brackets, or as `Handler` says.
            ValueError: the type is taken, or as `Handler` says.
        """
        _check_type(type)

        def enter(function: Function) -> Function:
            self._add(Handler(type, function, timeout=timeout, max_attempts=max_attempts))
            return function

        return enter

    def include(self, other: Handlers) -> None:
        """Take over every handler of another table; a handler that is in both already is no conflict.

        Raises:
            ValueError: a type is taken by another function; nothing is taken over then.
        """
        for handler in other:
            self._refuse_conflict(handler)
        for handler in other:
            self._by_type[handler.type] = handler

    def get(self, type: str) -> Handler | None:
        """The handler of a job type, or None when the table has none."""
        return self._by_type.get(type)

    @property
    def types(self) -> tuple[str, ...]:
        """The job types in the table, sorted."""
        return tuple(sorted(self._by_type))

    def __iter__(self) -> Iterator[Handler]:
        """The handlers in the order in which they were entered."""
        return iter(tuple(self._by_type.values()))

    def __len__(self) -> int:
        """How many handlers the table has."""
        return len(self._by_type)

    def __contains__(self, type: object) -> bool:
        """Whether the table has a handler for this job type."""
        return type in self._by_type

    def _add(self, handler: Handler) -> None:
        taken = self._by_type.get(handler.type)
        if taken is not None:
            raise _duplicate(taken, handler)
        self._by_type[handler.type] = handler

    def _refuse_conflict(self, handler: Handler) -> None:
        taken = self._by_type.get(handler.type)
        if taken is not None and taken != handler:
            raise _duplicate(taken, handler)


def _duplicate(taken: Handler, handler: Handler) -> ValueError:
    return ValueError(
        f"two handlers for the job type {handler.type!r}: {taken.name} and {handler.name}; "
        "rename one of the types, or remove one of the functions"
    )


def _check_type(type: object) -> None:
    if callable(type):
        raise TypeError(
            f"{_name_of(type)} was decorated without a job type: "
            'write the type out, as in @handlers.handler("send_email")'
        )
    if not isinstance(type, str):
        raise TypeError(f"a job type is a string, not {type!r}")
    if not _TYPE.fullmatch(type):
        raise ValueError(
            f"{type!r} cannot be a job type: use a letter or digit, "
            "then up to 63 letters, digits, underscores, dots or hyphens"
        )


def _check_function(function: object, type: str) -> None:
    if not callable(function):
        raise TypeError(f"the handler of {type!r} is {function!r}, which cannot be called")
    if _runs_only_when_awaited(function):
        raise TypeError(
            f"{_name_of(function)}, the handler of {type!r}, is a coroutine function, "
            "which a worker's thread cannot run; make it a plain function (def), "
            "and call asyncio.run() inside it if it needs to await"
        )
    if inspect.isgeneratorfunction(function):
        raise TypeError(
            f"{_name_of(function)}, the handler of {type!r}, is a generator function: "
            "calling it would run nothing; make it a plain function that returns its result"
        )


def _runs_only_when_awaited(function: Callable[..., Any]) -> bool:
    call = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004
    return any(
        check(candidate)
        for candidate in (function, call)
        for check in (inspect.iscoroutinefunction, inspect.isasyncgenfunction)
    )


def _check_timeout(timeout: object, type: str) -> None:
    if timeout is None:
        return
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise TypeError(f"the timeout of {type!r} is {timeout!r}: give seconds as a number, or None")
    if not (math.isfinite(timeout) and timeout > 0):
        raise ValueError(
            f"the timeout of {type!r} is {timeout!r}: give more than 0 seconds, or None for no own timeout"
        )


def _check_max_attempts(max_attempts: object, type: str) -> None:
    if max_attempts is None:
        return
    if isinstance(max_attempts, bool) or not isinstance(max_attempts, int):
        raise TypeError(f"max_attempts of {type!r} is {max_attempts!r}: give a whole number, or None")
    if not 1 <= max_attempts <= MAX_ATTEMPTS:
        raise ValueError(f"max_attempts of {type!r} is {max_attempts}: give 1 to {MAX_ATTEMPTS}, or None")


def _name_of(function: Any) -> str:
    named = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"
