"""Remembers what was slow to find out, so that counting a large table never takes more than a twentieth of the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

SLOW = 0.05
"""Seconds: what took less is found out anew each time."""
TIMES = 20
"""For so many times as long as it took an answer is good."""
LONGEST = 60.0
"""Seconds, whatever it took."""


@dataclass(slots=True)
class _Seen:
    looking: threading.Lock = field(default_factory=threading.Lock)
    answer: Any = None
    good_until: float = 0.0


class Looks:
    """Answers by what was asked; who comes during a slow look waits for it, and takes its answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing was looked at yet; `clock` answers seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[Hashable, _Seen] = {}

    def take(self, asked: Hashable, look: Callable[[], T]) -> T:
        """The answer, fresh where it is quick to find.

        Args:
            asked: what `look` depends on; the same word is the same question.
            look: finds it out; what it raises is raised, and nothing is remembered of it.
        """
        seen = self._of(asked)
        with seen.looking:
            if self._clock() >= seen.good_until:
                began = self._clock()
                seen.answer = look()
                took = self._clock() - began
                seen.good_until = self._clock() + min(LONGEST, TIMES * took) if took > SLOW else 0.0
            answer: T = seen.answer
            return answer

    def _of(self, asked: Hashable) -> _Seen:
        """Those whose answers are good no more, and that nobody looks for, are forgotten on the way."""
        with self._lock:
            now = self._clock()
            self._seen = {
                known: seen
                for known, seen in self._seen.items()
                if known == asked or now < seen.good_until or seen.looking.locked()
            }
            return self._seen.setdefault(asked, _Seen())
