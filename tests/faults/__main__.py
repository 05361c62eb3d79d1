"""`python -m tests.faults --seconds N --seed S`: kill and wipe everything while jobs run."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.faults import report, schedule, trial
from tests.faults.injections import FAULTS


def main() -> int:
    """0 when every promise was kept, else 1."""
    arguments = _parser().parse_args()
    settings = trial.Settings(
        seconds=arguments.seconds,
        seed=arguments.seed,
        faults=_chosen(arguments.only),
        workers=arguments.workers,
        quiet_within=arguments.quiet_within,
    )
    plan = schedule.plan(settings.seed, settings.seconds, settings.faults)
    print(
        f"seed {settings.seed}, {settings.seconds:g} s; planned: {', '.join(name for _, name in plan)}",
        flush=True,
    )
    began = time.monotonic()
    if arguments.keep:
        arguments.keep.mkdir(mode=0o711, parents=True)
    verdict = trial.run(settings, _say if arguments.verbose else lambda _: None, arguments.keep)
    print("\n".join(report.lines(verdict)))
    print(f"took {time.monotonic() - began:.0f} s")
    return 1 if verdict.violations else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for how long faults are injected")
    parser.add_argument("--seed", type=int, default=1, help="of the schedule and of the load")
    parser.add_argument("--only", default="", help=f"some of these, with commas between: {', '.join(FAULTS)}")
    parser.add_argument("--workers", type=int, default=2, help="how many workers run")
    parser.add_argument(
        "--quiet-within",
        type=float,
        default=trial.QUIET_WITHIN,
        help="seconds in which every job has to end after the last fault",
    )
    parser.add_argument("--keep", type=Path, help="a folder to be made, in which data and logs then stay")
    parser.add_argument("--verbose", action="store_true", help="say when each fault is injected")
    return parser


def _chosen(only: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in only.split(",") if name.strip()) or tuple(FAULTS)
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        print(f"no such fault: {', '.join(unknown)}; there are {', '.join(FAULTS)}", file=sys.stderr)
        raise SystemExit(2)
    return names


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
