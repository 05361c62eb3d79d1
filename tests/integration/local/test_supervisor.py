"""A dead child is named and started again, and whatever ends the supervisor, nothing of its stack goes on."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LITTLE_STACK = Path(__file__).with_name("little_stack.py")
PATIENCE = 20.0  # seconds; what is waited for takes far less


class Running:
    """A little stack, the lines that it prints, and a way to wait until all of its processes are gone."""

    def __init__(self, folder: Path, *names: str) -> None:
        fifo = folder / "alive"
        os.mkfifo(fifo)
        self.alive = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        os.close(os.open(fifo, os.O_WRONLY))  # who never met a writer is not told that none is left
        self.process = subprocess.Popen(
            [sys.executable, str(LITTLE_STACK), str(fifo), *names],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.seen: list[str] = []
        self._too_long = threading.Timer(
            PATIENCE, self.process.kill
        )  # ends a wait for a line that never comes
        self._too_long.start()

    def line(self, *parts: str) -> str:
        """The next line that holds all the parts; fails when the output ends before it."""
        assert self.process.stdout is not None
        for raw in self.process.stdout:
            self.seen.append(raw.decode())
            if all(part in self.seen[-1] for part in parts):
                return self.seen[-1]
        pytest.fail(f"no line with {parts} among {self.seen}")

    def pid_of(self, name: str) -> int:
        return int(self.line(f"{name} ", "| pid").split()[-1])

    def stop_reading(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.stdout = None

    def wait_until_nothing_is_left(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while select.select([self.alive], [], [], max(0.0, give_up_at - time.monotonic()))[0]:
            if os.read(self.alive, 1) == b"":
                return
        pytest.fail("a process of the stack still runs")

    def close(self) -> None:
        self._too_long.cancel()
        self.process.kill()
        self.process.communicate()
        os.close(self.alive)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*names: str) -> Running:
        started.append(Running(tmp_path, *names))
        return started[-1]

    yield start
    for stack in started:
        stack.close()


def test_a_dead_child_is_named_and_started_again_with_a_growing_delay(run: Callable[..., Running]) -> None:
    stack = run("plain")
    first = stack.pid_of("plain")
    os.kill(first, signal.SIGKILL)
    stack.line("stack", "plain ended by itself: killed by SIGKILL. Starting it again in 0.5 s.")
    second = stack.pid_of("plain")
    assert second != first
    os.kill(second, signal.SIGTERM)
    stack.line("stack", "plain ended by itself: killed by SIGTERM. Starting it again in 1 s.")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_and_leaves_nothing(run: Callable[..., Running], number: signal.Signals) -> None:
    stack = run("plain")
    stack.pid_of("plain")
    stack.process.send_signal(number)
    stack.line("stack", f"stopping ({number.name})")
    assert stack.process.wait(PATIENCE) == 0
    stack.wait_until_nothing_is_left()


def test_children_of_children_go_too(run: Callable[..., Running]) -> None:
    stack = run("forking")
    stack.pid_of("forking")
    stack.process.terminate()
    assert stack.process.wait(PATIENCE) == 0
    stack.wait_until_nothing_is_left()


def test_children_whose_parent_was_killed_go_too(run: Callable[..., Running]) -> None:
    """No parent can be asked for the fork of a killed one; its process group is what is left."""
    stack = run("forking")
    os.kill(stack.pid_of("forking"), signal.SIGKILL)
    stack.pid_of("forking")
    stack.process.terminate()
    assert stack.process.wait(PATIENCE) == 0
    stack.wait_until_nothing_is_left()


def test_who_does_not_hear_is_killed(run: Callable[..., Running]) -> None:
    stack = run("deaf")
    stack.pid_of("deaf")
    stack.process.terminate()
    stack.line("stack", "deaf did not stop within")
    assert stack.process.wait(PATIENCE) == 0
    stack.wait_until_nothing_is_left()


def test_a_stack_that_nobody_reads_any_more_ends(run: Callable[..., Running]) -> None:
    stack = run("plain")
    child = stack.pid_of("plain")
    stack.stop_reading()
    os.kill(child, signal.SIGKILL)  # there is something to say now
    stack.wait_until_nothing_is_left()


def test_nothing_outlives_a_killed_supervisor(run: Callable[..., Running]) -> None:
    stack = run("plain", "deaf")
    started = {stack.line("| pid").split()[0], stack.line("| pid").split()[0]}
    assert started == {"plain", "deaf"}
    stack.process.kill()
    stack.wait_until_nothing_is_left()


def test_what_can_never_work_is_not_tried_again(run: Callable[..., Running]) -> None:
    stack = run("plain", "misused")
    stack.line("misused", "no such table")
    stack.line("stack", "misused cannot run like this (exit 2); its own lines above say why")
    assert stack.process.wait(PATIENCE) == 2
    stack.wait_until_nothing_is_left()
