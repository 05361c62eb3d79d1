"""Two who want the same job at once: exactly one of them gets it, and both are told the truth."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.states import State
from tests.integration.queue.engine import Engine

ROUNDS = 300


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers of calls that begin at the same moment."""
    barrier = threading.Barrier(len(calls))

    def begin(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def test_a_job_is_never_both_cancelled_and_started(engine: Engine) -> None:
    outcomes: Counter[str] = Counter()
    for _ in range(ROUNDS):
        job_id = engine.put()
        (word, _), taken = at_once(lambda job_id=job_id: engine.queue.cancel(job_id), engine.take)
        assert (word, [job.id for job in taken]) in [("cancelled", []), ("requested", [job_id])]
        started = [event.kind for event in engine.events(job_id)].count("started")
        assert started == len(taken)
        outcomes[word] += 1
        engine.queue.trim_events(engine.queue.last_event())
    assert sum(outcomes.values()) == ROUNDS


def test_many_runners_share_out_every_job_once(engine: Engine) -> None:
    put = engine.put_many(600)

    def take_all(runner: str) -> list[str]:
        taken = []
        while found := engine.take(7, runner=runner):
            taken += [job.id for job in found]
        return taken

    got = at_once(*(lambda name=f"runner-{number}": take_all(name) for number in range(4)))

    assert sorted(job_id for ids in got for job_id in ids) == sorted(put)
    assert engine.queue.counts()["leased"] == len(put)


def test_an_ack_and_a_reclaim_have_one_winner(engine: Engine) -> None:
    for _ in range(ROUNDS):
        job_id = engine.put()
        fence = engine.take_one().fence or ""
        acked, reclaimed = at_once(
            lambda job_id=job_id, fence=fence: engine.ack(job_id, fence),
            lambda job_id=job_id, fence=fence: engine.reclaim(job_id, fence),
        )
        assert (acked, reclaimed) in [("done", "repeated"), ("lost", "pending")]
        if reclaimed == "pending":
            assert engine.drain() == [job_id]


def test_two_who_requeue_a_letter_mark_it_once(engine: Engine) -> None:
    for _ in range(50):
        job_id = engine.put()
        engine.nack(job_id, engine.take_one().fence or "", "dead")
        words = at_once(
            *(
                lambda job_id=job_id, fresh=fresh: engine.queue.mark_requeued([(job_id, fresh)])[0]
                for fresh in ("a", "b")
            )
        )
        assert sorted(words) == ["marked", "requeued"]
        assert engine.job(job_id).requeued_as in {"a", "b"}


def test_a_cancel_and_an_expedite_of_a_scheduled_job_agree(engine: Engine) -> None:
    for _ in range(ROUNDS // 3):
        job_id = engine.put(delay_ms=3_600_000)
        (cancelled, _), expedited = at_once(
            lambda job_id=job_id: engine.queue.cancel(job_id),
            lambda job_id=job_id: engine.queue.expedite(job_id),
        )
        assert cancelled == "cancelled"
        assert expedited in {"pending", "cancelled"}
        assert engine.job(job_id).state is State.CANCELLED
        assert engine.drain() == []
