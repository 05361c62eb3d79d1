"""What `HANDLERS` may name, and the sentence for everything else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.errors import ConfigurationError
from worker import loader

Write = Callable[[str], str]

TABLE = "from workqueue import Handlers\nhandlers = Handlers()\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a module of a name that no other test has, and answers the name."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    def module(text: str) -> str:
        name = re.sub(r"\W", "_", f"acme_{tmp_path.name}")
        (tmp_path / f"{name}.py").write_text(text)
        return name

    return module


def refusal(spec: str, folder: Path) -> str:
    with pytest.raises(ConfigurationError) as refused:
        loader.load(spec, str(folder))
    return str(refused.value)


def test_a_table_is_found_in_its_folder_which_hides_nothing(write: Write, tmp_path: Path) -> None:
    name = write(f"{TABLE}handlers.handler('a', max_attempts=3)(lambda job: None)\n")
    table = loader.load(f"{name}:handlers", str(tmp_path))
    assert table.types == ("a",)
    assert sys.path[-1] == str(tmp_path)
    assert (loader.max_attempts(table, "a"), loader.max_attempts(table, "b")) == (3, None)


def test_the_handlers_that_ship_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert "send_email" in loader.load("worker.builtin:handlers", str(tmp_path)).types


@pytest.mark.parametrize(
    "module",
    [
        "producer",
        "shared",
        "local",
        "worker",
        "worker.jobs",
        "shared.jobs",
        "local.a.b",
        "worker.builtin_jobs",
    ],
)
def test_names_that_would_hide_ours_are_refused(module: str, tmp_path: Path) -> None:
    top = module.partition(".")[0]
    assert refusal(f"{module}:handlers", tmp_path) == (
        f"HANDLERS={module}:handlers: a package called {top!r} is one of Workqueue's own; call yours something else"
    )


@pytest.mark.parametrize("module", ["acme_nowhere", "acme_nowhere.jobs", "json.nowhere"])
def test_a_module_that_is_not_there_is_named_with_the_folder(module: str, tmp_path: Path) -> None:
    said = refusal(f"{module}:handlers", tmp_path)
    assert f"there is no module '{module if module.startswith('json') else 'acme_nowhere'}'" in said
    assert str(tmp_path) in said
    assert said.endswith("set HANDLERS_PATH to the folder that holds it")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("import acme_missing_helper\n", "ModuleNotFoundError: No module named 'acme_missing_helper'"),
        ("import acme\n", "ModuleNotFoundError: No module named 'acme'"),
        ("def handlers(:\n", "SyntaxError: invalid syntax"),
        ("raise SystemExit('not configured')\n", "SystemExit: not configured"),
        ("import json\njson.loads('{')\n", "json.decoder.JSONDecodeError: Expecting property name"),
        (f"{TABLE}handlers.handler('a b')(lambda job: None)\n", "ValueError: 'a b' cannot be a job type"),
    ],
)
def test_a_module_that_fails_is_shown_from_its_own_first_line_on(
    write: Write, tmp_path: Path, text: str, last: str
) -> None:
    name = write(text)
    lines = refusal(f"{name}:handlers", tmp_path).splitlines()
    assert lines[0] == f"HANDLERS={name}:handlers: importing {name} failed; mend this and start again:"
    first = next(line for line in lines if line.startswith("  File"))
    assert first.startswith(f'  File "{tmp_path}/{name}.py", line ')
    assert lines[-1].startswith(last)


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("table", "has no 'table'; tables there: handlers"),
        (
            "Handlers",
            "'Handlers' in {name} is of type type, not a workqueue.Handlers table; tables there: handlers",
        ),
    ],
)
def test_a_variable_that_is_no_table_names_those_that_are(
    write: Write, tmp_path: Path, variable: str, says: str
) -> None:
    name = write(TABLE)
    assert refusal(f"{name}:{variable}", tmp_path).endswith(says.format(name=name))


def test_a_module_without_a_table_says_so(write: Write, tmp_path: Path) -> None:
    name = write("handlers = {}\n")
    assert refusal(f"{name}:handlers", tmp_path).endswith(
        "is of type dict, not a workqueue.Handlers table; there is no table in it"
    )
