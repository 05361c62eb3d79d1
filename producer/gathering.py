"""Does together what requests ask for at the same time: one statement and one call of Redis for all of them.

Whoever comes first goes at once. What comes while that is under way goes together when it ends, led by whichever thread has
waited longest. So nobody waits for company, and the more there is to do, the less each of it costs.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
L = TypeVar("L", bound=Hashable)
R = TypeVar("R")


class Gathering(Generic[L, A, R]):
    """Calls that may be made together, in lines of which each has at most so many under way."""

    def __init__(
        self, together: Callable[[L, Sequence[A]], Sequence[R | Exception]], most: int, under_way: int = 1
    ) -> None:
        """Nobody asks yet.

        Args:
            together: does what was asked for in one line; answers, for each in its order, the result or its error.
            most: that go together.
            under_way: such goes of one line at a time.
        """
        self._together = together
        self._most = most
        self._under_way = under_way
        self._lines: dict[L, _Line[A, R]] = {}
        self._lock = threading.Lock()

    def do(self, line: L, asked: A) -> R:
        """Have it done, with whatever else is asked for in this line meanwhile; raises what `together` says of it."""
        call: _Call[A, R] = _Call(asked)
        with self._lock:
            stands = self._lines.setdefault(line, _Line())
            goes = stands.under_way < self._under_way
            if goes:
                stands.under_way += 1
            else:
                stands.waiting.append(call)
        if goes:
            # Threads that lack but their turn in Python take it first and come along: a third fewer goes.
            time.sleep(0)
        else:
            call.woken.acquire()
        if goes or call.leads:
            self._lead(line, stands, self._come_along(stands, call))
        return call.result()

    def _come_along(self, stands: _Line[A, R], leader: _Call[A, R]) -> list[_Call[A, R]]:
        """Those that go now: the leader and, in their order, those that wait by now."""
        with self._lock:
            others = stands.waiting[: self._most - 1]
            del stands.waiting[: self._most - 1]
        return [leader, *others]

    def _lead(self, line: L, stands: _Line[A, R], calls: Sequence[_Call[A, R]]) -> None:
        try:
            answers = self._together(line, [call.asked for call in calls])
            for call, answer in zip(calls, answers, strict=True):
                call.answer = answer
        except Exception as error:
            for call in calls:
                call.answer = error
        finally:
            self._hand_on(line, stands)
            for call in calls[1:]:
                call.woken.release()

    def _hand_on(self, line: L, stands: _Line[A, R]) -> None:
        """Let whoever has waited longest lead the next; a line in which nobody is left is forgotten."""
        with self._lock:
            if stands.waiting:
                leader = stands.waiting.pop(0)
                leader.leads = True
                leader.woken.release()
                return
            stands.under_way -= 1
            if not stands.under_way:
                del self._lines[line]


class _Line(Generic[A, R]):
    """Who waits for those that are under way."""

    def __init__(self) -> None:
        self.under_way = 0
        self.waiting: list[_Call[A, R]] = []


class _Call(Generic[A, R]):
    """What one thread asks for."""

    __slots__ = ("answer", "asked", "leads", "woken")

    def __init__(self, asked: A) -> None:
        self.asked = asked
        self.woken = threading.Lock()
        """Held until the thread has an answer or is to lead."""
        self.woken.acquire()
        self.leads = False
        self.answer: R | Exception = RuntimeError("the thread that led this call was stopped")

    def result(self) -> R:
        """The answer; an error is this thread's own, as one that several raise would gather the lines of all of them."""
        if isinstance(self.answer, Exception):
            raise copy.copy(self.answer) from self.answer
        return self.answer
