"""`python -m tests.faults.mutants`: break our own code in ways that lose or double jobs, and demand that it is noticed.

A harness that passes proves little before it has been seen to fail. Each mutant is one change of text in a copy of the
tree; the smallest run that should notice it must fail, for the reason expected, and pass on the tree as it is.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.system import ROOT
from tests.faults.trial import temporary_folder

PACKAGES = ("producer", "worker", "shared", "local", "sdk", "tests")
LONGEST_RUN = 300.0
"""Seconds after which a run is taken to hang."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the harness."""

    faults: str
    """Their names, with commas between."""
    seconds: int
    quiet_within: int = 60

    @property
    def arguments(self) -> list[str]:
        """For the command line."""
        only = ["--only", self.faults] if self.faults else []
        return [
            "--seconds",
            str(self.seconds),
            "--quiet-within",
            str(self.quiet_within),
            "--seed",
            "1",
            *only,
        ]


ZOMBIES = Run("stop-worker,stall-worker", 30)
WIPES = Run("flushall", 8)
BARE_WIPES = Run("flushall-without-postgres,flushall-while-workers-stand", 10)
LATE = Run("late-push", 12)
DEAD_WORKERS = Run("kill-worker,kill-runner", 10)
OUTAGE = Run("stop-postgres", 8)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way to break our code."""

    name: str
    breaks: str
    """What no longer holds."""
    file: str
    before: str
    """Stands in the file exactly once."""
    after: str
    run: Run
    caught_by: frozenset[str]
    """Promises (`oracle.Violation.promise`), one of which must be found broken."""


MUTANTS = (
    Mutant(
        "no fence",
        "whoever held a job once may still end it",
        "shared/lua/ack.lua",
        "is_running(lines) and as.fence == fence then",
        "is_running(lines) then",
        ZOMBIES,
        frozenset({"zombie", "unexecuted"}),
    ),
    Mutant(
        "no reconciler",
        "what Redis has lost stays lost",
        "worker/parent.py",
        "            self._reconciler.duty,\n",
        "",
        WIPES,
        frozenset({"lost"}),
    ),
    Mutant(
        "Redis first",
        "the row is written when the mirror comes to it, after the answer",
        "shared/enqueue.py",
        "        if self.postgres is None:\n            stored = self._in_redis(rows, entries)\n",
        "        if rows:\n            stored = self._in_redis(rows, entries)\n",
        BARE_WIPES,
        frozenset({"lost"}),
    ),
    Mutant(
        "DEL instead of a tombstone",
        "a push that comes late finds nothing that says that the job is over",
        "shared/lua/settle.lua",
        "then entomb(id, record, ttl_ms) end\n",
        "then redis.call('DEL', job_key(id)) end\n",
        LATE,
        frozenset({"again"}),
    ),
    Mutant(
        "pop without a lease",
        "a claim is a pop: nothing says who has the job, nor until when",
        "shared/lua/claim.lua",
        "  redis.call('ZADD', LEASES, unpack(expiries))\n  redis.call('HSET', held_key(runner), unpack(held))\n",
        "",
        DEAD_WORKERS,
        frozenset({"unreachable", "again"}),
    ),
    Mutant(
        "no reclaimer",
        "a popped job dies with its worker",
        "worker/parent.py",
        "            reclaimer.duty(self._queue, self._max_attempts, waiting),\n",
        "",
        DEAD_WORKERS,
        frozenset({"lost"}),
    ),
    Mutant(
        "promote in two steps",
        "between the two a due job is nowhere, and stays so when the promoter dies there",
        "shared/queue.py",
        '        promoted, next_due = self._run("promote", PAGE)\n',
        "        due = self.client.zrangebyscore(self.keys.scheduled, 0, self.now_ms(), 0, PAGE)\n"
        "        if due:\n"
        "            self.client.zrem(self.keys.scheduled, *due)\n"
        "            time.sleep(0.02)  # here the promoter may die\n"
        "            self.client.zadd(self.keys.scheduled, dict.fromkeys(due, 0))\n"
        '        promoted, next_due = self._run("promote", PAGE)\n',
        DEAD_WORKERS,
        frozenset({"unreachable"}),
    ),
    Mutant(
        "ack before the handler",
        "a job is completed that never ran to its end",
        "worker/processor.py",
        "        outcome = attempt.run()\n",
        "        self._reporter.put(Outcome(attempt.job, 0.0, result=b'null'))\n"
        "        outcome = attempt.run()\n",
        DEAD_WORKERS,
        frozenset({"unexecuted"}),
    ),
    Mutant(
        "events trimmed by length",
        "what the mirror has not yet read is dropped",
        "shared/lua/prelude.lua",
        "redis.call('XADD', EVENTS, '*',",
        "redis.call('XADD', EVENTS, 'MAXLEN', '=', '20', '*',",
        OUTAGE,
        frozenset({"timeline"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the harness said of a tree."""

    broken: dict[str, int]
    """How often each promise was broken."""
    seconds: float


def main() -> int:
    """0 when every mutant was caught and the tree as it is passes, else 1."""
    chosen = _chosen(_parser().parse_args().only)
    with temporary_folder() as folder:
        well = all([_passes_as_it_is(folder, run) for run in dict.fromkeys(mutant.run for mutant in chosen)])
        print(f"{'mutant':<28} {'caught by':<44} seconds  what it breaks", flush=True)
        caught = [_is_caught(folder, mutant) for mutant in chosen]
    print(f"{sum(caught)} of {len(caught)} mutants were caught")
    return 0 if well and all(caught) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.mutants", description=__doc__)
    names = ", ".join(mutant.name for mutant in MUTANTS)
    parser.add_argument("--only", default="", help=f"some of these, with commas between: {names}")
    return parser


def _chosen(only: str) -> Sequence[Mutant]:
    names = {name.strip() for name in only.split(",") if name.strip()}
    unknown = names - {mutant.name for mutant in MUTANTS}
    if unknown:
        print(f"no such mutant: {', '.join(sorted(unknown))}", file=sys.stderr)
        raise SystemExit(2)
    return [mutant for mutant in MUTANTS if not names or mutant.name in names]


def _passes_as_it_is(folder: Path, run: Run) -> bool:
    outcome = _run(_copy(folder / "tree"), run)
    verdict = f"broken promises: {outcome.broken}" if outcome.broken else "passes"
    print(
        f"the tree as it is, {run.seconds} s of {run.faults}: {verdict}, {outcome.seconds:.0f} s", flush=True
    )
    return not outcome.broken


def _is_caught(folder: Path, mutant: Mutant) -> bool:
    tree = _copy(folder / "tree")
    _mutate(tree, mutant)
    outcome = _run(tree, mutant.run)
    found = ", ".join(f"{count} x {promise}" for promise, count in outcome.broken.items()) or "NOT CAUGHT"
    caught = bool(mutant.caught_by & outcome.broken.keys())
    if outcome.broken and not caught:
        found = f"NOT CAUGHT by {'/'.join(sorted(mutant.caught_by))}: {found}"
    print(f"{mutant.name:<28} {found:<44} {outcome.seconds:7.0f}  {mutant.breaks}", flush=True)
    return caught


def _copy(tree: Path) -> Path:
    """A fresh copy of what the harness runs."""
    if tree.exists():
        shutil.rmtree(tree)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    return tree


def _mutate(tree: Path, mutant: Mutant) -> None:
    """Replace the text, which must stand there exactly once: else the code has moved on, and the mutant must too."""
    file = tree / mutant.file
    text = file.read_text()
    if text.count(mutant.before) != 1:
        raise SystemExit(
            f"mutant {mutant.name!r}: {mutant.file} holds its text {text.count(mutant.before)} times instead of"
            f" once; bring the mutant up to date with the code:\n{mutant.before}"
        )
    file.write_text(text.replace(mutant.before, mutant.after))


def _run(tree: Path, run: Run) -> Outcome:
    began = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-m", "tests.faults", *run.arguments],
        cwd=tree,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN,
    )
    verdict = re.search(r"^(PASSED|FAILED)[^:]*: (.*)$", finished.stdout, re.MULTILINE)
    if verdict is None:
        raise SystemExit(
            f"the harness came to no verdict:\n{finished.stdout[-2000:]}\n{finished.stderr[-4000:]}"
        )
    broken = re.findall(r"(\d+) x ([\w-]+)", verdict[2]) if verdict[1] == "FAILED" else []
    return Outcome({promise: int(count) for count, promise in broken}, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
