"""The table of handlers: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

from workqueue import Handler, Handlers, Job


def greet(job: Job) -> str:
    return f"hello {job.payload}"


def wave(_job: Job) -> None:
    return None


async def greet_later(_job: Job) -> None:
    return None


async def greet_in_steps(_job: Job) -> Any:
    yield 1


def greet_bit_by_bit(_job: Job) -> Any:
    yield "hello"


class AwaitedGreeter:
    async def __call__(self, _job: Job) -> None:
        return None


class Greeter:
    def __call__(self, _job: Job) -> None:
        return None

    def greet(self, _job: Job) -> None:
        return None


def test_the_decorator_enters_the_function_and_leaves_it_as_it_was() -> None:
    handlers = Handlers()

    decorated = handlers.handler("greet", timeout=30, max_attempts=5)(greet)

    assert decorated is greet
    assert handlers.get("greet") == Handler("greet", greet, timeout=30, max_attempts=5)
    assert handlers.get("wave") is None
    assert "greet" in handlers
    assert len(handlers) == 1


def test_the_table_lists_its_types_sorted_and_its_handlers_as_entered() -> None:
    handlers = Handlers()
    handlers.handler("wave")(wave)
    handlers.handler("greet")(greet)

    assert handlers.types == ("greet", "wave")
    assert [handler.type for handler in handlers] == ["wave", "greet"]


@pytest.mark.parametrize("type", ["a", "0", "send_email", "Mail.send-2", "x" * 64])
def test_these_can_be_job_types(type: str) -> None:
    assert Handler(type, greet).type == type


@pytest.mark.parametrize("type", ["", "_a", ".a", "-a", "a b", "a:b", "a\n", "é", "x" * 65, "{a}", "a/b"])
def test_these_cannot_be_job_types(type: str) -> None:
    with pytest.raises(ValueError, match="cannot be a job type"):
        Handlers().handler(type)
    with pytest.raises(ValueError, match="cannot be a job type"):
        Handler(type, greet)


def test_a_decorator_without_brackets_says_how_to_write_it() -> None:
    with pytest.raises(
        TypeError, match=r'greet was decorated without a job type.*@handlers\.handler\("send_'
    ):
        Handlers().handler(greet)  # type: ignore[arg-type]


def test_a_job_type_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="a job type is a string, not 7"):
        Handlers().handler(7)  # type: ignore[arg-type]


def test_a_second_function_for_a_type_is_refused_with_both_names() -> None:
    handlers = Handlers()
    handlers.handler("greet")(greet)

    with pytest.raises(ValueError, match=r"'greet': \S*\.greet and \S*\.wave") as refused:
        handlers.handler("greet")(wave)

    assert "rename one of the types" in str(refused.value)
    assert handlers.get("greet") == Handler("greet", greet)


def test_include_takes_over_every_handler_of_another_table() -> None:
    handlers, others = Handlers(), Handlers()
    handlers.handler("greet")(greet)
    others.handler("wave", timeout=1)(wave)

    handlers.include(others)

    assert handlers.types == ("greet", "wave")
    assert handlers.get("wave") == Handler("wave", wave, timeout=1)
    assert others.types == ("wave",)


def test_the_same_table_may_come_in_by_two_ways() -> None:
    handlers, others = Handlers(), Handlers()
    others.handler("wave")(wave)

    handlers.include(others)
    handlers.include(others)
    handlers.include(handlers)

    assert handlers.types == ("wave",)


def test_a_conflicting_table_is_refused_whole() -> None:
    handlers, others = Handlers(), Handlers()
    handlers.handler("greet")(greet)
    others.handler("wave")(wave)
    others.handler("greet")(wave)

    with pytest.raises(ValueError, match=r"\.greet and \S*\.wave"):
        handlers.include(others)

    assert handlers.types == ("greet",)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_a_timeout_out_of_bounds_is_refused(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout of 'greet' is .*more than 0 seconds"):
        Handlers().handler("greet", timeout=timeout)(greet)


@pytest.mark.parametrize("timeout", ["30", True])
def test_a_timeout_that_is_no_number_is_refused(timeout: Any) -> None:
    with pytest.raises(TypeError, match="give seconds as a number"):
        Handlers().handler("greet", timeout=timeout)(greet)


@pytest.mark.parametrize("max_attempts", [1, 25, None])
def test_max_attempts_within_bounds(max_attempts: int | None) -> None:
    assert Handler("greet", greet, max_attempts=max_attempts).max_attempts == max_attempts


@pytest.mark.parametrize("max_attempts", [0, -1, 26])
def test_max_attempts_out_of_bounds_are_refused(max_attempts: int) -> None:
    with pytest.raises(ValueError, match="give 1 to 25"):
        Handlers().handler("greet", max_attempts=max_attempts)(greet)


@pytest.mark.parametrize("max_attempts", [1.0, "3", True])
def test_max_attempts_that_are_no_whole_number_are_refused(max_attempts: Any) -> None:
    with pytest.raises(TypeError, match="give a whole number"):
        Handlers().handler("greet", max_attempts=max_attempts)(greet)


@pytest.mark.parametrize(
    "function", [greet_later, greet_in_steps, functools.partial(greet_later), AwaitedGreeter()]
)
def test_a_coroutine_function_is_refused_with_the_way_out(function: Callable[[Job], Any]) -> None:
    with pytest.raises(TypeError, match=r"coroutine function.*plain function.*asyncio\.run\(\)"):
        Handlers().handler("greet")(function)


def test_a_generator_function_is_refused_because_calling_it_runs_nothing() -> None:
    with pytest.raises(TypeError, match="greet_bit_by_bit.*would run nothing"):
        Handlers().handler("greet")(greet_bit_by_bit)


def test_what_cannot_be_called_is_refused() -> None:
    with pytest.raises(TypeError, match="'greet' is 3, which cannot be called"):
        Handler("greet", 3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (greet, f"{__name__}.greet"),
        (Greeter().greet, f"{__name__}.Greeter.greet"),
        (Greeter(), f"{__name__}.Greeter"),
        (functools.partial(greet), "functools.partial"),
    ],
)
def test_a_handler_is_named_after_its_function(function: Callable[[Job], Any], name: str) -> None:
    assert Handler("greet", function).name == name
