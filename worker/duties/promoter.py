"""Makes scheduled jobs and retries pending when they fall due."""

from __future__ import annotations

import redis

from shared.queue import PAGE, Queue
from worker.duty import Duty

SOON = 1.0
"""Seconds below which it sleeps until the next is due: a wait in Redis may end a tenth of a second late."""
LONGEST_WAIT = 10.0
"""Seconds after which it looks again although nobody woke it: who was chief before may have heard it instead."""


def duty(queue: Queue, waiting: redis.Redis) -> Duty:
    """The duty on one namespace; `waiting`: a client that may block for `LONGEST_WAIT` seconds."""

    def turn() -> float:
        promoted, next_due_ms = queue.promote()
        if promoted == PAGE:
            return 0.0
        seconds = LONGEST_WAIT if next_due_ms is None else next_due_ms / 1000
        if seconds <= SOON:
            return seconds
        queue.wait_to_be_woken("promoter", min(LONGEST_WAIT, seconds - SOON / 2), waiting)
        return 0.0

    return Duty("promoter", turn)
