"""arq, which needs an older redis-py."""

# /// script
# dependencies = ["arq==0.28.0", "uvloop==0.23.0"]
# ///
from __future__ import annotations

import asyncio
import os
from typing import Any

import shape
import work
from arq import create_pool
from arq.connections import RedisSettings

REDIS = RedisSettings.from_dsn(os.environ.get("REDIS_URL", "redis://127.0.0.1:1"))
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


async def stamp(_: dict[str, Any], number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


class WorkerSettings:
    """As arq reads it."""

    functions = (noop, sleep, labour, stamp)
    redis_settings = REDIS
    max_jobs = int(os.environ.get("BENCH_CONCURRENCY", "100"))
    poll_delay = 0.01
    keep_result = 0
    log_results = False


class Sender:
    """A pool of connections and the loop that it lives on."""

    def __init__(self, _: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._pool = self._loop.run_until_complete(create_pool(REDIS))

    def fill(self, kind: str, count: int) -> None:
        """A hundred at a time: it has no bulk."""

        async def batches() -> None:
            for start in range(0, count, BATCH):
                await asyncio.gather(
                    *[self._pool.enqueue_job(kind) for _ in range(min(BATCH, count - start))]
                )

        self._loop.run_until_complete(batches())

    def send(self, number: int) -> None:
        """One."""
        self._loop.run_until_complete(self._pool.enqueue_job("stamp", number))


def _workers(processes: int, concurrency: int) -> list[list[str]]:
    arq = [str(shape.BIN / "arq"), "arq_workers.WorkerSettings"]
    return [["env", f"BENCH_CONCURRENCY={concurrency}", *arq]] * processes


if __name__ == "__main__":
    shape.main(
        "arq",
        {"workers": shape.Way("arq", "poll_delay=0.01, keep_result=0, log_results=False", 100, _workers)},
        sender=Sender,
    )
