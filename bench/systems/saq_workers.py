"""SAQ on Redis."""

# /// script
# dependencies = ["saq[redis,hiredis]==0.26.4", "uvloop==0.23.0", "typing-extensions==4.16.0"]
# ///
from __future__ import annotations

import asyncio
import os
from typing import Any

import shape
import work
from saq import Queue

REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:1")
BATCH = 100


async def noop(_: dict[str, Any]) -> None:
    """Nothing."""
    work.done()


async def sleep(_: dict[str, Any]) -> None:
    """Wait."""
    await asyncio.sleep(work.NAP)
    work.done()


async def labour(_: dict[str, Any]) -> None:
    """Compute."""
    work.labour()
    work.done()


async def stamp(_: dict[str, Any], *, number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


settings = {
    "queue": Queue.from_url(REDIS, name="bench"),
    "functions": [noop, sleep, labour, stamp],
    "concurrency": int(os.environ.get("BENCH_CONCURRENCY", "10")),
}


class Sender:
    """A queue and the loop that it lives on."""

    def __init__(self, _: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._queue = Queue.from_url(REDIS, name="bench")

    def fill(self, kind: str, count: int) -> None:
        """A hundred at a time: it has no bulk."""

        async def batches() -> None:
            for start in range(0, count, BATCH):
                await asyncio.gather(
                    *[self._queue.enqueue(kind, ttl=-1) for _ in range(min(BATCH, count - start))]
                )

        self._loop.run_until_complete(batches())

    def send(self, number: int) -> None:
        """One."""
        self._loop.run_until_complete(self._queue.enqueue("stamp", number=number, ttl=-1))


def _workers(processes: int, concurrency: int) -> list[list[str]]:
    saq = [str(shape.BIN / "saq"), "saq_workers.settings", "--workers", str(processes), "--quiet"]
    return [["env", f"BENCH_CONCURRENCY={concurrency}", *saq]]


if __name__ == "__main__":
    shape.main(
        "saq",
        {"workers": shape.Way("SAQ", "hiredis, uvloop, results not kept (ttl=-1)", 10, _workers)},
        sender=Sender,
    )
