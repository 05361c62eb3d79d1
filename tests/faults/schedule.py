"""Which faults come in which order, as a seed decides it."""

from __future__ import annotations

import random
from collections.abc import Sequence

COMPLETE = 60.0
"""Seconds from which on a run injects every fault at least once."""
LONGEST_GAP = 1.0
"""Seconds between two faults at the most."""
TYPICAL = 3.0
"""Seconds that a fault and the gap after it take, for the size of a short run's choice."""


def plan(seed: int, seconds: float, faults: Sequence[str]) -> list[tuple[float, str]]:
    """Pairs of a gap (seconds) and the fault after it.

    Args:
        seed: the same one gives the same plan.
        seconds: how long faults go on; what is left of the plan when time is up is left out, but in a run of
            `COMPLETE` seconds or more not before each was injected once.
        faults: the names to choose from.
    """
    chance = random.Random(f"plan {seed}")
    order: list[str] = []
    while len(order) * TYPICAL < max(seconds, 1.0) or (seconds >= COMPLETE and len(order) < len(faults)):
        order += chance.sample(list(faults), len(faults))
    return [(round(chance.uniform(0.1, LONGEST_GAP), 2), name) for name in order]
