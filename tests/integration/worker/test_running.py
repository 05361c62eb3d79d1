"""What becomes of jobs on a worker that nobody disturbs."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from shared.states import State
from tests.integration.worker.deployment import ROOT, Corner, Worker, until

pytestmark = pytest.mark.usefixtures("worker")


def in_ms(moment: datetime) -> datetime:
    """As Redis's times are: a row is made by a finer clock."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.feature(34, "Handlers of one's own")
def test_a_job_runs_once_and_its_row_keeps_the_result(shared_corner: Corner) -> None:
    job_id = shared_corner.enqueue("echo", {"to": "you", "n": 9007199254740991})
    row = shared_corner.ended(job_id)
    (attempt,) = shared_corner.attempts(job_id)
    assert (row["status"], row["attempt"], row["crash_count"]) == ("completed", 1, 0)
    assert row["result"] == {"to": "you", "n": 9007199254740991}
    assert (attempt["number"], attempt["outcome"]) == (1, "completed")
    assert in_ms(row["created_at"]) <= row["started_at"] <= row["finished_at"]


def test_a_failed_attempt_is_followed_by_another_after_its_backoff(shared_corner: Corner) -> None:
    backoff = orjson.dumps({"base_seconds": 0.2, "max_seconds": 1, "jitter": False})
    job_id = shared_corner.enqueue("flaky", {"times": 2}, max_attempts=3, backoff=backoff)
    row = shared_corner.ended(job_id)
    attempts = shared_corner.attempts(job_id)
    assert (row["status"], row["attempt"], row["result"], row["error"]) == ("completed", 3, "mended", None)
    assert [(run["number"], run["outcome"]) for run in attempts] == [
        (1, "failed"),
        (2, "failed"),
        (3, "completed"),
    ]
    waits = [
        (after["started_at"] - before["ended_at"]).total_seconds()
        for before, after in zip(attempts, attempts[1:], strict=False)
    ]
    assert waits[0] >= 0.2
    assert waits[1] >= 0.4
    assert [
        before["ended_at"] < after["ready_at"] <= after["started_at"] for before, after in pairwise(attempts)
    ] == [
        True,
        True,
    ]
    assert in_ms(row["created_at"]) <= attempts[0]["ready_at"] <= attempts[0]["started_at"]


def test_a_job_out_of_attempts_is_a_dead_letter_with_its_history(shared_corner: Corner) -> None:
    backoff = orjson.dumps({"base_seconds": 0.01, "jitter": False})
    job_id = shared_corner.enqueue("flaky", {"times": 9}, max_attempts=2, backoff=backoff)
    row = shared_corner.ended(job_id)
    attempts = shared_corner.attempts(job_id)
    letters, _ = shared_corner.queue.dead_letters(0, 200)
    assert (row["status"], row["error"]) == ("dead", "RuntimeError: broken in attempt 2")
    assert job_id in [letter.id for letter in letters]
    assert [(run["number"], run["outcome"], run["error"]) for run in attempts] == [
        (1, "failed", "RuntimeError: broken in attempt 1"),
        (2, "dead", "RuntimeError: broken in attempt 2"),
    ]
    for number, run in enumerate(attempts, start=1):
        assert "in flaky" in run["traceback"]
        assert [line for _, line in run["logs"]] == [f"attempt {number}"]


def test_the_handlers_own_number_of_attempts_holds(shared_corner: Corner) -> None:
    row = shared_corner.ended(shared_corner.enqueue("hurried"))
    assert (row["status"], row["attempt"], row["max_attempts"]) == ("dead", 1, 1)


def test_a_handler_may_choose_when_to_try_again(shared_corner: Corner) -> None:
    row = shared_corner.ended(shared_corner.enqueue("again", {"after": 0.05}))
    assert (row["status"], row["result"]) == ("completed", 2)


def test_a_retry_beyond_every_calendar_still_reaches_the_row(shared_corner: Corner) -> None:
    job_id = shared_corner.enqueue("again", {"after": 1e300})
    until(lambda: shared_corner.row(job_id)["status"] == "failed", "the row tells of the retry")
    due = shared_corner.row(job_id)["scheduled_at"]
    assert (due - shared_corner.row(job_id)["created_at"]).days in range(364, 368)
    assert shared_corner.queue.cancel(job_id)[0] == "cancelled"


def test_a_handler_may_give_up(shared_corner: Corner) -> None:
    row = shared_corner.ended(shared_corner.enqueue("hopeless", max_attempts=9))
    assert (row["status"], row["attempt"], row["error"]) == ("dead", 1, "no recipient, and no sender")


def test_progress_is_seen_while_the_job_runs_and_the_newest_is_not_dropped(
    shared_corner: Corner, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    said = [[0.1, "one"], [0.2, "two"], [0.3, "three"]]
    job_id = shared_corner.enqueue("gated", {"gate": str(gate), "progress": said})
    until(
        lambda: shared_corner.row(job_id)["progress"] == {"fraction": 0.3, "message": "three"},
        "the row shows the last progress",
    )
    assert shared_corner.row(job_id)["status"] == "running"
    gate.touch()
    assert shared_corner.ended(job_id)["status"] == "completed"


def test_a_cooperative_job_is_cancelled_within_a_second(shared_corner: Corner, tmp_path: Path) -> None:
    def cancelled() -> tuple[str, float]:
        """A job, and the seconds that its cancelling took."""
        job_id = shared_corner.enqueue("gated", {"gate": str(tmp_path / "never")})
        shared_corner.once(job_id, State.RUNNING)
        began = time.monotonic()
        assert shared_corner.queue.cancel(job_id)[0] == "requested"
        shared_corner.once(job_id, State.CANCELLED)
        return job_id, time.monotonic() - began

    heartbeat = 2 / 6
    tries = [cancelled() for _ in range(3)]
    assert min(seconds for _, seconds in tries) < 1 + heartbeat, (
        "one may meet a machine that stalls, not three"
    )
    job_id, _ = tries[0]
    (attempt,) = until(lambda: shared_corner.attempts(job_id), "the attempt is in the timeline")
    assert shared_corner.ended(job_id)["status"] == "cancelled"
    assert attempt["number"] == 1


def test_a_handler_that_checks_stops_when_its_time_is_up(shared_corner: Corner, tmp_path: Path) -> None:
    job_id = shared_corner.enqueue("gated", {"gate": str(tmp_path / "never")}, timeout_ms=200, max_attempts=1)
    row = shared_corner.ended(job_id)
    assert (row["status"], row["error"]) == ("dead", "timed out after 0.2 s")


def test_a_handler_that_does_not_stop_loses_its_slot_and_changes_nothing_later(
    shared_corner: Corner, worker: Worker, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    stuck = [
        shared_corner.enqueue("stubborn", {"gate": str(gate)}, timeout_ms=100, max_attempts=1)
        for _ in range(4)
    ]
    for job_id in stuck:
        row = shared_corner.ended(job_id)
        assert (row["status"], row["error"]) == ("dead", "timed out: it did not stop within 0.1 s")
    assert shared_corner.ended(shared_corner.enqueue("echo"))["status"] == "completed", "all slots are free"
    until(lambda: "overrun_threads 4.0" in worker.ask("/metrics")[1], "four threads are held")
    gate.touch()
    until(lambda: "overrun_threads 0.0" in worker.ask("/metrics")[1], "none is held")
    assert [shared_corner.row(job_id)["status"] for job_id in stuck] == ["dead"] * 4


def test_a_handler_may_ask_for_more_time(shared_corner: Corner) -> None:
    row = shared_corner.ended(shared_corner.enqueue("longer", {"seconds": 3}, timeout_ms=2000))
    assert (row["status"], row["result"], row["attempt"]) == ("completed", "took its time", 1)


@pytest.mark.parametrize(
    ("what", "result"),
    [
        ("set", [1]),
        ("bytes", "a\ufffdb\ufffd"),
        ("nan", [None, None]),
        ("large", {"dropped": "result too large", "bytes": 10_000_002}),
        ("surrogate", "a\ufffdb"),
        ("nul", {"a\ufffdb": "c\ufffdd"}),
        ("integer", ["9007199254740992", hex(10**5000)]),
        ("object", "<class 'object'>"),
    ],
)
def test_no_result_fails_its_job(shared_corner: Corner, what: str, result: object) -> None:
    row = shared_corner.ended(shared_corner.enqueue("odd", {"what": what}))
    assert (row["status"], row["attempt"], row["result"]) == ("completed", 1, result)


@pytest.mark.parametrize(
    ("job_type", "error"),
    [
        ("exits", "SystemExit: 3"),
        ("memory", "MemoryError: a terabyte"),
        ("unspeakable", "ValueError: a\ufffdb\ufffdc"),
        ("mute", "MuteError: (its text cannot be had: KeyError)"),
    ],
)
def test_no_exception_ends_more_than_its_attempt(
    shared_corner: Corner, worker: Worker, job_type: str, error: str
) -> None:
    runner = worker.runner()
    row = shared_corner.ended(shared_corner.enqueue(job_type, max_attempts=1))
    assert (row["status"], row["error"]) == ("dead", error)
    assert worker.runner() == runner


def test_what_a_handler_starts_inherits_neither_our_pipes_nor_our_path(shared_corner: Corner) -> None:
    row = shared_corner.ended(shared_corner.enqueue("program"))
    stdin, path = row["result"]
    assert stdin == "''"
    assert str(ROOT) not in path.split(":")


def test_a_queue_that_nobody_used_before_is_served_within_seconds(shared_corner: Corner) -> None:
    job_id = shared_corner.enqueue("echo", queue="brand-new")
    shared_corner.once(job_id, State.COMPLETED, seconds=10)


def test_a_type_that_nobody_knows_waits_and_lets_others_pass(shared_corner: Corner) -> None:
    waits = shared_corner.enqueue("unheard-of")
    passes = shared_corner.enqueue("echo")
    assert shared_corner.ended(passes)["status"] == "completed"
    record, row = shared_corner.job(waits), shared_corner.row(waits)
    assert (record.state, record.attempt, row["status"]) == (State.PENDING, 0, "pending")
    assert shared_corner.queue.cancel(waits)[0] == "cancelled"


def test_a_job_that_a_client_pushed_itself_runs(shared_corner: Corner) -> None:
    raw = b'{"type": "echo", "payload": {"pushed": true}, "retries": 3}'
    shared_corner.redis.rpush(shared_corner.namespace, raw)
    found = "SELECT id FROM jobs WHERE payload::text LIKE %s"
    (row,) = until(lambda: shared_corner.rows(found, '%"pushed"%'), "the entry has a row")
    row = shared_corner.ended(row["id"])
    assert (row["status"], row["result"], row["max_attempts"]) == ("completed", {"pushed": True}, 4)
    assert row["enqueued_by"] == "raw entry"
    until(lambda: not shared_corner.queue.intake(), "the entry is gone")


def test_an_entry_that_nobody_can_read_is_a_dead_letter(shared_corner: Corner) -> None:
    shared_corner.redis.rpush(shared_corner.namespace, b"\xff{not json\x00")
    (row,) = until(
        lambda: shared_corner.rows("SELECT * FROM jobs WHERE type = 'unreadable'"), "the entry has a row"
    )
    assert row["status"] == "dead"
    assert "not JSON" in row["error"]
    assert row["payload"] == "\ufffd{not json\ufffd"
    # Its row is committed before Redis hears of it.
    until(
        lambda: row["id"] in [letter.id for letter in shared_corner.queue.dead_letters(0, 200)[0]],
        "the entry is a dead letter",
    )


def test_the_record_of_the_worker_shows_what_it_is(shared_corner: Corner, worker: Worker) -> None:
    until(worker.runners, "the worker shows its runner")
    (record,) = [orjson.loads(raw) for name, _, raw in shared_corner.queue.workers() if name == worker.id]
    assert (record["pid"], record["port"], record["queues"]) == (worker.pid, worker.port, ["*"])
    assert record["concurrency"] == 4
    assert {"echo", "greedy"} < set(record["types"])
    assert sys.executable  # the runner is a python of its own, not this one
    assert set(worker.runners().values()).isdisjoint({worker.pid})
