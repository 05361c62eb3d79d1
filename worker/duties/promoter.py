"""Makes scheduled jobs and retries pending when they fall due."""

from __future__ import annotations

from shared.queue import PAGE, Queue
from worker.duty import Duty

LONGEST_PAUSE = 1.0
"""Seconds after which it looks again although nothing was due: something sooner may have been scheduled."""


def duty(queue: Queue) -> Duty:
    """The duty on one namespace."""

    def turn() -> float:
        promoted, next_due_ms = queue.promote()
        if promoted == PAGE:
            return 0.0
        if next_due_ms is None:
            return LONGEST_PAUSE
        return min(LONGEST_PAUSE, next_due_ms / 1000)

    return Duty("promoter", turn)
