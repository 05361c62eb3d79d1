"""Jobs fall due in order, each once, whoever promotes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared import job as jobs
from shared.job import Job
from shared.states import State
from tests.integration.queue.engine import TYPE, Engine

HOUR = 3_600_000


def schedule(engine: Engine, times: list[int], **fields: object) -> list[str]:
    """Jobs due at times of the clock of Redis; their ids in the order given."""
    new = [
        Job(id=jobs.new_id(), type=TYPE, state=State.SCHEDULED, run_at=time, **fields)  # type: ignore[arg-type]
        for time in times
    ]
    assert set(engine.queue.enqueue(new)) == {"created"}
    return [one.id for one in new]


def test_in_the_order_in_which_they_fell_due(engine: Engine) -> None:
    now = engine.queue.now_ms()
    third, first, second = schedule(engine, [now - 10, now - 300, now - 20])

    assert engine.queue.promote() == (3, None)
    assert engine.drain() == [first, second, third]


def test_not_before_its_time(engine: Engine) -> None:
    job_id = engine.put(delay_ms=HOUR)

    promoted, next_due = engine.queue.promote()

    assert promoted == 0
    assert next_due is not None
    assert HOUR - 60_000 < next_due <= HOUR
    assert engine.take() == []
    assert engine.places(job_id) == ["scheduled"]


def test_a_delay_wins_over_the_time_asked_for(engine: Engine) -> None:
    before = engine.queue.now_ms()
    job_id = engine.put(delay_ms=HOUR, run_at=5)

    assert (engine.job(job_id).run_at or 0) >= before + HOUR


def test_a_time_that_is_past_is_due_at_once(engine: Engine) -> None:
    (job_id,) = schedule(engine, [1])

    assert engine.queue.promote() == (1, None)
    assert engine.take_one().id == job_id


def test_promoting_rings_the_bell_of_each_queue_and_tells(engine: Engine) -> None:
    (job_id,) = schedule(engine, [1], queue="mail")
    engine.queue.promote()

    assert engine.bell_rings("mail")
    assert engine.events(job_id)[-1].kind == "promoted"


def test_what_ended_meanwhile_is_not_promoted(engine: Engine) -> None:
    (job_id,) = schedule(engine, [1])
    engine.queue.cancel(job_id)
    engine.queue.client.zadd(engine.queue.keys.scheduled, {job_id: 1, jobs.new_id(): 1})

    assert engine.queue.promote() == (0, None)
    assert engine.take() == []


@pytest.mark.parametrize("promoters", [1, 4])
def test_ten_thousand_of_one_millisecond_each_once(engine: Engine, promoters: int) -> None:
    """Sidekiq Pro lost jobs that shared a timestamp (its issue 3371)."""
    due = engine.queue.now_ms() - 1
    put = schedule(engine, [due] * 10_000)

    def promote_all() -> int:
        total = 0
        while promoted := engine.queue.promote()[0]:
            total += promoted
        return total

    with ThreadPoolExecutor(promoters) as pool:
        totals = list(pool.map(lambda _: promote_all(), range(promoters)))

    assert sum(totals) == len(put)
    assert sorted(engine.listed()) == sorted(put)
    told = [event.job_id for event in engine.events() if event.kind == "promoted"]
    assert sorted(told) == sorted(put)
