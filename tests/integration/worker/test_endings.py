"""How workers, runners and handlers end, and what becomes of the jobs that they held."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import orjson
import pytest

from shared.states import State
from tests.integration.worker.conftest import Start
from tests.integration.worker.deployment import Corner, alive, until

NOW = orjson.dumps({"base_seconds": 0.01, "jitter": False})


def test_jobs_of_a_killed_runner_run_again_at_once_and_only_the_crash_counts(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    worker = start(corner, LEASE_SECONDS=30)
    jobs = [corner.enqueue("gated", {"gate": str(gate), "mark": str(mark)}) for _ in range(3)]
    until(lambda: _lines(mark).count("begun") == 3, "all three run")
    os.kill(worker.runner(), signal.SIGKILL)
    killed = time.monotonic()
    until(lambda: _lines(mark).count("begun") == 6, "all three run again")
    assert time.monotonic() - killed < 15, "half of the lease would be waiting for it"
    gate.touch()
    for job_id in jobs:
        row = corner.ended(job_id)
        runs = corner.attempts(job_id)
        assert (row["status"], row["attempt"], row["crash_count"]) == ("completed", 1, 1)
        assert [(run["number"], run["outcome"]) for run in runs] == [(1, "crashed"), (1, "completed")]
    assert _lines(mark).count("ended") == 3


def test_a_runner_is_missed_though_a_handler_left_a_copy_of_it_behind(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    start(corner, LEASE_SECONDS=30)
    job_id = corner.enqueue("forks-and-dies", {"mark": str(tmp_path / "mark")})
    row = corner.ended(job_id)
    assert (row["status"], row["result"], row["crash_count"]) == ("completed", "survived", 1)


def test_a_handler_that_holds_the_interpreter_fails_its_attempt_and_not_its_worker(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    worker = start(corner, WORKER_PROCESSES=2, LEASE_SECONDS=2)
    until(lambda: len(worker.runners()) == 2, "both runners are there")
    mark = tmp_path / "mark"
    greedy = corner.enqueue("greedy", {"mark": str(mark)}, timeout_ms=200, max_attempts=1)
    until(lambda: _lines(mark), "it holds its runner")
    others = [corner.enqueue("echo") for _ in range(20)]
    for job_id in others:
        assert corner.ended(job_id)["status"] == "completed"
    row = corner.ended(greedy)
    assert (row["status"], row["attempt"], row["crash_count"]) == ("dead", 1, 0)
    assert row["error"] == "timed out: its handler held the process past its deadline"
    until(lambda: worker.said("runner died"), "the held runner is ended")
    until(lambda: worker.health()[1]["runners"] == 2, "another has taken its place")
    assert worker.exit_code is None


@pytest.mark.feature(37, "A drain when a worker is told to stop")
def test_sigterm_lets_handlers_finish_and_gives_back_the_rest_uncounted(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    worker = start(corner, WORKER_CONCURRENCY=2, WORKER_SHUTDOWN_TIMEOUT=8, LEASE_SECONDS=30)
    finishes = corner.enqueue("gated", {"gate": str(gate), "mark": str(mark)})
    stays = corner.enqueue("stubborn", {"gate": str(tmp_path / "never"), "mark": str(mark)})
    until(lambda: len(_lines(mark)) == 2, "both run")
    waits = corner.enqueue("echo")
    worker.send(signal.SIGTERM)
    until(lambda: worker.health()[1].get("reason", "").startswith("the worker is stopping"), "it says so")
    gate.touch()
    assert worker.wait() == 0
    assert corner.once(finishes, State.COMPLETED).attempt == 1
    for job_id in (stays, waits):
        record = corner.job(job_id)
        assert (record.state, record.attempt, record.crash_count) == (State.PENDING, 0, 0)
    assert worker.id not in [name for name, _, _ in corner.queue.workers()]


def test_an_idle_worker_stops_at_once(corner: Corner, start: Start) -> None:
    worker = start(corner, WORKER_SHUTDOWN_TIMEOUT=600)
    worker.runner()
    began = time.monotonic()
    worker.send(signal.SIGTERM)
    assert worker.wait() == 0
    assert time.monotonic() - began < 30, "half of the time that handlers would have to finish"


def test_a_second_sigterm_ends_it_at_once_and_still_gives_back(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    worker = start(corner, WORKER_SHUTDOWN_TIMEOUT=600, LEASE_SECONDS=30)
    job_id = corner.enqueue("stubborn", {"gate": str(tmp_path / "never"), "mark": str(mark)})
    until(lambda: _lines(mark), "it runs")
    worker.send(signal.SIGTERM)
    until(lambda: worker.said("stopping"), "the first signal was heard")
    worker.send(signal.SIGTERM)
    assert worker.wait() == 0
    record = corner.job(job_id)
    assert (record.state, record.attempt, record.crash_count) == (State.PENDING, 0, 0)


def test_a_runner_whose_parent_is_killed_finishes_what_it_runs_and_ends(
    corner: Corner, start: Start, tmp_path: Path
) -> None:
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    worker = start(corner, WORKER_CONCURRENCY=1, LEASE_SECONDS=4)
    runs = corner.enqueue("gated", {"gate": str(gate), "mark": str(mark)})
    until(lambda: _lines(mark), "it runs")
    runner = worker.runner()
    waits = corner.enqueue("echo")
    worker.send(signal.SIGKILL)
    killed_at = corner.queue.now_ms()
    worker.wait()

    def extended() -> bool:
        lease = corner.redis.zscore(corner.queue.keys.leases, runs)
        return lease is not None and float(lease) > killed_at + 5000

    until(extended, "the runner extends its lease itself, beyond the last that its parent asked for")
    assert alive(runner)
    gate.touch()
    until(lambda: not alive(runner), "the runner ends")
    assert corner.job(runs).state == State.COMPLETED
    assert corner.job(waits).state == State.PENDING


def test_jobs_come_back_in_order_when_a_worker_stops(
    lone_corner: Corner, start: Start, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    payload = {"gate": str(tmp_path / "never"), "mark": str(mark)}
    worker = start(lone_corner, WORKER_SHUTDOWN_TIMEOUT=0, WORKER_CONCURRENCY=4)
    jobs = [lone_corner.enqueue("gated", payload) for _ in range(8)]
    until(lambda: len(_lines(mark)) == 4, "four run")
    worker.send(signal.SIGTERM)
    assert worker.wait() == 0
    claim = lone_corner.queue.claim(
        "a-claim", "somebody", ["default"], None, want=8, lease_ms=9000, timeout_ms=9000
    )
    assert [job.id for job in claim.jobs] == jobs


def test_a_worker_that_stops_while_it_waits_takes_no_more_and_leaves_the_bell_to_others(
    lone_corner: Corner, start: Start, tmp_path: Path
) -> None:
    """Its claim lies in Redis already, and would be made when the next job comes."""
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    stops = start(lone_corner)
    runs = lone_corner.enqueue("gated", {"gate": str(gate), "mark": str(mark)})
    until(lambda: _lines(mark), "it runs")
    stops.send(signal.SIGTERM)
    until(lambda: _withdrawn(lone_corner), "it wants nothing any more")
    comes = lone_corner.enqueue("echo")
    other = start(lone_corner)
    assert (lone_corner.once(comes, State.COMPLETED).worker or "").startswith(other.id)
    gate.touch()
    lone_corner.once(runs, State.COMPLETED)
    assert stops.wait() == 0


def test_a_quick_runner_gives_back_what_a_slow_handler_keeps_waiting(
    lone_corner: Corner, start: Start, tmp_path: Path
) -> None:
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    start(lone_corner, WORKER_CONCURRENCY=1)
    quick = [lone_corner.enqueue("echo") for _ in range(300)]
    for job_id in quick:
        lone_corner.once(job_id, State.COMPLETED)
    slow = lone_corner.enqueue("stubborn", {"gate": str(gate), "mark": str(mark)})
    more = [lone_corner.enqueue("echo") for _ in range(20)]
    until(lambda: _lines(mark), "the slow one runs")
    start(lone_corner)
    for job_id in more:
        lone_corner.once(job_id, State.COMPLETED)
    assert lone_corner.job(slow).state == State.RUNNING
    gate.touch()
    lone_corner.once(slow, State.COMPLETED)


def _withdrawn(corner: Corner) -> bool:
    claims = corner.redis.scan_iter(corner.queue.keys.claim("*"))
    return any(corner.redis.get(claim) == b"" for claim in claims)


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
