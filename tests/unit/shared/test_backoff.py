"""How long a failed job waits: within bounds, spread evenly, never beyond the cap."""

from __future__ import annotations

import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import backoff
from shared.backoff import Backoff

BACKOFFS = st.builds(
    Backoff,
    base_seconds=st.floats(0, 86_400),
    max_seconds=st.floats(0, 30 * 86_400),
    factor=st.floats(1, 100),
    jitter=st.booleans(),
)
ATTEMPTS = st.integers(1, 10_000)


def bound_ms(wait: Backoff, attempt: int) -> int:
    return Backoff(wait.base_seconds, wait.max_seconds, wait.factor, jitter=False).delay_ms(
        attempt, random.Random()
    )


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (10, 2560), (11, 3600), (25, 3600), (9_999, 3600)],
)
def test_the_bound_doubles_up_to_an_hour(attempt: int, seconds: int) -> None:
    assert bound_ms(backoff.DEFAULT, attempt) == seconds * 1000


@given(BACKOFFS, ATTEMPTS, st.integers())
def test_never_negative_and_never_beyond_the_bound(wait: Backoff, attempt: int, seed: int) -> None:
    delay = wait.delay_ms(attempt, random.Random(seed))

    assert 0 <= delay <= bound_ms(wait, attempt) <= round(wait.max_seconds * 1000)
    assert wait.jitter or delay == bound_ms(wait, attempt)


@given(BACKOFFS, ATTEMPTS)
def test_a_later_attempt_is_never_bound_to_wait_less(wait: Backoff, attempt: int) -> None:
    assert bound_ms(wait, attempt) <= bound_ms(wait, attempt + 1)


@given(st.integers(1, 12), st.integers())
def test_jitter_spreads_over_the_whole_span(attempt: int, seed: int) -> None:
    """Fewer than 40 of 1,000 uniform draws in a tenth of the span are less likely than one in a thousand million."""
    chance, bound = random.Random(seed), bound_ms(backoff.DEFAULT, attempt)
    draws = [backoff.DEFAULT.delay_ms(attempt, chance) for _ in range(1_000)]

    tenths = [sum(1 for draw in draws if part <= 10 * draw / (bound + 1) < part + 1) for part in range(10)]
    assert min(tenths) >= 40, tenths
    assert abs(mean(draws) - bound / 2) < bound / 10


def test_a_job_may_bring_its_own() -> None:
    own = backoff.from_json(b'{"base_seconds":1,"max_seconds":3,"factor":2,"jitter":false}')

    assert [own.delay_ms(attempt, random.Random()) for attempt in (1, 2, 3, 4)] == [1000, 2000, 3000, 3000]


def test_without_its_own_a_job_waits_as_all_do() -> None:
    assert backoff.from_json(None) == backoff.DEFAULT
