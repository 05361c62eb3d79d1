"""A floor: one thread claims fifty jobs in a script, eight run them, one acknowledges what is done, in batches.

The least that leases cost. No product: no records, no fences, no retries, no events.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from pathlib import Path

import redis
import shape
import work

CLAIM = """
local ids = redis.call('LPOP', KEYS[1], ARGV[1])
if not ids then return {} end
local until_when = redis.call('TIME')[1] + 30
local leases = {}
for _, id in ipairs(ids) do
    leases[#leases + 1] = until_when
    leases[#leases + 1] = id
end
redis.call('ZADD', KEYS[2], unpack(leases))
return ids
"""
AT_ONCE = 50

client = (
    redis.Redis.from_url(os.environ.get("REDIS_URL", ""), protocol=2) if "REDIS_URL" in os.environ else None
)


class Sender:
    """Puts jobs in line; all ways alike."""

    def __init__(self, _: str) -> None:
        """Nothing is needed."""

    def fill(self, kind: str, count: int) -> None:
        """Five hundred to an RPUSH, each entry unlike the others."""
        assert client
        for start in range(0, count, 500):
            client.rpush("leased:jobs", *[f"{kind} {n}" for n in range(start, min(start + 500, count))])
        client.rpush("leased:bell", 1)

    def send(self, number: int) -> None:
        """One, and a knock."""
        assert client
        pipe = client.pipeline(transaction=False)
        pipe.rpush("leased:jobs", f"stamp {number}")
        pipe.rpush("leased:bell", 1)
        pipe.execute()


class Worker:
    """One process."""

    def __init__(self, threads: int) -> None:
        assert client
        self._claim = client.register_script(CLAIM)
        self._waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for duty in (self._dispatch, self._report, *[self._run] * threads):
            threading.Thread(target=duty).start()

    def _dispatch(self) -> None:
        assert client
        while True:
            if self._waiting.qsize() < AT_ONCE:
                ids = self._claim(keys=["leased:jobs", "leased:leases"], args=[AT_ONCE])
                for one in ids:
                    self._waiting.put(one)
                if not ids:
                    client.brpop(["leased:bell"], timeout=2)
            else:
                time.sleep(0)

    def _run(self) -> None:
        while True:
            job = self._waiting.get()
            kind, _, number = job.decode().partition(" ")
            work.RUN[kind](number)
            work.done()
            self._ended.put(job)

    def _report(self) -> None:
        assert client
        while True:
            ended = [self._ended.get()]
            while len(ended) < 500 and not self._ended.empty():
                ended.append(self._ended.get())
            client.zrem("leased:leases", *ended)


def commands(processes: int, concurrency: int) -> list[list[str]]:
    """This file once more, for each process."""
    return [[sys.executable, str(Path(__file__)), "serve", str(concurrency)]] * processes


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        Worker(int(sys.argv[2]))
    else:
        shape.main(
            "redis",
            {
                "lua": shape.Way(
                    "raw leases of 50, batched acks",
                    "Lua, redis-py with hiredis; no records, no retries",
                    8,
                    commands,
                )
            },
            sender=Sender,
        )
