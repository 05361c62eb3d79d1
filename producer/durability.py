"""How durable an accepted job is, in one word, for `/health` and for every accept answer."""

from __future__ import annotations

import threading
import time

from producer.stores import Stores
from shared import redis_check
from shared.errors import QueueUnavailable

FRESH = 30.0
"""Seconds for which an answer of Redis about its persistence is taken for true."""
SOON = 1.0
"""Seconds until Redis is asked again after it did not answer."""


class Durability:
    """The word of one process, asked of Redis now and then."""

    def __init__(self) -> None:
        self._word: str | None = None
        self._due = 0.0
        self._lock = threading.Lock()

    def word(self, stores: Stores) -> str:
        """`postgres+redis`, `redis-aof` or `redis-volatile`; the last known one while Redis is away."""
        if stores.postgres is not None:
            return "postgres+redis"
        if time.monotonic() >= self._due:
            self._refresh(stores)
        return self._word or "redis-volatile"

    def _refresh(self, stores: Stores) -> None:
        """Ask, unless another thread does; only the very first word is waited for."""
        if not self._lock.acquire(blocking=self._word is None):
            return
        try:
            if time.monotonic() >= self._due:
                found = _asked(stores)
                self._word = found or self._word
                self._due = time.monotonic() + (FRESH if found else SOON)
        finally:
            self._lock.release()


def _asked(stores: Stores) -> str | None:
    try:
        found = redis_check.look(stores.queue.client)
    except QueueUnavailable as error:
        stores.redis_outage.began(error)
        return None
    return "redis-aof" if found.lasts else "redis-volatile"
