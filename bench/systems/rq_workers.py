"""RQ: its simple worker, which runs jobs itself, and its usual one, which forks for each."""

# /// script
# dependencies = ["rq==3.0.0", "hiredis==3.5.0"]
# ///
from __future__ import annotations

import os
import time

import shape
import work
from redis import Redis
from rq import Queue

queue = Queue("bench", connection=Redis.from_url(os.environ.get("REDIS_URL", "redis://127.0.0.1:1")))


def noop() -> None:
    """Nothing."""
    work.done()


def sleep() -> None:
    """Wait."""
    time.sleep(work.NAP)
    work.done()


def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Nothing is needed."""

    def fill(self, kind: str, count: int) -> None:
        """Five hundred to an `enqueue_many`."""
        for start in range(0, count, 500):
            one = Queue.prepare_data(f"rq_workers.{kind}", result_ttl=0)
            queue.enqueue_many([one._replace(job_id=None)] * min(500, count - start))

    def send(self, number: int) -> None:
        """One."""
        queue.enqueue("rq_workers.stamp", number, result_ttl=0)


def _workers(processes: int, *words: str) -> list[list[str]]:
    quiet = ["--logging_level", "ERROR", "--disable-job-desc-logging"]
    return [
        [str(shape.BIN / "rq"), "worker", "-u", os.environ["REDIS_URL"], *quiet, *words, "bench"]
    ] * processes


if __name__ == "__main__":
    shape.main(
        "rq",
        {
            "simple": shape.Way(
                "RQ, SimpleWorker",
                "result_ttl=0, no description in the log",
                1,
                lambda processes, _: _workers(processes, "-w", "rq.worker.SimpleWorker"),
                scales=False,
            ),
            "forking": shape.Way(
                "RQ, forking",
                "result_ttl=0, no description in the log",
                1,
                lambda processes, _: _workers(processes),
                environment={"BENCH_FORKS": "one at a time"},
                scales=False,
            ),
        },
        sender=Sender,
    )
