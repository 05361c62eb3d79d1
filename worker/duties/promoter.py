"""Makes scheduled jobs and retries pending when they fall due."""

from __future__ import annotations

import redis

from shared.queue import PAGE, Queue
from worker.duty import WOKEN_WAIT, Duty, woken


def duty(queue: Queue, waiting: redis.Redis) -> Duty:
    """The duty on one namespace; `waiting`: a client that may block for `WOKEN_WAIT` seconds."""

    def turn() -> float:
        promoted, next_due_ms = queue.promote()
        if promoted == PAGE:
            return 0.0
        return WOKEN_WAIT if next_due_ms is None else next_due_ms / 1000

    return Duty("promoter", turn, listen=woken(queue, "promoter", waiting))
