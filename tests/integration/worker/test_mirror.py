"""The mirror on events that it should never see."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared.connections import redis_for_blocking
from shared.enqueue import Door
from shared.errors import QueueUnavailable
from shared.job import Job, new_id
from shared.lifecycle import Next
from shared.mirror import Row, insert
from shared.queue import Ended, Failed, Queue
from tests.integration.worker.deployment import Corner
from worker.duties.mirror import BATCH, Mirror
from worker.duties.reconciler import Reconciler


@pytest.mark.parametrize(
    "data",
    [
        b'{"result": {no json}',
        b'{"error": "a\\u0000b"}',
        b'{"max_attempts": 99999999999999}',
        b'{"started_at": 9e18}',
        b'{"worker": "\xff"}',
    ],
)
def test_an_event_that_cannot_be_written_keeps_no_other_from_it(corner: Corner, data: bytes) -> None:
    assert corner.postgres is not None
    waiting = redis_for_blocking(corner.redis_url, 5, 1)
    mirror = Mirror(corner.queue, corner.postgres, waiting)
    jobs = [corner.enqueue("story") for _ in range(30)]
    for number, job_id in enumerate(jobs):
        (claimed,) = corner.queue.claim(
            f"claim-{number}", "w.1", ["default"], None, want=1, lease_ms=9000, timeout_ms=9000
        ).jobs
        assert claimed.id == job_id
        said = data if number == 13 else b'{"worker": "w.1", "result": [1]}'
        assert corner.queue.ack([Ended(job_id, claimed.fence or "", b"[1]", said)]) == ["done"]

    for _ in range(60):
        mirror.turn()
        if corner.row(jobs[-1])["status"] == "completed":
            break

    rows = {row["id"]: row for row in corner.rows("SELECT * FROM jobs")}
    assert [rows[job_id]["status"] for job_id in jobs] == ["completed"] * 30
    assert [rows[job_id]["result"] for job_id in jobs] == [None if n == 13 else [1] for n in range(30)]
    assert [run["outcome"] for run in corner.attempts(jobs[13])] == ["completed"]
    waiting.close()


def test_redis_forgets_what_is_written_also_where_it_was_away_in_between(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis is told of a run while the next is written: that it could not be is said, and keeps no other from it."""
    assert corner.postgres is not None
    monkeypatch.setattr("worker.duties.mirror.BATCH", 5)
    monkeypatch.setattr("worker.duties.mirror.LISTEN", 0.01)
    jobs = [corner.enqueue("story") for _ in range(30)]
    for number, _ in enumerate(jobs):
        (job,) = corner.queue.claim(
            f"claim-{number}", "w.1", ["default"], None, want=1, lease_ms=9000, timeout_ms=9000
        ).jobs
        assert corner.queue.ack([Ended(job.id, job.fence or "", b"[1]")]) == ["done"]
    waiting = redis_for_blocking(corner.redis_url, 5, 1)
    mirror = Mirror(corner.queue, corner.postgres, waiting)
    settle, asked = Queue.settle, []

    def away_once(queue: Queue, finals: Sequence[tuple[str, str, int]]) -> int:
        asked.append([job_id for job_id, _, _ in finals])
        if sum(map(bool, asked)) == 2 and asked[-1]:
            raise QueueUnavailable("away")
        return settle(queue, finals)

    monkeypatch.setattr(Queue, "settle", away_once)
    said = 0
    for _ in range(60):
        try:
            mirror.turn()
        except QueueUnavailable:
            said += 1
        if corner.row(jobs[-1])["status"] == "completed":
            break
    mirror.turn()  # finds nothing more to write, and sees that Redis was told of the last

    untold = [run for run in asked if run][1]
    tombs = [
        job_id
        for job_id, job in zip(jobs, corner.queue.get_many(jobs), strict=True)
        if job and not job.payload
    ]
    assert {row["status"] for row in corner.rows("SELECT status FROM jobs")} == {"completed"}
    assert (said, tombs) == (1, [job_id for job_id in jobs if job_id not in untold])
    waiting.close()


def test_what_was_read_ahead_is_not_written_where_another_mirror_was_faster(corner: Corner) -> None:
    assert corner.postgres is not None
    jobs = [corner.enqueue("story") for _ in range(2 * BATCH + 50)]
    waiting = redis_for_blocking(corner.redis_url, 5, 1)
    mirrors = [Mirror(corner.queue, corner.postgres, waiting) for _ in range(2)]
    for number, _ in enumerate(jobs):
        (job,) = corner.queue.claim(
            f"claim-{number}", "w.1", ["default"], None, want=1, lease_ms=9000, timeout_ms=9000
        ).jobs
        assert corner.queue.ack([Ended(job.id, job.fence or "", b"[1]")]) == ["done"]

    for number in range(60):
        mirrors[number % 2].turn()
        if corner.row(jobs[-1])["status"] == "completed":
            break

    assert {row["status"] for row in corner.rows("SELECT status FROM jobs")} == {"completed"}
    assert [run["outcome"] for job_id in jobs for run in corner.attempts(job_id)] == ["completed"] * len(jobs)
    (counted,) = corner.rows("SELECT sum(completed) AS ended FROM job_minutes")
    assert counted["ended"] == len(jobs)
    waiting.close()


@pytest.mark.parametrize("pushed", [True, False], ids=["pushed", "found by the reconciler"])
@pytest.mark.parametrize("end", ["completed", "dead"])
def test_a_job_that_comes_under_the_id_of_a_deleted_one_runs(corner: Corner, end: str, pushed: bool) -> None:
    """Ids follow from keys: what Redis remembers of the job before must not be taken for the end of this one."""
    assert corner.postgres is not None
    postgres, job = corner.postgres, Job(id=new_id(), type="story")
    waiting = redis_for_blocking(corner.redis_url, 5, 1)
    mirror = Mirror(corner.queue, postgres, waiting)
    door, reconciler = (
        Door(corner.queue, postgres),
        Reconciler(corner.queue, postgres, lease_ms=9000, every=1, grace=0),
    )

    def run(claim: str, outcome: str) -> None:
        claimed = corner.queue.claim(claim, "w.1", ["default"], None, want=1, lease_ms=9000, timeout_ms=9000)
        assert [one.id for one in claimed.jobs] == [job.id]
        if outcome == "completed":
            assert corner.queue.ack([Ended(job.id, claim, b"[1]")]) == ["done"]
        else:
            assert corner.queue.nack([Failed(job.id, claim, Next("dead", 0, "no"), b"{}")]) == ["dead"]
        for _ in range(10):
            if corner.row(job.id)["status"] == outcome:
                break
            mirror.turn()

    door.accept([Row(job)])
    run("first", end)
    if end == "dead":
        corner.queue.forget([job.id])
    corner.rows("DELETE FROM job_attempts WHERE job_id = %s RETURNING job_id", job.id)
    corner.rows("DELETE FROM jobs WHERE id = %s RETURNING id", job.id)

    if pushed:
        (accepted,) = door.accept([Row(job)])
        assert (accepted.created, accepted.deferred) == (True, False)
    else:
        insert(postgres, [Row(job)])
        for _ in range(4):
            reconciler.turn()
    run("second", "completed")

    row = corner.row(job.id)
    assert (row["status"], row["attempt"], row["result"]) == ("completed", 1, [1])
    assert [run["outcome"] for run in corner.attempts(job.id)] == ["completed"]
    assert not corner.queue.dead_letters(0, 10)[1]
    waiting.close()
