"""Huey on Redis, with threads."""

# /// script
# dependencies = ["huey[redis]==3.5.4", "hiredis==3.5.0"]
# ///
from __future__ import annotations

import os
import time

import shape
import work
from huey import RedisHuey

huey = RedisHuey("bench", url=os.environ.get("REDIS_URL"), results=False, blocking=True)


@huey.task()
def noop() -> None:
    """Nothing."""
    work.done()


@huey.task()
def sleep() -> None:
    """Wait."""
    time.sleep(work.NAP)
    work.done()


@huey.task()
def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


@huey.task()
def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


TASKS = {"noop": noop, "sleep": sleep, "labour": labour, "stamp": stamp}


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Tasks are known by their module, which for the workers is not the program that is run here."""
        import huey_workers

        self._tasks = huey_workers.TASKS

    def fill(self, kind: str, count: int) -> None:
        """One by one: it has no bulk."""
        for _ in range(count):
            self._tasks[kind]()

    def send(self, number: int) -> None:
        """One."""
        self._tasks["stamp"](number)


def _workers(processes: int, concurrency: int) -> list[list[str]]:
    command = [str(shape.BIN / "huey_consumer"), "huey_workers.huey"]
    return [[*command, "-k", "thread", "-w", str(concurrency), "-n", "-q"]] * processes


if __name__ == "__main__":
    shape.main(
        "huey",
        {
            "threads": shape.Way(
                "Huey",
                "results=False, blocking=True, -k thread, -n; pops before it runs, so a killed process loses jobs",
                8,
                _workers,
            )
        },
        sender=Sender,
    )
