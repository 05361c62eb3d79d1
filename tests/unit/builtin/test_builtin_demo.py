"""sleep and fail, and the table of all that ships."""

from __future__ import annotations

from typing import Any

import pytest

from worker.builtin import demo, handlers
from workqueue import Cancelled, Dead
from workqueue.testing import RecordingControls, run


def test_the_table_has_every_handler_that_ships() -> None:
    assert handlers.types == ("fail", "generate_pdf", "http_request", "resize_image", "send_email", "sleep")
    assert all(handler.timeout for handler in handlers)


@pytest.mark.parametrize("seconds", [0, 0.25, 7, 3600])
def test_sleep_sleeps_and_tells_how_far_it_is(seconds: float) -> None:
    controls = RecordingControls()

    outcome = run(demo.sleep, {"seconds": seconds}, controls=controls)

    assert outcome.error is None
    assert outcome.result == {"slept": seconds}
    assert controls.waited == pytest.approx(seconds)
    assert [fraction for fraction, _ in outcome.progress[-1:]] == ([1.0] if seconds else [])
    assert len(outcome.progress) <= 101


def test_sleep_stops_when_cancelled() -> None:
    controls = RecordingControls(cancel_after=30)

    outcome = run(demo.sleep, {"seconds": 60}, controls=controls)

    assert isinstance(outcome.error, Cancelled)
    assert controls.waited == 30


@pytest.mark.parametrize(
    "payload", [{}, {"seconds": -1}, {"seconds": 3601}, {"seconds": "soon"}, {"seconds": float("nan")}]
)
def test_sleep_refuses_what_it_cannot_sleep(payload: dict[str, Any]) -> None:
    outcome = run(demo.sleep, payload)

    assert isinstance(outcome.error, Dead)
    assert "seconds" in str(outcome.error)


@pytest.mark.parametrize(("attempt", "fails"), [(1, True), (2, True), (3, False)])
def test_fail_fails_so_many_times(attempt: int, fails: bool) -> None:
    outcome = run(demo.fail, {"message": "no paper", "times": 2}, attempt=attempt)

    assert (str(outcome.error) == "no paper") is fails
    assert isinstance(outcome.error, RuntimeError) is fails
    assert outcome.result == (None if fails else {"failed": 2})


def test_fail_fails_for_ever_unless_told_how_often() -> None:
    assert isinstance(run(demo.fail, {"message": "no paper"}, attempt=25).error, RuntimeError)


@pytest.mark.parametrize("payload", [{"times": -1}, {"mesage": "typo"}, "text", None, [1]])
def test_fail_refuses_a_payload_of_another_shape(payload: Any) -> None:
    outcome = run(demo.fail, payload)

    assert isinstance(outcome.error, Dead)
    assert (
        ("times" in str(outcome.error))
        or ("mesage" in str(outcome.error))
        or ("payload" in str(outcome.error))
    )
