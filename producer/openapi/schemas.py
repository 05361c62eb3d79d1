"""JSON Schemas of the models, each once, under names that say enough outside of their modules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from producer.openapi.field_words import said_of_fields

PLACE = "#/components/schemas/"
NAMES = {
    "Lease": "LeaseRequest",
    "Extend": "LeaseExtension",
    "Held": "LeaseHolder",
    "Progress": "ProgressReport",
    "Address": "MailAddress",
    "Refresh": "RefreshToken",
    "Reset": "PasswordReset",
    "Verification": "AddressVerification",
    "Rotation": "KeyRotation",
    "Edit": "RequeueEdit",
    "Matching": "DeadLetterFilter",
    "Change": "WebhookChange",
    "NewSecret": "NewWebhookSecret",
    "NewSchedule": "NewCronSchedule",
}
"""Models whose name says enough beside their module alone."""

VALUES = frozenset({"default", "examples", "enum", "const", "required"})
"""Keywords that hold values rather than schemas."""


class Schemas:
    """The schemas of some types."""

    def __init__(self, kinds: Sequence[Any]) -> None:
        """Make them all at once, so that what two of them use stands once.

        Args:
            kinds: models, and what annotations are made of; they must live as long as this.
        """
        inputs: list[tuple[int, Literal["validation"], TypeAdapter[Any]]] = [
            (index, "validation", TypeAdapter(kind)) for index, kind in enumerate(kinds)
        ]
        found, rest = TypeAdapter.json_schemas(
            inputs, ref_template=PLACE + "{model}", schema_generator=_Generator
        )
        definitions = rest.get("$defs", {})
        self._names = _names(definitions)
        self._ambiguous = {key for key, name in self._names.items() if key == name and "__" in key}
        self._by_kind: dict[int, dict[str, Any]] = {
            id(kind): self._tidy(found[index, "validation"]) for index, kind in enumerate(kinds)
        }
        self._definitions = {self._names[key]: self._tidy(one) for key, one in definitions.items()}

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of one of the types: a reference where it is a model."""
        return self._by_kind[id(kind)]

    def whole(self, kind: Any) -> dict[str, Any]:
        """The schema of a model itself."""
        return self.resolved(self.of(kind))

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a reference stands for; anything else as it is."""
        reference = schema.get("$ref")
        return schema if reference is None else self._definitions[reference.removeprefix(PLACE)]

    def used_in(self, document: Any) -> dict[str, Any]:
        """The definitions that a document refers to, directly or not, by name.

        Raises:
            ValueError: two of them have one name.
        """
        used: set[str] = set()
        ahead = references(document)
        while ahead:
            used |= ahead
            ahead = references([self._definitions[name] for name in ahead]) - used
        for name in used & self._ambiguous:
            raise ValueError(f"another model is called as {name}: give one of them another `title`")
        return {name: self._definitions[name] for name in sorted(used)}

    def _tidy(self, schema: Any) -> Any:
        """Names as ours, without what says nothing: titles, and that the default is null where null may be sent."""
        if isinstance(schema, list):
            return [self._tidy(member) for member in schema]
        if not isinstance(schema, dict):
            return schema
        silent = {name for name in ("title", "default") if schema.get(name, "") is None or name == "title"}
        tidy = {
            name: value if name in VALUES else self._tidy(value)
            for name, value in schema.items()
            if name not in silent
        }
        if "$ref" in tidy:
            tidy["$ref"] = PLACE + self._names[tidy["$ref"].removeprefix(PLACE)]
        if isinstance(schema.get("properties"), dict):
            tidy["properties"] = {name: self._tidy(one) for name, one in schema["properties"].items()}
        return tidy


class _Generator(GenerateJsonSchema):
    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """With what the class says below each of its fields."""
        written = super().model_schema(schema)
        for name, text in said_of_fields(schema["cls"]).items():
            if name in written.get("properties", {}):
                written["properties"][name].setdefault("description", text)
        return written

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """A title that repeats the name of its field says nothing."""
        return False


def references(document: Any) -> set[str]:
    """Names of the schemas that a document refers to."""
    if isinstance(document, list | tuple):
        return {name for member in document for name in references(member)}
    if not isinstance(document, dict):
        return set()
    found = references(list(document.values()))
    reference = document.get("$ref")
    if isinstance(reference, str) and reference.startswith(PLACE):
        found.add(reference.removeprefix(PLACE))
    return found


def _names(definitions: dict[str, Any]) -> dict[str, str]:
    """Short ones; where two models share one, their long ones, which models of queries may have: nobody sees those."""
    names = {key: NAMES.get(one["title"], one["title"]) for key, one in definitions.items()}
    how_often = Counter(names.values())
    return {key: name if how_often[name] == 1 else key for key, name in names.items()}
