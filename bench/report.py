"""What the bench tells of its figures: tables, one JSON file, and the page that shows both with plots.

`python -m bench.report` writes the tables into docs/explanation/speed.md, between its marks, and draws the plots.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figures import Spread, spread, text
from bench.rounds import Outcome, Row

FILE = "results.json"


@dataclass
class Run:
    """All of one run."""

    machine: dict[str, str]
    scale: str
    """`full`, or `short`, whose figures mean nothing."""
    outcomes: list[Outcome]


def write(run: Run, folder: Path) -> None:
    """Write a run down, every round of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(run), indent=1) + "\n")


def read(folder: Path) -> Run:
    """The run that was written last."""
    found = json.loads((folder / FILE).read_text())
    outcomes = [Outcome(**{**one, "rows": [Row(**row) for row in one["rows"]]}) for one in found["outcomes"]]
    return Run(found["machine"], found["scale"], outcomes)


def section(outcome: Outcome) -> str:
    """A case as Markdown: what was measured, its table, who failed."""
    failures = [f"{row.name} is left out: {row.failure}" for row in outcome.rows if row.failure]
    return "\n\n".join([f"### {outcome.title}", outcome.told, table(outcome.rows), *failures])


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
