"""Put the OpenAPI 3.1 document together: the routes, the schemas of what they take and answer, and who may call them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask

from producer.access import ANYONE, OPERATOR, PUBLIC
from producer.openapi import links, problems, routes
from producer.openapi.answers import live, meta
from producer.openapi.examples import example
from producer.openapi.operation import JSON, Answer
from producer.openapi.routes import Route
from producer.openapi.schemas import Schemas

VERSION = "1"
ABOUT = """\
A background-job service: make jobs, let workers run them, see and mend what became of them.

Everything under `/api/v1` and `/auth` answers `{"data", "error", "meta"}`: `error` is a sentence or null, and beside an
error `meta.code` is a word that stays the same and `meta.field` the path of what is wrong. Send a key as
`X-API-Key: ...` or `Authorization: Bearer ...`. Everything belongs to the tenant of the key: what is another's is 404.

In bodies null is the same as absent, types are not converted (`"5"` is no number, and an integer is written without a
point), and refused are, with the place named: unknown members, a name that stands twice in one object, NaN, integers
beyond ±(2^53-1), U+0000, and half a surrogate pair. Members that are not required are left out of answers where there
is nothing to say.
"""
SECURITY = {
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key, or the `token` of a session.",
    },
    "ticket": {
        "type": "apiKey",
        "in": "query",
        "name": "ticket",
        "description": "From `POST /events/ticket`; opens one stream, within 30 seconds.",
    },
}
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "X-Request-Id": ("Yours, if it is 1 to 64 of `A-Z a-z 0-9 _ . -`, else a fresh one.", {"type": "string"}),
    LIMITS[0]: ("Requests that a rested caller may make at once; where limits are set.", {"type": "integer"}),
    LIMITS[1]: ("How many of them are left.", {"type": "integer"}),
    LIMITS[2]: ("Seconds until all of them are back.", {"type": "integer"}),
    "Retry-After": ("Seconds after which to try again.", {"type": "integer"}),
    "WWW-Authenticate": ("The scheme that is understood.", {"type": "string"}),
    "Location": ("Where the job is found.", {"type": "string", "format": "uri-reference"}),
    "Idempotent-Replayed": ("The same request was accepted before, under the same key.", {"const": "true"}),
}
"""What answers carry beside their body."""
OF_PROBLEMS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
REQUEST_HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "Idempotency-Key": (
        "Makes the request safe to repeat: the same key and request are answered alike and take effect once.",
        {"type": "string", "pattern": "^[ -~]{1,255}$", "examples": ["order-1042"]},
    ),
    "Prefer": (
        "`wait=10` (up to 30 s, RFC 7240): answer with the ended job when it ends in time.",
        {"type": "string", "examples": ["wait=10"]},
    ),
    "Last-Event-ID": (
        "The id of the last event that the reader has: the stream goes on behind it.",
        {"type": "string", "pattern": live.EVENT_ID, "examples": ["1795253400000-0-1"]},
    ),
}
"""What requests may carry."""


def build(app: Flask) -> dict[str, Any]:
    """The document of an application; nothing is connected to for it.

    Raises:
        KeyError: an operation names a problem that `problems.PROBLEMS` does not know.
        ValueError: two models have one name.
    """
    found = routes.described(app)
    schemas = Schemas([meta.Problem, *(kind for route in found for kind in route.types)])
    writer = _Writer(schemas)
    paths: dict[str, Any] = {}
    for route in found:
        paths.setdefault(route.path, {})[route.method] = writer.operation(route)
    components = {
        "securitySchemes": SECURITY,
        "parameters": {name: _request_header(name) for name in REQUEST_HEADERS},
        "headers": {name: {"description": text, "schema": kind} for name, (text, kind) in HEADERS.items()},
        "responses": dict(sorted(writer.problems.items())),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Workqueue", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": name, "description": text}
            for name, text in {route.tag: route.about_tag for route in found}.items()
        ],
        "paths": paths,
        "components": {"schemas": schemas.used_in([paths, components]), **components},
    }


def text(app: Flask) -> str:
    """The document of an application as it is committed and served; it ends in a line break."""
    return json.dumps(build(app), indent=1, ensure_ascii=False) + "\n"


class _Writer:
    """Writes operations, and keeps the problems that several of them share."""

    def __init__(self, schemas: Schemas) -> None:
        self.problems: dict[str, Any] = {}
        self._schemas = schemas

    def operation(self, route: Route) -> dict[str, Any]:
        said = route.operation
        written: dict[str, Any] = {
            "operationId": said.name,
            "summary": said.summary,
            "description": f"{said.text} {route.who}".strip(),
            "tags": [route.tag],
            "security": _security(route),
        }
        parameters = [*self._in_path(route), *self._in_query(said.query), *_in_headers(route)]
        if parameters:
            written["parameters"] = parameters
        if said.body is not None:
            written["requestBody"] = self._body(route)
        return {**written, "responses": self._responses(route)}

    # -- what goes in ------------------------------------------------------------------------------------------

    def _in_path(self, route: Route) -> Iterable[dict[str, Any]]:
        for name, kind in route.path_types.items():
            yield {"name": name, "in": "path", "required": True, "schema": self._schemas.of(kind)}

    def _in_query(self, model: Any) -> Iterable[dict[str, Any]]:
        if model is None:
            return
        whole = self._schemas.whole(model)
        for name, schema in whole["properties"].items():
            found = _without_null(schema)
            text = {"description": found.pop("description")} if "description" in found else {}
            needed = {"required": True} if name in whole.get("required", ()) else {}
            yield {"name": name, "in": "query", **needed, **text, "schema": found}

    def _body(self, route: Route) -> dict[str, Any]:
        said, schema = route.operation, self._schemas.of(route.operation.body)
        sample = said.example if said.example is not None else self._example(schema)
        return {
            "required": not said.body_may_lack,
            "content": {JSON: {"schema": schema, "example": sample}},
        }

    # -- what comes out ----------------------------------------------------------------------------------------

    def _responses(self, route: Route) -> dict[str, Any]:
        found = {
            str(status): self._response(route, status, answers)
            for status, answers in route.operation.answers.items()
        }
        for status, codes in problems.by_status(route.codes, older=route.is_older).items():
            reference = {"$ref": f"#/components/responses/{self._problem(route, status, codes)}"}
            if str(status) in found:
                raise ValueError(f"{route.operation.name} answers {status} as a problem and otherwise")
            found[str(status)] = reference
        return dict(sorted(found.items()))

    def _response(self, route: Route, status: int, answers: tuple[Answer, ...]) -> dict[str, Any]:
        names = {name for answer in answers for name in answer.headers}
        if route.operation.key and status < 300:
            names.add("Idempotent-Replayed")
        texts = dict.fromkeys(answer.text for answer in answers if answer.text)
        written: dict[str, Any] = {
            "description": " ".join(texts) or HTTPStatus(status).phrase,
            "headers": _headers(route, names),
        }
        content = {answer.media: self._content(answer) for answer in answers if answer.data is not None}
        led_to = links.of(route.operation.name, status)
        return {
            **written,
            **({"content": content} if content else {}),
            **({"links": led_to} if led_to else {}),
        }

    def _content(self, answer: Answer) -> dict[str, Any]:
        schema = self._schemas.of(answer.data)
        if answer.meta is not None:
            schema = _envelope(schema, self._schemas.of(answer.meta))
        sample = answer.example if answer.example is not None else self._example(schema)
        return {"schema": schema, "example": sample}

    def _problem(self, route: Route, status: int, codes: list[str]) -> str:
        """The name of the shared answer in which one of these problems is told."""
        older = route.is_older
        name = ".".join([*(["text"] if older else []), str(status), *codes])
        if not route.is_limited:
            name += ".unlimited"
        lines = [f"`{code}`: {problems.PROBLEMS[code].meaning}" for code in codes]
        self.problems[name] = {
            "description": "; ".join(lines) + ".",
            "headers": _headers(route, set(OF_PROBLEMS.get(status, ()))),
            "content": _older_problem() if older else self._problem_content(codes),
        }
        return name

    def _problem_content(self, codes: list[str]) -> dict[str, Any]:
        which = {"properties": {"meta": {"properties": {"code": {"enum": codes}}}}}
        schema = {"allOf": [self._schemas.of(meta.Problem), which]}
        told = {"request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11", "code": codes[0]}
        sentence = problems.PROBLEMS[codes[0]].meaning.replace("`", "")
        return {JSON: {"schema": schema, "example": {"data": None, "error": sentence, "meta": told}}}

    def _example(self, schema: dict[str, Any]) -> Any:
        return example(schema, self._schemas.resolved)


def _envelope(data: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"data": data, "error": {"type": "null"}, "meta": beside},
        "required": ["data", "error", "meta"],
        "additionalProperties": False,
    }


def _older_problem() -> dict[str, Any]:
    return {"text/plain": {"schema": {"type": "string"}, "example": "type is required\n"}}


def _security(route: Route) -> list[dict[str, list[str]]]:
    """The scope stands as a role, which OpenAPI 3.1 allows under any scheme."""
    if route.access == PUBLIC:
        return []
    roles = [] if route.access in (ANYONE, OPERATOR) else [route.access]
    schemes = ["apiKey", "bearer", *(["ticket"] if route.takes_tickets else [])]
    return [{scheme: roles} for scheme in schemes]


def _in_headers(route: Route) -> Iterable[dict[str, Any]]:
    names = [*(["Idempotency-Key"] if route.operation.key else []), *route.operation.headers]
    for name in names:
        _ = REQUEST_HEADERS[name]
        yield {"$ref": f"#/components/parameters/{name}"}


def _request_header(name: str) -> dict[str, Any]:
    text, schema = REQUEST_HEADERS[name]
    return {"name": name, "in": "header", "description": text, "schema": schema}


def _headers(route: Route, names: set[str]) -> dict[str, Any]:
    carried = {"X-Request-Id", *names, *(LIMITS if route.is_limited else ())}
    return {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS if name in carried}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: a query has no null, only nothing."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) != 1:
        return dict(schema)
    return {**choices[0], **{name: value for name, value in schema.items() if name != "anyOf"}}
