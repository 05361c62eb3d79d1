"""Live workers as people look at them: what each can, runs and has done, threaded or over HTTP, in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from producer import queue_state
from producer.job_view import instant
from shared.queue import Queue

MOST_JOBS = 500
"""Jobs of workers over HTTP that one answer names."""


def workers(queue: Queue, tenant: str) -> list[dict[str, Any]]:
    """The workers that a caller may see; of those that serve every tenant only the operator sees what they run.

    Raises:
        QueueUnavailable: Redis, which alone knows them, is away.
    """
    now = queue.now_ms()
    shown = queue_state.workers(queue, tenant)
    _add_loads(queue, [worker for worker in shown if worker["kind"] == "http"])
    return [_view(worker, now) for worker in shown]


def summary(shown: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The same of all of them together; what one does not say counts as nothing."""
    names = ("slots", "busy", "jobs_done", "jobs_failed")
    return {
        "workers": len(shown),
        **{name: sum(int(worker.get(name) or 0) for worker in shown) for name in names},
    }


def _add_loads(queue: Queue, leasing: Sequence[dict[str, Any]]) -> None:
    """What Redis knows of workers over HTTP, which say little of themselves."""
    loads = queue.loads([worker["id"] for worker in leasing])
    wanted = [job_id for held, _ in loads for job_id in held][:MOST_JOBS]
    jobs = {job.id: job for job in queue.get_many(wanted) if job is not None}
    for worker, (held, tally) in zip(leasing, loads, strict=True):
        worker["busy"] = len(held)
        worker["jobs_done"], worker["jobs_failed"] = tally.get("done", 0), tally.get("failed", 0)
        worker["started_at"] = instant(tally.get("since"))
        worker["jobs"] = [
            {"id": job.id, "type": job.type, "attempt": job.attempt, "since": instant(job.started_at)}
            for job in (jobs.get(job_id) for job_id in held)
            if job is not None
        ]


def _view(worker: dict[str, Any], now: int) -> dict[str, Any]:
    seen = datetime.fromisoformat(worker["last_seen"]).timestamp()
    view = {**worker, "heartbeat_age_seconds": round(max(0.0, now / 1000 - seen), 1)}
    if "concurrency" in worker:
        view["slots"] = worker["concurrency"]
    if "runners" in worker:
        running = [job for runner in worker["runners"] for job in runner.get("running", [])]
        view["busy"] = len(running)
        view["jobs"] = [{**_known(job), "since": instant(job.get("since"))} for job in running]
    return {name: value for name, value in view.items() if value is not None}


def _known(job: dict[str, Any]) -> dict[str, Any]:
    return {name: job[name] for name in ("id", "type", "attempt") if name in job}
