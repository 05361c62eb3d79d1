"""Workers while Redis loses what it had or is away, and while another takes the duties over."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from local.servers import RedisServer
from shared.states import State
from tests.integration.worker.conftest import Start
from tests.integration.worker.deployment import Corner, closed_afterwards, until


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that a test may kill and wipe."""
    with RedisServer(tmp_path / "redis") as server:
        yield server


@pytest.fixture
def frail_corner(own_redis: RedisServer, namespace: str, own_database_url: str) -> Iterator[Corner]:
    """A corner whose Redis the test may kill and wipe."""
    yield from closed_afterwards(Corner(own_redis.url, namespace, own_database_url))


def test_open_rows_come_back_after_a_wipe_and_a_paused_queue_stays_paused(
    frail_corner: Corner, start: Start, tmp_path: Path
) -> None:
    worker = start(frail_corner)
    frail_corner.rows("INSERT INTO paused_queues (tenant, queue) VALUES ('default', 'held') RETURNING queue")
    frail_corner.queue.pause("held", "default")
    paused = [frail_corner.enqueue("note", {"mark": str(tmp_path / "held")}, queue="held") for _ in range(2)]
    later = frail_corner.enqueue("echo", delay_ms=3_600_000)
    dead = frail_corner.enqueue("hopeless")
    frail_corner.ended(dead)
    until(worker.runners, "the worker is known")

    frail_corner.redis.flushall()

    until(lambda: all(frail_corner.queue.get_many([*paused, later, dead])), "all records are back")
    assert frail_corner.job(later).state == State.SCHEDULED
    assert [letter.id for letter in frail_corner.queue.dead_letters(0, 9)[0]] == [dead]
    assert frail_corner.queue.paused() == {("held", "default")}
    assert frail_corner.ended(frail_corner.enqueue("echo"))["status"] == "completed"
    assert not (tmp_path / "held").exists()

    frail_corner.queue.resume("held", "default")
    for job_id in paused:
        assert frail_corner.ended(job_id)["status"] == "completed"
    assert (tmp_path / "held").read_text().split() == ["1", "1"]


def test_a_worker_waits_for_redis_to_return_and_says_so(
    frail_corner: Corner, own_redis: RedisServer, start: Start
) -> None:
    worker = start(frail_corner)
    frail_corner.ended(frail_corner.enqueue("echo"))
    until(lambda: 'outcome="completed"' in worker.ask("/metrics")[1], "the parent knows of the attempt")

    own_redis.kill()
    until(lambda: worker.health()[1]["redis"] == "away", "the health check says that redis is away")
    status, text = worker.ask("/metrics")
    figures = {family.name: family.samples for family in text_string_to_metric_families(text)}
    assert worker.health()[0] == 200
    assert status == 200
    assert figures["workqueue_redis_up"][0].value == 0
    assert figures["workqueue_attempts"][0].value == 1
    assert "workqueue_queue_depth" not in figures
    assert worker.ask("/metrics", Accept="application/json")[0] == 503

    own_redis.start()
    until(lambda: worker.health()[1]["redis"] == "ok", "it says that redis is back")
    assert frail_corner.ended(frail_corner.enqueue("echo"))["status"] == "completed"
    until(lambda: len(worker.said("store is back")) == len(worker.said("store is away")), "each part says it")
    parts = [line["part"] for line in worker.said("store is away")]
    assert len(parts) == len(set(parts)), "and says it once"


@pytest.mark.feature(31, "Workers as processes of their own, any number")
def test_another_worker_takes_the_duties_over_and_nothing_is_written_twice(
    corner: Corner, start: Start
) -> None:
    first, second = start(corner), start(corner)
    until(lambda: first.health()[1]["chief"] or second.health()[1]["chief"], "one is chief")
    chief, other = (first, second) if first.health()[1]["chief"] else (second, first)
    before = [corner.enqueue("echo") for _ in range(50)]
    chief.send(signal.SIGTERM)
    after = [corner.enqueue("echo") for _ in range(50)]
    assert chief.wait() == 0
    until(
        lambda: other.health()[1]["chief"], "the other is chief", seconds=6
    )  # a lock that nobody gives up lasts 9 s
    for job_id in before + after:
        row = corner.ended(job_id)
        assert (row["status"], row["attempt"]) == ("completed", 1)
    runs = corner.rows("SELECT job_id FROM job_attempts WHERE outcome = 'completed'")
    assert sorted(run["job_id"] for run in runs) == sorted(before + after)


def test_the_duties_are_taken_over_from_a_chief_that_was_killed(corner: Corner, start: Start) -> None:
    chief = start(corner, WORKER_CONCURRENCY=1)
    until(lambda: chief.health()[1]["chief"], "it is chief")
    other = start(corner, WORKER_CONCURRENCY=1)
    chief.send(signal.SIGKILL)
    job_id = corner.enqueue("echo")
    assert corner.ended(job_id)["status"] == "completed"
    assert other.health()[1]["chief"]


@pytest.mark.feature(16, "Jobs and results that expire")
def test_what_has_outlived_its_time_is_deleted_in_both_stores(corner: Corner, start: Start) -> None:
    worker = start(corner)
    old = corner.enqueue("echo")
    brief = corner.enqueue("hopeless", ttl_seconds=60)
    kept = corner.enqueue("hopeless")
    fresh = corner.enqueue("echo")
    for job_id in (old, brief, kept, fresh):
        corner.ended(job_id)
    worker.close()
    corner.rows(
        "UPDATE jobs SET finished_at = now() - interval '2 hours' WHERE id IN (%s, %s, %s) RETURNING id",
        *(old, brief, kept),
    )
    start(corner, RETENTION=3600)
    until(lambda: len(corner.rows("SELECT id FROM jobs")) == 2, "two rows are left")
    assert {row["id"] for row in corner.rows("SELECT id FROM jobs")} == {kept, fresh}
    assert {run["job_id"] for run in corner.rows("SELECT job_id FROM job_attempts")} == {kept, fresh}
    until(lambda: corner.queue.dead_letters(0, 9)[1] == 1, "one dead letter is left")
    assert [letter.id for letter in corner.queue.dead_letters(0, 9)[0]] == [kept]
