"""The states a job passes through, and the sets of them that code asks about."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a job is in its life; the words stand in records, rows, events and answers alike."""

    SCHEDULED = "scheduled"
    PENDING = "pending"
    RUNNING = "running"
    FAILED = "failed"
    COMPLETED = "completed"
    DEAD = "dead"
    CANCELLED = "cancelled"


STATES = {state.value: state for state in State}
"""By their words: found quicker than `State(word)` does it."""
FINAL = frozenset({State.COMPLETED, State.DEAD, State.CANCELLED})
"""States that nothing leaves, but for a dead job that a person requeues as a fresh one."""

OLDER_WORDS = {
    State.SCHEDULED: "pending",
    State.PENDING: "pending",
    State.FAILED: "pending",
    State.RUNNING: "processing",
    State.COMPLETED: "completed",
    State.DEAD: "failed",
    State.CANCELLED: "failed",
}
"""The words of `GET /api/jobs`, which knows four states."""
