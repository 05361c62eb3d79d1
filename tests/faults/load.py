"""The work that a run puts on the system: a mix of well and badly behaved jobs from a few busy callers."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.client import Client
from tests.faults.ledger import Ledger, Request
from tests.faults.system import LEASE, System

QUICK_RETRIES = {"base_seconds": 0.2, "max_seconds": 1, "factor": 2, "jitter": True}
MOST_TRIES = 40
"""Times that a caller repeats a request under its key before it gives up."""

Job = dict[str, Any]


def quick(chance: random.Random) -> Job:
    """Ends at once."""
    return {
        "type": "quick",
        "payload": {"n": chance.randrange(10**9)},
        "priority": chance.choice([3, 5, 5, 8]),
    }


def slow(chance: random.Random) -> Job:
    """Runs longer than a lease."""
    return {"type": "slow", "payload": {"seconds": round(LEASE * chance.uniform(0.3, 1.5), 2)}}


def flaky(chance: random.Random) -> Job:
    """Succeeds after a failure or two."""
    return {
        "type": "flaky",
        "payload": {"failures": chance.randint(1, 2)},
        "max_attempts": 4,
        "backoff": QUICK_RETRIES,
    }


def doomed(chance: random.Random) -> Job:
    """Fails until it is buried."""
    return {"type": "doomed", "payload": {}, "max_attempts": chance.randint(1, 3), "backoff": QUICK_RETRIES}


def poison(_chance: random.Random) -> Job:
    """Kills its process."""
    return {"type": "poison", "payload": {}}


def greedy(chance: random.Random) -> Job:
    """Holds the interpreter of its process, for longer than a heartbeat may be missed."""
    return {"type": "greedy", "payload": {"seconds": round(LEASE * chance.uniform(0.5, 1.3), 2)}}


def deaf(chance: random.Random) -> Job:
    """Runs on whatever it is told, also when its job is another's by then."""
    return {"type": "deaf", "payload": {"seconds": round(LEASE * chance.uniform(1.2, 2.0), 2)}}


def delayed(chance: random.Random) -> Job:
    """Is not due at once."""
    return {**quick(chance), "delay_ms": chance.randint(200, 4000)}


Make = Callable[[random.Random], Job]

COMMON: list[tuple[int, Make]] = [(75, quick), (8, flaky), (5, doomed), (12, delayed)]
"""What callers send, by weight."""
RARE: list[tuple[float, Make]] = [(5.0, slow), (3.0, deaf), (20.0, greedy)]
"""What takes a slot for long comes from callers of its own, with at most so many seconds between two."""


class Caller:
    """One thread that asks for jobs until it is told to stop."""

    def __init__(
        self, system: System, ledger: Ledger, seed: str, pause: float, only: Make | None = None
    ) -> None:
        """Silent until `start`.

        Args:
            system: whom to call.
            ledger: what it asks and is told goes there.
            seed: of its choices.
            pause: the longest pause between two requests, in seconds.
            only: it insists on jobs of this kind; else it sends the common mix in every way there is.
        """
        self._client = Client(system.port, ledger)
        self._chance = random.Random(seed)
        self._pause = pause
        self._only = only
        self._stopping = threading.Event()
        self._keys: list[tuple[str, Job]] = []
        self._thread = threading.Thread(target=self._run, name=f"caller {seed}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._stopping.set()

    def join(self) -> None:
        """Wait for the request under way."""
        self._thread.join(60)
        self._client.close()

    def _run(self) -> None:
        while not self._stopping.wait(self._chance.uniform(0, self._pause)):
            if self._only is not None:
                self._insist(self._only(self._chance))
                continue
            self._chance.choices(
                [self._one, self._keyed, self._repeat, self._batch], weights=[50, 30, 10, 10]
            )[0]()

    def _one(self) -> None:
        send = self._chance.choice([self._client.enqueue, self._client.create])
        self._wait_after(send(self._any_job()))

    def _keyed(self) -> None:
        job = self._any_job()
        self._keys.append((self._insist(job), job))

    def _repeat(self) -> None:
        """The same request under a key that was used before, perhaps long ago."""
        if self._keys:
            key, job = self._chance.choice(self._keys)
            self._wait_after(self._client.enqueue(job, key))

    def _batch(self) -> None:
        jobs = [self._any_job() for _ in range(self._chance.choice([2, 5, 20]))]
        key = str(uuid.UUID(int=self._chance.getrandbits(128))) if self._chance.random() < 0.5 else None
        self._wait_after(self._client.create_batch(jobs, key))

    def _insist(self, job: Job) -> str:
        """Ask under a key, again and again until it is taken, as a careful client does."""
        key = str(uuid.UUID(int=self._chance.getrandbits(128)))
        for _ in range(MOST_TRIES):
            request = self._client.enqueue(job, key)
            self._wait_after(request)
            if request.answer in {"accepted", "wrong"} or self._stopping.is_set():
                break
        return key

    def _wait_after(self, request: Request) -> None:
        if request.answer != "accepted":
            self._stopping.wait(0.2)

    def _any_job(self) -> Job:
        weights = [weight for weight, _ in COMMON]
        return self._chance.choices([make for _, make in COMMON], weights=weights)[0](self._chance)


@contextmanager
def on(
    system: System, ledger: Ledger, seed: int, callers: int = 3, pause: float = 0.2, poison_every: float = 0.0
) -> Iterator[None]:
    """Callers work while the block runs; after it every request has its answer.

    Args:
        system: whom they call.
        ledger: what they ask and are told.
        seed: of their choices.
        callers: how many.
        pause: the longest pause of each between two requests, in seconds.
        poison_every: the longest pause between two poison jobs, in seconds; 0: none are sent.
    """
    rare = [*RARE, (poison_every, poison)] if poison_every else RARE
    crew = [Caller(system, ledger, f"{seed}/{number}", pause) for number in range(callers)]
    crew += [Caller(system, ledger, f"{seed}/{make.__name__}", every, make) for every, make in rare]
    for caller in crew:
        caller.start()
    try:
        yield
    finally:
        for caller in crew:
            caller.stop()
        for caller in crew:
            caller.join()
