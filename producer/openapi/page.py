"""The document as a page for people: one HTML file, rendered here, that loads nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from producer.openapi.examples import example
from producer.openapi.operation import JSON
from producer.openapi.schemas import PLACE

BASE = "http://localhost:8080"
"""Of the lines to copy; the page's script puts the address in its place from which the page came."""
_FOLDER = Path(__file__).parent / "page_files"
_CODE = re.compile(r"`([^`]+)`")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and the only things that it may do."""

    html: str
    policy: str
    """Its Content-Security-Policy."""


def render(document: Json) -> Page:
    """The page of an OpenAPI document, as `producer/openapi/document.py` makes them."""
    style, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reader = _Reader(document)
    environment.filters.update(prose=_prose, sentence=_sentence, kind=reader.kind, pretty=_pretty)
    html = environment.get_template("page.html").render(
        info=document["info"],
        groups=list(reader.groups()),
        schemas=[(name, reader.members(one), one) for name, one in document["components"]["schemas"].items()],
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
    )
    return Page(html, _policy(style, script))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class _Reader:
    """Reads of a document what the page shows."""

    def __init__(self, document: Json) -> None:
        self._document = document

    def groups(self) -> Iterator[Json]:
        """The tags, each with its operations."""
        for tag in self._document["tags"]:
            operations = [
                self._operation(method, path, operation)
                for path, methods in self._document["paths"].items()
                for method, operation in methods.items()
                if tag["name"] in operation["tags"]
            ]
            yield {**tag, "operations": operations}

    def kind(self, schema: Json) -> Markup:
        """What a schema allows, in few words, with links to the models."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(PLACE)
            return Markup('<a href="#model-{0}">{0}</a>').format(name)
        for name in ("anyOf", "oneOf", "allOf"):
            if name in schema:
                return Markup(" or ").join(self.kind(one) for one in schema[name])
        if schema.get("type") == "array":
            return Markup("list of {}").format(self.kind(schema.get("items", {})))
        if "enum" in schema or "const" in schema:
            values = schema.get("enum") or [schema["const"]]
            return Markup(" ").join(Markup("<code>{}</code>").format(value) for value in values)
        return self._plain(schema)

    def _plain(self, schema: Json) -> Markup:
        bounds = [escape(bound) for bound in _bounds(schema)]
        if "pattern" in schema:
            bounds.append(Markup("as <code>{}</code>").format(schema["pattern"]))
        kind = escape(schema.get("format") or schema.get("type", "any JSON"))
        values = schema.get("additionalProperties")
        if isinstance(values, dict):
            kind += Markup(" of {}").format(self.kind(values))
        return Markup(", ").join([kind, *bounds])

    def members(self, schema: Json) -> list[Json]:
        """The members of an object."""
        schema = self._resolved(schema)
        required = schema.get("required", ())
        return [
            {"name": name, "schema": one, "required": name in required, "text": one.get("description", "")}
            for name, one in schema.get("properties", {}).items()
        ]

    def _operation(self, method: str, path: str, operation: Json) -> Json:
        parameters = [
            {"required": False, "description": "", **self._at(one)} for one in operation.get("parameters", ())
        ]
        body = operation.get("requestBody")
        answers = [(status, self._at(one)) for status, one in operation["responses"].items()]
        return {
            **operation,
            "method": method,
            "path": path,
            "parameters": parameters,
            "body": body and {**body, **body["content"][JSON]},
            "fields": self.members(body["content"][JSON]["schema"]) if body else [],
            "answers": [self._answer(status, one) for status, one in answers if not _is_problem(status, one)],
            "problems": [(status, one["description"]) for status, one in answers if _is_problem(status, one)],
            "curl": None
            if "101" in operation["responses"]
            else self._curl(method, path, operation, parameters),
        }

    def _answer(self, status: str, answer: Json) -> Json:
        return {
            "status": status,
            "text": answer["description"],
            "contents": [
                {**content, "media": media, "data": self._data(content["schema"])}
                for media, content in answer.get("content", {}).items()
            ],
        }

    def _data(self, schema: Json) -> Json:
        """Of an envelope what it holds, which is what people look for."""
        members = schema.get("properties", {})
        found: Json = members["data"] if set(members) == {"data", "error", "meta"} else schema
        return found

    def _curl(self, method: str, path: str, operation: Json, parameters: list[Json]) -> str:
        words = ["curl", *(["-N"] if operation["operationId"] == "streamEvents" else [])]
        if method != "get":
            words += ["-X", method.upper()]
        words.append(BASE + self._address(path, parameters))
        if operation["security"]:
            words += ["-H", "X-API-Key: $KEY"]
        if "requestBody" in operation:
            sample = operation["requestBody"]["content"][JSON]["example"]
            words += ["-H", f"Content-Type: {JSON}", "-d", json.dumps(sample, ensure_ascii=False)]
        return " ".join(_quoted(word) for word in words)

    def _address(self, path: str, parameters: list[Json]) -> str:
        samples = {
            (one["in"], one["name"]): example(one["schema"], self._resolved)
            for one in parameters
            if one.get("required")
        }
        for (place, name), value in samples.items():
            if place == "path":
                path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        query = {name: value for (place, name), value in samples.items() if place == "query"}
        return f"{path}?{urlencode(query)}" if query else path

    def _at(self, one: Json) -> Json:
        """What stands at a reference; anything else as it is."""
        found: Any = one
        if "$ref" in one:
            found = self._document
            for step in one["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        return dict(found)

    def _resolved(self, schema: Json) -> Json:
        return self._at(schema)


def _is_problem(status: str, answer: Json) -> bool:
    """It is one of the shared ones, which tell codes; others may have a status like theirs."""
    return status >= "400" and answer["description"].startswith("`")


def _bounds(schema: Json) -> Iterator[str]:
    for name, word in _BOUNDS.items():
        if name in schema:
            value = schema[name]
            yield f"{word} {value:,}" if type(value) is int else f"{word} {_pretty(value)}"


_BOUNDS = {
    "minimum": "from",
    "maximum": "to",
    "exclusiveMinimum": "above",
    "minLength": "at least long",
    "maxLength": "at most long",
    "minItems": "at least",
    "maxItems": "at most",
    "maxProperties": "at most",
    "default": "when absent",
}


def _quoted(word: str) -> str:
    """As a shell takes it; the key is the shell's own variable."""
    return f'"{word}"' if "$KEY" in word else shlex.quote(word)


def _prose(text: str) -> Markup:
    """Paragraphs with `code` in them."""
    return Markup("").join(Markup("<p>{}</p>").format(_sentence(one)) for one in text.split("\n\n") if one)


def _sentence(text: str) -> Markup:
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def _pretty(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
