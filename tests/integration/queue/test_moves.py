"""Every move from every situation: what it answers, what becomes of the job, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from shared import events
from shared import job as jobs
from shared.job import Job
from shared.queue import Ended
from shared.states import FINAL, State
from tests.integration.queue.engine import LEASE_MS, RUNNER, TYPE, Engine

FENCE = "claim-1"
HOUR = 3_600_000


def _claimed(engine: Engine) -> str:
    job_id = engine.put()
    engine.take_one(types=[TYPE])
    return job_id


def _missing(_: Engine) -> str:
    return jobs.new_id()


def _scheduled(engine: Engine) -> str:
    return engine.put(delay_ms=HOUR)


def _pending(engine: Engine) -> str:
    return engine.put()


def _parked(engine: Engine) -> str:
    job_id = engine.put()
    assert engine.take(types=["another"]) == []
    return job_id


def _suspect(engine: Engine) -> str:
    return engine.suspect()


def _running(engine: Engine) -> str:
    return _claimed(engine)


def _stopping(engine: Engine) -> str:
    job_id = _claimed(engine)
    assert engine.queue.cancel(job_id)[0] == "requested"
    return job_id


def _stolen(engine: Engine) -> str:
    """Reclaimed and claimed by another: whoever shows the first fence is the loser."""
    job_id = _claimed(engine)
    engine.reclaim(job_id, FENCE)
    engine.take_one(runner="runner-2")
    return job_id


def _failed(engine: Engine) -> str:
    job_id = _claimed(engine)
    assert engine.nack(job_id, FENCE, delay_ms=HOUR) == "failed"
    return job_id


def _completed(engine: Engine) -> str:
    job_id = _claimed(engine)
    assert engine.ack(job_id, FENCE) == "done"
    return job_id


def _dead(engine: Engine) -> str:
    job_id = _claimed(engine)
    assert engine.nack(job_id, FENCE, "dead") == "dead"
    return job_id


def _cancelled(engine: Engine) -> str:
    job_id = _claimed(engine)
    assert engine.nack(job_id, FENCE, "cancelled") == "cancelled"
    return job_id


SITUATIONS: dict[str, Callable[[Engine], str]] = {
    "missing": _missing,
    "scheduled": _scheduled,
    "pending": _pending,
    "parked": _parked,
    "suspect": _suspect,
    "running": _running,
    "stopping": _stopping,
    "stolen": _stolen,
    "failed": _failed,
    "completed": _completed,
    "dead": _dead,
    "cancelled": _cancelled,
}


def _claim(engine: Engine, job_id: str) -> Any:
    return "claimed" if [job.id for job in engine.take(types=[TYPE], idle=True)] == [job_id] else "nothing"


def _extend(engine: Engine, job_id: str) -> Any:
    return engine.queue.extend(RUNNER, LEASE_MS).get(job_id, "nothing")


def _enqueue(engine: Engine, job_id: str) -> Any:
    return engine.queue.enqueue([Job(id=job_id, type="another", payload=b"[]")])[0]


MOVES: dict[str, Callable[[Engine, str], Any]] = {
    "enqueue": _enqueue,
    "claim": _claim,
    "extend": _extend,
    "progress": lambda engine, job_id: engine.queue.progress([(job_id, FENCE, b'{"fraction":0.5}')])[0],
    "deadline": lambda engine, job_id: engine.queue.move_deadline(job_id, FENCE, HOUR),
    "ack": lambda engine, job_id: engine.ack(job_id, FENCE),
    "nack retry": lambda engine, job_id: engine.nack(job_id, FENCE, delay_ms=HOUR),
    "nack dead": lambda engine, job_id: engine.nack(job_id, FENCE, "dead"),
    "nack cancelled": lambda engine, job_id: engine.nack(job_id, FENCE, "cancelled"),
    "release": lambda engine, job_id: engine.release(job_id, FENCE),
    "reclaim head": lambda engine, job_id: engine.reclaim(job_id, FENCE),
    "reclaim solo": lambda engine, job_id: engine.reclaim(job_id, FENCE, "solo"),
    "reclaim bury": lambda engine, job_id: engine.reclaim(job_id, FENCE, "bury"),
    "reclaim alive": lambda engine, job_id: engine.reclaim(job_id, FENCE, known_dead=False),
    "promote": lambda engine, _: engine.queue.promote()[0],
    "cancel": lambda engine, job_id: engine.queue.cancel(job_id)[0],
    "expedite": lambda engine, job_id: engine.queue.expedite(job_id),
    "mark requeued": lambda engine, job_id: engine.queue.mark_requeued([(job_id, jobs.id_for(job_id))])[0],
    "retell": lambda engine, job_id: engine.queue.retell([(job_id, 0)])[0],
    "heal": lambda engine, job_id: engine.queue.heal([job_id], LEASE_MS)[0].mended,
    "forget": lambda engine, job_id: engine.queue.forget([job_id])[0],
}


@dataclass(frozen=True)
class Same:
    """The move answers this and changes nothing: no field, no entry, no event."""

    answer: Any


@dataclass(frozen=True)
class Becomes:
    """The move answers this, raises the version by one, tells of it by one event, and leaves the job here."""

    answer: Any
    state: State
    event: str
    places: tuple[str, ...]
    attempt: int


@dataclass(frozen=True)
class Touches:
    """The move answers this and changes only these fields of the record, or none but an entry elsewhere."""

    answer: Any
    fields: tuple[str, ...] = ()
    places: tuple[str, ...] | None = None


HELD = ("held", "leases")
PENDING, RUNNING, FAILED = State.PENDING, State.RUNNING, State.FAILED
COMPLETED, DEAD, CANCELLED = State.COMPLETED, State.DEAD, State.CANCELLED
NEVER_RAN = ("scheduled", "pending", "parked", "suspect")
ENDED = ("failed", "completed", "dead", "cancelled")

CASES: dict[str, dict[str, Same | Becomes | Touches]] = {
    "enqueue": {
        "missing": Becomes("created", PENDING, "enqueued", ("pending",), 0),
        "stopping": Same("running"),
        "stolen": Same("running"),
        "parked": Same("pending"),
        "suspect": Same("pending"),
        **{name: Same(name) for name in ("scheduled", "pending", "running", *ENDED)},
    },
    "claim": {
        **{name: Same("nothing") for name in SITUATIONS},
        "pending": Becomes("claimed", RUNNING, "started", HELD, 1),
        "parked": Becomes("claimed", RUNNING, "started", HELD, 1),
        "suspect": Becomes("claimed", RUNNING, "started", HELD, 1),
    },
    "extend": {
        **{name: Same("nothing") for name in SITUATIONS},
        "stopping": Same("cancel"),
    },
    "progress": {
        "running": Becomes("ok", RUNNING, "progress", HELD, 1),
        "stopping": Becomes("ok", RUNNING, "progress", HELD, 1),
    },
    "deadline": {"running": Touches("ok", ("deadline",)), "stopping": Touches("ok", ("deadline",))},
    "ack": {
        "running": Becomes("done", COMPLETED, "completed", (), 1),
        "stopping": Becomes("done", COMPLETED, "completed", (), 1),
    },
    "nack retry": {
        "running": Becomes("failed", FAILED, "failed", ("scheduled",), 1),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 1),
    },
    "nack dead": {
        "running": Becomes("dead", DEAD, "dead", ("dead",), 1),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 1),
    },
    "nack cancelled": {
        "running": Becomes("cancelled", CANCELLED, "cancelled", (), 1),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 1),
    },
    "release": {
        "running": Becomes("pending", PENDING, "released", ("pending",), 0),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
    },
    "reclaim head": {
        "running": Becomes("pending", PENDING, "crashed", ("pending",), 0),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
    },
    "reclaim solo": {
        "running": Becomes("pending", PENDING, "crashed", ("solo",), 0),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
    },
    "reclaim bury": {
        "running": Becomes("dead", DEAD, "dead", ("dead",), 0),
        "stopping": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
    },
    "reclaim alive": {"running": Same("alive"), "stopping": Same("alive")},
    "promote": {name: Same(0) for name in SITUATIONS},
    "cancel": {
        "missing": Same("missing"),
        "scheduled": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
        "pending": Becomes("cancelled", CANCELLED, "cancelled", ("pending",), 0),
        "parked": Becomes("cancelled", CANCELLED, "cancelled", (), 0),
        "suspect": Becomes("cancelled", CANCELLED, "cancelled", ("solo",), 0),
        "running": Touches("requested", ("cancel",)),
        "stopping": Same("requested"),
        "stolen": Touches("requested", ("cancel",)),
        "failed": Becomes("cancelled", CANCELLED, "cancelled", (), 1),
        "completed": Same("completed"),
        "dead": Same("dead"),
        "cancelled": Same("cancelled"),
    },
    "expedite": {
        "missing": Same("missing"),
        "scheduled": Becomes("pending", PENDING, "promoted", ("pending",), 0),
        "pending": Same("pending"),
        "parked": Same("pending"),
        "suspect": Same("pending"),
        "running": Same("running"),
        "stopping": Same("running"),
        "stolen": Same("running"),
        "failed": Becomes("pending", PENDING, "promoted", ("pending",), 1),
        "completed": Same("completed"),
        "dead": Same("dead"),
        "cancelled": Same("cancelled"),
    },
    "mark requeued": {
        "missing": Same("missing"),
        "parked": Same("pending"),
        "suspect": Same("pending"),
        "stopping": Same("running"),
        "stolen": Same("running"),
        **{name: Same(name) for name in ("scheduled", "pending", "running", *ENDED)},
        "dead": Touches("marked", ("requeued_as",), places=()),
    },
    "retell": {
        "missing": Same(0),
        "scheduled": Becomes(2, State.SCHEDULED, "snapshot", ("scheduled",), 0),
        "pending": Becomes(2, PENDING, "snapshot", ("pending",), 0),
        "parked": Becomes(2, PENDING, "snapshot", ("parked",), 0),
        "suspect": Becomes(6, PENDING, "snapshot", ("solo",), 0),
        "running": Becomes(3, RUNNING, "snapshot", HELD, 1),
        "stopping": Becomes(3, RUNNING, "snapshot", HELD, 1),
        "stolen": Becomes(5, RUNNING, "snapshot", HELD, 1),
        "failed": Becomes(4, FAILED, "snapshot", ("scheduled",), 1),
        "completed": Becomes(4, COMPLETED, "snapshot", (), 1),
        "dead": Becomes(4, DEAD, "snapshot", ("dead",), 1),
        "cancelled": Becomes(4, CANCELLED, "snapshot", (), 1),
    },
    "heal": {name: Same(False) for name in SITUATIONS},
    "forget": {
        "missing": Same("missing"),
        "parked": Same("pending"),
        "suspect": Same("pending"),
        "stopping": Same("running"),
        "stolen": Same("running"),
        **{name: Same(name) for name in ("scheduled", "pending", "running", "failed")},
        "completed": Touches("forgotten", ("payload", "result")),
        "dead": Touches("forgotten", ("payload",), places=()),
        "cancelled": Touches("forgotten", ("payload",)),
    },
}

FENCED = (
    "progress", "deadline", "ack", "nack retry", "nack dead", "nack cancelled", "release",
    "reclaim head", "reclaim solo", "reclaim bury", "reclaim alive",
)  # fmt: skip
"""Moves that must show a fence: they answer alike wherever the fence is not that of a running attempt."""

for _move in FENCED:
    CASES[_move] |= {
        "missing": Same("missing"),
        "stolen": Same("lost"),
        **{name: Same("lost") for name in NEVER_RAN},
        **{name: Same("repeated") for name in ENDED},
    }


def test_the_table_is_complete() -> None:
    assert {move: set(cases) for move, cases in CASES.items()} == {move: set(SITUATIONS) for move in MOVES}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("move", MOVES)
def test_move(engine: Engine, move: str, situation: str) -> None:
    job_id = SITUATIONS[situation](engine)
    record, places, told = engine.raw(job_id), engine.places(job_id), len(engine.events())
    expected = CASES[move][situation]

    assert MOVES[move](engine, job_id) == expected.answer

    if isinstance(expected, Becomes):
        _check_becomes(engine, job_id, expected, record, told)
        return
    assert len(engine.events()) == told
    fields = expected.fields if isinstance(expected, Touches) else ()
    assert _changed(record, engine.raw(job_id)) == set(fields)
    wanted = expected.places if isinstance(expected, Touches) and expected.places is not None else places
    assert engine.places(job_id) == sorted(wanted)


def _check_becomes(engine: Engine, job_id: str, expected: Becomes, before: dict[str, Any], told: int) -> None:
    job = engine.job(job_id)
    assert (job.state, job.attempt) == (expected.state, expected.attempt)
    assert job.version == int(before.get("version", 0)) + 1
    assert engine.places(job_id) == sorted(expected.places)
    new = engine.events()[told:]
    assert [(event.job_id, event.kind) for event in new] == [(job_id, expected.event)]
    assert (new[0].state, new[0].version, new[0].attempt) == (job.state, job.version, job.attempt)
    assert (job.finished_at is not None) == (job.state in FINAL)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


REPEATABLE = {
    "enqueue": ("missing", "pending"),
    "ack": ("running", "repeated"),
    "nack retry": ("running", "repeated"),
    "nack dead": ("running", "repeated"),
    "nack cancelled": ("running", "repeated"),
    "release": ("running", "lost"),
    "reclaim head": ("running", "lost"),
    "reclaim bury": ("running", "repeated"),
    "cancel": ("pending", "cancelled"),
    "expedite": ("scheduled", "pending"),
    "mark requeued": ("dead", "requeued"),
}


@pytest.mark.parametrize("move", REPEATABLE)
def test_a_repeat_says_so_and_changes_nothing(engine: Engine, move: str) -> None:
    situation, answer = REPEATABLE[move]
    job_id = SITUATIONS[situation](engine)
    MOVES[move](engine, job_id)
    record, places, told = engine.raw(job_id), engine.places(job_id), len(engine.events())

    assert MOVES[move](engine, job_id) == answer

    assert (engine.raw(job_id), engine.places(job_id), len(engine.events())) == (record, places, told)


def test_a_repeated_claim_answers_the_same_jobs_and_no_more(engine: Engine) -> None:
    first, second, _ = engine.put_many(3)
    taken = engine.claim_as("once", 2).jobs

    again = engine.claim_as("once", 2).jobs

    assert [job.id for job in again] == [first, second]
    assert again == taken
    assert engine.queue.counts()["leased"] == 2


def test_a_repeated_claim_leaves_out_what_has_ended(engine: Engine) -> None:
    first, second = engine.put_many(2)
    engine.claim_as("once", 2)
    engine.ack(first, "once")

    assert [job.id for job in engine.claim_as("once", 2).jobs] == [second]


def test_a_claim_stamps_the_record(engine: Engine) -> None:
    job_id = engine.put(timeout_ms=1_500)
    before = engine.queue.now_ms()

    job = engine.take_one(types=[TYPE], lease_ms=9_000)

    after = engine.queue.now_ms()
    lease = engine.queue.client.zscore(engine.queue.keys.leases, job_id)
    assert job.started_at is not None
    assert before <= job.started_at <= after
    assert job.deadline == job.started_at + 1_500
    assert lease == job.started_at + 9_000
    assert (job.fence, job.worker) == (FENCE, RUNNER)


def test_the_result_is_kept_as_bytes(engine: Engine) -> None:
    payload = b'{"big":9007199254740993,"empty":[],"nul":"\\u0000","deep":' + b"[" * 2000 + b"]" * 2000 + b"}"
    job_id = engine.put(payload=payload)
    assert engine.take_one().payload == payload

    engine.ack(job_id, FENCE, result=payload)

    assert engine.job(job_id).result == payload


def test_an_end_that_brings_a_result_alone_is_told_as_others_are(engine: Engine) -> None:
    engine.put()
    job, result = engine.take_one(), b'{"n": [1,\n 2]}'

    assert engine.queue.ack([Ended(job.id, job.fence or "", result)]) == ["done"]

    told = engine.events(job.id)[-1]
    alike = events.of_end(job, result=orjson.Fragment(result))
    assert events.said_at_end(told) == orjson.loads(alike)


def test_a_failed_attempt_keeps_its_error_until_one_succeeds(engine: Engine) -> None:
    job_id = engine.put()
    engine.take_one()
    engine.nack(job_id, FENCE)
    assert engine.job(job_id).error == "Boom: it broke"
    engine.queue.promote()
    job = engine.take_one()
    assert (job.attempt, engine.job(job_id).error) == (2, "Boom: it broke")

    engine.ack(job_id, job.fence or "")

    assert engine.job(job_id).error is None


def test_a_cancel_wakes_the_runner_once(engine: Engine) -> None:
    job_id = engine.put()
    engine.take_one()

    assert [engine.queue.cancel(job_id)[0] for _ in range(3)] == ["requested"] * 3

    control = engine.queue.keys.control(RUNNER)
    assert engine.queue.client.lrange(control, 0, -1) == [job_id.encode()]
    assert engine.queue.client.pttl(control) > 0
    assert engine.queue.extend(RUNNER, LEASE_MS) == {job_id: "cancel"}


def test_extend_lengthens_every_lease_but_those_past_their_time(engine: Engine) -> None:
    slow, fine = engine.put(timeout_ms=1), engine.put()
    engine.take(2, lease_ms=5_000)
    leases = engine.queue.keys.leases
    before = {job_id: engine.queue.client.zscore(leases, job_id) for job_id in (slow, fine)}
    engine.wait_past(engine.job(slow).deadline or 0)

    assert engine.queue.extend(RUNNER, LEASE_MS, grace_ms=0) == {slow: "overdue"}

    assert engine.queue.client.zscore(leases, slow) == before[slow]
    assert (engine.queue.client.zscore(leases, fine) or 0) > (before[fine] or 0)


def test_extend_names_what_another_has_taken_over_and_lets_it_go(engine: Engine) -> None:
    job_id = engine.put()
    engine.take_one()
    held = engine.queue.keys.held(RUNNER)
    engine.queue.client.hset(held, job_id, "an-older-fence")

    assert engine.queue.extend(RUNNER, LEASE_MS) == {job_id: "lost"}

    assert engine.queue.client.exists(held) == 0


def test_expired_names_leases_that_ran_out_and_drops_stale_ones(engine: Engine) -> None:
    gone, ended, alive = engine.put_many(3)
    engine.take(2, lease_ms=0)
    engine.take(1, lease_ms=LEASE_MS)
    engine.ack(ended, FENCE)
    engine.queue.client.zadd(engine.queue.keys.leases, {ended: 1})

    assert [job.id for job in engine.queue.expired()[0]] == [gone]

    assert engine.places(ended) == []
    assert engine.reclaim(gone, FENCE, known_dead=False) == "pending"
    assert engine.reclaim(alive, "claim-2", known_dead=False) == "alive"


def test_without_a_mirror_finished_records_expire(lone_engine: Engine) -> None:
    done, cancelled, dead, own = (lone_engine.put(ttl_seconds=None) for _ in range(4))
    jobs_taken = {job.id: job for job in lone_engine.take(3)}
    lone_engine.queue.cancel(own)
    lone_engine.ack(done, FENCE)
    lone_engine.nack(cancelled, FENCE, "cancelled")
    lone_engine.nack(dead, FENCE, "dead")

    ttl = {job_id: lone_engine.queue.client.pttl(lone_engine.queue.keys.job(job_id)) for job_id in jobs_taken}

    assert ttl[done] == -1, "what ends well ends with others, and they go together (test_finished.py)"
    assert 80_000 < ttl[cancelled] <= 90_000
    assert ttl[dead] == -1, "a dead letter waits for a person"


def test_a_job_with_its_own_time_to_live_keeps_to_it(lone_engine: Engine) -> None:
    done, dead = lone_engine.put(ttl_seconds=60), lone_engine.put(ttl_seconds=60)
    lone_engine.take(2)
    lone_engine.ack(done, FENCE)
    lone_engine.nack(dead, FENCE, "dead")

    for job_id in (done, dead):
        assert 50_000 < lone_engine.queue.client.pttl(lone_engine.queue.keys.job(job_id)) <= 60_000


def test_dead_letters_that_expired_behind_many_that_live_are_swept_in_time(lone_engine: Engine) -> None:
    letters = lone_engine.put_many(450, state=State.DEAD)
    expired = [letters[0], letters[300], letters[-1]]
    lone_engine.queue.client.delete(*map(lone_engine.queue.keys.job, expired))

    passed = [lone_engine.queue.sweep_dead_letters()]
    while passed[-1]:
        passed.append(lone_engine.queue.sweep_dead_letters(passed[-1]))

    assert passed == [199, 398, 0]
    left, total = lone_engine.queue.dead_letters(0, 500)
    assert total == len(left) == 447
    assert not {job.id for job in left} & set(expired)


def test_with_a_mirror_finished_records_wait_for_it(engine: Engine) -> None:
    job_id = engine.put(ttl_seconds=5)
    engine.take_one()
    engine.ack(job_id, FENCE)

    assert engine.queue.client.pttl(engine.queue.keys.job(job_id)) == -1


def test_events_stay_apart_whatever_their_data_holds(engine: Engine) -> None:
    """One entry of the stream carries a line per event; a stray line break must not make one of two."""
    ugly = b'{"a":1,\n"b": 2}\r\n x y'
    engine.queue.enqueue([Job(id=jobs.new_id(), type=TYPE, state=State.DEAD, error="two\nlines and more")])
    job_id = engine.put()
    engine.take_one()
    engine.queue.progress([(job_id, FENCE, ugly)])
    engine.queue.ack([Ended(job_id, FENCE, ugly, ugly)])

    told = engine.events()

    assert [event.kind for event in told] == ["enqueued", "enqueued", "started", "progress", "completed"]
    assert told[0].data == b"two lines and more"
    assert told[-1].data == ugly.replace(b"\n", b" ")
    assert engine.job(job_id).result == ugly
