"""Loops outlive what their turns meet; one worker is chief."""

from __future__ import annotations

import queue as queues
import threading
from collections.abc import Callable, Iterator

import pytest
import redis
import structlog.testing

from local import ports
from shared.connections import redis_for_blocking, redis_for_commands
from shared.errors import DatabaseUnavailable, QueueFull, QueueUnavailable
from shared.outage import Outage
from shared.queue import Queue, Worker
from worker.duty import Chief, Duty, Loop, performed
from worker.heartbeat import Heartbeat
from worker.settings import WorkerSettings
from worker.stats import Tally


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
        _beat(queue, first=first, second=second)
        assert (bool(first), bool(second)) == (True, False)
        assert not second.wait(0)
        second.resign()
        _beat(queue, first=first)
        assert first
        first.resign()
        _beat(queue, second=second, first=first)
        assert (bool(first), bool(second)) == (False, True)


def test_a_chief_whose_beat_is_not_answered_is_none() -> None:
    nowhere = f"redis://127.0.0.1:{ports.free_port()}"
    queue = Queue(redis_for_commands(nowhere, timeout=1, connections=2), "story")
    chief = Chief(queue, "w")
    chief.heard(True)
    heartbeat = Heartbeat(
        "w",
        queue,
        redis_for_blocking(nowhere, 1, 15),
        WorkerSettings.model_construct(
            lease_seconds=30.0, timeout_grace=2.0, redis_timeout=1.0, queues=("*",)
        ),
        [],
        Tally(),
        list,
        list,
        chief,
    )
    heartbeat.start()
    try:
        _eventually(lambda: heartbeat.redis_away)
        assert not chief
    finally:
        heartbeat.stop()


def _eventually(condition: Callable[[], bool]) -> None:
    wait = threading.Event()
    for _ in range(1000):
        if condition():
            return
        wait.wait(0.01)
    raise AssertionError("never")


def _beat(queue: Queue, **chiefs: Chief) -> None:
    for name, chief in chiefs.items():
        is_chief, _ = queue.beat(Worker(name, b"{}", 1000, None), [], 1000, 1000, 60_000)
        chief.heard(is_chief)


def test_a_duty_is_performed_by_the_chief_and_others_are_told_that_they_are_relieved(
    stopping: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.duty.STANDBY", 0.01)
    happened: queues.SimpleQueue[str] = queues.SimpleQueue()
    chief = Chief(Queue(redis.Redis(), "nowhere"), "w")

    def turn() -> float:
        happened.put("done")
        chief.heard(False)  # another worker is, by the last beat
        return 0.0

    duty = Duty("story", turn, lambda: happened.put("relieved"))
    performed(duty, chief, stopping).start()
    assert happened.get(timeout=10) == "relieved"
    chief.heard(True)
    _until(happened, "done")
    _until(happened, "relieved")


def _until(happened: queues.SimpleQueue[str], word: str) -> None:
    for _ in range(1000):
        if happened.get(timeout=10) == word:
            return
    raise AssertionError(f"never {word}")
