"""When a worker is of no use, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

DEAF_AFTER = 15.0
"""Seconds without a turn of its claim loop after which a runner makes its worker unhealthy."""


def complaint(turned: Mapping[str, float], stopping: bool) -> str | None:
    """Why a worker is of no use; None when it does what it can, which includes waiting for Redis to return.

    Args:
        turned: for each runner that is alive the seconds since its claim loop has turned.
        stopping: it was told to stop.
    """
    if stopping:
        return "the worker is stopping: handlers end, nothing is claimed"
    if not turned:
        return "no runner is alive; the log says why they died"
    name, seconds = max(turned.items(), key=lambda entry: entry[1])
    if seconds > DEAF_AFTER:
        return f"the claim loop of runner {name} has not turned for {seconds:.0f} s"
    return None
