"""The page on security names, for each attack, tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/explanation/security.md"
ATTACKS = 36


def rows() -> list[list[str]]:
    """The table's lines: attack, answer, where it is tried."""
    table = PAGE.read_text(encoding="utf-8").partition("## The table of abuse")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def place_of(name: str) -> Path:
    """The file that a row means; `unit/` stands under `tests/`, all else under `tests/integration/`."""
    return ROOT / "tests" / name if name.startswith("unit/") else ROOT / "tests/integration" / name


def test_every_attack_has_an_answer_and_a_test_that_exists() -> None:
    missing = []
    for attack, answer, tried in rows():
        names = re.findall(r"`([\w/]+\.py)`", tried)
        assert answer and names, attack
        missing += [name for name in names if not place_of(name).is_file()]
    assert missing == []


def test_the_table_is_whole() -> None:
    assert len(rows()) == ATTACKS
    assert len({attack for attack, *_ in rows()}) == ATTACKS


def test_every_abuse_test_stands_in_the_table() -> None:
    named = {name for *_, tried in rows() for name in re.findall(r"`(abuse/\w+\.py)`", tried)}
    there = {f"abuse/{file.name}" for file in (ROOT / "tests/integration/abuse").glob("test_*.py")}
    assert named == there
