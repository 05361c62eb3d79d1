"""How durable an accepted job is, in one word, for `/health` and for every accept answer."""

from __future__ import annotations

import threading
import time

from producer.stores import Stores
from shared import redis_check
from shared.errors import QueueUnavailable

FRESH = 30.0
"""Seconds for which an answer of Redis about its persistence is taken for true."""


class Durability:
    """The word of one process, asked of Redis now and then."""

    def __init__(self) -> None:
        self._word = "redis-volatile"
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def word(self, stores: Stores) -> str:
        """`postgres+redis`, `redis-aof` or `redis-volatile`; the last known one while Redis is away."""
        if stores.postgres is not None:
            return "postgres+redis"
        if time.monotonic() - self._asked > FRESH and self._lock.acquire(blocking=False):
            try:
                self._ask(stores)
            finally:
                self._lock.release()
        return self._word

    def _ask(self, stores: Stores) -> None:
        try:
            found = redis_check.look(stores.queue.client)
        except QueueUnavailable as error:
            stores.redis_outage.began(error)
            return
        self._word = "redis-aof" if found.lasts else "redis-volatile"
        self._asked = time.monotonic()
