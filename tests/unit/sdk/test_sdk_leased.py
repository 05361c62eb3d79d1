"""An attempt at a leased job in its worker's hands: time, stops, logs, and results that JSON cannot say."""

from __future__ import annotations

import time
from typing import Any

import pytest

from workqueue import Handlers, Job
from workqueue.leased import MOST_LINES, Attempt, as_text, plain

LEASED: dict[str, Any] = {
    "id": "j1",
    "type": "work",
    "payload": {"n": 1},
    "attempt": 2,
    "max_attempts": None,
    "fence": "f",
    "tenant": "acme",
    "queue_name": "mail",
    "priority": 7,
    "created_at": "2026-01-02T03:04:05.678Z",
    "tags": {"team": "blue"},
}


def attempt(timeout: float | None = None, handler_attempts: int | None = None, **leased: Any) -> Attempt:
    handlers = Handlers()
    handlers.handler("work", timeout=timeout, max_attempts=handler_attempts)(lambda _job: None)
    handler = handlers.get("work")
    assert handler is not None
    return Attempt({**LEASED, **leased}, handler, time.monotonic() + 30)


def test_the_handler_gets_the_job_as_it_was_leased() -> None:
    job = attempt(handler_attempts=4).job()

    assert (job.id, job.payload, job.attempt, job.max_attempts) == ("j1", {"n": 1}, 2, 4)
    assert (job.tenant, job.queue, job.priority, job.tags) == ("acme", "mail", 7, {"team": "blue"})
    assert job.created_at.isoformat() == "2026-01-02T03:04:05.678000+00:00"


@pytest.mark.parametrize(("handler", "job", "allowed"), [(None, None, 1800), (60, None, 60), (60, 5, 5)])
def test_the_job_s_own_time_wins_over_its_handler_s(
    handler: float | None, job: float | None, allowed: float
) -> None:
    assert attempt(handler, timeout_seconds=job).allowed == allowed


@pytest.mark.parametrize(("handler", "job", "allowed"), [(None, None, 5), (3, None, 3), (3, 9, 9)])
def test_so_do_its_attempts(handler: int | None, job: int | None, allowed: int) -> None:
    assert attempt(handler_attempts=handler, max_attempts=job).job().max_attempts == allowed


def test_it_stops_for_the_first_reason_and_wakes_who_waits() -> None:
    running = attempt()
    assert not running.cancelled

    running.tell("cancel")
    running.tell("drain")

    assert (running.stop, running.cancelled, running.wait(60)) == ("cancel", True, True)


def test_its_time_runs_out_and_can_be_moved() -> None:
    running = attempt(timeout=1e-6)
    assert running.wait(60)
    assert running.overrun > 0

    running.extend(60)

    assert not running.cancelled
    assert running.asked_for == running.deadline


def test_only_one_may_say_how_it_ended() -> None:
    running = attempt()
    assert [running.settle(), running.settle()] == [True, False]


def test_the_newest_progress_is_told_once() -> None:
    running = attempt()
    running.report_progress(0.1, "a")
    running.report_progress(0.2, "b")

    assert [running.untold_progress(), running.untold_progress()] == [(0.2, "b"), None]


def test_too_many_lines_are_cut_and_the_last_says_so() -> None:
    running = attempt()
    for number in range(MOST_LINES + 10):
        running.add_log(f"line {number}")

    assert len(running.logs) == MOST_LINES
    assert running.logs[0]["line"] == "line 0"
    assert "no more lines" in running.logs[-1]["line"]


class Rude:
    """Nothing of it can be had."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    __str__ = __repr__


CYCLE: list[Any] = []
CYCLE.append(CYCLE)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"a": (1, 2)}, {"a": [1, 2]}),
        ({1: None}, {"1": None}),
        ({1, 2}, "{1, 2}"),
        (float("nan"), "nan"),
        ({(1, 2): 3}, "{(1, 2): 3}"),
        (CYCLE, "[[...]]"),
    ],
)
def test_what_json_cannot_say_becomes_text(value: Any, kept: Any) -> None:
    assert plain(value) == kept


def test_a_value_that_cannot_be_shown_fails_nothing() -> None:
    assert as_text(Rude()).endswith("Rude>")
    assert plain({"rude": Rude()}).endswith("dict>")


def test_a_plain_function_is_what_it_was() -> None:
    handlers = Handlers()

    @handlers.handler("work")
    def work(job: Job) -> Any:
        return job.payload

    assert work(attempt().job()) == {"n": 1}
