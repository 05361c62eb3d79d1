"""Passes columns of values to Postgres, each as the text of one array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast


def literals(columns: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """The columns of a statement that reads them by `unnest(%(name)s::type[])`."""
    return {name: literal(values) for name, values in columns.items()}


def literal(values: Iterable[object]) -> str:
    """An array as Postgres reads it from text: numbers as they are, texts quoted, NULL for None.

    psycopg2 would write `ARRAY[...]` with an expression for each value, each of which it quotes and Postgres parses, plans
    and evaluates: for a batch of the mirror that took as long as all the rest. Most columns hold one value many times,
    numbers alone, or texts in which nothing need be escaped; these are written in a few calls, however long they are.
    """
    column = list(values)
    kinds = set(map(type, column))
    if len(kinds) == 1 and column.count(column[0]) == len(column):
        elements = ",".join([_element(column[0])] * len(column))
    elif kinds == {int}:
        elements = ",".join(map(str, column))
    elif kinds == {str}:
        elements = _texts(cast(list[str], column))
    else:
        elements = ",".join(map(_element, column))
    return "{" + elements + "}"


def _texts(column: Sequence[str]) -> str:
    whole = "".join(column)
    if '"' in whole or "\\" in whole:
        return ",".join(map(_element, column))
    return '"' + '","'.join(column) + '"'


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
