"""Three schedulers at once, in processes of their own, one of them stopped across many ticks: one job for each slot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.integration.cron.conftest import MINUTE, NOON, Clockwork

ROOT = Path(__file__).resolve().parents[3]
SLOTS = 24


class Ticker:
    """One scheduler process."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.cron.ticking", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'sdk/python/src'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, now: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{now}\n")
        self.process.stdin.flush()

    def wait(self, now: int) -> None:
        """Until it has looked at `now`."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{now}\n"

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def tickers(redis_url: str, tables: str, namespace: str) -> Iterator[list[Ticker]]:
    with ExitStack() as started:
        made = []
        for _ in range(3):
            made.append(Ticker(redis_url, tables, namespace))
            started.callback(made[-1].end)
        yield made


def look_at_all(tickers: list[Ticker], slots: list[int]) -> None:
    """All look at each slot at once; the first is stopped somewhere in the middle of its look, while the others go on."""
    victim, *others = tickers
    for number, now in enumerate(slots):
        tell_all(tickers, now)
        if number % 8 == 2:
            victim.process.send_signal(signal.SIGSTOP)
        if number % 8 == 7:
            victim.process.send_signal(signal.SIGCONT)
        for ticker in others:
            ticker.wait(now)
    for now in slots:
        victim.wait(now)


def tell_all(tickers: list[Ticker], now: int) -> None:
    for ticker in tickers:
        ticker.tell(now)


def test_each_slot_makes_exactly_one_job(clockwork: Clockwork, tickers: list[Ticker]) -> None:
    schedules = [clockwork.schedule() for _ in range(3)]
    slots = [NOON + number * MINUTE for number in range(SLOTS)]
    tell_all(tickers, NOON - 1)
    for ticker in tickers:
        ticker.wait(NOON - 1)
    look_at_all(tickers, slots)
    expected = [f"12:{minute:02d}" for minute in range(SLOTS)]
    assert [sorted(clockwork.slots_with_jobs(schedule)) for schedule in schedules] == [expected] * 3
    assert clockwork.ask("SELECT count(*) FROM schedule_runs WHERE outcome <> 'queued'") == [(0,)]
    assert clockwork.queue.depth("default").jobs == 3 * SLOTS
