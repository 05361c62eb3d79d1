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
    "result": st.none() | st.binary(min_size=1, max_size=60),
    "digest": st.none() | TEXT,
    "requeued_from": st.none() | TEXT,
    "requeued_as": st.none() | TEXT,
}
JOBS = st.builds(Job, **FIELDS)


def read_again(job: Job) -> Job:
    apart = jobs.to_record(job).apart
    return jobs.from_record(job.id, as_string(job), {name.encode(): value for name, value in apart.items()})


def as_string(job: Job) -> bytes:
    state, spec, times, body, _ = jobs.to_record(job)
    return f"{state}\n{spec}\n{times}\n".encode() + body


@given(JOBS)
def test_a_record_comes_back_as_it_was(job: Job) -> None:
    assert read_again(job) == job


@pytest.mark.parametrize("length", [jobs.LONGEST_VALUE, jobs.LONGEST_VALUE + 1])
def test_a_long_value_lies_apart(length: int) -> None:
    job = Job(id="x", type="work", payload=b"p" * length, tags=b"{}", error="e" * length, result=b"null")

    apart = jobs.to_record(job).apart

    assert read_again(job) == job
    assert set(apart) == ({"payload", "error"} if length > jobs.LONGEST_VALUE else set())
    assert jobs.has_apart(as_string(job)) == bool(apart)


def test_what_lies_apart_and_is_gone_by_now_reads_as_in_a_tombstone() -> None:
    record = as_string(Job(id="x", type="work", payload=b"p" * 600, result=b"r" * 600))

    assert jobs.from_record("x", record) == Job(id="x", type="work", payload=b"")


@given(JOBS)
def test_a_claim_answers_the_same_of_what_it_answers(job: Job) -> None:
    job = replace(job, id=jobs.new_id(), state=State.RUNNING)
    state, spec, times, body, _ = jobs.to_record(job)

    (claimed,) = jobs.from_claim([f"{state}\n{spec}\n".encode(), f"{job.id}{times}\n".encode() + body])

    for name in ("id", *jobs.STATE, *jobs.SPEC, *jobs.TIMES, "payload", "tags", "backoff"):
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
        client.set(namespace, as_string(job))

        assert jobs.from_record("x", client.get(namespace)) == job  # type: ignore[arg-type]


def test_a_plain_record_is_short() -> None:
    assert as_string(Job(id="x", type="work", result=b"null")) == (
        b"pending 1 0 - 0 - - - - 0\ndefault work default 5 - - -\n- - -\npayload 2\n{}null"
    )


def test_values_of_another_version_are_ignored() -> None:
    record = as_string(Job(id="x", type="work")).replace(b"payload 2\n", b"colour 3 payload 2 shade @\nred")

    assert jobs.from_record("x", record, {b"shade": b"dark"}) == Job(id="x", type="work")


def test_bytes_that_are_no_text_do_not_hide_a_job() -> None:
    record = as_string(Job(id="x", type="work", error="?!")).replace(b"?!", b"\xff!")

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
