"""The SQL of the producer, by name, and the three ways in which its answers are read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg2 import extensions

from shared import queries

STATEMENTS = queries.read(Path(__file__).parent / "sql")

Row = tuple[Any, ...]


def rows(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> list[Row]:
    """All that a statement finds."""
    cursor.execute(STATEMENTS[name], values)
    return cursor.fetchall()


def row(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> Row | None:
    """The first row that it finds; None when there is none."""
    cursor.execute(STATEMENTS[name], values)
    return cursor.fetchone()


def number(cursor: extensions.cursor, name: str, values: Mapping[str, Any]) -> int:
    """What a statement that always answers counts."""
    cursor.execute(STATEMENTS[name], values)
    return int(cursor.fetchall()[0][0])
