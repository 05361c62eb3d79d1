"""How figures are taken: all contenders of a case in turn, round after round, the first of which only warms up.

In turn, as a machine is faster at one time than at another: whoever is measured in the same round meets the same
machine. A contender that fails says why and is left out of the rounds that follow; the others go on.
"""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Figures = dict[str, float]
"""By label, which carries the unit."""


@dataclass(frozen=True)
class Contender:
    """One of those that a case compares."""

    name: str
    settings: str
    measure: Callable[[], Figures]
    """Takes one round on servers of its own. What it raises is the reason why this contender is left out."""


@dataclass(frozen=True)
class Case:
    """One question, asked of all contenders alike."""

    name: str
    title: str
    told: str
    """What exactly is measured, and from when to when, in a sentence or two."""
    contenders: Sequence[Contender]
    rounds: int | None = None
    """Rounds that count, of a case that has no round to warm up: it takes minutes anyway, or there is nothing to warm."""


@dataclass
class Row:
    """What a contender showed."""

    name: str
    settings: str
    rounds: list[Figures] = field(default_factory=list)
    failure: str | None = None


@dataclass
class Outcome:
    """What a case showed."""

    name: str
    title: str
    told: str
    rows: list[Row]
    seconds: float = 0.0
    begun: str = ""
    """When, and how busy the machine was then."""


def take(case: Case, rounds: int, warm_up: bool) -> Outcome:
    """Measure all contenders, in turn: once to warm up, where that is wanted, then `rounds` times."""
    rows = [Row(one.name, one.settings) for one in case.contenders]
    begun, said = time.monotonic(), now()
    for number in _numbers(case, rounds, warm_up):
        for contender, row in zip(case.contenders, rows, strict=True):
            if row.failure is None:
                _measure(contender, row, number)
    return Outcome(case.name, case.title, case.told, rows, time.monotonic() - begun, said)


def now() -> str:
    """The time, and the load of the machine."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{datetime.datetime.now(datetime.UTC):%d %B %Y, %H:%M} UTC, at a load of {load}"


def _numbers(case: Case, rounds: int, warm_up: bool) -> range:
    """Of the rounds; 0 is the one that warms up."""
    if case.rounds is not None:
        return range(1, case.rounds + 1)
    return range(0 if warm_up else 1, rounds + 1)


def _measure(contender: Contender, row: Row, number: int) -> None:
    try:
        figures = contender.measure()
    except Exception as error:
        row.failure = f"{type(error).__name__}: {error}"
        _say(f"{contender.name} is left out from here on: {row.failure}")
        return
    if number:
        row.rounds.append(figures)
    told = ", ".join(f"{label} {value:,.1f}" for label, value in figures.items())
    _say(f"  {f'round {number}' if number else 'warm-up'}  {contender.name}: {told}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
