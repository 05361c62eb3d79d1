"""Our figures and the peers', in one run on one machine: `make bench`, or `python -m bench --help`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import report
from bench.cases import drain, growth, http, idle, latency, lists, mirror
from bench.rounds import Case, now, take
from bench.scale import FULL, SHORT, Scale
from bench.system import Way, ways
from bench.targets import standings

MODULES = (drain, mirror, latency, http, growth, idle, lists)
ORDER = [name for module in MODULES for name in module.NAMES]


def main() -> int:
    """Run what was asked for, print tables as they come, and write all of it down; the exit code: 1 when ours failed."""
    asked = _arguments()
    scale = SHORT if asked.short else FULL
    found = ways(lambda name: not asked.systems or _begins(name, asked.systems))
    before = report.read(asked.out).outcomes if asked.add else []
    run = report.Run(_machine(), "short" if asked.short else "full", before)
    for case in _cases(scale, found, asked.cases):
        print(f"{case.title} ({case.name})", file=sys.stderr, flush=True)
        outcome = take(case, asked.rounds or scale.rounds, scale.warm_up)
        print(f"\n{report.section(outcome)}\n", flush=True)
        run.put(outcome)
        run.outcomes.sort(key=lambda one: ORDER.index(one.name))
        report.write(run, asked.out)
    print(report.headlines(standings(run.outcomes)), flush=True)
    print(
        f"\n{asked.out / report.FILE} has every round; `python -m bench.report` makes the page of it",
        flush=True,
    )
    return 1 if _ours_failed(run) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a little of everything, to see that it works")
    parser.add_argument("--cases", type=_words, help="only cases whose name begins so; with commas between")
    parser.add_argument(
        "--systems", type=_words, help="only systems whose file begins so; with commas between"
    )
    parser.add_argument("--rounds", type=int, help="rounds that count")
    parser.add_argument("--add", action="store_true", help="keep what the run before showed of other cases")
    parser.add_argument(
        "--out", type=Path, default=report.RESULTS, help="the folder for results (default: %(default)s)"
    )
    return parser.parse_args()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _begins(name: str, words: tuple[str, ...]) -> bool:
    return name.startswith(words)


def _cases(scale: Scale, found: Sequence[Way], asked: tuple[str, ...] | None) -> Iterator[Case]:
    """Those asked for; a module without any is not entered, as it may prepare for long."""

    def wanted(name: str) -> bool:
        return _begins(name, asked) if asked else name not in scale.left_out

    for module in MODULES:
        if any(map(wanted, module.NAMES)):
            yield from (case for case in module.cases(scale, found) if wanted(case.name))


def _ours_failed(run: report.Run) -> bool:
    """Peers may fail: they are left out, and their line says why."""
    return any(row.failure and row.name.startswith("Workqueue") for one in run.outcomes for row in one.rows)


def _machine() -> dict[str, str]:
    return {
        "date": now(),
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "system": platform.platform(),
        "Python": platform.python_version(),
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    sys.exit(main())
