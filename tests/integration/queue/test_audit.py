"""The fault harness sees a job that no worker would find: else a fault that hides one would fail no run."""

from __future__ import annotations

import pytest

from tests.faults.audit import unreachable
from tests.integration.queue.engine import Engine


@pytest.mark.parametrize("state", ["pending", "running", "scheduled", "failed"])
def test_a_job_without_its_entry_is_seen(engine: Engine, state: str) -> None:
    job_id = engine.put(delay_ms=60_000 if state == "scheduled" else 0)
    if state in {"running", "failed"}:
        job = engine.take_one()
        if state == "failed":
            assert engine.nack(job_id, job.fence or "", delay_ms=60_000) == "failed"
    queue = engine.queue
    assert unreachable(queue.client, queue.namespace) == []

    if state == "pending":
        queue.client.lrem(queue.namespace, 0, job_id)
    else:
        queue.client.zrem(queue.keys.leases if state == "running" else queue.keys.scheduled, job_id)

    assert unreachable(queue.client, queue.namespace) == [f"{job_id} {state}"]
