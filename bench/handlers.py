"""The handlers that the bench runs: one that does nothing, one that waits as a call to another service would."""

from __future__ import annotations

import time

from workqueue import Handlers, Job

handlers = Handlers()


@handlers.handler("noop")
def noop(_: Job) -> None:
    """Return at once, so that what is measured is the queue."""


@handlers.handler("sleep")
def sleep(job: Job) -> None:
    """Wait for `payload.ms` milliseconds, holding nothing."""
    time.sleep(job.payload["ms"] / 1000)
