"""Celery on Redis, with its thread pool and with its prefork pool."""

# /// script
# dependencies = ["celery[redis]==5.7.0", "hiredis==3.5.0"]
# ///
from __future__ import annotations

import os
import time

import shape
import work
from celery import Celery

app = Celery("bench", broker=os.environ.get("REDIS_URL"))
app.conf.update(
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    worker_prefetch_multiplier=64,
    worker_disable_rate_limits=True,
    broker_connection_retry_on_startup=True,
)
SETTINGS = (
    "task_ignore_result, worker_prefetch_multiplier=64, worker_disable_rate_limits, early acks, "
    "--without-gossip --without-mingle --without-heartbeat"
)


@app.task(name="noop")
def noop() -> None:
    """Nothing."""
    work.done()


@app.task(name="sleep")
def sleep() -> None:
    """Wait."""
    time.sleep(work.NAP)
    work.done()


@app.task(name="labour")
def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


@app.task(name="stamp")
def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Nothing is needed."""

    def fill(self, kind: str, count: int) -> None:
        """One by one, on one connection: it has no bulk."""
        task = app.tasks[kind]
        with app.producer_pool.acquire(block=True) as producer:
            for _ in range(count):
                task.apply_async(producer=producer)

    def send(self, number: int) -> None:
        """One."""
        stamp.delay(number)


def _worker(pool: str, concurrency: int, number: int) -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
    name = ["-n", f"w{number}@%h"]
    celery = [str(shape.BIN / "celery"), "-A", "celery_workers", "worker"]
    return [*celery, "-P", pool, "-c", str(concurrency), *name, *quiet]


def _threads(processes: int, concurrency: int) -> list[list[str]]:
    return [_worker("threads", concurrency, number) for number in range(processes)]


def _prefork(processes: int, concurrency: int) -> list[list[str]]:
    """Its processes are its concurrency: more of them only where a case wants many jobs at a time."""
    return [_worker("prefork", max(processes, concurrency), 0)]


if __name__ == "__main__":
    shape.main(
        "celery",
        {
            "threads": shape.Way("Celery, threads", SETTINGS, 8, _threads),
            "prefork": shape.Way("Celery, prefork", SETTINGS, 1, _prefork, scales=False),
        },
        sender=Sender,
    )
