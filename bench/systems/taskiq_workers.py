"""Taskiq on Redis: its list, which pops before it runs, and its stream, which acknowledges."""

# /// script
# dependencies = ["taskiq[uv]==0.13.0", "taskiq-redis==1.2.4", "hiredis==3.5.0"]
# ///
from __future__ import annotations

import asyncio
import os

import shape
import work
from taskiq import AsyncBroker
from taskiq_redis import ListQueueBroker, RedisStreamBroker

REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:1")
BATCH = 100

lists = ListQueueBroker(REDIS, queue_name="list")
streams = RedisStreamBroker(REDIS, queue_name="stream", consumer_id="0")


async def noop() -> None:
    """Nothing."""
    work.done()


async def sleep() -> None:
    """Wait."""
    await asyncio.sleep(work.NAP)
    work.done()


async def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


async def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


def _tasks(broker: AsyncBroker) -> dict[str, object]:
    """By kind; registering renames the function."""
    jobs = zip(work.KINDS, (noop, sleep, labour, stamp), strict=True)
    return {kind: broker.register_task(job, task_name=kind) for kind, job in jobs}


TASKS = {"list": _tasks(lists), "stream": _tasks(streams)}


class Sender:
    """One way's tasks, and the loop on which they are sent."""

    def __init__(self, way: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks = TASKS[way]
        self._loop.run_until_complete((lists if way == "list" else streams).startup())

    def fill(self, kind: str, count: int) -> None:
        """A hundred at a time: it has no bulk."""
        task = self._tasks[kind]

        async def batches() -> None:
            for start in range(0, count, BATCH):
                await asyncio.gather(*[task.kiq() for _ in range(min(BATCH, count - start))])

        self._loop.run_until_complete(batches())

    def send(self, number: int) -> None:
        """One."""
        self._loop.run_until_complete(self._tasks["stamp"].kiq(number))


def _workers(broker: str, processes: int, concurrency: int) -> list[list[str]]:
    command = [str(shape.BIN / "taskiq"), "worker", f"taskiq_workers:{broker}", "--workers", str(processes)]
    return [[*command, "--max-async-tasks", str(concurrency), "--no-parse", "--log-level", "ERROR"]]


def _way(title: str, broker: str, note: str) -> shape.Way:
    return shape.Way(
        title,
        f"uvloop, --max-async-tasks as the table says, --no-parse; {note}",
        100,
        lambda processes, concurrency: _workers(broker, processes, concurrency),
    )


if __name__ == "__main__":
    shape.main(
        "taskiq",
        {
            "list": _way("Taskiq, list", "lists", "pops before it runs, so a killed process loses jobs"),
            "stream": _way("Taskiq, stream", "streams", "xread_count=100 as by default"),
        },
        sender=Sender,
    )
