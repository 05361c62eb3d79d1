"""A claim for one tenant alone, as its own workers over HTTP make it, and leases that are lengthened one by one."""

from __future__ import annotations

from typing import Any

import pytest

from shared.queue import Place
from tests.integration.queue.engine import LEASE_MS, Engine


def test_it_brings_that_tenant_s_jobs_and_leaves_the_others(engine: Engine) -> None:
    other = engine.put_many(3, tenant="other") + engine.put_many(2)
    mine = engine.put_many(2, tenant="acme") + engine.put_many(1, tenant="acme", queue="mail")

    assert engine.drain(2, tenant="acme", queues=["default", "mail"]) == mine
    assert sorted(engine.drain(10)) == sorted(other)


def test_higher_priorities_come_first_and_none_waits_for_another_tenant_s(engine: Engine) -> None:
    engine.put_many(3, tenant="other", priority=10)
    low = engine.put(tenant="acme", priority=1)
    high = engine.put(tenant="acme", priority=9)

    assert engine.drain(1, tenant="acme") == [high, low]


def test_a_tenant_s_own_workers_use_up_none_of_its_turns(engine: Engine) -> None:
    acme, other = engine.put_many(6, tenant="acme"), engine.put_many(3, tenant="other")
    engine.take(3, tenant="acme")
    newcomer = engine.put(tenant="late")

    shared = {engine.take_one().id for _ in range(3)}

    assert shared == {acme[3], other[0], newcomer}


def test_it_takes_no_suspect_of_another_tenant(engine: Engine) -> None:
    theirs = engine.suspect(tenant="other")

    assert engine.take(5, idle=True, tenant="acme") == []
    assert [job.id for job in engine.take(5, idle=True, tenant="other")] == [theirs]


def test_a_paused_queue_and_raw_entries_of_another_tenant_stay_where_they_are(engine: Engine) -> None:
    engine.put(tenant="acme")
    engine.queue.pause("default", "acme")
    engine.queue.client.rpush(engine.queue.namespace, b'{"type":"work"}')

    claim = engine.claim(5, tenant="acme")

    assert (claim.jobs, claim.raw_entries) == ([], 0)
    assert engine.claim(5, tenant="default").raw_entries == 1


def test_types_that_it_does_not_know_are_parked_and_found_by_who_does(engine: Engine) -> None:
    theirs = engine.put(tenant="other", type="rare")
    mine = [engine.put(tenant="acme", type="rare"), engine.put(tenant="acme")]

    assert engine.drain(5, tenant="acme", types=["work"]) == [mine[1]]
    assert [place(engine, job_id).parked for job_id in (mine[0], theirs)] == [True, False]
    assert engine.drain(5, tenant="acme", types=["rare"]) == [mine[0]]
    assert engine.drain(5, types=["rare"]) == [theirs]


def test_a_repeated_claim_brings_the_same_jobs(engine: Engine) -> None:
    engine.put_many(2, tenant="acme")
    first = engine.claim_as("same", 1, tenant="acme").jobs

    assert engine.claim_as("same", 1, tenant="acme").jobs == first


# -- one lease -------------------------------------------------------------------------------------------------


def lease_end(engine: Engine, job_id: str) -> int:
    found: Any = engine.queue.client.zscore(engine.queue.keys.leases, job_id)
    return int(found)


def test_one_lease_is_lengthened_and_no_other(engine: Engine) -> None:
    engine.put_many(2)
    one, other = engine.take(2, lease_ms=5_000)
    before = lease_end(engine, other.id)

    word, ends = engine.queue.prolong(one.id, one.fence or "", LEASE_MS)

    assert word == "ok"
    assert lease_end(engine, one.id) == ends > before + 30_000
    assert lease_end(engine, other.id) == before


def test_who_is_asked_to_stop_hears_it_with_the_extension(engine: Engine) -> None:
    engine.put()
    job = engine.take_one()
    engine.queue.cancel(job.id)

    word, ends = engine.queue.prolong(job.id, job.fence or "", LEASE_MS)

    assert (word, ends) == ("cancel", lease_end(engine, job.id))


def test_a_job_past_its_deadline_is_extended_no_more(engine: Engine) -> None:
    engine.put(timeout_ms=1)
    job = engine.take_one()
    engine.wait_past((job.deadline or 0) + 2)
    before = lease_end(engine, job.id)

    assert engine.queue.prolong(job.id, job.fence or "", LEASE_MS, grace_ms=0) == ("overdue", 0)
    assert lease_end(engine, job.id) == before


@pytest.mark.parametrize(("fence", "word"), [("right", "repeated"), ("wrong", "lost")])
def test_a_job_that_has_ended_is_not_leased_again(engine: Engine, fence: str, word: str) -> None:
    engine.put()
    job = engine.claim_as("right", 1).jobs[0]
    engine.ack(job.id, "right")

    assert engine.queue.prolong(job.id, fence, LEASE_MS) == (word, 0)
    assert engine.places(job.id) == []


def test_an_unknown_job_is_missing(engine: Engine) -> None:
    assert engine.queue.prolong("00000000-0000-0000-0000-000000000000", "f", LEASE_MS) == ("missing", 0)


def test_a_job_is_found_in_its_line(engine: Engine) -> None:
    engine.put_many(2, priority=9)
    first, second = engine.put_many(2)

    found = place(engine, second)

    assert (found.ahead, found.length, found.urgent, found.others_first) == (1, 2, 2, True)
    assert place(engine, first).ahead == 0


def test_a_running_job_s_place_is_its_lease(engine: Engine) -> None:
    engine.put()
    job = engine.take_one()

    found = place(engine, job.id)

    assert (found.ahead, found.suspect, found.lease_until) == (None, False, lease_end(engine, job.id))


def test_a_suspect_s_place_is_apart(engine: Engine) -> None:
    assert place(engine, engine.suspect()).suspect


def test_what_is_not_there_has_no_place(engine: Engine) -> None:
    assert engine.queue.place("00000000-0000-0000-0000-000000000000") is None


def place(engine: Engine, job_id: str) -> Place:
    found = engine.queue.place(job_id)
    assert found is not None
    return found


def test_the_burden_of_a_runner_tells_a_suspect(engine: Engine) -> None:
    assert engine.queue.burden("runner-1", 10) == []
    engine.suspect()
    engine.take(1, idle=True)

    assert engine.queue.burden("runner-1", 10) == [2]


def test_the_word_under_which_a_claim_was_asked_for_keeps_its_id(engine: Engine) -> None:
    assert [engine.queue.claim_id("k", fresh, 60_000) for fresh in ("a", "b")] == ["a", "a"]
