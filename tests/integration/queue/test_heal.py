"""What Redis lost of a queue comes back exactly once and in order; what is whole is left alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from shared import job as jobs
from shared.job import Job
from shared.states import State
from tests.integration.queue.engine import LEASE_MS, RUNNER, TYPE, Engine


def heal(engine: Engine, ids: list[str]) -> int:
    """How many entries were added."""
    return sum(health.mended for health in engine.queue.heal(ids, LEASE_MS))


def lose_list(engine: Engine) -> None:
    engine.queue.client.delete(engine.queue.keys.pending("default", 5, "default"))


def lose_lists(engine: Engine) -> None:
    lose_list(engine)
    for key in engine.tagged_keys("pending:*"):
        engine.queue.client.delete(key)


def lose_leases(engine: Engine) -> None:
    engine.queue.client.delete(engine.queue.keys.leases)


def lose_schedule(engine: Engine) -> None:
    engine.queue.client.delete(engine.queue.keys.scheduled)


def lose_ready(engine: Engine) -> None:
    engine.queue.client.delete(*engine.tagged_keys("ready:*"))


def a_bit_of_everything(engine: Engine) -> dict[str, list[str]]:
    """Jobs in every open state, over tenants and priorities."""
    running = engine.put_many(3)
    failed = engine.put_many(2)
    for job in engine.take(5):
        if job.id in failed:
            engine.nack(job.id, job.fence or "", delay_ms=3_600_000)
    scheduled = [engine.put(delay_ms=3_600_000) for _ in range(2)]
    pending = engine.put_many(4) + engine.put_many(4, tenant="acme") + engine.put_many(2, priority=9)
    return {"running": running, "failed": failed, "scheduled": scheduled, "pending": pending}


@pytest.mark.parametrize("lose", [lose_lists, lose_leases, lose_schedule, lose_ready])
def test_what_was_lost_comes_back_once(engine: Engine, lose: object) -> None:
    a_bit_of_everything(engine)
    before = {job_id: engine.places(job_id) for job_id in engine.ids}
    records = {job_id: engine.raw(job_id) for job_id in engine.ids}
    assert callable(lose)
    lose(engine)

    heal(engine, engine.ids)
    again = heal(engine, engine.ids)

    assert again == 0
    assert {job_id: engine.places(job_id) for job_id in engine.ids} == before
    assert {job_id: engine.raw(job_id) for job_id in engine.ids} == records


def test_a_whole_queue_is_left_alone_however_often(engine: Engine) -> None:
    a_bit_of_everything(engine)
    told, keys = len(engine.events()), engine.tagged_keys()
    before = {job_id: (engine.places(job_id), engine.raw(job_id)) for job_id in engine.ids}

    assert [heal(engine, engine.ids) for _ in range(5)] == [0] * 5

    assert {job_id: (engine.places(job_id), engine.raw(job_id)) for job_id in engine.ids} == before
    assert (len(engine.events()), engine.tagged_keys()) == (told, keys)


@pytest.mark.parametrize("count", [3, 200, 450])
def test_a_lost_list_comes_back_in_order(engine: Engine, count: int) -> None:
    put = engine.put_many(count)
    lose_list(engine)

    assert heal(engine, put) == count
    assert heal(engine, put) == 0
    assert engine.listed() == put
    assert engine.drain() == put


@pytest.mark.parametrize("count", [3, 450])
def test_a_lost_list_comes_back_before_what_was_enqueued_since(engine: Engine, count: int) -> None:
    put = engine.put_many(count)
    lose_list(engine)
    engine.wait_past(engine.queue.now_ms())
    later = engine.put_many(2)

    assert heal(engine, put + later) == count
    assert heal(engine, put + later) == 0
    assert engine.drain() == put + later


def test_pages_healed_one_after_the_other_keep_their_order(engine: Engine) -> None:
    put = engine.put_many(450)
    lose_list(engine)

    assert [heal(engine, put[start : start + 150]) for start in (0, 150, 300)] == [150] * 3
    assert engine.drain() == put


def test_ids_in_no_order_are_healed_in_the_order_of_their_jobs(engine: Engine) -> None:
    put = []
    for _ in range(20):
        put += engine.put_many(5)
        engine.wait_past(engine.queue.now_ms())
    lose_list(engine)
    shuffled = random.Random(7).sample(put, len(put))

    assert heal(engine, shuffled) == len(put)
    times = [engine.job(job_id).queued_at for job_id in engine.drain()]
    assert times == sorted(times, key=lambda time: time or 0)
    assert len(times) == len(put)


def test_many_jobs_of_one_millisecond_are_told_apart(engine: Engine) -> None:
    put = engine.put_many(450)
    for job_id in put:
        engine.say(job_id, queued_at=1_700_000_000_000)
    assert heal(engine, put) == 0
    half = put[:200]
    engine.queue.client.ltrim(engine.queue.keys.namespace, 0, 199)

    assert heal(engine, put) == 250
    assert heal(engine, put) == 0
    assert sorted(engine.drain()) == sorted(put)
    assert half == put[:200]


def test_jobs_taken_back_are_no_lost_entries(engine: Engine) -> None:
    put = engine.put_many(6)
    for job in engine.take(4):
        engine.release(job.id, job.fence or "")

    assert heal(engine, put) == 0
    assert engine.drain() == put


def test_after_a_clock_went_back_nothing_counts_as_lost(engine: Engine) -> None:
    """What came before it seems newer than all that came since; it would be entered again at every look."""
    ahead = engine.queue.now_ms() + 3_600_000
    before = engine.put_many(4)
    for number, job_id in enumerate(before):
        engine.say(job_id, queued_at=ahead + number)
    put = before + engine.put_many(4)

    assert heal(engine, put) == 0
    assert engine.drain() == put


def test_a_suspect_s_entry_is_mended_where_it_belongs(engine: Engine) -> None:
    older = engine.put()
    engine.wait_past(engine.queue.now_ms())
    suspect = engine.put(crash_count=2)
    engine.queue.client.delete(engine.queue.keys.solo("default"))

    assert heal(engine, [older, suspect]) == 1
    assert engine.places(suspect) == ["solo"]


def test_stale_heads_are_dropped_on_the_way(engine: Engine) -> None:
    cancelled, lost, kept = engine.put_many(3)
    engine.queue.cancel(cancelled)
    engine.queue.client.lrem(engine.queue.namespace, 0, lost)
    engine.say(lost, queued_at=1)

    assert heal(engine, [lost, kept]) == 1
    assert engine.listed() == [lost, kept]


def test_heal_never_creates_a_record(engine: Engine) -> None:
    unknown = jobs.new_id()

    (health,) = engine.queue.heal([unknown], LEASE_MS)

    assert (health.state, health.version, health.mended) == ("missing", 0, False)
    assert engine.tagged_keys() == []


def test_heal_says_what_it_saw(engine: Engine) -> None:
    pending, done = engine.put_many(2)
    engine.take(1)
    engine.queue.cancel(done)
    engine.queue.settle([(done, "cancelled", 2)])

    seen = engine.queue.heal([pending, done], LEASE_MS)

    assert [(health.state, health.version, health.expires) for health in seen] == [
        ("running", 2, False),
        ("cancelled", 2, True),
    ]


def test_a_healed_lease_can_run_out_and_be_reclaimed(engine: Engine) -> None:
    job_id = engine.put()
    job = engine.take_one()
    lose_leases(engine)
    assert engine.queue.expired()[0] == []

    engine.queue.heal([job_id], lease_ms=0)

    assert [one.id for one in engine.queue.expired()[0]] == [job_id]
    assert engine.reclaim(job_id, job.fence or "", known_dead=False) == "pending"


def test_the_runner_that_lives_keeps_a_healed_lease(engine: Engine) -> None:
    job_id = engine.put()
    engine.take_one()
    lose_leases(engine)

    assert engine.queue.extend(RUNNER, LEASE_MS) == {}
    assert engine.places(job_id) == ["held", "leases"]


def test_healing_wakes_a_waiter(engine: Engine) -> None:
    put = engine.put_many(2)
    lose_list(engine)
    engine.queue.client.delete(engine.queue.keys.bell("default"))

    heal(engine, put)

    assert engine.bell_rings()


def test_a_wiped_queue_is_created_again_in_order_with_its_counts(engine: Engine) -> None:
    put = engine.put_many(450)
    job = engine.take_one()
    engine.nack(job.id, job.fence or "", delay_ms=0)
    engine.queue.promote()
    order = [*put[1:], job.id]
    records = {one.id: one for one in engine.queue.get_many(order) if one is not None}
    engine.wipe()

    back = [replace(records[job_id], version=records[job_id].version + 1, fence=None) for job_id in order]
    assert set(engine.queue.enqueue(back)) == {"created"}
    assert set(engine.queue.enqueue(back)) == {"pending"}

    assert engine.job(job.id).attempt == 1
    assert engine.job(job.id).version == records[job.id].version + 1
    assert engine.drain() == order
    assert engine.job(job.id).attempt == 2


# -- what the mirror asks for ---------------------------------------------------------------------------


@pytest.mark.parametrize(("mirrored", "expected"), [(0, 2), (1, 2), (7, 8)])
def test_retell_rises_above_what_the_mirror_has(engine: Engine, mirrored: int, expected: int) -> None:
    job_id = engine.put()

    assert engine.queue.retell([(job_id, mirrored), (jobs.new_id(), 3)]) == [expected, 0]

    assert engine.job(job_id).version == expected
    told = engine.events(job_id)[-1]
    assert (told.kind, told.version, told.state) == ("snapshot", expected, State.PENDING)


FINALS = ["completed", "dead", "cancelled"]
OTHERS = ["scheduled", "pending", "running", "failed", "completed", "dead", "cancelled"]


def in_state(engine: Engine, state: str) -> str:
    """A job in the state asked for."""
    if state == "scheduled":
        return engine.put(delay_ms=3_600_000)
    job_id = engine.put()
    if state == "pending":
        return job_id
    fence = engine.take_one().fence or ""
    if state == "completed":
        engine.ack(job_id, fence)
    elif state == "failed":
        engine.nack(job_id, fence, delay_ms=3_600_000)
    elif state in {"dead", "cancelled"}:
        engine.nack(job_id, fence, "dead" if state == "dead" else "cancelled")
    return job_id


@pytest.mark.parametrize("final", FINALS)
@pytest.mark.parametrize("state", OTHERS)
def test_the_final_state_in_postgres_wins(engine: Engine, state: str, final: str) -> None:
    job_id = in_state(engine, state)
    before, told = engine.job(job_id), len(engine.events())

    corrected = engine.queue.settle([(job_id, final, 9)])

    job = engine.job(job_id)
    assert corrected == (state != final)
    assert job.state == final
    assert job.version == (before.version if state == final else 10)
    assert len(engine.events()) == told, "Postgres knows; nobody else need be told"
    left = [place for place in engine.places(job_id) if place != "pending"]
    assert left == (["dead"] if final == "dead" else [])
    assert (engine.queue.client.pttl(engine.queue.keys.job(job_id)) > 0) == (final != "dead")
    assert engine.drain() == []
    assert engine.queue.settle([(job_id, final, 9)]) == 0


def test_settled_jobs_leave_a_tombstone_that_repeats_meet(engine: Engine) -> None:
    job_id = engine.put(payload=b'{"large":1}', tags=b'{"a":"b"}')
    fence = engine.take_one().fence or ""
    engine.ack(job_id, fence)
    engine.queue.settle([(job_id, "completed", 3)])

    job = engine.job(job_id)
    assert (job.payload, job.result, job.tags) == (b"", None, None)
    assert engine.ack(job_id, fence) == "repeated"
    assert engine.queue.enqueue([Job(id=job_id, type=TYPE)]) == ["completed"]


def test_settle_does_not_create_what_redis_forgot(engine: Engine) -> None:
    assert engine.queue.settle([(jobs.new_id(), "completed", 3)]) == 0
    assert engine.tagged_keys() == []


def test_a_late_ack_after_postgres_decided_changes_nothing(engine: Engine) -> None:
    job_id = engine.put()
    fence = engine.take_one().fence or ""
    engine.queue.settle([(job_id, "cancelled", 2)])

    assert engine.ack(job_id, fence) == "repeated"
    assert engine.job(job_id).state is State.CANCELLED
    assert engine.queue.extend(RUNNER, LEASE_MS) == {}


def test_a_forgotten_dead_letter_leaves_the_list(engine: Engine) -> None:
    first, second = in_state(engine, "dead"), in_state(engine, "dead")
    assert [job.id for job in engine.queue.dead_letters(0, 10)[0]] == [second, first]

    assert engine.queue.forget([first]) == ["forgotten"]

    letters, total = engine.queue.dead_letters(0, 10)
    assert ([job.id for job in letters], total) == ([second], 1)
    assert engine.queue.forget([first]) == ["forgotten"]
