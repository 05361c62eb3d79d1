"""The record of a job goes to Redis and comes back as it was."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from typing import Any

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from shared import job as jobs
from shared.job import Job
from shared.states import State

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WORD = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda word: word != jobs.ABSENT)
WHOLE = st.none() | st.integers(0, 2**53)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.uuids().map(str),
    "type": WORD,
    "payload": st.binary(max_size=60),
    "tenant": WORD,
    "queue": WORD,
    "priority": st.integers(1, 10),
    "state": st.sampled_from(State),
    "version": st.integers(1, 2**53),
    "attempt": st.integers(0, 100),
    "max_attempts": st.none() | st.integers(1, 25),
    "crash_count": st.integers(0, 3),
    "created_at": WHOLE,
    "queued_at": WHOLE,
    "run_at": WHOLE,
    "started_at": WHOLE,
    "finished_at": WHOLE,
    "deadline": WHOLE,
    "timeout_ms": WHOLE,
    "backoff": st.none() | st.binary(min_size=1, max_size=20),
    "ttl_seconds": WHOLE,
    "tags": st.none() | st.binary(min_size=1, max_size=20),
    "fence": st.none() | WORD,
    "worker": st.none() | WORD,
    "progress": st.none() | st.binary(max_size=20),
    "cancel": st.booleans(),
    "error": st.none() | TEXT,
    "result": st.none() | st.binary(max_size=60),
    "digest": st.none() | TEXT,
    "requeued_from": st.none() | TEXT,
    "requeued_as": st.none() | TEXT,
}
JOBS = st.builds(Job, **FIELDS)


def as_redis_answers(record: dict[str, Any]) -> dict[bytes, bytes]:
    return {
        name.encode(): value if isinstance(value, bytes) else str(value).encode()
        for name, value in record.items()
    }


@given(JOBS)
def test_a_record_comes_back_as_it_was(job: Job) -> None:
    assert jobs.from_record(job.id, as_redis_answers(jobs.to_record(job))) == job


@given(JOBS)
def test_a_claim_answers_the_same_of_what_it_answers(job: Job) -> None:
    record = as_redis_answers(jobs.to_record(job))

    job = replace(job, id=jobs.new_id())
    alike = [record[b"state"], *(record.get(name, b"") for name in (b"tags", b"backoff"))]

    (claimed,) = jobs.from_claim([*alike, b"=" + record[b"spec"], job.id.encode() + record[b"payload"]])

    for name in ("id", *jobs.STATE, *jobs.SPEC, "payload", "tags", "backoff"):
        assert getattr(claimed, name) == getattr(job, name), name


@pytest.mark.parametrize("field", ["type", "tenant", "queue", "fence", "worker"])
@pytest.mark.parametrize("value", ["", "two words", "a\ttab", "a line\n"])
def test_what_is_not_one_word_is_refused_before_it_is_kept(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="is not one word"):
        jobs.to_record(Job(**{"id": "x", "type": "work", field: value}))


def test_redis_itself_gives_a_record_back_as_it_was(redis_url: str, namespace: str) -> None:
    job = Job(
        id="x", type="work", payload=b"\x00\xff\r\n", error="h\u00e4h \U0001f600", cancel=True, version=2**53
    )
    with redis.Redis.from_url(redis_url) as client:
        client.hset(namespace, mapping=jobs.to_record(job))  # type: ignore[arg-type]

        assert jobs.from_record("x", client.hgetall(namespace)) == job  # type: ignore[arg-type]


def test_a_plain_record_is_small() -> None:
    assert set(jobs.to_record(Job(id="x", type="work"))) == {"state", "spec", "payload"}


def test_fields_of_another_version_are_ignored() -> None:
    record = as_redis_answers(jobs.to_record(Job(id="x", type="work"))) | {b"colour": b"red"}

    assert jobs.from_record("x", record) == Job(id="x", type="work")


def test_bytes_that_are_no_text_do_not_hide_a_job() -> None:
    record = as_redis_answers(jobs.to_record(Job(id="x", type="work"))) | {b"error": b"\xff!"}

    assert jobs.from_record("x", record).error == "\ufffd!"


def test_the_properties_above_draw_every_field_of_a_record() -> None:
    assert {field.name for field in fields(Job)} - jobs.ROW_ONLY == set(FIELDS)


def test_what_only_its_row_keeps_makes_no_record_longer() -> None:
    made = Job(id="x", type="work", enqueued_by="schedule nightly")

    assert jobs.to_record(made) == jobs.to_record(Job(id="x", type="work"))


def test_new_ids_are_ordered_and_of_version_7() -> None:
    made = [jobs.new_id() for _ in range(1_000)]

    assert len(set(made)) == 1_000
    assert {uuid.UUID(one).version for one in made} == {7}
    assert made == sorted(made)


def test_an_id_follows_from_its_words_and_their_bounds() -> None:
    assert jobs.id_for("a", "b") == jobs.id_for("a", "b")
    assert (
        len({jobs.id_for("a", "b"), jobs.id_for("ab"), jobs.id_for("a", "b", ""), jobs.id_for("b", "a")}) == 4
    )
    assert uuid.UUID(jobs.id_for("a")).version == 5
