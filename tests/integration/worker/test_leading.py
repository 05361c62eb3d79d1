"""The threads of a runner: one claims for all, and runs what comes alone by itself, while another claims on."""

from __future__ import annotations

import queue as queues
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from shared import job as jobs
from shared.connections import redis_for_blocking, redis_for_commands
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.queue import PAGE, Claim, Queue
from tests.integration.worker.deployment import until
from worker import dispatcher
from worker.attempt import Attempt, Outcome
from worker.dispatcher import LISTEN, Dispatcher
from worker.processor import Processors
from worker.settings import WorkerSettings
from worker.slots import Slots
from workqueue import Handlers

THREADS = 2
WAIT = 10.0


class Claims(Queue):
    """A queue that notes which thread was answered with each job, and what of a claim happened in which order.

    It can lose an answer to what was only sent: the claim has come to pass, and who asked is told that Redis is away.
    """

    by: dict[str, int]
    noted: list[str]
    loses: tuple[str, int] | None
    """What it loses: the answer that was `asked` or `awaited`, and of which claim, counted from 0."""
    may_answer: threading.Event

    def claim(self, *words: Any, **named: Any) -> Claim:
        return self._noted(super().claim(*words, **named))

    def ask_to_claim(self, *words: Any, **named: Any) -> Callable[[], Claim]:
        number = self.noted.count("asked") + self.noted.count("asked when idle")
        self.noted.append("asked when idle" if named["idle"] else "asked")
        answer = super().ask_to_claim(*words, **named)
        if self.loses == ("asked", number):
            answer()
            raise QueueUnavailable("it may have been sent")

        def awaited() -> Claim:
            assert number == 0 or self.may_answer.wait(WAIT)
            claim = answer()
            if self.loses == ("awaited", number):
                raise QueueUnavailable("its answer was lost")
            return self._noted(claim)

        return awaited

    def _noted(self, claim: Claim) -> Claim:
        self.noted.append("answered")
        self.by.update((job.id, threading.get_ident()) for job in claim.jobs)
        return claim


class NotingSlots(Slots):
    """Notes when jobs have been handed over."""

    noted: list[str]

    def take(self, attempts: Iterable[Attempt], alone: bool) -> bool:
        self.noted.append("handed over")
        return super().take(attempts, alone)


class Runner:
    """A runner's threads in this process; its handlers wait at a gate."""

    def __init__(self, url: str, namespace: str, threads: int = THREADS) -> None:
        self.queue = Claims(redis_for_commands(url, timeout=5, connections=8), namespace, mirrored=False)
        self.queue.by, self.queue.noted, self.queue.loses = {}, [], None
        self.queue.may_answer = threading.Event()
        self.queue.may_answer.set()
        self.waiting = redis_for_blocking(url, 5, LISTEN)
        self.waiting.client_setname(namespace)
        self.told: queues.SimpleQueue[Outcome] = queues.SimpleQueue()
        self.ran_by: dict[str, int] = {}
        self.begun, self.gate = threading.Semaphore(0), threading.Semaphore(0)
        self.at_once = self.most_at_once = 0
        self.counting = threading.Lock()
        handlers, config = Handlers(), WorkerSettings(lease_seconds=60)
        config = config.model_copy(
            update={"worker_concurrency": threads}
        )  # more than it allows, for a claim's sake
        handlers.handler("waits")(self.handle)
        self.slots = slots = NotingSlots(threads)
        slots.noted = self.queue.noted
        self.processors = Processors(config, slots, self)  # type: ignore[arg-type]
        self.dispatcher = Dispatcher(
            "runner.1",
            self.queue,
            self.waiting,
            handlers,
            config,
            slots,
            self.processors,
            self,  # type: ignore[arg-type]
        )

    def start(self) -> None:
        self.processors.start()
        self.dispatcher.start()

    def handle(self, job: Any) -> None:
        self.ran_by[job.id] = threading.get_ident()
        with self.counting:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        assert self.gate.acquire(timeout=WAIT)
        with self.counting:
            self.at_once -= 1

    def put(self, outcome: Outcome) -> None:
        """Stands where the reporter does."""
        self.told.put(outcome)

    def enqueue(self, count: int = 1, **fields: Any) -> list[str]:
        new = [Job(id=jobs.new_id(), type="waits", **fields) for _ in range(count)]
        self.queue.enqueue(new)
        return [job.id for job in new]

    def see_wait(self) -> None:
        """One of its threads waits at the bells."""

        def waits() -> bool:
            mine = self.queue.namespace
            return any(
                one["name"] == mine and one["cmd"] == "brpop" for one in self.queue.client.client_list()
            )

        until(waits, "nobody waits at the bells")

    def see_begin(self, count: int = 1) -> None:
        for _ in range(count):
            assert self.begun.acquire(timeout=WAIT)

    def let_end(self, count: int = 1) -> None:
        self.gate.release(count)
        for _ in range(count):
            assert self.told.get(timeout=WAIT).result == b"null"

    def stop(self) -> None:
        self.processors.stop_beginning()
        self.dispatcher.stop()
        self.dispatcher.join()
        self.gate.release(100)
        self.queue.client.close()
        self.waiting.close()


@pytest.fixture
def runner(redis_url: str, namespace: str) -> Iterator[Runner]:
    made = Runner(redis_url, namespace)
    made.start()
    yield made
    made.stop()


def test_what_comes_alone_runs_on_the_thread_that_claimed_it_and_another_claims_on(runner: Runner) -> None:
    for _ in range(3 * THREADS):
        runner.see_wait()
        (job_id,) = runner.enqueue()
        runner.see_begin()
        assert runner.ran_by[job_id] == runner.queue.by[job_id]
        runner.let_end()
    runner.see_wait()
    (first,) = runner.enqueue()
    runner.see_begin()
    runner.see_wait()
    (second,) = runner.enqueue()
    runner.see_begin()
    assert runner.queue.by[first] != runner.queue.by[second], (
        "the first is not done, and another thread claimed"
    )
    runner.let_end(2)


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_run_than_there_are_threads_for_however_they_come(runner: Runner, at_once: int) -> None:
    made = [job_id for _ in range(12 // at_once) for job_id in runner.enqueue(at_once)]
    runner.see_begin(THREADS)
    for _ in made[THREADS:]:
        runner.let_end()
        runner.see_begin()
    runner.let_end(THREADS)
    assert set(runner.ran_by) == set(made)
    assert runner.most_at_once == THREADS


@pytest.fixture
def wide(redis_url: str, namespace: str) -> Iterator[Runner]:
    """Not started yet; has room for more jobs than one claim brings."""
    made = Runner(redis_url, namespace, threads=2 * PAGE)
    yield made
    made.stop()


def test_the_next_claim_is_sent_before_what_came_is_handed_over(wide: Runner) -> None:
    """It says that the runner is not idle, or a suspect might come beside what is not handed over yet."""
    wide.enqueue(2 * PAGE)
    wide.start()
    wide.see_begin(2 * PAGE)
    assert wide.queue.noted[:5] == ["asked when idle", "answered", "asked", "handed over", "answered"]
    wide.let_end(2 * PAGE)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("step", ["asked", "awaited"])
def test_jobs_of_a_claim_that_failed_run_once(wide: Runner, step: str, number: int) -> None:
    made = wide.enqueue(2 * PAGE)
    wide.queue.loses = step, number
    wide.start()
    wide.see_begin(2 * PAGE)
    assert set(wide.ran_by) == set(made)
    wide.let_end(2 * PAGE)
    assert wide.begun.acquire(blocking=False) is False


def test_queues_are_asked_for_however_much_there_is_to_claim(
    wide: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "NAMES_EVERY", 0.0)
    wide.enqueue(2 * PAGE)
    wide.start()
    wide.see_begin(2 * PAGE)
    assert wide.queue.noted[:3] == ["asked when idle", "answered", "handed over"]
    wide.let_end(2 * PAGE)


def test_what_came_runs_although_the_next_claim_could_not_be_sent(wide: Runner) -> None:
    wide.enqueue(2 * PAGE)
    wide.queue.loses = "asked", 1
    wide.start()
    wide.see_begin(2 * PAGE)
    assert wide.queue.noted[:4] == ["asked when idle", "answered", "asked", "handed over"]
    wide.let_end(2 * PAGE)


def test_who_stops_waits_for_the_claim_that_followed(wide: Runner) -> None:
    wide.enqueue(2 * PAGE)
    wide.queue.may_answer.clear()
    wide.start()
    wide.see_begin(PAGE)
    wide.processors.stop_beginning()
    wide.dispatcher.stop()
    joining = threading.Thread(target=wide.dispatcher.join)
    joining.start()
    wide.queue.may_answer.set()
    joining.join(WAIT)
    assert len(wide.slots.held()) == 2 * PAGE, "what came is known, so that it is given back"
    wide.let_end(PAGE)


def test_any_number_of_queues_is_served(redis_url: str, namespace: str) -> None:
    """Anybody may name any number; more of them in one claim than Lua takes on its stack would stop all workers."""
    names = [f"customer-{number}" for number in range(5_000)]
    client = redis_for_commands(redis_url, timeout=5, connections=1)
    client.sadd(Queue(client, namespace).keys.queues, *names)
    client.close()
    runner = Runner(redis_url, namespace)
    runner.start()
    for name in (names[0], names[2_500], names[-1]):
        runner.enqueue(queue=name)
        runner.see_begin()
        runner.let_end()
    runner.stop()
