"""How an attempt can end, and what of a handler's words and values is kept."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from typing import Any, NoReturn

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.strict_json import MAX_INTEGER
from tests.unit.worker.attempts import Listener, attempt, ran
from worker import attempt as attempts
from worker.attempt import Stop, clean, encode
from workqueue import Cancelled, Dead, Retry

PAST = {"started_at": 1000, "deadline": 0}


def raising(error: BaseException) -> Callable[[Any], NoReturn]:
    def handler(_: Any) -> NoReturn:
        raise error

    return handler


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (ValueError("no"), "error", "ValueError: no"),
        (ValueError("a\0\ud800b"), "error", "ValueError: a\ufffd\ufffdb"),
        (ValueError("x" * 9000), "error", ("ValueError: " + "x" * 9000)[:2000]),
        (SystemExit(3), "error", "SystemExit: 3"),
        (KeyboardInterrupt(), "error", "KeyboardInterrupt:"),
        (MemoryError(), "error", "MemoryError:"),
        (ValueError("one\n  two\n"), "error", "ValueError: one two"),
        (Retry(after=7, reason="later"), "retry", "later"),
        (Retry(), "retry", "the handler asked for another attempt"),
        (Dead("no recipient"), "dead", "no recipient"),
        (Cancelled("enough"), "cancelled", "enough"),
        (Cancelled(), "cancelled", "cancelled"),
    ],
)
def test_what_a_handler_raises_says_how_its_attempt_ended(error: BaseException, kind: str, says: str) -> None:
    failure = ran(raising(error)).failure
    assert failure is not None
    assert (failure.kind, failure.error) == (kind, says)


@pytest.mark.parametrize(
    ("told", "past_deadline", "ends"),
    [
        ("cancel", False, "cancelled"),
        ("timeout", False, "timeout"),
        ("lost", False, "given back"),
        ("drain", False, "given back"),
        (None, True, "timeout"),
        (None, False, "cancelled"),
        ("drain", True, "given back"),
    ],
)
def test_why_it_was_told_to_stop_decides_what_stopping_means(
    told: Stop | None, past_deadline: bool, ends: str
) -> None:
    tried = attempt(raising(Cancelled()), payload=b"{}", **(PAST if past_deadline else {}))
    tried.begin()
    if told:
        tried.tell(told)
    outcome = tried.run()
    assert ("given back" if outcome.released else outcome.failure and outcome.failure.kind) == ends


def test_the_first_reason_to_stop_stays() -> None:
    tried = attempt(raising(Cancelled()), payload=b"{}")
    tried.begin()
    tried.tell("cancel")
    tried.tell("lost")
    failure = tried.run().failure
    assert failure is not None
    assert failure.kind == "cancelled"


def test_a_failure_carries_its_traceback_and_a_steering_exception_none() -> None:
    assert "raise error" in (ran(raising(ValueError("no"))).traceback or "")
    assert ran(raising(Dead("no"))).traceback is None
    assert len(ran(raising(ValueError("x" * 99_999))).traceback or "") == attempts.MOST_TRACEBACK_CHARACTERS


def test_a_payload_that_is_no_json_fails_the_attempt() -> None:
    tried = attempt(lambda _: 1, payload=b"{")
    tried.begin()
    failure = tried.run().failure
    assert failure is not None
    assert failure.error.startswith("JSONDecodeError")


def test_the_wait_for_another_attempt_stays_within_the_calendar() -> None:
    failure = ran(raising(Retry(after=1e300))).failure
    assert failure is not None
    assert failure.retry_after == attempts.LONGEST_RETRY


def test_lines_are_kept_up_to_a_bound_that_the_last_one_names() -> None:
    def talks(job: Any) -> None:
        for number in range(5000):
            job.log(number, "\0")

    def shouts(job: Any) -> None:
        job.log("x" * 200_000)
        job.log("more")

    lines = [line for _, line in ran(talks).logs]
    assert lines[:2] == ["0 \ufffd", "1 \ufffd"]
    assert len(lines) == attempts.MOST_LOG_LINES + 1
    assert lines[-1] == "(no more lines are kept for this attempt)"
    assert [line for _, line in ran(shouts).logs] == ["(no more lines are kept for this attempt)"]


def test_what_it_logs_after_its_end_does_not_change_the_outcome() -> None:
    tried = attempt(lambda _: None, payload=b"{}")
    tried.begin()
    outcome = tried.run()
    tried.add_log("late")
    assert outcome.logs == []


def test_asking_for_time_moves_the_deadline_here_and_is_passed_on() -> None:
    listener = Listener()
    tried = attempt(listener=listener, **PAST)
    assert tried.cancelled
    tried.extend(60)
    assert not tried.cancelled
    assert listener.deadlines == [tried.deadline]
    assert 59 < listener.deadlines[0] - time.monotonic() <= 60


def test_waiting_ends_with_the_deadline_and_with_a_word() -> None:
    assert attempt(**PAST).wait(3600)
    told = attempt()
    told.tell("cancel")
    assert told.wait(3600)
    assert not attempt().wait(0)


def test_a_result_that_is_too_large_is_dropped_and_says_so() -> None:
    outcome = ran(lambda _: "x" * (attempts.MOST_RESULT_BYTES + 1))
    assert orjson.loads(outcome.result or b"") == {
        "dropped": "result too large",
        "bytes": attempts.MOST_RESULT_BYTES + 3,
    }
    assert "was dropped" in outcome.logs[0][1]


# -- values ----------------------------------------------------------------------------------------------

STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(STORABLE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(STORABLE), inner, max_size=4),
    max_leaves=20,
)
ANYTHING = st.recursive(
    JSON
    | st.text()
    | st.integers()
    | st.floats()
    | st.binary()
    | st.complex_numbers()
    | st.dates()
    | st.decimals()
    | st.uuids()
    | st.just(object),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(
            st.text() | st.integers() | st.none() | st.booleans() | st.binary(), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_json_comes_out_as_it_went_in(value: Any) -> None:
    assert json.loads(encode(value)) == value


@given(ANYTHING)
def test_whatever_it_was_it_is_strict_json_that_every_store_takes(value: Any) -> None:
    encoded = encode(value)
    said = orjson.loads(encoded)
    assert orjson.loads(orjson.dumps(said)) == said
    assert b"\\u0000" not in encoded.replace(b"\\\\", b"")
    assert all(abs(number) <= MAX_INTEGER for number in _integers(said))


@given(st.text())
def test_clean_text_is_storable_and_keeps_its_length(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert all(before == after for before, after in zip(text, cleaned, strict=True) if after != "\ufffd")


class Hostile:
    """Raises whatever is asked of it."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__
    __hash__ = object.__hash__


def _cycle() -> list[Any]:
    circle: list[Any] = []
    circle.extend([circle, circle])
    return circle


def _deep() -> list[Any]:
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    "make",
    [
        Hostile,
        lambda: [Hostile()],
        lambda: {Hostile(): 1},
        _cycle,
        _deep,
        lambda: 10**9999,
        lambda: {1: 10**9999},
    ],
)
def test_values_made_to_break_it_become_something(make: Callable[[], Any]) -> None:
    assert orjson.loads(encode(make())) is not None


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (math.nan, None),
        (MAX_INTEGER, MAX_INTEGER),
        (MAX_INTEGER + 1, str(MAX_INTEGER + 1)),
        ([-(2**70)], [str(-(2**70))]),
        ({5: {2}, None: (3,), True: b"4"}, {"5": [2], "null": [3], "true": "4"}),
        ({5: {2}, None: (3,), True: "\0"}, {"5": [2], "null": [3], "true": "\ufffd"}),
        ("\\u0000", "\\u0000"),
    ],
)
def test_what_json_lacks_has_one_spelling(value: Any, result: Any) -> None:
    assert orjson.loads(encode(value)) == result


def _integers(value: Any) -> list[int]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in _integers(item)]
    if isinstance(value, list):
        return [number for item in value for number in _integers(item)]
    return [value] if isinstance(value, int) else []
