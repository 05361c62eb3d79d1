"""A look at a tenant's figures serves all its streams, however long it takes, and keeps no other tenant waiting."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from producer import live_figures, queue_state
from producer.live_figures import FORGOTTEN_AFTER, SHARED_FOR, Figures
from tests.integration.conftest import Start, stores_of
from tests.integration.live.test_one_stream import Clock

PATIENCE = 20.0


class Looks:
    """Real looks at workers, which the test counts, and holds back for the tenant `slow`."""

    def __init__(self, clock: Clock) -> None:
        self.of = Counter[str]()
        self.begun = threading.Event()
        self.let_go = threading.Event()
        self._look = queue_state.workers
        self._clock = clock

    def workers(self, queue: Any, tenant: str) -> Any:
        """During a look that is held back, more time passes than its outcome is good for."""
        self.of[tenant] += 1
        if tenant == "slow":
            self.begun.set()
            assert self.let_go.wait(PATIENCE)
            self._clock.now += 2 * SHARED_FOR
        return self._look(queue, tenant)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def looks(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Looks:
    found = Looks(clock)
    monkeypatch.setattr(live_figures.queue_state, "workers", found.workers)
    return found


@pytest.fixture
def figures(start: Start, clock: Clock) -> Figures:
    return Figures(stores_of(start()), clock)


@pytest.fixture
def threads(looks: Looks) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool
        looks.let_go.set()


def test_a_look_that_takes_long_keeps_no_other_tenant_waiting(
    figures: Figures, looks: Looks, threads: ThreadPoolExecutor
) -> None:
    slow = threads.submit(figures.of, "slow")
    assert looks.begun.wait(PATIENCE)

    threads.submit(figures.of, "other").result(PATIENCE)

    assert not slow.done()


def test_all_who_come_during_a_look_share_it_although_it_took_long(
    figures: Figures, looks: Looks, threads: ThreadPoolExecutor
) -> None:
    first = threads.submit(figures.of, "slow")
    assert looks.begun.wait(PATIENCE)
    others = [threads.submit(figures.of, "slow") for _ in range(5)]

    looks.let_go.set()

    assert {id(one.result(PATIENCE)) for one in others} == {id(first.result(PATIENCE))}
    assert looks.of["slow"] == 1


def test_a_look_is_taken_again_when_it_is_old(figures: Figures, looks: Looks, clock: Clock) -> None:
    for _ in range(2):
        figures.of("ada")
    assert looks.of["ada"] == 1

    clock.now += SHARED_FOR
    figures.of("ada")

    assert looks.of["ada"] == 2


def test_a_tenant_for_whom_nobody_asks_is_forgotten(figures: Figures, clock: Clock) -> None:
    figures.of("ada")
    clock.now += FORGOTTEN_AFTER - 1
    figures.of("bob")
    assert figures._boards.keys() == {"ada", "bob"}

    clock.now += 1
    figures.of("bob")

    assert figures._boards.keys() == {"bob"}
