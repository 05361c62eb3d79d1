"""Figures by the minute are what ran, whoever is killed and whatever is wiped meanwhile."""

from __future__ import annotations

import os
import signal
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import psycopg2
import pytest
from psycopg2 import extensions

from shared import events
from shared.connections import Postgres
from shared.job import Job
from shared.lifecycle import Next
from shared.queue import Ended, Failed
from shared.states import State
from tests.integration.figures.conftest import StartWorker, caught_up
from tests.integration.worker.deployment import Corner, until
from worker.duties.mirror import Mirror

SOON = orjson.dumps({"base_seconds": 0.01, "jitter": False})
TENANTS = ("default", "acme")


def counted(corner: Corner, by: str = "tenant") -> dict[str, dict[str, int]]:
    """What the table says, in all."""
    found = corner.rows(
        f"SELECT {by} AS of, sum(enqueued)::int AS enqueued, sum(completed)::int AS completed,"  # noqa: S608
        f" sum(failed)::int AS failed, sum(dead)::int AS dead FROM job_minutes GROUP BY 1"
    )
    return {row.pop("of"): row for row in found}


def known(corner: Corner) -> dict[str, dict[str, int]]:
    """The same, by the rows."""
    found = corner.rows(
        "SELECT tenant AS of, count(*)::int AS enqueued, count(*) FILTER (WHERE status = 'completed')::int AS completed,"
        " (SELECT count(*) FROM job_attempts JOIN jobs AS j ON j.id = job_id WHERE j.tenant = jobs.tenant"
        "  AND outcome IN ('failed', 'dead', 'crashed'))::int AS failed,"
        " count(*) FILTER (WHERE status = 'dead')::int AS dead FROM jobs GROUP BY 1"
    )
    return {row.pop("of"): row for row in found}


def fill(corner: Corner, gate: Path) -> None:
    """300 jobs whose outcomes are known, of two tenants in turns; a third of each waits for the gate."""
    for number in range(100):
        fields: dict[str, Any] = {"tenant": TENANTS[number % 2], "queue": f"q{number % 3}", "backoff": SOON}
        corner.enqueue("gated", {"gate": str(gate)}, **fields)
        corner.enqueue("flaky", {"times": 1}, **fields)
        corner.enqueue("hopeless" if number % 4 == 0 else "echo", **fields)


def all_ended(corner: Corner) -> bool:
    (found,) = corner.rows("SELECT count(*) AS open FROM jobs WHERE status NOT IN ('completed', 'dead')")
    return not found["open"]


def events_written(corner: Corner) -> bool:
    (stored,) = corner.rows("SELECT position FROM mirror_position") or [{"position": ""}]
    return bool(stored["position"] == corner.queue.last_event())


def test_they_are_exact_after_a_killed_worker_and_a_wiped_redis(
    fragile_corner: Corner, start_worker: StartWorker, tmp_path: Path
) -> None:
    corner, gate = fragile_corner, tmp_path / "gate"
    first = start_worker(corner)
    fill(corner, gate)
    running = "SELECT count(*) AS n FROM jobs WHERE type = 'gated' AND status = 'running'"
    until(lambda: corner.rows(running)[0]["n"] >= 4, "handlers wait for the gate")
    for pid in (first.pid, first.runner()):
        os.kill(pid, signal.SIGKILL)
    second = start_worker(corner)
    until(
        lambda: sum(tenant["enqueued"] for tenant in counted(corner).values()) == 300,
        "the mirror knows of all jobs",
    )
    until(lambda: events_written(corner), "and of all that happened")
    second.send(signal.SIGSTOP)
    corner.redis.flushall()
    second.send(signal.SIGCONT)
    gate.touch()
    until(lambda: all_ended(corner) and events_written(corner), "every job has ended")

    assert counted(corner) == known(corner)
    assert {name: row["enqueued"] for name, row in counted(corner).items()} == {"default": 150, "acme": 150}
    ends = Counter(row["completed"] + row["dead"] for row in counted(corner).values())
    assert ends == {150: 2}


def run_one(corner: Corner, outcome: str, job_id: str) -> Job:
    (job,) = corner.queue.claim(
        uuid.uuid4().hex, "w.1", ["default"], None, want=1, lease_ms=60_000, timeout_ms=60_000
    ).jobs
    assert job.id == job_id
    data = events.of_end(job, error=None if outcome == "completed" else "no")
    if outcome == "completed":
        assert corner.queue.ack([Ended(job.id, job.fence or "", b"1", data)]) == ["done"]
    else:
        failed = Failed(job.id, job.fence or "", Next("dead", 0, "no"), data)
        assert corner.queue.nack([failed]) == ["dead"]
    return job


def test_an_end_counts_once_however_often_it_is_told(corner: Corner, mirror: Mirror) -> None:
    ids = [corner.enqueue("story") for _ in range(3)]
    for job_id, outcome in zip(ids, ("completed", "completed", "dead"), strict=True):
        run_one(corner, outcome, job_id)
    caught_up(corner, mirror)
    corner.queue.retell([(job_id, 90) for job_id in ids])
    caught_up(corner, mirror)
    assert counted(corner)["default"] == {"enqueued": 3, "completed": 2, "failed": 1, "dead": 1}


def test_an_end_that_only_a_record_tells_counts(corner: Corner, mirror: Mirror) -> None:
    job_id = corner.enqueue("story")
    caught_up(corner, mirror)
    run_one(corner, "completed", job_id)
    corner.redis.xtrim(corner.queue.keys.events, maxlen=0)
    corner.queue.retell([(job_id, 1)])
    caught_up(corner, mirror)
    assert counted(corner)["default"]["completed"] == 1


def test_a_row_made_from_a_record_counts_its_end_once(corner: Corner, mirror: Mirror) -> None:
    job_id = corner.enqueue("story")
    run_one(corner, "dead", job_id)
    corner.rows("DELETE FROM jobs RETURNING id")
    caught_up(corner, mirror)
    assert counted(corner)["default"] == {"enqueued": 1, "completed": 0, "failed": 1, "dead": 1}


def test_a_transaction_that_is_tried_again_counts_once(
    corner: Corner, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert corner.postgres is not None
    for outcome in ("completed", "dead"):
        run_one(corner, outcome, corner.enqueue("story"))
    whole, tries = Postgres.transaction, []

    def breaks_once(postgres: Postgres, work: Callable[[extensions.cursor], Any]) -> Any:
        def broken(cursor: extensions.cursor) -> Any:
            done = work(cursor)
            tries.append(done)
            if len(tries) == 1:
                raise psycopg2.OperationalError("the connection broke before the commit")
            return done

        return whole(postgres, broken)

    mirror.turn()
    for outcome in ("completed", "dead"):
        run_one(corner, outcome, corner.enqueue("story"))
    monkeypatch.setattr(Postgres, "transaction", breaks_once)
    caught_up(corner, mirror)
    assert len(tries) > 1
    assert counted(corner)["default"] == {"enqueued": 4, "completed": 2, "failed": 2, "dead": 2}


def test_a_mirror_that_was_overtaken_counts_nothing(corner: Corner, mirror: Mirror) -> None:
    assert corner.postgres is not None
    overtaken = Mirror(corner.queue, corner.postgres, corner.redis)
    run_one(corner, "completed", corner.enqueue("story"))
    overtaken.turn()
    run_one(corner, "completed", corner.enqueue("story"))
    mirror.turn()
    overtaken.turn()
    caught_up(corner, mirror)
    assert counted(corner)["default"] == {"enqueued": 2, "completed": 2, "failed": 0, "dead": 0}


def test_waits_and_runs_stand_in_the_places_of_their_lengths(corner: Corner, mirror: Mirror) -> None:
    jobs = [run_one(corner, "completed", corner.enqueue("story", queue="default")) for _ in range(5)]
    assert all(job.state is State.RUNNING for job in jobs)
    caught_up(corner, mirror)
    (row,) = corner.rows("SELECT sum(n)::int AS n FROM job_minutes, unnest(waits) AS n")
    assert row["n"] == 5
    (row,) = corner.rows("SELECT sum(n)::int AS n FROM job_minutes, unnest(runs) AS n")
    assert row["n"] == 5
