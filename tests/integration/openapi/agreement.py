"""A client that holds every answer it gets against the OpenAPI document, so that whatever strays from it fails a test."""

from __future__ import annotations

import functools
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from producer.openapi import document, routes

URN = "urn:workqueue"
Steps = tuple[str, ...]

_documents: dict[str, dict[str, Any]] = {}
_routes: dict[str, routes.Route] = {}
"""By endpoint; both are made of the first application that is asked, as they are the same whatever is set."""


class CheckedClient(FlaskClient):
    """The test client, which checks what is answered."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        check(self.application, answer)
        return answer


def check(app: Flask, answer: TestResponse) -> None:
    """Hold an answer against what the document says of it.

    Raises:
        AssertionError: it says nothing of such an answer, or something else.
    """
    route = _route(app, answer.request.path, answer.request.method)
    if route is None or _is_of_any_service(answer):
        return
    what = f"{route.operation.name} answered {answer.status_code}"
    responses = the_document(app)["paths"][route.path][route.method]["responses"]
    assert str(answer.status_code) in responses, f"{what}, which the document does not list: {answer.text}"
    _check_body(answer, ("paths", route.path, route.method, "responses", str(answer.status_code)), what)


def the_document(app: Flask) -> dict[str, Any]:
    """The document."""
    if URN not in _documents:
        _documents[URN] = document.build(app)
    return _documents[URN]


@functools.cache
def validator(steps: Steps) -> Draft202012Validator:
    """The validator of the schema that stands at a place of the document."""
    registry: Registry[Any] = Registry().with_resource(URN, DRAFT202012.create_resource(_documents[URN]))
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
    formats = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator({"$ref": f"{URN}#{pointer}"}, registry=registry, format_checker=formats)


def _route(app: Flask, path: str, method: str) -> routes.Route | None:
    """None where nothing is described: another method, no route of ours, a file of the page."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, "GET" if method == "HEAD" else method)
    except HTTPException:
        return None
    if not _routes:
        _routes.update({route.endpoint: route for route in routes.described(app)})
    return _routes.get(endpoint)


def _is_of_any_service(answer: TestResponse) -> bool:
    """A mistake of ours, which tests provoke, or no answer to the method that was sent."""
    if answer.request.method in ("HEAD", "OPTIONS") or answer.status_code == 405:
        return True
    return answer.status_code == 500 and answer.is_json and answer.json["meta"]["code"] == "internal_error"


def _check_body(answer: TestResponse, steps: Steps, what: str) -> None:
    response, steps = _followed(steps)
    content = response.get("content", {})
    if not content:
        assert answer.data == b"", f"{what} with a body, of which the document does not know"
        return
    assert answer.mimetype in content, f"{what} as {answer.mimetype}, of which the document does not know"
    if answer.is_json:
        found = validator((*steps, "content", answer.mimetype, "schema")).iter_errors(answer.json)
        wrong = sorted(f"{error.json_path}: {error.message}" for error in found)
        assert not wrong, f"{what} otherwise than the document says: {wrong[0]}"


def _followed(steps: Steps) -> tuple[dict[str, Any], Steps]:
    """What stands at a place of the document, and where, behind its references."""
    found: Any = functools.reduce(lambda one, step: one[step], steps, _documents[URN])
    if "$ref" in found:
        return _followed(tuple(found["$ref"].removeprefix("#/").split("/")))
    return found, steps
