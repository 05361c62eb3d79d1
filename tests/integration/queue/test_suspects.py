"""A job whose process died twice runs alone in an idle runner: its neighbours are not charged for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared import lifecycle
from shared.states import State
from tests.integration.queue.engine import LEASE_MS, TYPE, Engine


def test_a_suspect_goes_only_to_an_idle_runner_and_alone(engine: Engine) -> None:
    suspect = engine.suspect()
    others = engine.put_many(3)

    busy = engine.claim(5, "busy")
    assert (busy.jobs, busy.fall_idle) == ([], True), "whose turn it is falls idle and takes nothing else"
    idle = engine.claim(5, "idle", idle=True)

    assert [job.id for job in idle.jobs] == [suspect]
    assert not idle.fall_idle
    assert engine.drain(5) == others


def test_suspects_go_one_at_a_time(engine: Engine) -> None:
    first = engine.suspect()
    engine.wait_past(engine.queue.now_ms())
    second = engine.put(crash_count=2)

    assert [job.id for job in engine.take(5, "one", idle=True)] == [first]
    assert [job.id for job in engine.take(5, "two", idle=True)] == [second]


def test_only_one_busy_runner_falls_idle_for_a_suspect(engine: Engine) -> None:
    engine.suspect()
    others = engine.put_many(4)

    waiting = engine.claim(2, "one")
    working = engine.claim(2, "two")

    assert (waiting.fall_idle, waiting.jobs) == (True, [])
    assert (working.fall_idle, [job.id for job in working.jobs]) == (False, others[:2])
    assert engine.claim(2, "one").fall_idle, "its turn lasts until it is idle"


def test_the_turn_ends_when_the_suspect_is_taken(engine: Engine) -> None:
    engine.suspect()
    engine.claim(2, "one")
    engine.take(2, "idle", idle=True)
    (other,) = engine.put_many(1)

    assert [job.id for job in engine.take(2, "one")] == [other]


def test_a_suspect_of_an_unknown_type_or_a_paused_tenant_waits(engine: Engine) -> None:
    unknown, paused = engine.put(crash_count=2, type="mail"), engine.put(crash_count=2, tenant="acme")
    engine.queue.pause("default", "acme")
    (other,) = engine.put_many(1)

    claim = engine.claim(5, types=[TYPE], idle=True)
    assert ([job.id for job in claim.jobs], claim.fall_idle) == ([other], False)

    engine.queue.resume("default", "acme")
    assert [job.id for job in engine.take(5, types=[TYPE], idle=True)] == [paused]
    assert [job.id for job in engine.take(5, types=["mail"], idle=True)] == [unknown]


def test_a_cancelled_suspect_is_dropped_when_it_is_met(engine: Engine) -> None:
    suspect = engine.suspect()
    engine.queue.cancel(suspect)

    assert engine.take(5, idle=True) == []
    assert engine.places(suspect) == []


@pytest.mark.parametrize("way", ["release", "retry", "expedite", "recreate", "heal"])
def test_a_suspect_stays_one_whatever_way_it_becomes_pending(engine: Engine, way: str) -> None:
    suspect = engine.suspect()
    job = engine.take_one(idle=True)
    if way == "release":
        engine.release(suspect, job.fence or "")
    elif way == "retry":
        engine.nack(suspect, job.fence or "")
        engine.queue.promote()
    elif way == "expedite":
        engine.nack(suspect, job.fence or "", delay_ms=1_000_000)
        engine.queue.expedite(suspect)
    elif way == "recreate":
        record = replace(engine.job(suspect), state=State.PENDING, fence=None, worker=None)
        engine.wipe()
        engine.queue.enqueue([record])
    else:
        engine.release(suspect, job.fence or "")
        engine.queue.client.delete(engine.queue.keys.solo("default"))
        assert engine.queue.heal([suspect], LEASE_MS)[0].mended
        assert not engine.queue.heal([suspect], LEASE_MS)[0].mended

    assert engine.places(suspect) == ["solo"]
    assert engine.take(5, "busy") == []
    assert engine.take_one(runner="idle", idle=True).id == suspect


def test_a_stale_entry_of_a_suspect_brings_it_to_no_busy_runner(engine: Engine) -> None:
    suspect = engine.suspect()
    engine.queue.client.rpush(engine.queue.keys.pending("mail", 5, "default"), suspect)
    engine.put(queue="mail", tenant="other")
    engine.queue.client.zadd(
        engine.queue.keys.ready("mail"), {engine.queue.keys.pending("mail", 5, "default"): 1}
    )

    assert suspect not in [job.id for job in engine.take(5, queues=["mail"])]


def test_of_two_jobs_only_the_guilty_one_is_buried(engine: Engine) -> None:
    guilty, innocent = engine.put_many(2)
    for _ in range(20):
        taken = engine.take(5, idle=True)
        if not taken:
            break
        dies = guilty in [job.id for job in taken]
        for job in taken:
            if not dies:
                engine.ack(job.id, job.fence or "")
                continue
            follows, _sentence = lifecycle.after_crash(job)
            engine.reclaim(job.id, job.fence or "", follows)

    assert engine.job(guilty).state is State.DEAD
    assert engine.job(innocent).state is State.COMPLETED
