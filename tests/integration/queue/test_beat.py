"""A worker's beat extends what its runners hold, holds the duties, and rings where nobody heard of work."""

from __future__ import annotations

import pytest

from shared.keys import DEFAULT_QUEUE
from shared.queue import PAGE, Worker
from tests.integration.queue.engine import LEASE_MS, RUNNER, Engine

GRACE_MS = 1000


def beat(
    engine: Engine, *runners: str, worker: str = "w", queues: list[str] | None = None
) -> tuple[bool, list[dict[str, str]]]:
    said = Worker(worker, b'{"n":1}', 60_000, queues)
    return engine.queue.beat(said, runners, LEASE_MS, GRACE_MS, 60_000)


def bell(engine: Engine, queue: str = DEFAULT_QUEUE) -> int:
    return int(engine.queue.client.llen(engine.queue.keys.bell(queue)))


def lose_token(engine: Engine, queue: str = DEFAULT_QUEUE) -> None:
    """Somebody heard the bell and died."""
    engine.queue.client.delete(engine.queue.keys.bell(queue))


def is_woken(engine: Engine, duty: str) -> bool:
    return engine.queue.client.lpop(engine.queue.keys.wake(duty)) is not None


def test_a_worker_that_beats_is_listed_and_has_the_duties_until_another_holds_them(engine: Engine) -> None:
    assert beat(engine, worker="first") == (True, [])
    assert beat(engine, worker="second") == (False, [])
    assert beat(engine, worker="first") == (True, [])
    assert {name: record for name, _, record in engine.queue.workers()} == {
        "first": b'{"n":1}',
        "second": b'{"n":1}',
    }


def test_a_beat_tells_each_runner_of_its_own_jobs(engine: Engine) -> None:
    engine.put_many(3)
    (mine,) = engine.take(1, "one")
    (other,) = engine.take(1, "two")
    engine.take(1, "three")
    engine.queue.cancel(mine.id)
    engine.queue.cancel(other.id)
    assert beat(engine, "three", "one", "two") == (True, [{}, {mine.id: "cancel"}, {other.id: "cancel"}])


def test_a_beat_lengthens_every_lease(engine: Engine) -> None:
    engine.put_many(4)
    held = engine.take(2, "one", lease_ms=1) + engine.take(2, "two", lease_ms=1)
    beat(engine, "one", "two")
    now = engine.queue.now_ms()
    for job in held:
        place = engine.queue.place(job.id)
        assert place is not None and place.lease_until is not None
        assert place.lease_until > now


def test_runners_that_hold_more_than_one_call_looks_at_are_all_answered(engine: Engine) -> None:
    engine.put_many(3 * PAGE)
    asked = [engine.take(PAGE, name)[0].id for name in ("one", "two", "three")]
    for job_id in asked:
        engine.queue.cancel(job_id)
    assert beat(engine, "one", "two", "three")[1] == [{job_id: "cancel"} for job_id in asked]


@pytest.mark.parametrize("queues", [None, [DEFAULT_QUEUE]])
def test_work_of_which_nobody_was_told_is_rung_for(engine: Engine, queues: list[str] | None) -> None:
    engine.put()
    lose_token(engine)
    beat(engine, queues=queues)
    assert bell(engine) == 1
    beat(engine, queues=queues)
    assert bell(engine) == 1


def test_what_a_client_pushed_itself_is_rung_for(engine: Engine) -> None:
    engine.queue.client.rpush(engine.queue.namespace, b'{"type":"work","payload":{}}')
    beat(engine)
    assert bell(engine) == 1


def test_each_queue_has_its_bell_rung_by_those_who_serve_it(engine: Engine) -> None:
    engine.put(queue="other")
    lose_token(engine)
    lose_token(engine, "other")
    beat(engine, queues=[DEFAULT_QUEUE])
    assert (bell(engine), bell(engine, "other")) == (0, 0)
    beat(engine)
    assert (bell(engine), bell(engine, "other")) == (0, 1)


def test_suspects_and_parked_jobs_are_rung_for(engine: Engine) -> None:
    engine.suspect()
    lose_token(engine)
    beat(engine)
    assert bell(engine) == 1
    assert len(engine.take(1, idle=True)) == 1
    engine.put(type="unknown")
    assert engine.take(1, types=["known"]) == []
    lose_token(engine)
    beat(engine)
    assert bell(engine) == 1


def test_an_empty_queue_is_not_rung_for(engine: Engine) -> None:
    engine.put()
    engine.take_one()
    lose_token(engine)
    beat(engine, RUNNER)
    assert bell(engine) == 0
    assert not any(is_woken(engine, duty) for duty in ("adopter", "promoter", "reclaimer"))


def test_duties_are_woken_for_what_is_overdue(engine: Engine) -> None:
    engine.put(delay_ms=60_000)
    assert is_woken(engine, "promoter")
    engine.put()
    engine.take_one()
    beat(engine)
    assert not is_woken(engine, "promoter")
    assert not is_woken(engine, "reclaimer")

    past = engine.queue.now_ms() - 1
    for key in (engine.queue.keys.scheduled, engine.queue.keys.leases):
        (member, _), *_ = engine.queue.client.zrange(key, 0, 0, withscores=True)
        engine.queue.client.zadd(key, {member: past})
    beat(engine)
    assert is_woken(engine, "promoter")
    assert is_woken(engine, "reclaimer")


def test_the_adopter_is_woken_for_raw_entries_until_they_are_adopted(engine: Engine) -> None:
    engine.queue.client.rpush(engine.queue.namespace, b'{"type":"work","payload":{}}')
    engine.take(1)
    assert is_woken(engine, "adopter")
    beat(engine)
    assert is_woken(engine, "adopter")


def test_of_very_many_queues_the_names_of_those_that_stand_empty_are_dropped(engine: Engine) -> None:
    """Anybody may name any number of queues, and each name costs every beat and every claim."""
    names = [f"customer-{number}" for number in range(450)]
    engine.queue.client.sadd(engine.queue.keys.queues, *names)
    engine.put(queue="customer-7")
    for _ in range(100):
        beat(engine)
    left = engine.queue.queue_names()
    assert {DEFAULT_QUEUE, "customer-7"} <= set(left)
    assert len(left) <= 201
    before = len(left)
    engine.put(queue="customer-449")
    assert "customer-449" in engine.queue.queue_names()
    assert len(engine.queue.queue_names()) <= before + 1
