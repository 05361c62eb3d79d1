"""The document as plain text: the part of `docs/reference/http.md` that names every path, between two marks."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from producer.openapi.operation import JSON
from producer.openapi.problems import PROBLEMS
from producer.openapi.schemas import PLACE

BEGIN = "<!-- From here to the next mark `make openapi` writes, from what the routes say of themselves. -->\n"
END = "<!-- The end of what `make openapi` writes. -->\n"
WIDTH = 110
OF_ALL = ("unauthorized", "forbidden", "origin_refused", "rate_limited", "database_unavailable")
"""Problems of nearly every path, which are not named at each."""

Json = dict[str, Any]


def renewed(page: str, document: Json) -> str:
    """The page with its part between the marks made anew.

    Raises:
        ValueError: it has not both marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"a mark is missing: {BEGIN.strip()} or {END.strip()}")
    return f"{before}{BEGIN}\n{paths(document)}\n{END}{after}"


def paths(document: Json) -> str:
    """All paths by their tags, then the models that they speak of; it ends in a line break."""
    reader = _Reader(document)
    return "\n".join([_about_all(), *reader.tags(), *reader.models()])


def _about_all() -> str:
    codes = " ".join(f"`{code}`" for code in OF_ALL)
    return _wrapped(
        "`?` stands behind what may be absent. Which problems mean what, the table further down says; nearly every path may"
        f" answer {codes}, so they are not repeated.",
    )


class _Reader:
    """Reads of a document what the page tells."""

    def __init__(self, document: Json) -> None:
        self._document = document

    def tags(self) -> Iterator[str]:
        """A chapter for each."""
        for tag in self._document["tags"]:
            told = [
                self._operation(method, path, operation)
                for path, methods in self._document["paths"].items()
                for method, operation in methods.items()
                if tag["name"] in operation["tags"]
            ]
            title = tag["name"][0].upper() + tag["name"][1:]
            yield f"### {title}\n\n{_wrapped(tag['description'])}\n{''.join(told)}"

    def models(self) -> Iterator[str]:
        """What the objects hold that the paths take and answer."""
        told = [
            _point(f"**{name}**: {fields}")
            for name, schema in self._document["components"]["schemas"].items()
            if name not in self._told_in_place() and (fields := self._fields(schema))
        ]
        yield f"### Models\n\n{''.join(told)}"

    def _operation(self, method: str, path: str, operation: Json) -> str:
        lines = [
            _point(f"**`{method.upper()} {path}`** {operation['summary']}. {operation['description']}"),
            *(_point(line, 1) for line in self._takes(operation)),
            *(_point(line, 1) for line in self._answers(operation)),
        ]
        return "".join(lines)

    def _told_in_place(self) -> set[str]:
        """Models whose members stand where they are sent, and those that stand beside every answer."""
        bodies = {
            self._kind(operation["requestBody"]["content"][JSON]["schema"])
            for methods in self._document["paths"].values()
            for operation in methods.values()
            if "requestBody" in operation
        }
        return bodies | {"Meta", "Problem", "ProblemMeta"}

    # -- what goes in ------------------------------------------------------------------------------------------

    def _takes(self, operation: Json) -> Iterator[str]:
        found = [self._at(one) for one in operation.get("parameters", ())]
        for place, title in (("query", "Query"), ("header", "Headers")):
            names = [_field(one["name"], one.get("required", False)) for one in found if one["in"] == place]
            if names:
                yield f"{title}: {' '.join(names)}"
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"][JSON]["schema"]
            fields = self._fields(self._at(schema))
            yield f"Body: {fields or self._kind(schema)}"

    def _fields(self, schema: Json) -> str:
        required = schema.get("required", ())
        return " ".join(_field(name, name in required) for name in schema.get("properties", ()))

    # -- what comes out ----------------------------------------------------------------------------------------

    def _answers(self, operation: Json) -> Iterator[str]:
        good, bad = [], []
        for status, one in operation["responses"].items():
            answer = self._at(one)
            codes = _codes(answer)
            if codes is None:
                good.append(self._answer(status, answer))
            elif rest := [code for code in codes if code not in OF_ALL]:
                bad.append(f"{status} " + " ".join(f"`{code}`" for code in rest))
        yield f"Answers: {'; '.join(good)}"
        if bad:
            yield f"Problems: {'; '.join(bad)}"

    def _answer(self, status: str, answer: Json) -> str:
        contents = answer.get("content", {}).items()
        told = " or ".join(
            self._data(content["schema"]) if media == JSON else f"`{media}`" for media, content in contents
        )
        text = answer["description"].rstrip(".")
        when = "" if text.lower() in (told.lower(), HTTPStatus(int(status)).phrase.lower()) else f" ({text})"
        return f"{status} {told}".rstrip() + when

    def _data(self, schema: Json) -> str:
        """Of an envelope what it holds, and what stands beside it where that is more than usual."""
        members = schema.get("properties", {})
        if set(members) != {"data", "error", "meta"}:
            return self._kind(schema)
        beside = self._kind(members["meta"])
        return self._kind(members["data"]) + ("" if beside == "Meta" else f", `meta` {beside}")

    def _kind(self, schema: Json) -> str:
        """What a schema allows, in few words."""
        if "$ref" in schema:
            return str(schema["$ref"].removeprefix(PLACE))
        for name in ("anyOf", "oneOf"):
            if name in schema:
                return " or ".join(self._kind(one) for one in schema[name])
        if schema.get("type") == "array":
            return f"list of {self._kind(schema.get('items', {}))}"
        return str(schema.get("type", "any JSON"))

    def _at(self, one: Json) -> Json:
        """What stands at a reference; anything else as it is."""
        found: Any = one
        if "$ref" in one:
            found = self._document
            for step in one["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        return dict(found)


def _codes(answer: Json) -> list[str] | None:
    """Of a problem; None for an answer that is none."""
    found = [code for code in PROBLEMS if f"`{code}`: {PROBLEMS[code].meaning}" in answer["description"]]
    return found or None


def _field(name: str, required: bool) -> str:
    return f"`{name}`" if required else f"`{name}?`"


def _point(text: str, depth: int = 0) -> str:
    indent = "  " * depth
    return _wrapped(text, f"{indent}- ", f"{indent}  ")


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    one = " ".join(text.split())
    lines = textwrap.wrap(
        one,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) + "\n"
