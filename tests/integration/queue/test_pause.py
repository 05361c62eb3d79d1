"""A paused queue hands nothing out, takes everything in, and goes on where it stopped."""

from __future__ import annotations

from tests.integration.queue.engine import LEASE_MS, Engine


def test_a_paused_queue_hands_nothing_out_and_loses_nothing(engine: Engine) -> None:
    before = engine.put_many(3, priority=7) + engine.put_many(2)
    assert engine.queue.pause("default", "default")
    during = engine.put_many(2)
    assert engine.take(5) == []

    assert engine.queue.resume("default", "default")

    assert engine.drain(2) == before + during


def test_only_that_tenant_s_queue_is_paused(engine: Engine) -> None:
    engine.put(tenant="acme")
    same_queue, same_tenant = engine.put(tenant="other"), engine.put(tenant="acme", queue="mail")
    engine.queue.pause("default", "acme")

    assert engine.drain(5, queues=["default", "mail"]) == [same_queue, same_tenant]
    assert engine.queue.paused() == {("default", "acme")}


def test_pausing_twice_changes_nothing_and_says_so(engine: Engine) -> None:
    assert [engine.queue.pause("mail", "acme") for _ in range(2)] == [True, False]
    assert [engine.queue.resume("mail", "acme") for _ in range(2)] == [True, False]
    assert engine.queue.paused() == set()


def test_what_comes_back_during_a_pause_waits_too(engine: Engine) -> None:
    released, crashed, retried, due = engine.put_many(4)
    held = {job.id: job.fence or "" for job in engine.take(4)}
    engine.queue.pause("default", "default")
    engine.release(released, held[released])
    engine.reclaim(crashed, held[crashed])
    engine.nack(retried, held[retried])
    engine.nack(due, held[due], delay_ms=1_000_000)
    engine.queue.promote()
    engine.queue.expedite(due)
    assert engine.take(10) == []

    engine.queue.resume("default", "default")

    assert engine.drain(1) == [released, crashed, retried, due]


def test_a_running_job_ends_during_a_pause(engine: Engine) -> None:
    job_id = engine.put()
    job = engine.take_one()
    engine.queue.pause("default", "default")

    assert engine.ack(job_id, job.fence or "") == "done"


def test_raw_entries_wait_while_the_default_queue_is_paused(engine: Engine) -> None:
    engine.queue.pause("default", "default")
    engine.queue.client.rpush(engine.queue.namespace, b'{"type":"work"}')
    assert engine.claim(5).raw_entries == 0

    engine.queue.resume("default", "default")

    assert engine.claim(5).raw_entries == 1


def test_resuming_rings_the_bell(engine: Engine) -> None:
    engine.queue.pause("default", "default")
    engine.put()
    engine.queue.client.delete(engine.queue.keys.bell("default"))

    engine.queue.resume("default", "default")

    assert engine.bell_rings()


def test_heal_does_not_undo_a_pause(engine: Engine) -> None:
    put = engine.put_many(3)
    engine.queue.pause("default", "default")

    engine.queue.heal(put, LEASE_MS)

    assert engine.take(5) == []
