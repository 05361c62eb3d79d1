"""Links of the document lead somewhere: schemathesis leaves out those that do not, without a word."""

from __future__ import annotations

from typing import Any

import pytest

from producer.openapi import document, links
from producer.openapi.__main__ import application


@pytest.fixture(scope="module")
def operations() -> dict[str, dict[str, Any]]:
    """By their ids."""
    paths = document.build(application())["paths"]
    return {one["operationId"]: one for path in paths.values() for one in path.values()}


def test_links_begin_and_end_at_operations(operations: dict[str, dict[str, Any]]) -> None:
    ends = {to.operation for led_to in links.LINKS.values() for to in led_to}
    assert links.LINKS.keys() | ends <= operations.keys()


def test_links_fill_parameters_that_there_are(operations: dict[str, dict[str, Any]]) -> None:
    for led_to in links.LINKS.values():
        for to in led_to:
            taken = {parameter.get("name") for parameter in operations[to.operation].get("parameters", ())}
            assert to.path.keys() <= taken, to.operation
            assert to.body is None or "requestBody" in operations[to.operation], to.operation


def test_links_stand_beside_success_alone(operations: dict[str, dict[str, Any]]) -> None:
    for name, operation in operations.items():
        for status, answer in operation["responses"].items():
            assert bool(answer.get("links")) == (name in links.LINKS and status.startswith("2")), name
