"""What happens to jobs when the processes under them die, stand still or are told to go."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.injections import STOPPED
from tests.faults.scene import Scene
from tests.faults.system import CONCURRENCY, LEASE
from worker.slots import MOST


def test_jobs_of_a_killed_runner_run_again_in_its_successor_and_nobody_elses_are_touched(
    scene: Scene, tmp_path: Path
) -> None:
    until = tmp_path / "until"
    jobs = scene.submit_many("kept", 8, payload={"until": str(until)})
    scene.wait_for_start(*jobs)
    killed = scene.runs(jobs[0])[0].pid
    worker = scene.worker_of(killed)
    hit = [job for job in jobs if scene.runs(job)[0].pid == killed]

    os.kill(killed, signal.SIGKILL)
    died = time.time()
    # The other worker is full: room for what is hit has to come from the successor of the one that died.
    scene.wait_for_start(*hit, runs=2)
    until.touch()

    assert {scene.worker_of(scene.runs(job)[1].pid) for job in hit} == {worker}
    scene.wait_for_end(jobs)
    for job in jobs:
        assert len(scene.runs(job)) == (2 if job in hit else 1)
        assert scene.job(job)["crash_count"] == (1 if job in hit else 0)
        assert scene.job(job) | {"status": "completed", "attempt": 1} == scene.job(job)
    ended = "SELECT extract(epoch FROM ended_at) FROM job_attempts WHERE job_id = ANY(%s::uuid[]) AND outcome = 'crashed'"
    taken_back = [float(at) - died for (at,) in scene.rows(ended, hit)]
    assert len(taken_back) == len(hit)
    assert max(taken_back) < LEASE * 5 / 6, f"not before their leases ended: {taken_back}"


@pytest.mark.feature(40, "Jobs of a crashed worker run again")
def test_when_parent_and_runners_die_together_the_lease_time_decides(scene: Scene) -> None:
    job = scene.submit("slow", payload={"seconds": 4.0})
    scene.wait_for_start(job)
    worker = scene.worker_of(scene.runs(job)[0].pid)

    worker.expected_to_end = True
    worker.signal_all(signal.SIGSTOP)
    lease = scene.redis.zscore(scene.queue.keys.leases, job)
    assert lease > (time.time() + LEASE / 3) * 1000
    worker.signal_all(signal.SIGKILL)
    scene.wait_for_start(job, runs=2)
    scene.system.restart(worker)

    assert scene.runs(job)[1].began_wall * 1000 >= lease, "not before its lease was over"
    scene.wait_for_end([job])
    assert scene.outcomes(job) == [(1, "crashed"), (1, "completed")]


def test_a_stopped_worker_that_wakes_up_finds_its_report_refused(scene: Scene) -> None:
    job = scene.submit("deaf", payload={"seconds": LEASE * 3})
    scene.wait_for_start(job)
    first = scene.runs(job)[0]
    worker = scene.worker_of(first.pid)
    refused = scene.system.logs("worker").count("result refused")

    worker.signal_all(signal.SIGSTOP)
    try:
        scene.wait_for_start(job, runs=2)
    finally:
        worker.signal_all(signal.SIGCONT)
    scene.wait("its first run ends", lambda: scene.runs(job)[0].outcome == "end", STOPPED + LEASE * 3)
    scene.wait("its report is refused", lambda: scene.system.logs("worker").count("result refused") > refused)

    assert scene.runs(job)[0].ended < (scene.runs(job)[1].ended or time.monotonic_ns())  # type: ignore[operator]
    scene.wait_for_end([job])
    assert scene.outcomes(job) == [(1, "crashed"), (1, "completed")]
    assert len(scene.runs(job)) == 2


def test_poison_is_buried_and_the_innocents_beside_it_complete(scene: Scene) -> None:
    innocents = scene.submit_many("slow", 3, payload={"seconds": 0.5})
    poison = scene.submit("poison")
    innocents += scene.submit_many("slow", 4, payload={"seconds": 0.5})

    scene.wait_for_end([poison, *innocents])

    assert scene.job(poison)["status"] == "dead"
    assert scene.job(poison)["error"].startswith("crash-loop")
    assert [run.outcome for run in scene.runs(poison)] == ["poison"] * 3
    assert {scene.job(innocent)["status"] for innocent in innocents} == {"completed"}
    alone = scene.runs(poison)[2]
    beside = [run for innocent in innocents for run in scene.runs(innocent) if run.pid == alone.pid]
    assert not [run for run in beside if run.ended is None or run.ended > alone.began]


def test_sigterm_drains_what_can_end_and_gives_the_rest_back_uncounted(scene: Scene, tmp_path: Path) -> None:
    soon, later = tmp_path / "soon", tmp_path / "later"
    short = scene.submit("kept", payload={"until": str(soon)})
    scene.wait_for_start(short)
    worker = scene.worker_of(scene.runs(short)[0].pid)
    others = scene.submit_many("kept", 2 * CONCURRENCY - 1, payload={"until": str(later)})
    scene.wait_for_start(*others)
    given_back = [job for job in others if scene.worker_of(scene.runs(job)[0].pid) is worker]
    assert given_back

    worker.expected_to_end = True
    worker.signal(signal.SIGTERM)
    scene.wait("it has heard the signal", lambda: "stopping:" in worker.said)
    soon.touch()
    assert worker.wait(15) == 0
    later.touch()
    scene.system.restart(worker)

    scene.wait_for_end([short, *others])
    assert [run.outcome for run in scene.runs(short)] == ["end"]
    for job in given_back:
        assert scene.outcomes(job) == [(1, "released"), (1, "completed")]
        assert scene.job(job) | {"attempt": 1, "crash_count": 0} == scene.job(job)


def test_a_second_signal_ends_a_worker_at_once_and_its_jobs_run_again_uncounted(scene: Scene) -> None:
    job = scene.submit("deaf", payload={"seconds": 8.0})
    scene.wait_for_start(job)
    worker = scene.worker_of(scene.runs(job)[0].pid)

    worker.expected_to_end = True
    worker.signal(signal.SIGTERM)
    scene.wait("it has heard the first", lambda: "stopping:" in worker.said)
    worker.signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert "runner killed" in worker.said, "after a first signal alone it ends by itself"
    scene.system.restart(worker)

    scene.wait_for_end([job])
    assert scene.outcomes(job) == [(1, "released"), (1, "completed")]


def test_a_stopped_worker_that_wakes_up_begins_nothing_of_what_it_still_held(
    scene: Scene, tmp_path: Path
) -> None:
    worker, other = scene.system.workers
    until = tmp_path / "until"
    other.signal_all(signal.SIGSTOP)
    # Quick ones make it claim ahead; then its threads are all kept, and what it claimed ahead waits.
    jobs = scene.submit_many("nothing", 1500) + scene.submit_many("kept", MOST, payload={"until": str(until)})

    def waiting() -> set[str]:
        held, begun = scene.held_by(worker), set(scene.all_runs())
        return held - begun if len(held & begun) == CONCURRENCY else set()

    try:
        held = scene.wait("its threads are kept, and it holds more", waiting)
        worker.signal_all(signal.SIGSTOP)
        until.touch()
        other.signal_all(signal.SIGCONT)
        scene.wait_for_end(jobs)
    finally:
        other.signal_all(signal.SIGCONT)
        worker.signal_all(signal.SIGCONT)
    scene.wait("what it held is refused", lambda: not scene.held_by(worker))

    scene.wait_for_end([scene.submit("quick")])
    assert not {job for job in held if len(scene.runs(job)) > 1}
