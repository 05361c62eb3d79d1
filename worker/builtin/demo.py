"""Two handlers to see the queue at work with: one that takes time, one that fails."""

from __future__ import annotations

from pydantic import Field

from worker.builtin import payloads
from workqueue import Handlers, Job

handlers = Handlers()

LONGEST_SLEEP = 3600


class Sleep(payloads.Payload):
    """The payload of `sleep`."""

    seconds: int | float = Field(ge=0, le=LONGEST_SLEEP)


class Fail(payloads.Payload):
    """The payload of `fail`."""

    message: str = "failed, as the payload asked"
    times: int | None = Field(default=None, ge=0)
    """In how many attempts to fail; None for all of them."""


@handlers.handler("sleep", timeout=LONGEST_SLEEP + 60)
def sleep(job: Job) -> dict[str, int | float]:
    """Wait for the seconds asked for, telling how far it is; stop when told to.

    Raises:
        Cancelled: the job should stop.
        Dead: the payload is wrong.
    """
    seconds = payloads.read(Sleep, job).seconds
    step = max(seconds / 100, 1)
    slept = 0.0
    while slept < seconds:
        pause = min(step, seconds - slept)
        job.sleep(pause)
        slept += pause
        job.progress(min(slept / seconds, 1), f"slept {slept:g} of {seconds:g} s")
    return {"slept": seconds}


@handlers.handler("fail", timeout=60)
def fail(job: Job) -> dict[str, int]:
    """Fail in the first `times` attempts, or in all; then return.

    Raises:
        RuntimeError: with the payload's message.
        Dead: the payload is wrong.
    """
    payload = payloads.read(Fail, job)
    if payload.times is None or job.attempt <= payload.times:
        raise RuntimeError(payload.message)
    return {"failed": payload.times}
