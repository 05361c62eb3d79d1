"""Dramatiq on Redis."""

# /// script
# dependencies = ["dramatiq[redis]==2.2.1", "hiredis==3.5.0"]
# ///
from __future__ import annotations

import os
import time

import dramatiq
import shape
import work
from dramatiq.brokers.redis import RedisBroker

dramatiq.set_broker(RedisBroker(url=os.environ.get("REDIS_URL", "redis://127.0.0.1:1")))


@dramatiq.actor
def noop() -> None:
    """Nothing."""
    work.done()


@dramatiq.actor
def sleep() -> None:
    """Wait."""
    time.sleep(work.NAP)
    work.done()


@dramatiq.actor
def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


@dramatiq.actor
def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


ACTORS = {"noop": noop, "sleep": sleep, "labour": labour, "stamp": stamp}


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Nothing is needed."""

    def fill(self, kind: str, count: int) -> None:
        """One by one: it has no bulk."""
        for _ in range(count):
            ACTORS[kind].send()

    def send(self, number: int) -> None:
        """One."""
        stamp.send(number)


def _workers(processes: int, concurrency: int) -> list[list[str]]:
    return [
        [
            str(shape.BIN / "dramatiq"),
            "dramatiq_workers",
            "--processes",
            str(processes),
            "--threads",
            str(concurrency),
        ]
    ]


if __name__ == "__main__":
    shape.main(
        "dramatiq",
        {
            "threads": shape.Way(
                "Dramatiq",
                "dramatiq_queue_prefetch=1000, no results",
                8,
                _workers,
                environment={"dramatiq_queue_prefetch": "1000"},
            )
        },
        sender=Sender,
    )
