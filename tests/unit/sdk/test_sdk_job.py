"""The job in a handler's hands, the exceptions that steer it, and the runner that users test with."""

from __future__ import annotations

import time
from typing import Any

import pytest

from shared import keys
from shared.job import DEFAULT_MAX_ATTEMPTS
from workqueue import Cancelled, Dead, Handlers, Job, Retry, Steer
from workqueue.testing import RecordingControls, run


def test_a_handler_gets_the_job_and_its_answer_is_the_result() -> None:
    def describe(job: Job) -> list[Any]:
        return [job.type, job.payload, job.attempt, job.max_attempts, job.tags["team"]]

    outcome = run(describe, {"a": 1}, type="describe", attempt=2, max_attempts=4, tags={"team": "blue"})

    assert outcome.result == ["describe", {"a": 1}, 2, 4, "blue"]
    assert outcome.error is None


def test_a_row_of_the_table_brings_its_type_its_timeout_and_its_attempts() -> None:
    handlers = Handlers()

    @handlers.handler("describe", timeout=30, max_attempts=7)
    def describe(job: Job) -> tuple[str, int, float | None]:
        return job.type, job.max_attempts, job.remaining

    row = handlers.get("describe")
    assert row is not None

    type, max_attempts, remaining = run(row, None).result

    assert (type, max_attempts) == ("describe", 7)
    assert 0 < remaining <= 30


def test_what_nobody_says_is_as_the_service_has_it() -> None:
    outcome = run(lambda job: (job.max_attempts, job.priority, job.queue))
    assert outcome.result == (DEFAULT_MAX_ATTEMPTS, keys.DEFAULT_PRIORITY, keys.DEFAULT_QUEUE)


def test_the_created_time_has_a_zone() -> None:
    assert run(lambda job: job.created_at.utcoffset()).result is not None


def test_a_field_that_a_job_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        run(lambda _job: None, colour="red")


def test_the_idempotency_key_is_the_same_in_every_attempt() -> None:
    keys = [run(lambda job: job.idempotency_key, attempt=attempt, id="job-1").result for attempt in (1, 2)]

    assert keys == ["job-1", "job-1"]


@pytest.mark.parametrize("error", [Retry(after=60), Dead("no use"), Cancelled(), KeyError("to")])
def test_what_a_handler_raises_is_the_error(error: Exception) -> None:
    def raise_it(_job: Job) -> None:
        raise error

    outcome = run(raise_it)

    assert outcome.error is error
    assert outcome.result is None


def test_progress_and_logs_are_kept_in_order() -> None:
    def work(job: Job) -> None:
        job.progress(0, "starting")
        job.log("read", 3, "rows of", {"table": "orders"})
        job.progress(1)

    outcome = run(work)

    assert outcome.progress == [(0.0, "starting"), (1.0, "")]
    assert outcome.logs == ["read 3 rows of {'table': 'orders'}"]


@pytest.mark.parametrize("fraction", [-0.01, 1.01, float("nan"), float("inf")])
def test_progress_outside_0_to_1_is_refused(fraction: float) -> None:
    outcome = run(lambda job: job.progress(fraction))

    assert isinstance(outcome.error, ValueError)
    assert "from 0 to 1" in str(outcome.error)
    assert outcome.progress == []


def test_without_a_timeout_there_is_no_deadline() -> None:
    assert run(lambda job: (job.deadline, job.remaining)).result == (None, None)


def test_remaining_counts_down_to_0_and_not_below() -> None:
    def look(job: Job) -> tuple[float | None, bool]:
        with pytest.raises(Cancelled):
            job.sleep(100)
        return job.remaining, job.cancelled

    assert run(look, controls=RecordingControls(timeout=10)).result == (0.0, True)


def test_extend_moves_the_deadline_to_so_many_seconds_from_now() -> None:
    def work(job: Job) -> tuple[float | None, float]:
        job.sleep(9)
        now = time.monotonic()
        job.extend(60)
        job.sleep(50)
        return job.deadline, now

    deadline, now = run(work, controls=RecordingControls(timeout=10)).result

    assert deadline == pytest.approx(now + 10, abs=1)


@pytest.mark.parametrize("seconds", [0, -5, float("nan"), float("inf")])
def test_extend_by_nothing_is_refused(seconds: float) -> None:
    outcome = run(lambda job: job.extend(seconds))

    assert isinstance(outcome.error, ValueError)
    assert "more than 0" in str(outcome.error)


def test_check_goes_on_until_the_job_is_cancelled() -> None:
    controls = RecordingControls()

    def work(job: Job) -> None:
        job.check()
        job.log("still here")
        controls.cancel()
        job.check()
        job.log("not reached")

    outcome = run(work, controls=controls, id="job-1")

    assert isinstance(outcome.error, Cancelled)
    assert "job-1 was told to stop" in str(outcome.error)
    assert outcome.logs == ["still here"]


def test_sleep_takes_no_real_time_here_and_ends_when_the_job_is_cancelled() -> None:
    controls = RecordingControls(cancel_after=90)

    def work(job: Job) -> None:
        job.sleep(60)
        job.log("slept once")
        job.sleep(60)

    outcome = run(work, controls=controls)

    assert isinstance(outcome.error, Cancelled)
    assert outcome.logs == ["slept once"]
    assert controls.waited == 90


def test_sleeping_up_to_the_end_of_the_attempt_times_it_out() -> None:
    outcome = run(lambda job: job.sleep(60), controls=RecordingControls(timeout=5))

    assert isinstance(outcome.error, Cancelled)


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_sleep_wants_a_number_of_seconds(seconds: float) -> None:
    outcome = run(lambda job: job.sleep(seconds))

    assert isinstance(outcome.error, ValueError)


@pytest.mark.parametrize("after", [-1, float("nan"), float("inf")])
def test_retry_wants_a_wait_of_0_or_more(after: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        Retry(after=after)


@pytest.mark.parametrize("reason", ["", "  "])
def test_dead_wants_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="needs a sentence"):
        Dead(reason)


def test_steering_exceptions_carry_their_reason_as_their_text() -> None:
    assert str(Dead("no recipient")) == Dead("no recipient").reason == "no recipient"
    assert (Retry(5, "busy").after, Retry(5, "busy").reason, Retry().after) == (5, "busy", None)
    assert Cancelled().reason == ""
    assert all(issubclass(kind, Steer) for kind in (Retry, Dead, Cancelled))
