"""Handlers that hang, hold the interpreter, or are cancelled."""

from __future__ import annotations

from tests.faults.scene import Scene


def test_a_handler_past_its_hard_time_out_loses_its_slot(scene: Scene) -> None:
    hung = scene.submit_many("deaf", 8, payload={"seconds": 9.0}, timeout_seconds=1, max_attempts=1)
    scene.wait_for_start(*hung)

    scene.wait_for_end([scene.submit("quick")], 8.0)

    assert not [job for job in hung if scene.runs(job)[0].ended], "they still hold their threads"
    scene.wait_for_end(hung)
    for job in hung:
        assert scene.job(job)["status"] == "dead"
        assert "timed out" in scene.job(job)["error"]


def test_a_handler_that_holds_the_interpreter_past_its_time_loses_its_runner_and_others_keep_theirs(
    scene: Scene,
) -> None:
    greedy = scene.submit("greedy", payload={"seconds": 30.0}, timeout_seconds=1, max_attempts=1)
    scene.wait_for_start(greedy)
    neighbours = scene.submit_many("slow", 3, payload={"seconds": 1.0})

    scene.wait_for_end([greedy, *neighbours], 20.0)

    assert scene.runs(greedy)[0].ended is None, "it was never let to its end"
    assert scene.job(greedy)["status"] == "dead"
    assert "timed out" in scene.job(greedy)["error"]
    assert {scene.job(job)["status"] for job in neighbours} == {"completed"}


def test_a_handler_that_holds_the_interpreter_longer_than_a_lease_takes_nobodys_job_away(
    scene: Scene,
) -> None:
    greedy = scene.submit("greedy", payload={"seconds": 4.5})
    neighbours = scene.submit_many("slow", 7, payload={"seconds": 5.5})

    scene.wait_for_end([greedy, *neighbours])

    for job in (greedy, *neighbours):
        assert [run.outcome for run in scene.runs(job)] == ["end"]
        assert scene.job(job) | {"status": "completed", "attempt": 1, "crash_count": 0} == scene.job(job)


def test_a_running_job_that_is_cancelled_stops_and_is_cancelled(scene: Scene) -> None:
    job = scene.submit("slow", payload={"seconds": 20.0})
    scene.wait_for_start(job)

    assert scene.client.cancel(job) == 202

    scene.wait_for_end([job], 5.0)
    assert scene.job(job)["status"] == "cancelled"
    assert [run.outcome for run in scene.runs(job)] == ["stopped"]
