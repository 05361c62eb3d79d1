"""The threads of a runner: one claims for all, and runs what comes alone by itself, while another claims on."""

from __future__ import annotations

import queue as queues
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from shared import job as jobs
from shared.connections import redis_for_blocking, redis_for_commands
from shared.job import Job
from shared.queue import Claim, Queue
from tests.integration.worker.deployment import until
from worker.attempt import Outcome
from worker.dispatcher import LISTEN, Dispatcher
from worker.processor import Processors
from worker.settings import WorkerSettings
from worker.slots import Slots
from workqueue import Handlers

THREADS = 2
WAIT = 10.0


class Claims(Queue):
    """A queue that notes which thread was answered with each job."""

    by: dict[str, int]

    def claim(self, *words: Any, **named: Any) -> Claim:
        claim = super().claim(*words, **named)
        self.by.update((job.id, threading.get_ident()) for job in claim.jobs)
        return claim


class Runner:
    """A runner's threads in this process; its handlers wait at a gate."""

    def __init__(self, url: str, namespace: str) -> None:
        self.queue = Claims(redis_for_commands(url, timeout=5, connections=8), namespace, mirrored=False)
        self.queue.by = {}
        self.waiting = redis_for_blocking(url, 5, LISTEN)
        self.waiting.client_setname(namespace)
        self.told: queues.SimpleQueue[Outcome] = queues.SimpleQueue()
        self.ran_by: dict[str, int] = {}
        self.begun, self.gate = threading.Semaphore(0), threading.Semaphore(0)
        self.at_once = self.most_at_once = 0
        self.counting = threading.Lock()
        handlers, config = Handlers(), WorkerSettings(worker_concurrency=THREADS, lease_seconds=60)
        handlers.handler("waits")(self.handle)
        slots = Slots(THREADS)
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


def test_any_number_of_queues_is_served(redis_url: str, namespace: str) -> None:
    """Anybody may name any number; more of them in one claim than Lua takes on its stack would stop all workers."""
    names = [f"customer-{number}" for number in range(5_000)]
    client = redis_for_commands(redis_url, timeout=5, connections=1)
    client.sadd(Queue(client, namespace).keys.queues, *names)
    client.close()
    runner = Runner(redis_url, namespace)
    for name in (names[0], names[2_500], names[-1]):
        runner.enqueue(queue=name)
        runner.see_begin()
        runner.let_end()
    runner.stop()
