"""A slow look is remembered in proportion to what it took, a quick one not at all, a failed one neither."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from producer.looks import LONGEST, SLOW, TIMES, Looks


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Table:
    """Counts how often it was looked at; each look takes `seconds`."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.looks, self._clock, self._seconds = 0, clock, seconds

    def __call__(self) -> int:
        self._clock.now += self._seconds
        self.looks += 1
        return self.looks


def test_what_is_quick_is_found_out_anew() -> None:
    clock = Clock()
    looks, table = Looks(clock), Table(clock, SLOW)
    assert [looks.take("a", table) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(("took", "good"), [(0.5, 0.5 * TIMES), (30.0, LONGEST)])
def test_what_is_slow_is_remembered_in_proportion(took: float, good: float) -> None:
    clock = Clock()
    looks, table = Looks(clock), Table(clock, took)
    assert looks.take("a", table) == 1
    clock.now += good - 0.1
    assert looks.take("a", table) == 1
    assert looks.take("b", Table(clock, 0.0)) == 1
    clock.now += 0.2
    assert looks.take("a", table) == 2


def test_a_look_that_fails_is_not_remembered() -> None:
    clock = Clock()
    looks = Looks(clock)

    def fails() -> int:
        clock.now += 1
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        looks.take("a", fails)
    assert looks.take("a", Table(clock, 0.0)) == 1


def test_who_comes_during_a_slow_look_takes_its_answer_and_others_do_not_wait() -> None:
    clock, begun, let_go = Clock(), threading.Event(), threading.Event()
    looks, table = Looks(clock), Table(clock, 1.0)

    def held() -> int:
        begun.set()
        assert let_go.wait(20)
        return table()

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(looks.take, "a", held)
        assert begun.wait(20)
        others = [threads.submit(looks.take, "a", held) for _ in range(2)]
        assert looks.take("b", lambda: 7) == 7
        let_go.set()
        assert [one.result(20) for one in (first, *others)] == [1, 1, 1]
