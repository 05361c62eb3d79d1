"""The shape that each system of the bench has, and the words it is spoken to with.

A system is one program beside this file. A Python one names what it needs in an inline `script` block (PEP 723), gets
an environment of its own with that in it, and ends with `shape.main(...)`; one in another language answers the same
words by itself. Its jobs are those of `work.py`. The words:

    describe                                its ways to be run, as JSON
    commands WAY PROCESSES CONCURRENCY      the command lines of its workers, as JSON
    fill WAY KIND COUNT                     put jobs in line, as fast as it can
    send WAY COUNT GAP                      put COUNT jobs of kind `stamp` in line, one by one, GAP seconds apart;
                                            print as JSON when each was handed over, in nanoseconds of the machine

`REDIS_URL` and `DATABASE_URL` say where the stores are, `BENCH_TALLY` where jobs are counted.
"""

from __future__ import annotations

import importlib.metadata
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
"""Where the programs lie that were installed with a system."""


@dataclass(frozen=True)
class Way:
    """One way to run the workers of a system."""

    title: str
    settings: str
    """What is set, and so differs from the defaults, in a few words; it stands beside the figures."""
    concurrency: int
    """Jobs at a time in each process, where jobs do nothing."""
    commands: Callable[[int, int], Sequence[Sequence[str]]]
    """From processes and jobs at a time in each to the command lines to start."""
    stores: Sequence[str] = ("redis",)
    """Which of `redis` and `postgres` it uses."""
    environment: Mapping[str, str] | None = None
    """Variables for its workers."""
    scales: bool = True
    """Whether it stands for its system where a case brings a concurrency of its own."""


class Sender(Protocol):
    """Puts jobs in line; made only in the process that does."""

    def fill(self, kind: str, count: int) -> None:
        """Put `count` jobs of a kind in line, by the fastest means that the system's manual names."""

    def send(self, number: int) -> int | None:
        """Put one job of kind `stamp` in line, with its number; answers when it was, where not when it was called."""


def main(package: str | None, ways: Mapping[str, Way], sender: Callable[[str], Sender]) -> None:
    """Answer one word.

    Args:
        package: the distribution whose version stands in the table; None: it has none.
        ways: by the word that they are called by.
        sender: makes what puts jobs in line for one of the ways.
    """
    word, *rest = sys.argv[1:]
    if word == "describe":
        version = importlib.metadata.version(package) if package else ""
        print(json.dumps([_described(name, way, version) for name, way in ways.items()]))
    elif word == "commands":
        print(json.dumps([list(one) for one in ways[rest[0]].commands(int(rest[1]), int(rest[2]))]))
    elif word == "fill":
        sender(rest[0]).fill(rest[1], int(rest[2]))
    elif word == "send":
        print(json.dumps(_sent(sender(rest[0]), int(rest[1]), float(rest[2]))))
    else:
        sys.exit(f"{word} is none of describe, commands, fill, send")


def _described(name: str, way: Way, version: str) -> dict[str, object]:
    return {
        "way": name,
        "title": way.title,
        "version": version,
        "settings": way.settings,
        "concurrency": way.concurrency,
        "stores": list(way.stores),
        "environment": dict(way.environment or {}),
        "scales": way.scales,
    }


def _sent(sender: Sender, count: int, gap: float) -> list[int]:
    """Uneven gaps, so that no clock of a system falls into step with them."""
    moments = []
    for number in range(count):
        time.sleep(random.uniform(0.5, 1.5) * gap)
        called = time.monotonic_ns()
        moments.append(sender.send(number) or called)
    return moments
