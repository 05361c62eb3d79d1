"""How long a failed job waits for its next attempt: exponential with a cap and full jitter.

Full jitter after Marc Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Backoff:
    """Attempt n waits a random time up to `base_seconds * factor ** (n - 1)`, at most `max_seconds`."""

    base_seconds: float = 5.0
    max_seconds: float = 3600.0
    factor: float = 2.0
    jitter: bool = True
    """False: exactly the upper bound."""

    def delay_ms(self, attempt: int, chance: random.Random) -> int:
        """Milliseconds to wait after `attempt` (counted from 1) failed."""
        bound = self.max_seconds
        exponent = min(attempt - 1, 64)
        if self.base_seconds * self.factor**exponent < self.max_seconds:
            bound = self.base_seconds * self.factor**exponent
        seconds = chance.uniform(0, bound) if self.jitter else bound
        return round(seconds * 1000)


DEFAULT = Backoff()


def from_json(text: bytes | None) -> Backoff:
    """The backoff that a job brings, or the default."""
    return Backoff(**orjson.loads(text)) if text else DEFAULT
