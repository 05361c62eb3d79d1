"""Oldest first within a queue, priority and tenant; urgent first; every tenant its share."""

from __future__ import annotations

from collections import Counter

import pytest

from shared.queue import Crashed
from tests.integration.queue.engine import RUNNER, Engine


@pytest.mark.parametrize("want", [1, 3, 200])
def test_oldest_first(engine: Engine, want: int) -> None:
    put = engine.put_many(50) + [engine.put() for _ in range(5)]

    assert engine.drain(want) == put


def test_urgent_first_and_oldest_first_within_a_priority(engine: Engine) -> None:
    put = {priority: engine.put_many(3, priority=priority) for priority in (5, 1, 10, 7, 2)}

    expected = [job_id for priority in sorted(put, reverse=True) for job_id in put[priority]]
    assert engine.drain(2) == expected


def test_an_urgent_job_overtakes_what_already_waits(engine: Engine) -> None:
    low = engine.put_many(3, priority=3)
    assert [job.id for job in engine.take(1)] == low[:1]
    urgent = engine.put(priority=9)

    assert engine.drain(1) == [urgent, *low[1:]]


def test_queues_are_served_in_the_order_asked_for_and_no_others(engine: Engine) -> None:
    mail, reports, other = engine.put(queue="mail"), engine.put(queue="reports"), engine.put(queue="other")

    assert engine.drain(1, queues=["reports", "mail"]) == [reports, mail]
    assert engine.drain(1, queues=["other"]) == [other]


@pytest.mark.parametrize("tenants", [("default",), ("default", "acme")])
def test_released_jobs_are_the_oldest_again_in_their_order(engine: Engine, tenants: tuple[str, ...]) -> None:
    put = {tenant: engine.put_many(5, tenant=tenant) for tenant in tenants}
    taken = engine.take(3 * len(tenants))

    engine.queue.release([(job.id, job.fence or "", b"") for job in taken])

    assert {tenant: engine.listed(tenant=tenant) for tenant in tenants} == put


def test_reclaimed_jobs_are_the_oldest_again_in_their_order(engine: Engine) -> None:
    put = engine.put_many(5)
    taken = engine.take(3)

    engine.queue.reclaim([Crashed(job.id, job.fence or "", "head", "died", b"") for job in taken], True)

    assert engine.listed() == put


def test_jobs_taken_back_one_by_one_from_several_runners_keep_their_order(engine: Engine) -> None:
    put = engine.put_many(6)
    engine.wait_past(engine.queue.now_ms())
    put += engine.put_many(6)
    taken = [job for runner in "abcd" for job in engine.take(3, runner=runner)]
    back = [taken[index] for index in (4, 0, 9, 2, 11, 1, 7, 3, 10, 5, 8, 6)]

    for job in back:
        engine.release(job.id, job.fence or "") if job.id in put[:6] else engine.crash(job)

    order = {job_id: engine.job(job_id).queued_at for job_id in put}
    times = [order[job_id] for job_id in engine.drain(1)]
    assert times == sorted(times, key=lambda time: time or 0)


def test_a_retry_goes_behind_what_waits(engine: Engine) -> None:
    first, second = engine.put_many(2)
    job = engine.take_one()
    engine.nack(first, job.fence or "", delay_ms=0)
    assert engine.queue.promote() == (1, None)

    assert engine.drain(1) == [second, first]


def test_a_batch_of_retries_keeps_its_order(engine: Engine) -> None:
    put = engine.put_many(5)
    for delay, job in enumerate(engine.take(5)):
        engine.nack(job.id, job.fence or "", delay_ms=delay)
        engine.wait_past(engine.queue.now_ms() + delay)

    assert engine.queue.promote()[0] == 5
    assert engine.drain(2) == put


# -- between tenants ------------------------------------------------------------------------------------


def shares(engine: Engine, claims: int, want: int) -> list[Counter[str]]:
    """Per claim how many jobs each tenant got."""
    return [Counter(job.tenant for job in engine.take(want)) for _ in range(claims)]


@pytest.mark.parametrize("want", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("tenants", [2, 3, 5])
def test_busy_tenants_share_alike_within_one_job(engine: Engine, want: int, tenants: int) -> None:
    names = [f"tenant-{number}" for number in range(tenants)]
    for name in names:
        engine.put_many(120, tenant=name)

    total: Counter[str] = Counter()
    for got in shares(engine, claims=60 // want, want=want):
        total += got
        assert max(total[name] for name in names) - min(total[name] for name in names) <= 1, total


@pytest.mark.parametrize("want", [64, 100, 200])
def test_a_large_claim_takes_several_of_a_tenant_at_a_time_and_shares_alike_all_the_same(
    engine: Engine, want: int
) -> None:
    names = [f"tenant-{number}" for number in range(32)]
    for name in names:
        engine.put_many(30, tenant=name)

    total: Counter[str] = Counter()
    for got in shares(engine, claims=4, want=want):
        total += got
        assert got.keys() == set(names), "all of them are served"
        assert max(total.values()) - min(total.values()) <= want // 32, total


@pytest.mark.parametrize(("claims", "want", "turns"), [(30, 6, 1), (4, 120, 3)])
def test_shares_follow_weights(engine: Engine, claims: int, want: int, turns: int) -> None:
    engine.queue.client.hset(engine.queue.keys.weights, mapping={"gold": 3, "silver": 2})
    for name in ("gold", "silver", "plain"):
        engine.put_many(400, tenant=name)

    total: Counter[str] = Counter()
    for got in shares(engine, claims=claims, want=want):
        total += got
        rounds = sum(total.values()) / 6
        for name, weight in (("gold", 3), ("silver", 2), ("plain", 1)):
            assert abs(total[name] - weight * rounds) <= weight * turns, total


@pytest.mark.parametrize("burst", [1, 5, 10, 40])
@pytest.mark.parametrize("want", [1, 4, 10])
def test_a_tenant_that_comes_and_goes_gets_no_more_than_its_share(
    engine: Engine, want: int, burst: int
) -> None:
    engine.put_many(400, tenant="busy")
    total: Counter[str] = Counter()
    waiting = 0

    for _ in range(300 // want):
        if not waiting:
            engine.put_many(burst, tenant="visitor")
            waiting = burst
        got = Counter(job.tenant for job in engine.take(want))
        waiting -= got["visitor"]
        total += got

    assert total["visitor"] <= total["busy"] + max(want, burst), total


def test_a_newcomer_is_served_in_the_next_round_whatever_waits_before_it(engine: Engine) -> None:
    engine.put_many(1000, tenant="busy")
    engine.take(200)
    urgent = engine.put(tenant="small")

    assert urgent in [job.id for job in engine.take(2)]


def test_a_tenant_that_was_away_has_saved_nothing_up(engine: Engine) -> None:
    engine.put_many(300, tenant="busy")
    engine.put(tenant="sleeper")
    engine.take(100)
    engine.put_many(100, tenant="sleeper")

    got = Counter(job.tenant for job in engine.take(20))

    assert abs(got["sleeper"] - got["busy"]) <= 1


def test_fairness_stays_within_a_priority(engine: Engine) -> None:
    low = engine.put_many(2, tenant="small", priority=4)
    high = engine.put_many(5, tenant="busy", priority=6)

    assert engine.drain(3) == high + low


def test_nothing_is_left_of_a_queue_that_ran_dry(engine: Engine) -> None:
    for tenant in ("one", "two", "three"):
        engine.put_many(7, tenant=tenant)
    for _ in range(3):
        for job in engine.take(10, runner=RUNNER):
            engine.ack(job.id, job.fence or "")

    prefix = f"{{{engine.queue.namespace}}}:"
    kinds = {name.removeprefix(prefix).partition(":")[0] for name in engine.tagged_keys()}
    assert kinds <= {"job", "events", "queues", "claim", "bell"}


# -- the bell -------------------------------------------------------------------------------------------


def test_the_bell_rings_once_for_a_queue_and_in_a_chain(engine: Engine) -> None:
    bell = engine.queue.keys.bell("default")
    engine.put_many(3)
    assert engine.queue.client.llen(bell) == 1

    assert len(engine.at_the_bell(2).jobs) == 2
    assert engine.queue.client.llen(bell) == 1, "work was left behind: the next waiter must wake"

    assert len(engine.at_the_bell(2).jobs) == 1
    assert engine.queue.client.llen(bell) == 0, "nothing was left behind"


@pytest.mark.parametrize("tenants", [1, 3])
def test_waking_ends_when_the_work_ends(engine: Engine, tenants: int) -> None:
    for number in range(tenants):
        engine.put_many(2, tenant=f"tenant-{number}")
    wakes, bell = 0, engine.queue.keys.bell("default")

    while engine.queue.client.lpop(bell):
        engine.take(1)
        wakes += 1
        assert wakes < 20

    assert 2 * tenants <= wakes <= 2 * tenants + tenants
    assert engine.take(1) == []
