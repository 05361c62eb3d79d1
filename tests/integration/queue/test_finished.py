"""Without a mirror, what ended well stays for `RESULT_TTL`, and then goes with what ended at the same time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.connections import redis_for_commands
from shared.job import Job
from shared.queue import PAGE, Ended, Queue
from shared.states import State
from tests.integration.queue import turned_clock
from tests.integration.queue.engine import Engine

TTL_MS = 90_000
START = 1_763_800_000_000


@pytest.fixture
def engine(redis_url: str, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A queue on Redis alone, whose clock the test turns."""
    turned_clock.install(monkeypatch)
    client = redis_for_commands(redis_url, timeout=5, connections=4)
    queue = Queue(client, namespace, result_ttl_ms=TTL_MS, mirrored=False)
    turned_clock.turn(queue, START)
    yield Engine(queue)
    client.close()


def complete(engine: Engine, count: int) -> list[str]:
    """Put jobs, run them, and end them in one report."""
    engine.put_many(count)
    taken = engine.take(count)
    report = [Ended(job.id, job.fence or "", b'"ok"') for job in taken]
    assert engine.queue.ack(report) == ["done"] * count
    return [job.id for job in taken]


def kept(engine: Engine, job_ids: list[str]) -> list[str]:
    return [job_id for job_id, job in zip(job_ids, engine.queue.get_many(job_ids), strict=True) if job]


def test_records_stay_until_their_time_is_over_and_then_go_together(engine: Engine) -> None:
    ended = complete(engine, 3)
    turned_clock.turn(engine.queue, START + TTL_MS - 1)
    engine.queue.sweep_ended()
    assert kept(engine, ended) == ended

    turned_clock.turn(engine.queue, START + TTL_MS)
    engine.queue.sweep_ended()
    assert kept(engine, ended) == []
    assert not engine.queue.client.exists(engine.queue.keys.ended)


def test_each_report_of_ends_drops_what_ended_long_before(engine: Engine) -> None:
    first = complete(engine, 3)
    turned_clock.turn(engine.queue, START + TTL_MS)
    second = complete(engine, 2)
    assert kept(engine, [*first, *second]) == second


def test_more_than_a_page_is_swept(engine: Engine) -> None:
    ended = complete(engine, PAGE) + complete(engine, PAGE)
    turned_clock.turn(engine.queue, START + TTL_MS)
    engine.queue.sweep_ended()
    assert kept(engine, ended) == []


@pytest.mark.parametrize("then", [State.PENDING, State.RUNNING, State.COMPLETED])
def test_a_job_of_the_same_id_that_came_later_is_left_alone(engine: Engine, then: State) -> None:
    (job_id,) = complete(engine, 1)
    engine.queue.client.delete(engine.queue.keys.job(job_id))
    turned_clock.turn(engine.queue, START + 1)
    assert engine.queue.enqueue([Job(id=job_id, type="work")]) == ["created"]
    if then is not State.PENDING:
        again = engine.take_one()
        if then is State.COMPLETED:
            assert engine.ack(job_id, again.fence or "") == "done"

    turned_clock.turn(engine.queue, START + TTL_MS)
    engine.queue.sweep_ended()
    assert engine.job(job_id).state == then


def test_ends_of_several_claims_and_with_data_of_their_own_are_answered_in_order(engine: Engine) -> None:
    engine.put_many(5)
    first, second, third, fourth, fifth = [engine.take_one() for _ in range(3)] + engine.take(2)
    report = [
        Ended(first.id, first.fence or "", b"1"),
        Ended(second.id, second.fence or "", b"2", b'{"result":2,"logs":[[1,"a line"]]}'),
        Ended(third.id, "another", b"3"),
        Ended(fourth.id, fourth.fence or "", b"4"),
        Ended(fifth.id, fifth.fence or "", b"5"),
    ]
    assert engine.queue.ack(report) == ["done", "done", "lost", "done", "done"]
    assert engine.queue.ack(report) == ["repeated", "repeated", "lost", "repeated", "repeated"]
    results = [job.result for job in engine.queue.get_many([one.job_id for one in report]) if job]
    assert results == [b"1", b"2", None, b"4", b"5"]
    told = {event.job_id: event.data for event in engine.events() if event.kind == "completed"}
    assert told[second.id] == report[1].data
    assert b'"result":4' in told[fourth.id]
