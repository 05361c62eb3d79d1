"""What a client RPUSHes to the list itself is kept whole until it has a record, and is a job from then on."""

from __future__ import annotations

import pytest

from shared import job as jobs
from shared.job import Job
from tests.integration.queue.engine import TYPE, Engine

ENTRIES = [
    b'{"type":"work","payload":{"to":"a@b.c"},"retries":3}',
    b"not json at all",
    b'{"type":"demo","payload":{"n":1234}}',
    b"",
    b"\xff\xfe\x00 bytes",
    b"0" * 36,
    b"------------------------------------",
]


def push(engine: Engine, *entries: bytes) -> None:
    engine.queue.client.rpush(engine.queue.namespace, *entries)


def record_of(number: str, raw: bytes) -> Job:
    """The job that follows from an entry, whoever adopts it."""
    return Job(id=jobs.id_for("raw", number), type=TYPE, payload=raw)


def adopt(engine: Engine) -> dict[str, str]:
    """Give what waits a record, as a worker does: entry to answer."""
    found = engine.queue.intake()
    new = [record_of(number, raw) for number, raw in found.items()]
    return dict(zip(found, engine.queue.enqueue(new, [0] * len(new), list(found)), strict=True))


@pytest.mark.parametrize("raw", ENTRIES, ids=[str(entry[:12]) for entry in ENTRIES])
def test_an_entry_is_kept_whole(engine: Engine, raw: bytes) -> None:
    push(engine, raw)

    claim = engine.claim(5)

    assert (claim.jobs, claim.raw_entries) == ([], 1)
    assert list(engine.queue.intake().values()) == [raw]


def test_an_id_without_a_record_is_dropped(engine: Engine) -> None:
    """It cannot be told from the hint of a job that has been forgotten."""
    push(engine, jobs.new_id().encode())

    assert engine.claim(5).raw_entries == 0
    assert engine.queue.depth("default").jobs == 0


def test_an_adopted_entry_runs_once(engine: Engine) -> None:
    push(engine, ENTRIES[0])
    engine.claim()

    ((number, answer),) = adopt(engine).items()

    assert answer == "created"
    assert engine.drain() == [jobs.id_for("raw", number)]
    assert engine.queue.intake() == {}


def test_an_entry_adopted_by_two_is_one_job(engine: Engine) -> None:
    push(engine, ENTRIES[0])
    engine.claim()
    ((number, raw),) = engine.queue.intake().items()

    both = [engine.queue.enqueue([record_of(number, raw)], [0], [number]) for _ in range(2)]

    assert both == [["created"], ["pending"]]
    assert engine.drain() == [jobs.id_for("raw", number)]


def test_entries_among_jobs_hold_nothing_up(engine: Engine) -> None:
    before = engine.put_many(3)
    push(engine, *ENTRIES[:3])
    after = engine.put_many(3)

    assert engine.drain(2) == before + after
    assert list(engine.queue.intake().values()) == ENTRIES[:3]


def test_equal_entries_are_different_jobs(engine: Engine) -> None:
    push(engine, ENTRIES[0], ENTRIES[0], ENTRIES[0])

    assert engine.claim(5).raw_entries == 3


def test_a_flood_of_entries_comes_in_bounded_steps_and_leaves_in_order(engine: Engine) -> None:
    flood = [b'{"type":"work","payload":{"n":%d}}' % number for number in range(3_000)]
    push(engine, *flood)
    assert engine.claim(200).raw_entries == 200
    assert max(engine.claim(1).raw_entries for _ in range(14)) == len(flood)

    adopted: list[bytes] = []
    for _ in range(40):
        adopted += engine.queue.intake().values()
        assert set(adopt(engine).values()) <= {"created"}

    assert adopted == flood
    assert engine.queue.intake() == {}
