"""Values too long to be written again by each move lie apart from the record, and come and go with it."""

from __future__ import annotations

from shared import job as jobs
from shared.job import Job
from shared.lifecycle import Next
from shared.queue import Ended, Failed
from shared.states import State
from tests.integration.queue.engine import Engine

LONG = b'"' + b"x" * jobs.LONGEST_VALUE + b'"'
TAGS = b'{"note":"' + b"t" * jobs.LONGEST_VALUE + b'"}'


def apart(engine: Engine, job_id: str) -> set[str]:
    """The names of a job's values that lie apart."""
    found: list[bytes] = engine.queue.client.hkeys(engine.queue.keys.apart(job_id))  # type: ignore[assignment]
    return {name.decode() for name in found}


def test_they_are_handed_out_and_kept_through_every_move(engine: Engine) -> None:
    job_id = engine.put(payload=LONG, tags=TAGS)
    assert apart(engine, job_id) == {"payload", "tags"}

    for end in (engine.nack, engine.release):
        taken = engine.take_one()
        fence = taken.fence or ""
        assert (taken.payload, taken.tags) == (LONG, TAGS)
        assert engine.queue.progress([(job_id, fence, LONG)]) == ["ok"]
        assert engine.job(job_id).progress == LONG
        end(job_id, fence)
        assert engine.job(job_id).progress is None
        engine.queue.promote()

    again = engine.take_one()
    assert (again.payload, again.tags) == (LONG, TAGS)
    assert engine.ack(job_id, again.fence or "", LONG) == "done"
    assert (engine.job(job_id).payload, engine.job(job_id).result) == (LONG, LONG)
    assert apart(engine, job_id) == {"payload", "tags", "result"}


def test_a_repeated_claim_hands_them_out_again(engine: Engine) -> None:
    engine.put(payload=LONG)
    first = engine.claim_as("once").jobs

    assert engine.claim_as("once").jobs == first
    assert [job.payload for job in first] == [LONG]


def test_an_error_lies_apart_as_long_as_it_is_long(engine: Engine) -> None:
    job_id = engine.put()
    for error in (LONG.decode(), "short"):
        fence = engine.take_one().fence or ""
        engine.queue.nack([Failed(job_id, fence, Next("retry", 0, error), b"{}")])
        assert engine.job(job_id).error == error
        assert apart(engine, job_id) == ({"error"} if error != "short" else set())
        engine.queue.promote()

    assert engine.ack(job_id, engine.take_one().fence or "") == "done"
    assert engine.job(job_id).error is None


def test_a_dead_letter_that_is_restored_says_its_error(engine: Engine) -> None:
    engine.queue.enqueue([Job(id=jobs.new_id(), type="work", state=State.DEAD, error=LONG.decode())])

    letters, _ = engine.queue.dead_letters(0, 10)

    assert [letter.error for letter in letters] == [LONG.decode()]
    assert engine.events()[-1].data == LONG


def test_a_tombstone_keeps_none_of_them(engine: Engine) -> None:
    settled, forgotten = engine.put(payload=LONG), engine.put(payload=LONG, digest="d" * 20)
    for job in engine.take(2):
        engine.ack(job.id, job.fence or "", LONG)

    engine.queue.settle([(settled, "completed", engine.job(settled).version)])
    engine.queue.forget([forgotten])

    for job_id in (settled, forgotten):
        assert apart(engine, job_id) == set()
        left = engine.job(job_id)
        assert (left.payload, left.result, left.state) == (b"", None, State.COMPLETED)
        assert engine.queue.client.pttl(engine.queue.keys.job(job_id)) > 0
    assert engine.job(forgotten).digest == "d" * 20


def test_without_a_mirror_they_go_when_their_record_does(lone_engine: Engine) -> None:
    together, own = lone_engine.put(payload=LONG), lone_engine.put(payload=LONG, ttl_seconds=60)
    fence = lone_engine.take(2)[0].fence or ""
    lone_engine.queue.ack([Ended(together, fence, b"1"), Ended(own, fence, b"1")])

    client, keys = lone_engine.queue.client, lone_engine.queue.keys
    assert 50_000 < client.pttl(keys.apart(own)) <= 60_000
    (entry,) = client.zrange(keys.ended, 0, -1)
    client.zadd(keys.ended, {entry: 1})
    lone_engine.queue.sweep_ended()
    assert not client.exists(keys.job(together), keys.apart(together))


def test_entries_of_one_job_that_meet_in_one_claim_start_it_once(engine: Engine) -> None:
    job_id = engine.put()
    engine.queue.client.rpush(engine.queue.keys.pending("default", 5, "default"), job_id, job_id)

    assert engine.drain() == [job_id]


def test_reports_of_one_end_that_meet_in_one_call_count_once(engine: Engine) -> None:
    job_id = engine.put()
    fence = engine.take_one().fence or ""

    assert engine.queue.ack([Ended(job_id, fence, b"1"), Ended(job_id, fence, b"2")]) == ["done", "repeated"]
    assert engine.job(job_id).result == b"1"


def test_a_job_twice_in_one_call_is_made_once(engine: Engine) -> None:
    job = Job(id=jobs.new_id(), type="work")

    assert engine.queue.enqueue([job, job]) == ["created", "pending"]
    assert engine.drain() == [job.id]
