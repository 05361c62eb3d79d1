"""Data of another form are refused in words, not misread."""

from __future__ import annotations

import pytest

from shared import job as jobs
from shared import redis_check
from shared.errors import ConfigurationError
from shared.settings import Settings
from tests.integration.queue.engine import Engine


def check(engine: Engine) -> None:
    settings = Settings.model_construct(app_env="development", queue_name=engine.queue.namespace)
    assert redis_check.check(engine.queue.client, settings) is not None


def form(engine: Engine) -> bytes | None:
    found: bytes | None = engine.queue.client.get(engine.queue.keys.form)
    return found


def test_fresh_data_are_of_our_form_and_known_the_next_time(engine: Engine) -> None:
    for _ in range(2):
        check(engine)
        assert form(engine) == redis_check.FORM


@pytest.mark.parametrize("earlier", [None, b"1", b"2"])
def test_data_of_an_earlier_form_are_read_and_ours_from_then_on(
    engine: Engine, earlier: bytes | None
) -> None:
    job_id = engine.put()
    if earlier:
        engine.queue.client.set(engine.queue.keys.form, earlier)
    line = f"{job_id} default work default enqueued pending 1 0  "
    engine.queue.client.xadd(engine.queue.keys.events, {"events": line})
    check(engine)
    assert form(engine) == redis_check.FORM
    assert [event.kind for event in engine.events(job_id)] == ["enqueued", "enqueued"]


@pytest.mark.parametrize("earlier", [None, b"1", b"2"])
def test_records_of_an_earlier_form_are_converted(engine: Engine, earlier: bytes | None) -> None:
    plain, long, ended = engine.put(), engine.put(payload=b"p" * 600, tags=b'{"a":"b"}'), engine.put()
    engine.queue.cancel(ended)
    before = {job_id: engine.job(job_id) for job_id in (plain, long, ended)}
    for job_id in before:
        as_hash(engine, job_id)
    engine.queue.client.pexpire(engine.queue.keys.job(ended), 60_000)
    if earlier:
        engine.queue.client.set(engine.queue.keys.form, earlier)

    check(engine)

    assert {job_id: engine.job(job_id) for job_id in before} == before
    assert 50_000 < engine.queue.client.pttl(engine.queue.keys.job(ended)) <= 60_000
    assert sorted(job.id for job in engine.take(10)) == sorted([plain, long])


def as_hash(engine: Engine, job_id: str) -> None:
    """Keep a record as releases of form 2 did."""
    words = engine.raw(job_id)
    lines = {
        name: " ".join(words.pop(word) for word in line)
        for name, line in (("state", (*jobs.STATE, *jobs.TIMES)), ("spec", jobs.SPEC))
    }
    engine.queue.client.delete(engine.queue.keys.job(job_id), engine.queue.keys.apart(job_id))
    engine.queue.client.hset(engine.queue.keys.job(job_id), mapping={**lines, **words})


@pytest.mark.parametrize("later", [b"4", b"\xff"])
def test_data_of_a_form_that_is_not_known_are_refused_and_left(engine: Engine, later: bytes) -> None:
    engine.queue.client.set(engine.queue.keys.form, later)
    with pytest.raises(ConfigurationError, match="run the release that wrote them"):
        check(engine)
    assert form(engine) == later
