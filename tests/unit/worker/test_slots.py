"""How many jobs a runner may claim: free threads are never idle, and little is held ahead of them."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.attempts import attempt
from worker.attempt import Attempt
from worker.slots import AHEAD, MOST, Slots


def take(slots: Slots, count: int, alone: bool = False) -> list[Attempt]:
    taken = [attempt() for _ in range(count)]
    slots.take(taken, alone=alone)
    return taken


def quick(slots: Slots, seconds: float) -> None:
    """Let it believe that handlers take so long."""
    for one in take(slots, 200):
        slots.free(one, seconds)


@pytest.mark.parametrize("concurrency", [1, 10, 200])
def test_slow_handlers_are_claimed_for_free_threads_alone(concurrency: int) -> None:
    slots = Slots(concurrency)
    assert slots.wait_for_room(0) == concurrency
    taken = take(slots, concurrency)
    assert slots.wait_for_room(0) == 0
    slots.free(taken[0], 1.0)
    assert slots.wait_for_room(0) == 1


@given(
    concurrency=st.integers(1, 200),
    seconds=st.floats(0, 0.1),
    held=st.integers(0, MOST),
)
def test_no_thread_is_idle_and_no_more_is_held_than_the_rule_allows(
    concurrency: int, seconds: float, held: int
) -> None:
    slots = Slots(concurrency)
    quick(slots, seconds)
    take(slots, held)
    room = slots.wait_for_room(0)
    assert room >= concurrency - held, "a thread would be idle"
    assert room == 0 or held + room <= max(concurrency, MOST)
    ahead = held + room - concurrency
    assert room == 0 or ahead <= 0 or ahead * seconds / concurrency <= AHEAD * 1.5, "jobs would wait for long"


def test_what_is_coming_counts_as_if_it_were_here() -> None:
    slots = Slots(10)
    take(slots, 3)
    assert slots.room(coming=0) == 7
    assert slots.room(coming=5) == 2
    assert slots.room(coming=7) == 0


def test_what_is_held_ahead_is_filled_up_when_half_of_it_is_used() -> None:
    slots = Slots(10)
    quick(slots, 0.001)
    room = slots.wait_for_room(0)
    assert 10 < room <= 60
    taken = take(slots, room)
    assert slots.wait_for_room(0) == 0
    for one in taken[: (room - 10) // 2]:
        slots.free(one, 0.001)
    assert slots.wait_for_room(0) == 0
    for one in taken[(room - 10) // 2 :][:2]:
        slots.free(one, 0.001)
    assert slots.wait_for_room(0) > 0


def test_one_that_waited_long_ends_claiming_ahead() -> None:
    slots = Slots(10)
    quick(slots, 0.0001)
    (waited,) = take(slots, 1)
    assert slots.wait_for_room(0) > 10
    slots.free(waited, 1.0)
    assert slots.wait_for_room(0) == 10


def test_a_suspect_has_its_runner_to_itself() -> None:
    slots = Slots(10)
    (suspect,) = take(slots, 1, alone=True)
    assert slots.wait_for_room(0) == 0
    slots.free(suspect, 1.0)
    assert slots.wait_for_room(0) == 10


def test_the_same_job_claimed_again_is_not_freed_by_the_attempt_before() -> None:
    slots = Slots(1)
    before = attempt(id="0" * 36)
    slots.take([before], alone=False)
    slots.free(before, 1.0)
    again = attempt(id="0" * 36)
    slots.take([again], alone=False)
    slots.free(before, 1.0)
    assert slots.get("0" * 36) is again


def test_who_waits_for_room_wakes_when_there_is_some() -> None:
    slots = Slots(1)
    (taken,) = take(slots, 1)
    found: list[int] = []
    waits = threading.Thread(target=lambda: found.append(slots.wait_for_room(30)))
    waits.start()
    slots.free(taken, 1.0)
    waits.join(10)
    assert found == [1]
    assert slots.wait_until_idle(0)
