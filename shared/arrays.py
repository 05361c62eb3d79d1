"""Passes columns of values to Postgres, each as the text of one array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def literals(columns: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """The columns of a statement that reads them by `unnest(%(name)s::type[])`."""
    return {name: literal(values) for name, values in columns.items()}


def literal(values: Iterable[object]) -> str:
    """An array as Postgres reads it from text: numbers as they are, texts quoted, NULL for None.

    psycopg2 would write `ARRAY[...]` with an expression for each value, each of which it quotes and Postgres parses, plans
    and evaluates: for a batch of the mirror that took as long as all the rest.
    """
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
