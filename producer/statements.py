"""The SQL of the producer, by name."""

from __future__ import annotations

from pathlib import Path

from shared import queries

STATEMENTS = queries.read(Path(__file__).parent / "sql")
