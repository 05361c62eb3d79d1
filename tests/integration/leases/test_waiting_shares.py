"""One tenant takes no more than its share of the places to wait at, so that the others find some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from producer import leasing
from producer.envelope import Problem
from producer.leasing import Lease
from producer.waiting import Waiting
from tests.integration.conftest import Start, stores_of
from tests.integration.leases.conftest import put

SHARE_OF_EIGHT = 6


@pytest.fixture
def waits() -> Iterator[ExitStack]:
    """What waits until the test ends."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def waiting(start: Start) -> Waiting:
    """Eight places, as there are sixteen threads."""
    return waiting_of(start, 16)


def waiting_of(start: Start, threads: int) -> Waiting:
    work = stores_of(start(web_threads=threads))
    return Waiting(work.queue, work.settings)


def wait(waits: ExitStack, waiting: Waiting, tenant: str, count: int = 1) -> None:
    for _ in range(count):
        waits.enter_context(waiting.place(tenant, lambda _event: False))


def hold(waits: ExitStack, waiting: Waiting, tenant: str, count: int = 1) -> None:
    """Live streams, as `producer/live.py` holds a thread for each."""
    for _ in range(count):
        waiting.hold(tenant)
        waits.callback(waiting.let_go, tenant)


def refused(ask: Callable[[], object]) -> str:
    """The sentence with which it is."""
    with pytest.raises(Problem) as problem:
        ask()
    assert (problem.value.status, problem.value.code) == (503, "too_many_waiting")
    assert problem.value.headers["Retry-After"]
    return problem.value.sentence


@pytest.mark.parametrize(
    ("threads", "room", "share"), [(1, 1, 1), (2, 1, 1), (4, 2, 1), (8, 4, 3), (16, 8, 6), (64, 32, 24)]
)
def test_the_share_is_three_quarters_and_one_at_the_least(
    start: Start, waits: ExitStack, threads: int, room: int, share: int
) -> None:
    waiting = waiting_of(start, threads)
    assert (waiting.room, waiting.share) == (room, share)

    wait(waits, waiting, "ada", share)

    assert f"your tenant has its share of the places to wait at, {share} of {room}" in refused(
        partial(wait, waits, waiting, "ada")
    )
    wait(waits, waiting, "bob", room - share)
    assert f"{room} requests wait here" in refused(partial(wait, waits, waiting, "eve"))


def test_a_place_that_is_left_is_the_tenant_s_again(waiting: Waiting, waits: ExitStack) -> None:
    wait(waits, waiting, "ada", SHARE_OF_EIGHT - 1)
    with ExitStack() as last:
        wait(last, waiting, "ada")
        refused(partial(wait, waits, waiting, "ada"))

    wait(waits, waiting, "ada")


def test_streams_count_beside_waits(waiting: Waiting, waits: ExitStack) -> None:
    hold(waits, waiting, "ada", 2)
    wait(waits, waiting, "ada", SHARE_OF_EIGHT - 2)

    assert "share" in refused(partial(wait, waits, waiting, "ada"))
    assert "share" in refused(partial(hold, waits, waiting, "ada"))

    wait(waits, waiting, "bob")
    hold(waits, waiting, "bob")


def test_streams_alone_have_bounds_of_their_own(waiting: Waiting, waits: ExitStack) -> None:
    hold(waits, waiting, "ada", 8)

    assert "8 requests wait here" in refused(partial(hold, waits, waiting, "bob"))


def test_a_stream_that_ended_counts_no_more(waiting: Waiting, waits: ExitStack) -> None:
    with ExitStack() as streams:
        hold(streams, waiting, "ada", SHARE_OF_EIGHT)
        refused(partial(wait, waits, waiting, "ada"))

    wait(waits, waiting, "ada", SHARE_OF_EIGHT)


def test_a_lease_and_a_wait_for_an_end_take_their_tenant_s_places(start: Start, waits: ExitStack) -> None:
    work = stores_of(start(web_threads=16))
    waiting = Waiting(work.queue, work.settings)
    job_id = put(work.queue, tenant="ada", queue="held")
    wait(waits, waiting, "ada", SHARE_OF_EIGHT)

    def lease(tenant: str) -> object:
        return leasing.lease(work, waiting, tenant, Lease(queues=["none"], wait_seconds=0.01), None)

    def end() -> object:
        return waiting.for_end(lambda: work.queue.get_many([job_id])[0], "ada", job_id, 0.01)  # type: ignore[arg-type, return-value]

    assert "share" in refused(partial(lease, "ada"))
    assert "share" in refused(end)
    assert lease("bob") == []
