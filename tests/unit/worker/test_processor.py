"""Threads, slots and what is given back: every attempt is reported once, whoever ends it."""

from __future__ import annotations

import queue as queues
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.worker.attempts import attempt
from worker import processor
from worker.attempt import Attempt, Outcome
from worker.processor import Processors
from worker.settings import WorkerSettings
from worker.slots import Slots

WAIT = 10.0


class Reports:
    """Stands where the reporter does."""

    def __init__(self) -> None:
        self.told: queues.SimpleQueue[Outcome] = queues.SimpleQueue()

    def put(self, outcome: Outcome) -> None:
        self.told.put(outcome)


class Runner:
    """Processors with their slots, and a gate that handlers wait at."""

    def __init__(self, concurrency: int = 2, grace: float = 0.0) -> None:
        config = WorkerSettings(worker_concurrency=concurrency, timeout_grace=grace, lease_seconds=3600)
        self.slots, self.reports = Slots(concurrency), Reports()
        self.processors = Processors(config, self.slots, self.reports)  # type: ignore[arg-type]
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)

    def give(self, *, waits: bool = False, **fields: Any) -> Attempt:
        def handler(_: Any) -> None:
            self.begun.release()
            if waits:
                assert self.gate.wait(WAIT)

        given = attempt(handler, payload=b"{}", **fields)
        self.slots.take([given], alone=False)
        self.processors.inbox.put(given)
        return given

    def outcome(self) -> Outcome:
        return self.reports.told.get(timeout=WAIT)


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    made.processors.extended(float("inf"))
    made.processors.start()
    yield made
    made.gate.set()


def test_an_attempt_is_run_and_frees_its_slot(runner: Runner) -> None:
    given = runner.give()
    outcome = runner.outcome()
    assert (outcome.job.id, outcome.result) == (given.job.id, b"null")
    assert runner.slots.wait_until_idle(WAIT)


def test_a_handler_past_its_time_loses_its_slot_and_its_late_end_is_not_told(runner: Runner) -> None:
    stuck = [runner.give(waits=True, started_at=1000, deadline=1000) for _ in range(2)]
    outcomes = [runner.outcome() for _ in stuck]
    assert {outcome.job.id for outcome in outcomes} == {given.job.id for given in stuck}
    assert {outcome.failure and outcome.failure.kind for outcome in outcomes} == {"timeout"}
    assert runner.processors.abandoned == 2
    after = runner.give()
    assert runner.outcome().job.id == after.job.id, "other threads have taken over"
    runner.gate.set()
    last = runner.give()
    assert runner.outcome().job.id == last.job.id
    assert runner.reports.told.empty()


def test_what_waits_behind_slow_handlers_is_given_back_the_newest_first(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "LONGEST_WAIT", float("inf"))
    for _ in range(2):
        runner.give(waits=True)
        assert runner.begun.acquire(timeout=WAIT)
    waiting = [runner.give() for _ in range(3)]
    monkeypatch.setattr(processor, "LONGEST_WAIT", 0.0)
    outcomes = [runner.outcome() for _ in waiting]
    assert [outcome.job.id for outcome in outcomes] == [given.job.id for given in reversed(waiting)]
    assert all(outcome.released for outcome in outcomes)
    runner.gate.set()
    assert [runner.outcome().result for _ in range(2)] == [b"null", b"null"]
    assert runner.begun.acquire(blocking=False) is False, "none of those given back was run"


def test_nothing_begins_once_it_may_not(runner: Runner) -> None:
    runner.processors.stop_beginning()
    given = [runner.give() for _ in range(3)]
    runner.processors.give_back_waiting()
    outcomes = [runner.outcome() for _ in given]
    assert [outcome.released for outcome in outcomes] == [True] * 3
    assert runner.slots.wait_until_idle(WAIT)
    assert not runner.begun.acquire(blocking=False)


def test_a_running_job_that_is_given_back_is_told_once(runner: Runner) -> None:
    given = runner.give(waits=True)
    assert runner.begun.acquire(timeout=WAIT)
    runner.processors.give_back(given)
    runner.processors.give_back(given)
    assert runner.outcome().released
    runner.gate.set()
    other = runner.give()
    assert runner.outcome().job.id == other.job.id
    assert runner.reports.told.empty()


def test_a_lease_that_could_not_be_extended_tells_its_handler(runner: Runner) -> None:
    runner.processors.extended(float("-inf"))
    told = attempt()
    told.claimed_at -= 3600
    runner.slots.take([told], alone=False)
    assert told.wait(WAIT)
    assert told.cancelled


def test_what_begins_while_others_are_given_back_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread may come free for the oldest of what waits in the very moment in which all of it is given back."""
    idle = Runner(concurrency=3)
    oldest, newest = (attempt(lambda _: None, payload=b"{}") for _ in range(2))
    idle.slots.take([oldest, newest], alone=False)
    given_back = Attempt.given_back

    def while_it_is_given_back(self: Attempt) -> Outcome:
        oldest.begin()
        return given_back(self)

    monkeypatch.setattr(Attempt, "given_back", while_it_is_given_back)
    idle.processors.give_back_waiting()

    assert idle.outcome().job.id == newest.job.id
    assert (oldest.closed, idle.processors.abandoned) == (False, 0)
    assert idle.reports.told.empty()
