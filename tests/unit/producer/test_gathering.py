"""What is asked for at the same time is done together, in the order in which it was asked for, and by nobody twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from producer.gathering import Gathering

PATIENCE = 10.0


class Counter:
    """Doubles numbers, in goes that each wait until they are let through."""

    def __init__(self, most: int = 100, under_way: int = 1) -> None:
        self.goes: list[list[int]] = []
        self.begun = threading.Semaphore(0)
        self.through = threading.Semaphore(0)
        self.gathering: Gathering[str, int, int] = Gathering(self.double, most, under_way)
        self.threads = ThreadPoolExecutor(32)

    def double(self, _line: str, numbers: Sequence[int]) -> list[int | Exception]:
        self.goes.append(list(numbers))
        self.begun.release()
        assert self.through.acquire(timeout=PATIENCE)
        if 99 in numbers:
            raise OSError("no answer")
        return [ValueError(number) if number < 0 else 2 * number for number in numbers]

    def ask(self, number: int, line: str = "a") -> Future[int]:
        return self.threads.submit(self.gathering.do, line, number)

    def wait_for_go(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE)

    def ask_while_one_is_under_way(self, *numbers: int) -> list[Future[int]]:
        """Ask for 1, and for the numbers in their order while that is under way."""
        asked = [self.ask(1)]
        self.wait_for_go()
        for place, number in enumerate(numbers, 1):
            asked.append(self.ask(number))
            wait_until_waiting(self.gathering, "a", place)
        return asked

    def let_through(self, goes: int) -> None:
        for _ in range(goes):
            self.through.release()


def wait_until_waiting(gathering: Gathering[str, int, int], line: str, calls: int) -> None:
    """Return when so many calls wait in a line; it is looked at, as nothing tells when a thread begins to wait."""
    turn = threading.Event()
    for _ in range(10_000):
        if len(gathering._lines[line].waiting) == calls:
            return
        turn.wait(0.001)
    raise AssertionError("they do not wait")


def results(asked: Sequence[Future[int]]) -> list[int]:
    return [one.result(PATIENCE) for one in asked]


def test_who_comes_first_goes_alone_and_who_comes_meanwhile_goes_together() -> None:
    counter = Counter()
    asked = counter.ask_while_one_is_under_way(2, 3, 4)
    counter.let_through(2)
    assert results(asked) == [2, 4, 6, 8]
    assert counter.goes == [[1], [2, 3, 4]]


def test_no_more_go_together_than_may() -> None:
    counter = Counter(most=2)
    asked = counter.ask_while_one_is_under_way(2, 3, 4, 5, 6)
    counter.let_through(4)
    assert results(asked) == [2, 4, 6, 8, 10, 12]
    assert counter.goes == [[1], [2, 3], [4, 5], [6]]


def test_so_many_goes_are_under_way_as_may_be() -> None:
    counter = Counter(under_way=2)
    asked = [counter.ask(1), counter.ask(2)]
    counter.wait_for_go()
    counter.wait_for_go()
    asked.append(counter.ask(3))
    wait_until_waiting(counter.gathering, "a", 1)
    counter.let_through(3)
    assert results(asked) == [2, 4, 6]
    assert sorted(counter.goes) == [[1], [2], [3]]


def test_one_line_does_not_wait_for_another() -> None:
    counter = Counter()
    counter.ask_while_one_is_under_way()
    other = counter.ask(7, "b")
    counter.wait_for_go()
    counter.let_through(2)
    assert other.result(PATIENCE) == 14
    assert counter.goes == [[1], [7]]


def test_each_hears_of_its_own_error_alone() -> None:
    counter = Counter()
    first, wrong, right = counter.ask_while_one_is_under_way(-2, 3)
    counter.let_through(2)
    assert results([first, right]) == [2, 6]
    with pytest.raises(ValueError, match="-2"):
        wrong.result(PATIENCE)


def test_where_all_fail_each_raises_an_error_of_its_own_and_the_next_go_on() -> None:
    counter = Counter(most=2)
    _, first, second, third = counter.ask_while_one_is_under_way(99, 3, 4)
    counter.let_through(3)
    assert third.result(PATIENCE) == 8
    errors = [one.exception(PATIENCE) for one in (first, second)]
    assert [str(error) for error in errors] == ["no answer", "no answer"]
    assert errors[0] is not errors[1]


def test_a_line_in_which_nobody_is_left_is_forgotten() -> None:
    counter = Counter()
    asked = counter.ask_while_one_is_under_way(2)
    counter.let_through(2)
    results(asked)
    counter.threads.shutdown()
    assert counter.gathering._lines == {}
