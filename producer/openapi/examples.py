"""Make an example out of a schema, the same each time, from the examples that its parts bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

BY_FORMAT = {
    "uuid": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
    "date-time": "2026-11-22T09:30:00.000Z",
    "uri": "https://example.com/hooks",
}
Resolve = Callable[[dict[str, Any]], dict[str, Any]]


def example(schema: dict[str, Any], resolve: Resolve) -> Any:
    """A value that the schema allows; of objects, the members that are always there.

    Args:
        schema: as `producer/openapi/schemas.py` makes them.
        resolve: answers what a reference stands for.
    """
    schema = resolve(schema)
    for said in (schema.get("examples"), schema.get("enum")):
        if said:
            return said[0]
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    for choices in (schema.get("anyOf"), schema.get("oneOf")):
        if choices:
            return example(choices[0], resolve)
    make = _MAKERS.get(schema.get("type", ""))
    return {} if make is None else make(schema, resolve)


def _object(schema: dict[str, Any], resolve: Resolve) -> dict[str, Any]:
    required = schema.get("required", ())
    return {
        name: example(one, resolve) for name, one in schema.get("properties", {}).items() if name in required
    }


def _array(schema: dict[str, Any], resolve: Resolve) -> list[Any]:
    return [example(schema["items"], resolve)] if "items" in schema else []


def _string(schema: dict[str, Any], _resolve: Resolve) -> str:
    return BY_FORMAT.get(schema.get("format", ""), "text")


def _number(schema: dict[str, Any], _resolve: Resolve) -> int:
    return int(schema.get("minimum", 1))


_MAKERS: Mapping[str, Callable[[dict[str, Any], Resolve], Any]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _resolve: True,
    "null": lambda _schema, _resolve: None,
}
