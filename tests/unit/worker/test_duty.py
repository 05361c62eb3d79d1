"""Loops outlive what their turns meet; one worker is chief."""

from __future__ import annotations

import queue as queues
import threading
from collections.abc import Iterator

import pytest
import structlog.testing

from shared.connections import redis_for_commands
from shared.errors import DatabaseUnavailable, QueueFull, QueueUnavailable
from shared.outage import Outage
from shared.queue import Queue
from worker.duty import Chief, Duty, Loop, performed


@pytest.fixture
def stopping() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_loop_outlives_whatever_its_turns_meet(
    stopping: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.duty.AFTER_SURPRISE", 0.0)
    monkeypatch.setattr(Outage, "FIRST_PAUSE", 0.0)
    met: queues.SimpleQueue[str] = queues.SimpleQueue()
    troubles = iter(
        [
            QueueUnavailable("r"),
            DatabaseUnavailable("p"),
            QueueFull("e"),
            ValueError("bug"),
            KeyError("bug"),
            None,
        ]
    )

    def turn() -> float:
        trouble = next(troubles)
        met.put(type(trouble).__name__)
        if trouble:
            raise trouble
        return 3600.0

    loop = Loop("story", turn, stopping)
    loop.start()
    assert [met.get(timeout=10) for _ in range(6)] == [
        "QueueUnavailable",
        "DatabaseUnavailable",
        "QueueFull",
        "ValueError",
        "KeyError",
        "NoneType",
    ]
    stopping.set()
    loop.join(10)


def test_a_full_queue_is_an_outage_and_no_surprise(stopping: threading.Event) -> None:
    turned: queues.SimpleQueue[None] = queues.SimpleQueue()
    troubles = iter([QueueFull("e"), None])

    def turn() -> float:
        trouble = next(troubles)
        if trouble:
            raise trouble
        turned.put(None)
        return 3600.0

    with structlog.testing.capture_logs() as told:
        loop = Loop("story", turn, stopping)
        loop.start()
        turned.get(timeout=10)
    assert [line["event"] for line in told][:1] == ["store is away"]


def test_a_loop_knows_whether_its_store_is_away(stopping: threading.Event) -> None:
    answers: queues.SimpleQueue[Exception | float | None] = queues.SimpleQueue()
    seen: queues.SimpleQueue[bool] = queues.SimpleQueue()

    def turn() -> float | None:
        seen.put(loop.away)
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    loop = Loop("story", turn, stopping)
    loop.start()
    for answer in (0.0, QueueUnavailable("away"), None, 0.0, 3600.0):
        answers.put(answer)
    assert [seen.get(timeout=10) for _ in range(5)] == [False, False, True, True, False]


def test_of_two_workers_one_is_chief_until_it_resigns(redis_url: str, namespace: str) -> None:
    with redis_for_commands(redis_url, timeout=5, connections=4) as client:
        queue = Queue(client, namespace)
        first, second = Chief(queue, "first"), Chief(queue, "second")
        for chief in (first, second):
            chief.renew()
        assert (bool(first), bool(second)) == (True, False)
        assert not second.wait(0)
        second.resign()
        assert first.renew() > 0
        assert first
        first.resign()
        second.renew()
        first.renew()
        assert (bool(first), bool(second)) == (False, True)


def test_a_chief_that_cannot_reach_redis_is_none() -> None:
    chief = Chief(_Scripted([True, QueueUnavailable("away"), False]), "w")
    chief.renew()
    assert chief
    with pytest.raises(QueueUnavailable):
        chief.renew()
    assert not chief
    chief.renew()
    assert not chief


def test_a_duty_is_performed_by_the_chief_and_others_are_told_that_they_are_relieved(
    stopping: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.duty.STANDBY", 0.01)
    happened: queues.SimpleQueue[str] = queues.SimpleQueue()
    chief = Chief(_Scripted([True, False]), "w")

    def turn() -> float:
        happened.put("done")
        chief.renew()  # which another worker now wins
        return 0.0

    duty = Duty("story", turn, lambda: happened.put("relieved"))
    performed(duty, chief, stopping).start()
    assert happened.get(timeout=10) == "relieved"
    chief.renew()
    _until(happened, "done")
    _until(happened, "relieved")


def _until(happened: queues.SimpleQueue[str], word: str) -> None:
    for _ in range(1000):
        if happened.get(timeout=10) == word:
            return
    raise AssertionError(f"never {word}")


class _Scripted(Queue):
    """A queue that answers the wish for a lock as it is told."""

    def __init__(self, answers: list[bool | Exception]) -> None:
        object.__setattr__(self, "_answers", iter(answers))

    def hold(self, lock: str, owner: str, ttl_ms: int) -> bool:  # noqa: ARG002 - as Queue has it
        answers: Iterator[bool | Exception] = self.__dict__["_answers"]
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer
