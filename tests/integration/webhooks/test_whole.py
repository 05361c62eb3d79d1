"""A webhook beside a worker as users run it: told of a job that really ran."""

from __future__ import annotations

from pathlib import Path

from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.scene import Scene
from tests.integration.worker.deployment import Corner, Worker


def test_a_job_that_a_worker_ran_is_told_within_seconds(
    scene: Scene, receiver: Receiver, redis_url: str, namespace: str, empty_database: str, tmp_path: Path
) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    corner = Corner(redis_url, namespace, empty_database)
    worker = Worker(
        corner, HANDLERS="worker.builtin:handlers", WEBHOOK_ALLOW_PRIVATE="true", FILES_DIR=tmp_path
    )
    try:
        job_id = scene.enqueue(type="sleep", payload={"seconds": 0.01})
        (call,) = receiver.wait_for("/a", 1)
    finally:
        worker.close()
        corner.close()
    told = call.verify(hook["secret"])
    assert (told["event"], told["job_id"], told["attempt"]) == ("job.completed", job_id, 1)
    assert told["duration_ms"] >= 10
