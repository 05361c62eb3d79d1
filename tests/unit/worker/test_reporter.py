"""Ends of attempts on their way through the reporter and the lifecycle into the queue."""

from __future__ import annotations

import queue as queues
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from shared.connections import redis_for_commands
from shared.errors import QueueUnavailable
from shared.job import Job, new_id
from shared.lifecycle import Failure
from shared.queue import Ended, Failed, Queue
from tests.unit.worker.attempts import attempt
from worker import reporter as reporters
from worker.attempt import Attempt, Outcome
from worker.reporter import Reporter
from worker.stats import Tally


class Flawed(Queue):
    """A queue that meets what the test has prepared before it takes a report."""

    def prepare(self, *troubles: Exception, refuses: str = "") -> None:
        object.__setattr__(self, "troubles", list(troubles))
        object.__setattr__(self, "refuses", refuses)

    def ack(self, ended: Sequence[Ended]) -> list[str]:
        self._meet([end.job_id for end in ended])
        return super().ack(ended)

    def nack(self, failed: Sequence[Failed]) -> list[str]:
        self._meet([failure.job_id for failure in failed])
        return super().nack(failed)

    def _meet(self, job_ids: Sequence[str]) -> None:
        if self.__dict__.get("troubles"):
            raise self.__dict__["troubles"].pop(0)
        if self.__dict__.get("refuses") in job_ids:
            raise ValueError("this one cannot be told")


@pytest.fixture
def queue(redis_url: str, namespace: str) -> Iterator[Flawed]:
    with redis_for_commands(redis_url, timeout=5, connections=4) as client:
        yield Flawed(client, namespace)


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def reporter(queue: Flawed, tally: Tally) -> Reporter:
    return Reporter(queue, tally, {"twice": 2}.get)


def claimed(queue: Queue, *jobs: Job) -> list[Job]:
    """The jobs, enqueued and claimed."""
    queue.enqueue(jobs)
    return queue.claim("a-claim", "w.1", ["default"], None, want=200, lease_ms=9000, timeout_ms=9000).jobs


def told(reporter: Reporter, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        reporter.put(outcome)
    reporter.start()
    assert reporter.stop(20)


FAILED = Failure("broken")


@pytest.mark.parametrize(
    ("job", "failure", "state", "counted"),
    [
        ({}, FAILED, "failed", "failed"),
        ({"max_attempts": 1}, FAILED, "dead", "dead"),
        ({"type": "twice", "attempt": 0}, FAILED, "failed", "failed"),
        ({"type": "twice", "attempt": 1}, FAILED, "dead", "dead"),
        ({"type": "twice", "attempt": 1, "max_attempts": 3}, FAILED, "failed", "failed"),
        ({"attempt": 4}, FAILED, "dead", "dead"),
        ({}, Failure("gave up", "dead"), "dead", "dead"),
        ({}, Failure("stopped", "cancelled"), "cancelled", "cancelled"),
        ({}, Failure("too slow", "timeout"), "failed", "failed"),
        ({"max_attempts": 1}, Failure("too slow", "timeout"), "dead", "dead"),
        ({}, Failure("later", "retry", 60), "failed", "failed"),
        ({"max_attempts": 1}, Failure("later", "retry", 60), "dead", "dead"),
    ],
)
def test_what_follows_a_failure(
    queue: Flawed,
    reporter: Reporter,
    tally: Tally,
    job: dict[str, Any],
    failure: Failure,
    state: str,
    counted: str,
) -> None:
    made = Job(**({"id": new_id(), "type": "story"} | job))
    (running,) = claimed(queue, made)
    before = queue.now_ms()
    told(reporter, Outcome(running, 0.5, failure=failure))
    record = queue.get(made.id)
    assert record is not None
    assert (record.state, record.error) == (state, failure.error)
    assert tally.outcomes == {(made.type, counted): 1}
    if failure.retry_after and state == "failed":
        assert record.run_at is not None
        assert record.run_at >= before + 60_000


def test_results_and_jobs_given_back_reach_the_queue(queue: Flawed, reporter: Reporter, tally: Tally) -> None:
    done, back = claimed(queue, Job(id=new_id(), type="story"), Job(id=new_id(), type="story"))
    told(reporter, Outcome(done, 1.0, result=b"[1]"), Outcome(back, 0.0, released=True))
    ended, waiting = queue.get_many([done.id, back.id])
    assert ended is not None
    assert waiting is not None
    assert (ended.state, ended.result) == ("completed", b"[1]")
    assert (waiting.state, waiting.attempt) == ("pending", 0)
    assert tally.outcomes == {("story", "completed"): 1, ("story", "released"): 1}


@pytest.mark.parametrize(
    ("end", "counted"),
    [
        ({"result": b"1"}, "completed"),
        ({"failure": Failure("no")}, "failed"),
        ({"failure": Failure("no", "dead")}, "dead"),
    ],
)
def test_a_report_whose_answer_was_lost_counts_as_what_it_said(
    queue: Flawed, reporter: Reporter, tally: Tally, end: dict[str, Any], counted: str
) -> None:
    (running,) = claimed(queue, Job(id=new_id(), type="story"))
    told(Reporter(queue, Tally(), {}.get), Outcome(running, 1.0, **end))
    told(reporter, Outcome(running, 1.0, **end))
    assert tally.outcomes == {("story", counted): 1}


def test_a_report_of_an_attempt_that_is_no_longer_newest_is_refused_and_counted_apart(
    queue: Flawed, reporter: Reporter, tally: Tally
) -> None:
    (running,) = claimed(queue, Job(id=new_id(), type="story"))
    queue.release([(running.id, running.fence or "", b"")])
    told(reporter, Outcome(running, 1.0, result=b"1"))
    record = queue.get(running.id)
    assert record is not None
    assert record.state == "pending"
    assert tally.outcomes == {("story", "lost"): 1}


def test_it_insists_until_redis_has_taken_the_report(
    queue: Flawed, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.outage.Outage.FIRST_PAUSE", 0.001)
    (running,) = claimed(queue, Job(id=new_id(), type="story"))
    queue.prepare(QueueUnavailable("away"), QueueUnavailable("away"), QueueUnavailable("away"))
    told(reporter, Outcome(running, 1.0, result=b"1"))
    record = queue.get(running.id)
    assert record is not None
    assert record.state == "completed"


@pytest.mark.parametrize("end", [{"result": b"1"}, {"failure": Failure("no", "dead")}])
def test_one_report_that_cannot_be_told_keeps_no_other_from_it(
    queue: Flawed, reporter: Reporter, tally: Tally, end: dict[str, Any]
) -> None:
    running = claimed(queue, *(Job(id=new_id(), type="story") for _ in range(5)))
    queue.prepare(refuses=running[2].id)
    told(reporter, *(Outcome(job, 1.0, **end) for job in running))
    states = [job.state for job in queue.get_many([job.id for job in running]) if job]
    assert [state == "running" for state in states] == [False, False, True, False, False]
    assert tally.total("completed", "dead") == 4


def test_only_the_newest_progress_is_passed_on_and_none_of_an_attempt_that_ended(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[tuple[str, str, bytes]] = []
    monkeypatch.setattr(Flawed, "progress", lambda _, reports: passed.extend(reports), raising=False)
    talks, ended = attempt(), attempt()
    for word in (b"1", b"2", b"3"):
        reporter.progress(talks, word)
        reporter.progress(ended, word)
    ended.closed = True
    told(reporter)
    assert passed == [(talks.job.id, "a-fence", b"3")]
    assert talks.untold_progress is None


def test_progress_said_soon_after_another_is_told_when_it_is_time(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporters, "PROGRESS_EVERY", 0.05)
    said = _Recorder()
    monkeypatch.setattr(Flawed, "progress", said.take, raising=False)
    talks = attempt()
    reporter.start()
    for word in (b"first", b"second", b"third"):
        reporter.progress(talks, word)
        said.once(word)
    assert reporter.stop(10)


def test_more_time_is_asked_for_once_however_often_a_handler_wished(
    queue: Flawed, reporter: Reporter
) -> None:
    (running,) = claimed(queue, Job(id=new_id(), type="story"))
    tried = attempt(id=running.id, fence=running.fence)
    _wishes(tried, reporter, seconds=(5, 50, 500))
    told(reporter)
    record = queue.get(running.id)
    assert record is not None
    assert record.deadline is not None
    assert 480_000 < record.deadline - queue.now_ms() <= 500_000


def _wishes(tried: Attempt, reporter: Reporter, seconds: Sequence[float]) -> None:
    passed_on: Callable[[Attempt, float], None] = reporter.extend
    for some in seconds:
        tried.extend(some)
        passed_on(tried, tried.deadline or 0.0)


class _Recorder:
    """Keeps reports of progress, and waits for one."""

    def __init__(self) -> None:
        self._said: queues.SimpleQueue[bytes] = queues.SimpleQueue()

    def take(self, reports: Sequence[tuple[str, str, bytes]]) -> list[str]:
        for _, _, word in reports:
            self._said.put(word)
        return ["ok"] * len(reports)

    def once(self, word: bytes) -> None:
        assert self._said.get(timeout=10) == word
