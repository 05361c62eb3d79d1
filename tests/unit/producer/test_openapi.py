"""The OpenAPI document is complete, valid and what is committed, and each of its examples is what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel, ConfigDict, create_model
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from producer.access import ACCESS, ANYONE, OPERATOR, PUBLIC
from producer.openapi import described, document, problems, reference, routes
from producer.openapi.__main__ import application, renew
from producer.openapi.examples import example
from producer.openapi.schemas import Schemas

ROOT = Path(__file__).resolve().parents[3]
COMMITTED = ROOT / "docs/reference/openapi.json"
PATHS_PAGE = ROOT / "docs/reference/http.md"


@cache
def app() -> Flask:
    return application()


@cache
def built() -> dict[str, Any]:
    return document.build(app())


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in built()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document, but for those inside of examples."""
    if isinstance(value, list):
        for member in value:
            yield from nodes(member)
    elif isinstance(value, dict):
        yield value
        for name, member in value.items():
            if name not in ("example", "examples", "default"):
                yield from nodes(member)


def at(reference: str) -> Any:
    return reduce(lambda one, step: one[step], reference.removeprefix("#/").split("/"), built())


# -- complete ----------------------------------------------------------------------------------------------------------


def test_every_endpoint_is_described() -> None:
    missing = routes.undescribed(app())
    assert missing == [], "say what these are with @described, as CONTRIBUTING.md shows"


def test_the_committed_document_is_this_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == document.text(app()), (
        "run `make openapi`, and commit what it writes"
    )


def test_the_document_is_printed_without_any_setting() -> None:
    command = [sys.executable, "-m", "producer.openapi"]
    printed = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, check=True)
    assert orjson.loads(printed.stdout) == built()


def test_the_committed_reference_for_people_is_this_one() -> None:
    page = PATHS_PAGE.read_text(encoding="utf-8")
    assert page == reference.renewed(page, built()), "run `make openapi`, and commit what it writes"


def test_the_reference_for_people_says_what_the_document_says() -> None:
    told = reference.paths(built())
    headings = re.findall(r"^- \*\*`([A-Z]+) (/\S*)`\*\*", told, flags=re.MULTILINE)
    assert sorted((path, method.lower()) for method, path in headings) == sorted(
        (path, method) for path, method, _ in operations()
    )
    words = " ".join(told.split())
    for _, _, operation in operations():
        assert " ".join(operation["description"].split()) in words, operation["operationId"]
    codes = {code for route in routes.described(app()) for code in route.codes}
    assert [code for code in codes if f"`{code}`" not in told] == []
    assert [line for line in told.splitlines() if len(line) > reference.WIDTH] == []


def test_both_are_renewed_by_one_command(tmp_path: Path) -> None:
    (tmp_path / "http.md").write_text(
        f"before\n{reference.BEGIN}older\n{reference.END}after\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "producer.openapi", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env={}, check=True)
    assert (tmp_path / "openapi.json").read_text(encoding="utf-8") == document.text(app())
    page = (tmp_path / "http.md").read_text(encoding="utf-8")
    expected = f"before\n{reference.BEGIN}\n{reference.paths(built())}\n{reference.END}after\n"
    assert page == expected


def test_a_page_without_marks_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "http.md").write_text("before\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a mark is missing"):
        renew(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["http.md"]


def test_every_code_that_is_raised_says_what_it_means() -> None:
    raised = {
        code
        for file in (ROOT / "producer").rglob("*.py")
        for code in re.findall(r'Problem\(\s*\d{3},\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert len(raised) > 20
    assert raised - problems.PROBLEMS.keys() == {"internal_error"}


# -- valid -------------------------------------------------------------------------------------------------------------


def test_it_is_valid() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(built()).iter_errors()] == []


def test_operation_ids_are_unique_verbs_in_camel_case() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)] == []


def test_every_reference_leads_somewhere_and_every_model_is_used() -> None:
    found = {node["$ref"] for node in nodes(built()) if isinstance(node.get("$ref"), str)}
    for place in found:
        at(place)
    models = {f"#/components/schemas/{name}" for name in built()["components"]["schemas"]}
    assert models - found == set()


def test_models_have_plain_names() -> None:
    names = built()["components"]["schemas"]
    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []


def test_every_model_and_operation_says_what_it_is() -> None:
    silent = [name for name, one in built()["components"]["schemas"].items() if not one.get("description")]
    assert silent == []
    assert all(operation["summary"] and operation["description"] for _, _, operation in operations())


# -- true --------------------------------------------------------------------------------------------------------------


def test_each_operation_asks_for_what_its_endpoint_asks_for() -> None:
    for route in routes.described(app()):
        said = built()["paths"][route.path][route.method]
        access = ACCESS[route.endpoint]
        scopes = {scope for scheme in said["security"] for roles in scheme.values() for scope in roles}
        assert bool(said["security"]) == (access != PUBLIC), route.endpoint
        assert scopes == set() if access in (PUBLIC, ANYONE, OPERATOR) else {access}, route.endpoint
        assert ("401" in said["responses"]) >= (access != PUBLIC)
        assert ("403" in said["responses"]) >= bool(scopes)


def test_parameters_of_the_path_are_those_of_the_path() -> None:
    for path, _, operation in operations():
        named = [one["name"] for one in operation.get("parameters", ()) if one.get("in") == "path"]
        assert named == re.findall(r"{(\w+)}", path)


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each body and each answer by name: its schema and its example."""
    for path, method, operation in operations():
        if "requestBody" in operation:
            yield f"{method} {path}", operation["requestBody"]["content"]["application/json"]
        for status, answer in operation["responses"].items():
            for media, content in answer.get("content", {}).items():
                yield f"{method} {path} {status} {media}", content
    for name, answer in built()["components"]["responses"].items():
        for content in answer["content"].values():
            yield name, content


def test_each_example_is_what_its_schema_allows() -> None:
    found = list(contents())
    assert len(found) > 150
    wrong = {name: why for name, one in found for why in errors(one["schema"], one["example"])}
    assert wrong == {}


def test_the_examples_of_members_and_parameters_are_allowed() -> None:
    found = [(node, sample) for node in nodes(built()) for sample in node.get("examples", ())]
    assert len(found) > 40
    assert [why for node, sample in found for why in errors(node, sample)] == []


def errors(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value, by a schema of the document."""
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(built()))
    whole = orjson.loads(orjson.dumps(schema).replace(b'"#/components', b'"urn:document#/components'))
    formats = Draft202012Validator.FORMAT_CHECKER
    found = Draft202012Validator(whole, registry=registry, format_checker=formats).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ({"type": "sleep"}, True),
        ({"type": "sleep", "queue_name": None, "tags": None, "backoff": None}, True),
        ({"type": "sleep", "delay_ms": 5, "scheduled_at": None}, True),
        ({"type": "sleep", "delay_ms": 5, "scheduled_at": "2026-11-22T09:30:00Z"}, False),
        ({"type": "sleep", "scheduled_at": "tomorrow"}, False),
        ({"type": "sleep", "payload": [1]}, False),
        ({"type": "sleep", "payload": None}, True),
        ({"type": "sleep", "more": 1}, False),
        ({"type": "no blanks"}, False),
        ({}, False),
    ],
)
def test_the_short_form_says_the_rules_that_its_model_does_not_check(body: Any, allowed: bool) -> None:
    assert (errors({"$ref": "#/components/schemas/ShortJob"}, body) == []) == allowed


# -- how it is made ----------------------------------------------------------------------------------------------------


def test_an_operation_whose_code_means_nothing_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such_code"):
        problems.by_status({"no_such_code"}, older=False)


def test_two_models_of_one_name_are_refused_where_both_are_shown() -> None:
    first, second = (create_model("Twice", __module__=name, **{name: (int, ...)}) for name in ("a", "b"))
    schemas = Schemas([first, second])
    with pytest.raises(ValueError, match="give one of them another `title`"):
        schemas.used_in([schemas.of(first), schemas.of(second)])


def test_a_default_of_null_and_titles_are_not_told() -> None:
    class Asked(BaseModel):
        model_config = ConfigDict(title="Wanted")

        title: str | None = None

    schemas = Schemas([Asked])
    members = {"title": {"anyOf": [{"type": "string"}, {"type": "null"}]}}
    assert schemas.used_in(schemas.of(Asked)) == {"Wanted": {"type": "object", "properties": members}}


def test_an_example_takes_what_the_schema_brings() -> None:
    schema = {
        "type": "object",
        "properties": {
            "said": {"type": "string", "examples": ["as said"]},
            "one": {"enum": ["first", "second"]},
            "fixed": {"const": 7},
            "other": {
                "anyOf": [{"type": "array", "items": {"type": "integer", "minimum": 3}}, {"type": "null"}]
            },
            "absent": {"type": "string"},
        },
        "required": ["said", "one", "fixed", "other"],
    }
    made = example(schema, lambda one: one)
    assert made == {"said": "as said", "one": "first", "fixed": 7, "other": [3]}


def test_a_description_leaves_its_view_as_it_is() -> None:
    def view() -> str:
        return "as it was"

    assert described("getNothing", "Get nothing", answers={200: str})(view) is view
    assert view() == "as it was"
