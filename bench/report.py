"""What the bench tells of its figures: tables, one JSON file, and the page that shows them with plots.

`python -m bench.report` writes the tables of a run into docs/explanation/speed.md, between its marks, and draws plots
beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import environments
from bench.figures import Spread, spread, text
from bench.places import ROOT
from bench.rounds import Outcome, Row
from bench.targets import Standing, standings

FILE = "results.json"
RESULTS = Path(__file__).resolve().parent / "results"
PAGE = ROOT / "docs/explanation/speed.md"
PICTURES = ROOT / "docs/explanation/speed"
BEGIN, END = "<!-- figures: written by python -m bench.report -->", "<!-- end of figures -->"
DRAWN = ("drain-1", "drain-2", "sleep", "labour", "latency", "enqueue-16", "enqueue-64", "batch", "idle")
"""The cases that a plot shows."""


@dataclass
class Run:
    """All of one run."""

    machine: dict[str, str]
    scale: str
    """`full`, or `short`, whose figures mean nothing."""
    outcomes: list[Outcome]

    def put(self, outcome: Outcome) -> None:
        """Add what a case showed, in the place of what it showed before."""
        names = [one.name for one in self.outcomes]
        place = names.index(outcome.name) if outcome.name in names else len(names)
        self.outcomes[place : place + 1] = [outcome]


def write(run: Run, folder: Path) -> None:
    """Write a run down, every round of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(run), indent=1) + "\n")


def read(folder: Path) -> Run:
    """The run that was written last."""
    found = json.loads((folder / FILE).read_text())
    outcomes = [Outcome(**{**one, "rows": [Row(**row) for row in one["rows"]]}) for one in found["outcomes"]]
    return Run(found["machine"], found["scale"], outcomes)


def main() -> int:
    """Renew the page from the last run; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="the folder of a run (default: %(default)s)"
    )
    run = read(parser.parse_args().results)
    if run.scale != "full":
        print(
            "the last run was a short one, whose figures mean nothing: run `make bench` first",
            file=sys.stderr,
        )
        return 1
    PAGE.write_text(with_figures(PAGE.read_text(), run))
    draw(run)
    print(f"{PAGE.relative_to(ROOT)} and the plots beside it show the run of {run.machine['date']}")
    return 0


def with_figures(page: str, run: Run) -> str:
    """The page with the figures of a run between its marks.

    Raises:
        ValueError: the marks are not there.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} lacks its marks, {BEGIN} and {END}")
    parts = [machine(run.machine), headlines(standings(run.outcomes))]
    for outcome in run.outcomes:
        parts.append(section(outcome))
        if outcome.name in DRAWN:
            parts.append(f"![{outcome.title}](speed/{outcome.name}.svg)")
    return before + begin + "\n\n" + "\n\n".join(parts) + "\n\n" + end + after


def draw(run: Run) -> None:
    """Draw the plots into the folder beside the page.

    Raises:
        Unavailable: what draws them cannot be installed.
    """
    PICTURES.mkdir(exist_ok=True)
    cases = [
        {
            "name": outcome.name,
            "title": outcome.title,
            "label": next(iter(in_order(outcome.rows)[0].rounds[0])),
            "rows": [[row.name, *_ends(row)] for row in in_order(outcome.rows)],
        }
        for outcome in run.outcomes
        if outcome.name in DRAWN and in_order(outcome.rows)
    ]
    words = environments.command(Path(__file__).with_name("plots.py"))
    subprocess.run([*words, str(PICTURES)], input=json.dumps(cases), text=True, check=True)


def _ends(row: Row) -> tuple[float, float, float]:
    found = middle(row, next(iter(row.rounds[0])))
    return found.median, found.lowest, found.highest


def machine(facts: dict[str, str]) -> str:
    """Where and when, in one line."""
    return "; ".join(f"{name}: {fact}" for name, fact in facts.items()) + "."


def headlines(found: Sequence[Standing]) -> str:
    """The table of what we set out to reach."""
    lines = [
        "### What we set out to reach",
        "",
        "| | ours | beside it | ratio | asked for | |",
        "|---|---:|---:|---:|---|---|",
    ]
    for one in found:
        figures = [text(value) if value is not None else "" for value in (one.ours, one.beside, one.ratio)]
        asked = f"{one.target.bound} {one.target.factor:g}"
        lines.append(f"| {one.target.what} | {' | '.join(figures)} | {asked} | {one.word} |")
    return "\n".join(lines)


def section(outcome: Outcome) -> str:
    """A case as Markdown: what was measured, its table, who failed."""
    failures = [f"{row.name} is left out: {row.failure}" for row in outcome.rows if row.failure]
    told = f"{outcome.told} Begun {outcome.begun}." if outcome.begun else outcome.told
    return "\n\n".join([f"### {outcome.title}", told, table(outcome.rows), *failures])


def table(rows: Sequence[Row]) -> str:
    """Medians with the lowest and highest of all rounds, best first by the first figure; settings beside them."""
    measured = [row for row in rows if row.rounds]
    labels = list(dict.fromkeys(label for row in measured for label in row.rounds[0]))
    lines = [["", *labels, "settings"], ["---", *["---:"] * len(labels), "---"]]
    for row in in_order(measured):
        lines.append([row.name, *[_cell(row, label) for label in labels], row.settings])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Best first, by the first figure: rates downwards, times and costs upwards."""
    measured = [row for row in rows if row.rounds]
    if not measured:
        return []
    first = next(iter(measured[0].rounds[0]))
    return sorted(measured, key=lambda row: middle(row, first).median, reverse=first.endswith("/s"))


def middle(row: Row, label: str) -> Spread:
    """One figure of a row over its rounds."""
    return spread([figures[label] for figures in row.rounds])


def _cell(row: Row, label: str) -> str:
    if label not in row.rounds[0]:
        return ""
    found = middle(row, label)
    if len(row.rounds) == 1:
        return text(found.median)
    return f"{text(found.median)} ({text(found.lowest)} - {text(found.highest)})"


if __name__ == "__main__":
    sys.exit(main())
