"""What follows when an attempt fails, or its process dies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import lifecycle
from shared.job import DEFAULT_MAX_ATTEMPTS, Job
from shared.lifecycle import Failure

BOOM = Failure("Boom: it broke")


def job(attempt: int = 1, **fields: object) -> Job:
    return Job(id="an-id", type="work", attempt=attempt, **fields)  # type: ignore[arg-type]


AFTER_FAILURE = [
    # attempt, the job's own limit, the handler's, how it failed: what follows
    (1, None, None, BOOM, "retry"),
    (4, None, None, BOOM, "retry"),
    (5, None, None, BOOM, "dead"),
    (6, None, None, BOOM, "dead"),
    (1, 1, None, BOOM, "dead"),
    (1, 2, None, BOOM, "retry"),
    (2, 2, None, BOOM, "dead"),
    (2, None, 2, BOOM, "dead"),
    (2, 3, 2, BOOM, "retry"),
    (2, 2, 9, BOOM, "dead"),
    (1, 9, 9, Failure("no", "dead"), "dead"),
    (1, 9, 9, Failure("late", "timeout"), "retry"),
    (9, 9, 9, Failure("late", "timeout"), "dead"),
    (1, 9, 9, Failure("later", "retry", 3.0), "retry"),
    (9, 9, 9, Failure("later", "retry", 3.0), "dead"),
    (1, 9, 9, Failure("stopped", "cancelled"), "cancelled"),
    (9, 9, 9, Failure("stopped", "cancelled"), "cancelled"),
]


@pytest.mark.parametrize(("attempt", "own", "handlers", "failure", "decision"), AFTER_FAILURE)
def test_after_a_failure(
    attempt: int, own: int | None, handlers: int | None, failure: Failure, decision: str
) -> None:
    following = lifecycle.after_failure(job(attempt, max_attempts=own), failure, handlers)

    assert (following.decision, following.error) == (decision, failure.error)


@pytest.mark.parametrize(("seconds", "delay_ms"), [(0.0, 0), (2.5, 2500), (86_400, 86_400_000), (-3.0, 0)])
def test_the_handler_s_own_time_wins(seconds: float, delay_ms: int) -> None:
    assert lifecycle.after_failure(job(), Failure("later", retry_after=seconds)).delay_ms == delay_ms


def test_else_the_job_s_own_backoff_decides() -> None:
    own = job(3, backoff=b'{"base_seconds":1,"max_seconds":60,"factor":10,"jitter":false}')

    assert lifecycle.after_failure(own, BOOM).delay_ms == 60_000


@given(st.integers(1, 4), st.integers())
def test_else_the_usual_one(attempt: int, seed: int) -> None:
    chance, again = random.Random(seed), random.Random(seed)

    delay = lifecycle.after_failure(job(attempt), BOOM, chance=chance).delay_ms

    assert 0 <= delay <= 5_000 * 2 ** (attempt - 1)
    assert delay == lifecycle.after_failure(job(attempt), BOOM, chance=again).delay_ms


@given(st.integers(1, 50), st.none() | st.integers(1, 25), st.none() | st.integers(1, 25))
def test_attempts_are_bounded_whatever_is_set(attempt: int, own: int | None, handlers: int | None) -> None:
    allowed = own or handlers or DEFAULT_MAX_ATTEMPTS

    decision = lifecycle.after_failure(job(attempt, max_attempts=own), BOOM, handlers).decision

    assert (decision == "dead") == (attempt >= allowed)


@pytest.mark.parametrize(
    ("crashes", "follows", "says"),
    [
        (0, "head", "crash 1 of 3"),
        (1, "solo", "crash 2 of 3"),
        (2, "bury", "crash-loop"),
        (7, "bury", "crash-loop"),
    ],
)
def test_after_a_crash(crashes: int, follows: str, says: str) -> None:
    decision, sentence = lifecycle.after_crash(job(crash_count=crashes))

    assert decision == follows
    assert says in sentence
