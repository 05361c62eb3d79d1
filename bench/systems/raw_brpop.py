"""A floor: threads that wait in BRPOP and run what they get. No product: who dies loses what it holds."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import redis
import shape
import work

LIST = "raw:jobs"

client = (
    redis.Redis.from_url(os.environ.get("REDIS_URL", ""), protocol=2) if "REDIS_URL" in os.environ else None
)


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Nothing is needed."""

    def fill(self, kind: str, count: int) -> None:
        """Five hundred to an RPUSH."""
        assert client
        for start in range(0, count, 500):
            client.rpush(LIST, *[f"{kind} 0"] * min(500, count - start))

    def send(self, number: int) -> None:
        """One RPUSH."""
        assert client
        client.rpush(LIST, f"stamp {number}")


def serve() -> None:
    """Wait and run, for ever."""
    assert client
    while True:
        found = client.brpop([LIST], timeout=2)
        if found:
            kind, _, number = found[1].decode().partition(" ")
            work.RUN[kind](number)
            work.done()


def commands(processes: int, concurrency: int) -> list[list[str]]:
    """This file once more, for each process."""
    return [[sys.executable, str(Path(__file__)), "serve", str(concurrency)]] * processes


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        for _ in range(int(sys.argv[2])):
            threading.Thread(target=serve).start()
    else:
        shape.main(
            "redis",
            {
                "threads": shape.Way(
                    "raw BRPOP, one at a time", "redis-py with hiredis, loses what it holds", 8, commands
                )
            },
            sender=Sender,
        )
