"""What happens to jobs when Redis or Postgres is wiped, full, or away."""

from __future__ import annotations

import json
import signal
import time

from tests.faults.scene import Scene
from tests.faults.system import Daemon

FIRST_STARTS = (
    "SELECT id, (SELECT min(started_at) FROM job_attempts WHERE job_id = id) AS first"
    " FROM jobs WHERE id = ANY(%s::uuid[]) ORDER BY seq"
)


def test_flushall_with_two_thousand_open_jobs_loses_none_and_keeps_their_order(scene: Scene) -> None:
    for worker in scene.system.workers:
        worker.signal_all(signal.SIGSTOP)
    try:
        jobs = scene.submit_many("quick", 2000, queue_name="wiped")
        scene.redis.flushall()
    finally:
        for worker in scene.system.workers:
            worker.signal_all(signal.SIGCONT)

    scene.wait_for_end(jobs, 45.0)

    assert scene.rows("SELECT status, count(*) FROM jobs WHERE id = ANY(%s::uuid[]) GROUP BY 1", jobs) == [
        ("completed", 2000)
    ]
    starts = [first for _, first in scene.rows(FIRST_STARTS, jobs)]
    assert starts == sorted(starts)


def test_scheduled_jobs_survive_a_wipe_and_do_not_run_before_their_time(scene: Scene) -> None:
    asked = time.time()
    jobs = scene.submit_many("quick", 50, delay_ms=3000)
    scene.redis.flushall()

    scene.wait_for_end(jobs)

    for job in jobs:
        [run] = scene.runs(job)
        assert run.began_wall >= asked + 3.0


def test_while_redis_is_away_jobs_are_deferred_and_run_when_it_returns(scene: Scene) -> None:
    scene.system.redis.kill()
    try:
        short_form = scene.client.enqueue({"type": "quick", "payload": {}})
        long_form = scene.client.create({"type": "quick", "payload": {}})
    finally:
        scene.system.redis.start()

    assert (short_form.status, short_form.deferred) == (200, True)
    assert (long_form.status, long_form.deferred) == (202, True)
    scene.wait_for_end([*short_form.ids, *long_form.ids])
    assert scene.job(long_form.ids[0])["status"] == "completed"


def test_while_postgres_is_away_nothing_is_accepted_or_half_stored(scene: Scene) -> None:
    running = scene.submit("slow", payload={"seconds": 2.0})
    scene.wait_for_start(running)
    before = scene.rows("SELECT count(*) FROM jobs")
    scene.system.postgres.stop_at_once()
    try:
        short_form = scene.client.enqueue({"type": "quick", "payload": {}})
        batch = scene.client.create_batch([{"type": "quick", "payload": {}}] * 3)
        scene.wait("the running job's handler ends", lambda: scene.runs(running)[0].outcome == "end")
        assert scene.queue.counts()["scheduled"] == 0
    finally:
        scene.system.postgres.start()

    assert (short_form.status, short_form.said.strip()) == (500, "failed to persist job")
    assert (batch.status, batch.answer) == (503, "refused")
    scene.wait_for_end([running])
    assert scene.rows("SELECT count(*) FROM jobs") == before
    scene.wait_for_end([scene.submit("quick")])


def test_a_full_redis_defers_new_jobs_while_the_old_ones_run_retry_and_reach_postgres(scene: Scene) -> None:
    fails = {"base_seconds": 0.3, "jitter": False}
    retried = scene.submit("flaky", payload={"failures": 2}, max_attempts=3, backoff=fails)
    slow = scene.submit("slow", payload={"seconds": 4.0})
    scene.wait_for_start(slow)
    scene.redis.config_set("maxmemory", "1mb")
    try:
        deferred = scene.client.enqueue({"type": "quick", "payload": {}})
        assert (deferred.status, deferred.deferred) == (200, True)

        scene.wait_for_end([retried, slow], 15.0)

        assert [run.outcome for run in scene.runs(retried)] == ["failed", "failed", "end"]
        assert [run.outcome for run in scene.runs(slow)] == ["end"]
        assert not scene.runs(deferred.ids[0])
    finally:
        scene.redis.config_set("maxmemory", "0")
    scene.wait_for_end(deferred.ids)


def test_a_raw_entry_pushed_by_any_client_is_adopted(scene: Scene) -> None:
    entry = {"type": "quick", "payload": {"n": 9007199254740991}, "retries": 3}
    newest = scene.rows("SELECT coalesce(max(seq), 0) FROM jobs")[0][0]

    scene.redis.rpush("workqueue:jobs", json.dumps(entry))

    scene.wait("it has a row", lambda: scene.rows("SELECT 1 FROM jobs WHERE seq > %s", newest))
    [(job, attempts, payload)] = scene.rows(
        "SELECT id, max_attempts, payload FROM jobs WHERE seq > %s", newest
    )
    scene.wait_for_end([job])
    assert (scene.job(job)["status"], attempts, payload) == ("completed", 4, entry["payload"])


def test_a_mirror_that_stands_still_in_the_middle_of_writing_holds_up_no_other(scene: Scene) -> None:
    jobs = scene.submit_many("quick", 500)
    stopped = _stop_in_transaction(scene, jobs)
    try:
        jobs += scene.submit_many("quick", 10)
        scene.wait_for_end(jobs, 40.0)
    finally:
        stopped.signal_all(signal.SIGCONT)


def _stop_in_transaction(scene: Scene, jobs: list[str]) -> Daemon:
    """SIGSTOP the worker that mirrors while Postgres waits for what it will write next."""
    idle = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"

    def caught() -> Daemon | None:
        jobs.extend(scene.submit_many("quick", 100))
        for _ in range(20):
            chief = scene.chief()
            chief.signal_all(signal.SIGSTOP)
            # Looked at often, as a last statement may still be on its way to Postgres.
            if all(scene.rows(idle) == [(1,)] for _ in range(10)):
                return chief
            chief.signal_all(signal.SIGCONT)
        return None

    return scene.wait("the mirror is stopped while it writes", caught)
