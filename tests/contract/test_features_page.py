"""Each capability that is listed has its tests, each test that shows one is listed, and the paths are there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from producer import create_app
from producer.settings import read

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs/reference/features.md"


def rows() -> list[list[str]]:
    """Number, title, where, and tests of each line of the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in lines if re.match(r"\| \d+ \|", line)
    ]


def test_every_capability_has_its_tests_and_every_test_its_line() -> None:
    listed = {
        (int(number), title, test)
        for number, title, _, tests in rows()
        for test in re.findall(r"`([^`]+)`", tests)
    }
    assert listed == set(marked())


def test_every_line_has_a_number_of_its_own_and_a_test() -> None:
    numbers = [int(number) for number, *_ in rows()]
    assert numbers == sorted(set(numbers))
    assert [row for row in rows() if "::" not in row[3]] == []


def test_every_path_that_is_named_is_there() -> None:
    adapter = create_app(read(app_env="development", database_url=None)).url_map.bind("127.0.0.1")
    named = [re.findall(r"`([A-Z]+) (/[^`?]*)", where) for _, _, where, _ in rows()]
    for method, path in (place for places in named for place in places):
        try:
            at = re.sub(r"\{\w+\}", "x", path)
            endpoint, _ = adapter.match(at, method, websocket=at == "/ws")
        except (NotFound, MethodNotAllowed):
            pytest.fail(f"there is no {method} {path}")
        assert (endpoint == "page.page") == (path == "/"), f"{path} is the page"


def marked() -> Iterator[tuple[int, str, str]]:
    """Every capability that a test is marked with."""
    for file in TESTS.rglob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                place = f"{file.relative_to(TESTS).as_posix()}::{node.name}"
                yield from ((number, title, place) for number, title in marks(node))


def marks(node: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.feature":
            number, title = (ast.literal_eval(said) for said in mark.args)
            yield number, title
