"""The lines of the README run as they stand there, and the answers are those that it shows."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local import ports
from tests.integration.local.test_up import PATIENCE, Stack, ended_after

README = Path(__file__).resolve().parents[2] / "README.md"
END = "-- end of block --"
LEFT_OUT = "…"


@dataclass
class Block:
    """Lines to run, and what they show."""

    lines: str
    answers: list[str] = field(default_factory=list)
    """Each one line: JSON, or text."""


@pytest.fixture(scope="module")
def stack(servers_folder: Path) -> Iterator[Stack]:
    """What `make up` starts, but for the page: without npm there is none to build."""
    folder = servers_folder / "readme"
    folder.mkdir(mode=0o755)
    running = Stack(folder, HANDLERS="", PATH=str(folder))
    running.lines("Ctrl-C stops everything.")
    yield running
    running.process.terminate()
    running.lines("stack      | stopped")
    running.close()


@pytest.fixture
def shell(stack: Stack) -> Iterator[Shell]:
    ours = {"8080": stack.port, "8081": stack.worker_port, "9000": ports.free_port()}
    opened = Shell({f"{port}": str(free) for port, free in ours.items()})
    yield opened
    opened.close()


class Shell:
    """One `sh` for all blocks of a section, so that what one has found out is known to the next."""

    def __init__(self, instead: dict[str, str]) -> None:
        self._instead = instead
        self._process = subprocess.Popen(
            ["sh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )

    def run(self, lines: str) -> list[str]:
        """What the lines print."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{self._here(lines)}\nprintf '\\n{END}\\n'\n")
        self._process.stdin.flush()
        printed: list[str] = []
        with ended_after(PATIENCE, self._end):
            for line in self._process.stdout:
                if line == f"{END}\n":
                    return printed
                printed.append(line.rstrip("\n"))
        raise AssertionError(f"the shell ended: {printed}")

    def shown(self, answer: str) -> str:
        return self._here(answer)

    def close(self) -> None:
        self._end()
        self._process.communicate()

    def _end(self) -> None:
        """It and what it has started, which holds its output open."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def _here(self, text: str) -> str:
        return re.sub(r"\b(8080|8081|9000)\b", lambda match: self._instead[match[0]], text)


def test_the_first_lines_answer_as_shown(shell: Shell) -> None:
    first, then = blocks("Start it")[1:3]
    (accepted,) = check(shell, first)
    lines = then.lines.replace("JOB_ID", accepted["job_id"]).splitlines()
    job, attempts, newest, health, worker, metrics = (shell.run(line)[0] for line in lines)
    assert json.loads(job)["data"]["id"] == json.loads(newest)[0]["id"] == accepted["job_id"]
    assert json.loads(attempts)["error"] is None
    assert json.loads(health)["status"] == json.loads(worker)["status"] == "ok"
    assert metrics.startswith("# HELP workqueue_")


@pytest.mark.feature(100, "One command starts all of it")
def test_the_tour_runs_as_printed(shell: Shell) -> None:
    for block in blocks("A tour"):
        check(shell, block)


def check(shell: Shell, block: Block) -> list[Any]:
    """Run a block; each answer that it shows is among what it printed, in that order. The answers in full.

    What the block has begun in the background prints when it is called, which may be at any time.
    """
    in_order = " &\n" not in block.lines
    printed = shell.run(block.lines)
    found, left = [], list(printed)
    for shown in block.answers:
        at = next((at for at, line in enumerate(left) if same(shell.shown(shown), line)), None)
        assert at is not None, f"{shown}\n\nis not among what was printed:\n\n" + "\n".join(printed)
        found.append(left.pop(at))
        if in_order:
            del left[:at]
    return [json.loads(line) if line.startswith("{") else line for line in found]


def blocks(section: str) -> list[Block]:
    """The blocks of shell lines under a heading of the README, each with the answers that follow it."""
    _, _, text = README.read_text(encoding="utf-8").partition(f"\n## {section}\n")
    found: list[Block] = []
    for kind, lines in re.findall(
        r"^```(\w+)\n(.*?)^```$", text.partition("\n## ")[0], re.MULTILINE | re.DOTALL
    ):
        if kind == "sh":
            found.append(Block(lines))
        else:
            found[-1].answers += lines.splitlines()
    return found


def same(shown: str, line: str) -> bool:
    """Whether a printed line is the one that is shown."""
    if not shown.startswith("{"):
        return _same_text(shown, line)
    try:
        return _same(_whole(shown), json.loads(line))
    except ValueError:
        return False


def _whole(shown: str) -> Any:
    """JSON in which `…` stands for members that are left out."""
    text = re.sub(
        rf'"(?:[^"\\]|\\.)*"|{LEFT_OUT}',
        lambda match: match[0] if match[0] != LEFT_OUT else f'"{LEFT_OUT}": 0',
        shown,
    )
    return json.loads(text)


def _same(shown: Any, seen: Any) -> bool:
    if isinstance(shown, dict) and isinstance(seen, dict):
        named = shown.keys() - {LEFT_OUT}
        complete = named <= seen.keys() if LEFT_OUT in shown else named == seen.keys()
        return complete and all(_same(shown[name], seen[name]) for name in named)
    if isinstance(shown, list) and isinstance(seen, list):
        return len(shown) == len(seen) and all(map(_same, shown, seen))
    if isinstance(shown, str) and isinstance(seen, str):
        return _same_text(shown, seen)
    return type(shown) is type(seen) and bool(shown == seen)


def _same_text(shown: str, seen: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, shown.split(LEFT_OUT))), seen, re.DOTALL) is not None
