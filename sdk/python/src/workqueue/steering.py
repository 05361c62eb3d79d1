"""The exceptions by which a handler says what should become of its job."""

from __future__ import annotations

import math


class Steer(Exception):  # noqa: N818 - these steer a job; most of them are no errors
    """What `Retry`, `Dead` and `Cancelled` have in common; raise one of those.

    Attributes:
        reason: one sentence for the person who reads the job's timeline; may be empty.
    """

    def __init__(self, reason: str = "") -> None:
        """Keep the reason, and let it be the text of the exception."""
        super().__init__(reason)
        self.reason = reason


class Retry(Steer):
    """Raise it to try again later: the attempt counts as failed, and another follows while attempts are left.

    Any other exception does the same with the usual backoff; `Retry` is for when the handler knows better how
    long to wait, for example because a server answered `Retry-After: 60`.

    Attributes:
        after: seconds to wait before the next attempt; None leaves the wait to the usual backoff.
    """

    def __init__(self, after: float | None = None, reason: str = "") -> None:
        """Keep the wait and the reason.

        Raises:
            ValueError: `after` is negative, infinite or not a number.
        """
        if after is not None and not (math.isfinite(after) and after >= 0):
            raise ValueError(f"Retry(after={after!r}): give the wait in seconds, zero or more, or None")
        super().__init__(reason)
        self.after = after


class Dead(Steer):
    """Raise it when no further attempt can help: the job goes to the dead-letter queue at once.

    A person finds it there with the reason, and can mend and requeue it.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason, which is not optional: somebody has to act on it.

        Raises:
            ValueError: the reason is empty.
        """
        if not reason.strip():
            raise ValueError(
                "Dead(reason) needs a sentence: it is all that the person who mends the job will see"
            )
        super().__init__(reason)


class Cancelled(Steer):
    """The handler stops because it was told to; `job.check()` and `job.sleep()` raise it.

    Let it pass, after tidying up. What becomes of the job depends on why it was told to stop: cancelled by a
    person, it is cancelled; timed out, the attempt failed and another follows while attempts are left; its
    lease lost, another worker has it and nothing this attempt did changes the job any more.
    """
