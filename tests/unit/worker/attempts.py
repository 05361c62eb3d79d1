"""Attempts made by hand, and somebody for them to speak to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import orjson

from shared.job import Job, new_id
from shared.states import State
from worker.attempt import Attempt, Outcome
from workqueue import Handler

NOW = 1_700_000_000_000


class Listener:
    """Keeps what attempts say while they run (`worker.attempt.Link`)."""

    def __init__(self) -> None:
        self.progressed: list[bytes] = []
        self.deadlines: list[float] = []

    def progress(self, attempt: Attempt, progress: bytes) -> None:  # noqa: ARG002 - as the protocol has it
        self.progressed.append(progress)

    def extend(self, attempt: Attempt, deadline: float) -> None:  # noqa: ARG002 - as the protocol has it
        self.deadlines.append(deadline)


def claimed(**fields: Any) -> Job:
    """A job as a claim brings it: an hour to run, its first attempt."""
    given: dict[str, Any] = {
        "id": new_id(),
        "type": "story",
        "state": State.RUNNING,
        "attempt": 1,
        "fence": "a-fence",
        "worker": "w.1",
        "created_at": NOW,
        "queued_at": NOW,
        "started_at": NOW + 250,
        "deadline": NOW + 250 + 3_600_000,
    }
    return Job(**(given | fields))


def attempt(
    function: Callable[[Any], Any] = lambda _: None, listener: Listener | None = None, **fields: Any
) -> Attempt:
    """An attempt that has not begun."""
    return Attempt(claimed(**fields), Handler("story", function), time.monotonic(), listener or Listener())


def ran(function: Callable[[Any], Any], payload: object = None, **fields: Any) -> Outcome:
    """What comes of an attempt with this handler."""
    tried = attempt(function, payload=orjson.dumps(payload), **fields)
    tried.begin()
    return tried.run()
