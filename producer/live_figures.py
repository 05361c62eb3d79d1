"""What live streams are told beside events: a tenant's counts, and the workers that were heard of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from producer import live_events, queue_state, stats
from producer.live_events import Frame
from producer.stores import Stores
from shared.errors import DatabaseUnavailable, QueueUnavailable

EVERY = 5.0
"""Seconds between two tellings."""
SHARED_FOR = 4.0
"""Seconds for which one look serves all streams of a tenant."""
FORGOTTEN_AFTER = 60.0
"""Seconds after which a tenant for whom nobody asks is forgotten; a look that lasts as long may be taken twice."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a tenant's figures."""

    at: float
    """When the look was over, by the clock of the streams."""
    counts: dict[str, Any] | None
    """As `/api/v1/stats`; None without Postgres, or while it is away."""
    workers: dict[str, str] = field(default_factory=dict)
    """Id -> when it was last heard of."""


class Board:
    """One tenant's figures, and who may look for new ones."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self.asked = 0.0
        self.looking = threading.Lock()
        self.seen: Seen | None = None


class Figures:
    """Looks once for all streams of a tenant, and lets no tenant's look keep another one waiting."""

    def __init__(self, stores: Stores, clock: Callable[[], float]) -> None:
        """Nothing was looked at yet."""
        self._stores = stores
        self._clock = clock
        self._lock = threading.Lock()
        self._boards: dict[str, Board] = {}

    def of(self, tenant: str) -> Seen:
        """The tenant's figures, a few seconds old at the most; whoever comes during a look takes what it finds."""
        board = self._board(tenant)
        with board.looking:
            if board.seen is None or self._clock() - board.seen.at >= SHARED_FOR:
                board.seen = self._look(tenant)
            return board.seen

    def _board(self, tenant: str) -> Board:
        with self._lock:
            now = self._clock()
            self._boards = {
                name: board for name, board in self._boards.items() if now - board.asked < FORGOTTEN_AFTER
            }
            board = self._boards.setdefault(tenant, Board())
            board.asked = now
            return board

    def _look(self, tenant: str) -> Seen:
        counts, workers = self._counts(tenant), self._workers(tenant)
        return Seen(self._clock(), counts, workers)

    def _counts(self, tenant: str) -> dict[str, Any] | None:
        if self._stores.postgres is None:
            return None
        try:
            return stats.stats(self._stores, tenant)
        except DatabaseUnavailable as error:
            self._stores.postgres_outage.began(error)
            return None

    def _workers(self, tenant: str) -> dict[str, str]:
        try:
            found = queue_state.workers(self._stores.queue, tenant)
        except QueueUnavailable as error:
            self._stores.redis_outage.began(error)
            return {}
        return {worker["id"]: worker["last_seen"] for worker in found}


class Shown:
    """What one stream was told of its figures."""

    def __init__(self) -> None:
        """Nothing."""
        self._workers: dict[str, str] = {}

    def news(self, seen: Seen, event_id: str) -> Iterator[Frame]:
        """The counts, and each worker that was heard of since the last telling."""
        for worker, since in seen.workers.items():
            if self._workers.get(worker) != since:
                payload = {"status": "alive", "last_seen": since}
                body = live_events.message("worker.heartbeat", payload, worker_id=worker)
                yield live_events.framed(live_events.NOTHING, None, "worker.heartbeat", body)
        self._workers = dict(seen.workers)
        if seen.counts is not None:
            body = live_events.message("stats.update", seen.counts, event_id=event_id)
            yield live_events.framed(live_events.NOTHING, event_id, "stats.update", body)
