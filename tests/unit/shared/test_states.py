"""The page of the states says what the scripts do, as the table of all moves has it."""

from __future__ import annotations

import re
from pathlib import Path

from shared.events import KINDS
from shared.states import FINAL, State
from tests.integration.queue.test_moves import CASES, Becomes

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/states.md"
STATE_OF = {"missing": "[*]", "parked": "pending", "suspect": "pending", "stopping": "running"}
"""Situations of the table of moves that are no states by themselves."""


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_diagram_shows_every_change_of_state_and_no_other() -> None:
    drawn = set(re.findall(r"^    (\S+) --> (\w+):", page(), re.MULTILINE))

    made = {
        (STATE_OF.get(situation, situation), str(outcome.state))
        for cases in CASES.values()
        for situation, outcome in cases.items()
        if isinstance(outcome, Becomes)
    }

    assert drawn == {(old, new) for old, new in made if old != new and situation_is_a_state(old)} | {
        ("[*]", "scheduled")
    }


def situation_is_a_state(word: str) -> bool:
    return word == "[*]" or word in set(State)


def test_final_states_end_in_the_diagram() -> None:
    assert set(re.findall(r"^    (\w+) --> \[\*\]$", page(), re.MULTILINE)) == {str(state) for state in FINAL}


def test_every_state_and_every_event_is_explained() -> None:
    rows = {line.split("|")[1].strip(" `") for line in page().splitlines() if line.startswith("| `")}
    assert set(State) <= rows
    assert [kind for kind in KINDS if f"`{kind}`" not in page()] == []
