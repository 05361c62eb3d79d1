"""Jobs of a type that a runner does not know wait aside, and a runner that knows it finds them first."""

from __future__ import annotations

import uuid

import pytest

from shared.job import Job
from tests.integration.queue.engine import LEASE_MS, Engine


@pytest.mark.parametrize("kind", ["mail", "clock", "default", "5", "a.b-c_d"])
def test_an_unknown_type_holds_nothing_up(engine: Engine, kind: str) -> None:
    unknown = engine.put_many(5, type=kind)
    known = engine.put_many(2, type="known")

    assert engine.drain(1, types=["known"]) == known
    assert engine.drain(1, types=["known"]) == []
    assert engine.drain(2, types=[kind]) == unknown


def test_what_was_parked_comes_before_what_waits(engine: Engine) -> None:
    parked = engine.put_many(3, type="mail")
    engine.take(types=["known"])
    later = engine.put_many(2, type="mail") + [engine.put(type="known")]

    assert engine.drain(2, types=["mail", "known"]) == parked + later


def test_a_runner_for_every_type_finds_parked_jobs_too(engine: Engine) -> None:
    parked = engine.put_many(2, type="mail")
    engine.take(types=["known"])

    assert engine.drain(5, types=None) == parked


def test_parked_jobs_keep_priority_and_tenant(engine: Engine) -> None:
    put = {
        (priority, tenant): engine.put_many(2, type="mail", priority=priority, tenant=tenant)
        for priority in (3, 8)
        for tenant in ("one", "two")
    }
    engine.take(200, types=["known"])

    taken = engine.take(8, types=["mail"])

    assert [job.priority for job in taken] == [8] * 4 + [3] * 4
    assert [job.tenant for job in taken[:2]] == ["one", "two"]
    for (priority, tenant), ids in put.items():
        assert [job.id for job in taken if (job.priority, job.tenant) == (priority, tenant)] == ids


def test_what_is_parked_late_stands_where_its_age_puts_it(engine: Engine) -> None:
    older = engine.put(type="mail")
    taken = engine.take_one(types=["mail"])
    newer = engine.put_many(2, type="mail")
    engine.take(types=["known"])
    assert engine.release(taken.id, taken.fence or "") == "pending"
    engine.take(types=["known"])

    assert not any(health.mended for health in engine.queue.heal([older, *newer], LEASE_MS)), "all are there"
    assert engine.drain(1, types=["mail"]) == [older, *newer]


def test_those_of_one_moment_keep_their_order_whatever_their_ids(engine: Engine) -> None:
    new = [Job(id=str(uuid.uuid4()), type="mail") for _ in range(20)]
    engine.queue.enqueue(new)
    while engine.take(7, types=["known"]):
        pass

    assert engine.drain(3, types=["mail"]) == [job.id for job in new]


def test_a_parked_job_can_be_cancelled(engine: Engine) -> None:
    job_id = engine.put(type="mail")
    engine.take(types=["known"])

    assert engine.queue.cancel(job_id)[0] == "cancelled"
    assert engine.take(types=["mail"]) == []


def test_a_paused_tenant_s_parked_jobs_come_back_with_it(engine: Engine) -> None:
    parked = engine.put_many(3, type="mail", tenant="acme")
    engine.take(types=["known"])
    engine.queue.pause("default", "acme")
    assert engine.take(types=["mail"]) == []

    engine.queue.resume("default", "acme")

    assert engine.drain(1, types=["mail"]) == parked


def test_a_pause_of_one_tenant_keeps_no_other_s_parked_jobs(engine: Engine) -> None:
    engine.put_many(3, type="mail", tenant="acme")
    other = engine.put_many(2, type="mail", tenant="other")
    engine.take(200, types=["known"])
    engine.queue.pause("default", "acme")

    assert engine.drain(1, types=["mail"]) == other


def test_heal_finds_parked_jobs_whose_index_was_deleted(engine: Engine) -> None:
    parked = engine.put_many(3, type="mail")
    engine.take(types=["known"])
    engine.queue.client.delete(*engine.tagged_keys("ready*"), *engine.tagged_keys("parked:default"))

    assert not any(health.mended for health in engine.queue.heal(parked, LEASE_MS))
    assert engine.drain(1, types=["mail"]) == parked


def test_many_unknown_types_cost_a_claim_nothing_it_would_notice(engine: Engine) -> None:
    for number in range(300):
        engine.put(type=f"unknown-{number}")
    known = engine.put(type="known")

    assert engine.take(1, types=["known"]) == [], "one claim looks at 200 entries at most"
    assert engine.bell_rings()
    assert engine.drain(1, types=["known"]) == [known]
    assert engine.drain(1, types=["unknown-299"]) == [engine.ids[299]]


def test_what_is_cancelled_while_it_is_parked_waits_no_more(engine: Engine) -> None:
    """Nobody would ever meet it: a queue whose last job it is would count as one that has work, for ever."""
    kept, cancelled = engine.put(type="mial"), engine.put(type="mial")
    assert engine.take(2, types=["mail"]) == []
    depth = engine.queue.depth("default")
    assert depth.jobs == 2

    assert engine.queue.cancel(cancelled)[0] == "cancelled"
    assert engine.queue.depth("default").jobs == 1
    assert engine.drain(1, types=["mial"]) == [kept]
    last = engine.put(type="mial")
    assert engine.take(1, types=["mail"]) == []
    assert engine.queue.cancel(last)[0] == "cancelled"

    assert engine.queue.depth("default").jobs == 0
    assert engine.tagged_keys("*parked*") == []
