"""One running system for all the focused tests, put back in order after each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import audit, trial
from tests.faults.ledger import Ledger
from tests.faults.scene import Scene
from tests.faults.system import System


@pytest.fixture(scope="package")
def system() -> Iterator[System]:
    """Redis, Postgres, the producer and two workers."""
    with trial.temporary_folder() as folder, System(folder) as running:
        yield running


@pytest.fixture
def scene(system: System, tmp_path: Path) -> Iterator[Scene]:
    """The system, well and with nothing left to do; and left so."""
    system.wait_until_ready()
    with contextlib.closing(Scene(system, Ledger(tmp_path / "requests.jsonl"))) as played:
        yield played
    agreed, ended = audit.quiesce(system, 45)
    assert agreed is not None, "the stores do not agree after the test"
    assert ended is not None, "jobs of the test have not ended"
    assert system.unexpected == []
