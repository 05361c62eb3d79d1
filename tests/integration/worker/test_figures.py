"""What `/metrics` and `/health` of a worker say, and whether it is right."""

from __future__ import annotations

from pathlib import Path

import orjson
from prometheus_client.parser import text_string_to_metric_families

from shared.states import State
from tests.integration.worker.conftest import Start
from tests.integration.worker.deployment import Corner, Worker, until

NOW = orjson.dumps({"base_seconds": 0.01, "jitter": False})


def test_the_figures_are_right(lone_corner: Corner, start: Start, tmp_path: Path) -> None:
    worker = start(lone_corner)
    gate = tmp_path / "gate"
    done = [lone_corner.enqueue("echo") for _ in range(3)]
    mended = lone_corner.enqueue("flaky", {"times": 1}, backoff=NOW)
    dead = lone_corner.enqueue("hopeless")
    for job_id in (*done, mended):
        lone_corner.once(job_id, State.COMPLETED)
    lone_corner.once(dead, State.DEAD)
    running = lone_corner.enqueue("gated", {"gate": str(gate)})
    lone_corner.once(running, State.RUNNING)
    lone_corner.enqueue("echo", delay_ms=3_600_000)
    waiting = [lone_corner.enqueue("unheard-of", queue="other") for _ in range(2)]

    def read() -> dict[tuple[str, ...], float]:
        return _figures(worker)

    until(lambda: read().get(("workqueue_worker_running",)) == 1, "the parent knows what runs")
    until(lambda: read().get(("workqueue_attempts_total", "echo", "completed")) == 3, "and what has ended")
    figures = read()
    assert figures["workqueue_attempts_total", "flaky", "failed"] == 1
    assert figures["workqueue_attempts_total", "flaky", "completed"] == 1
    assert figures["workqueue_attempts_total", "hopeless", "dead"] == 1
    assert figures["workqueue_retries_total", "flaky"] == 1
    assert figures["workqueue_job_duration_seconds_count", "echo"] == 3
    assert figures["workqueue_job_duration_seconds_count", "flaky"] == 2
    assert figures["workqueue_job_wait_seconds_count", "echo"] == 3
    assert 0 < figures["workqueue_job_duration_seconds_sum", "echo"] < 1
    assert figures["workqueue_leases",] == 1
    assert figures["workqueue_scheduled_jobs",] == 1
    assert figures["workqueue_dead_letters",] == 1
    assert figures["workqueue_queue_depth", "other"] == len(waiting)
    assert figures["workqueue_queue_depth", "default"] == 0
    assert figures["workqueue_worker_concurrency",] == 4
    assert figures["workqueue_runner_restarts_total",] == 0
    assert figures["workqueue_redis_up",] == 1
    gate.touch()
    lone_corner.once(running, State.COMPLETED)


def test_the_older_system_s_words_and_who_may_read_them(lone_corner: Corner, start: Start) -> None:
    worker = start(lone_corner, ALLOWED_ORIGINS="https://jobs.example")
    for _ in range(2):
        lone_corner.once(lone_corner.enqueue("echo"), State.COMPLETED)
    lone_corner.once(lone_corner.enqueue("hopeless"), State.DEAD)
    lone_corner.enqueue("unheard-of")

    def read() -> dict[str, object]:
        status, text = worker.ask("/metrics", Accept="application/json")
        assert status == 200
        said: dict[str, object] = orjson.loads(text)
        return said

    until(lambda: read()["jobs_done"] == 2 and read()["jobs_failed"] == 1, "the counts have arrived")
    assert (
        read().items()
        >= {
            "total_jobs_in_queue": 1,
            "jobs_done": 2,
            "jobs_failed": 1,
            "worker_concurrency": 4,
            "queue_name": lone_corner.namespace,
        }.items()
    )
    assert worker.ask("/nothing")[0] == 404
    status, said = worker.health()
    assert (status, said["status"], said["redis"], said["runners"]) == (200, "ok", "ok", 1)


def _figures(worker: Worker) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    status, text = worker.ask("/metrics")
    assert status == 200
    return {
        (
            sample.name,
            *(sample.labels[name] for name in ("type", "queue", "outcome") if name in sample.labels),
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }
