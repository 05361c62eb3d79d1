"""Who may import whom, what `shared` is for, and a few habits that nobody should have to watch for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "shared": ROOT / "shared",
    "producer": ROOT / "producer",
    "worker": ROOT / "worker",
    "local": ROOT / "local",
    "workqueue": ROOT / "sdk/python/src/workqueue",
}
OURS = frozenset({*FOLDERS, "tests", "bench"})

MAY_IMPORT = {
    "shared": frozenset({"shared"}),
    "producer": frozenset({"producer", "shared"}),
    "worker": frozenset({"worker", "shared", "workqueue"}),
    "local": frozenset({"local"}),
    "workqueue": frozenset({"workqueue"}),
}

OF_ONE_SIDE = {
    "shared.migrate": "a program of its own, `python -m shared.migrate`; whoever starts first runs it",
    "shared.cron": "the worker fires a schedule, the producer checks it and shows its next runs",
    "shared.schedules": "as above",
    "shared.public_address": "the worker refuses an address when it calls, the producer when it is given",
    "shared.vault": "the producer seals a webhook's secret, the worker opens it",
}
"""Modules of `shared` that may lack one of the two sides for a while, or for good, each with its reason."""

MAY_PRINT = {
    "local.console": "the lines of the stack, which is a program on a terminal",
    "producer.gunicorn.conf": "why the producer cannot start, before there is a log",
}
MAY_READ_ENVIRONMENT = {
    "worker.__main__": "hands what the command line says on to the settings",
    "worker.child": "hands its environment on to the process that it starts",
}


@cache
def modules(package: str) -> dict[str, ast.Module]:
    """The syntax trees of a package by module name."""
    folder = FOLDERS[package]
    return {
        _name(package, file.relative_to(folder)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.py"))
    }


def _name(package: str, file: Path) -> str:
    parts = [package, *file.with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> set[str]:
    """Everything that a module imports by name, also inside functions; `from a import b` counts as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                "write imports out in full, so that a reader and this test can follow them"
            )
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def all_imports(package: str) -> set[str]:
    return {name for tree in modules(package).values() for name in imports(tree)}


def every_module() -> Iterator[tuple[str, ast.Module]]:
    for package in FOLDERS:
        yield from modules(package).items()


@pytest.mark.parametrize("package", FOLDERS)
def test_each_package_imports_only_what_it_may(package: str) -> None:
    wrong = {
        f"{module} imports {name}"
        for module, tree in modules(package).items()
        for name in imports(tree)
        if name.partition(".")[0] in OURS - MAY_IMPORT[package]
    }
    assert wrong == set()


def test_shared_keeps_to_what_both_sides_use() -> None:
    """Reached from both sides: imported by both, or by a module of `shared` that is."""
    reached = {side: _reached(side) for side in ("producer", "worker")}
    one_sided = {
        module
        for module in modules("shared")
        if module != "shared" and not all(module in names for names in reached.values())
    }
    assert one_sided - OF_ONE_SIDE.keys() == set(), "move these to the side that uses them"
    assert OF_ONE_SIDE.keys() - modules("shared").keys() == set(), "these are gone"


def _reached(side: str) -> set[str]:
    found: set[str] = set()
    ahead = all_imports(side) & modules("shared").keys()
    while ahead:
        found |= ahead
        ahead = {name for module in ahead for name in imports(modules("shared")[module])}
        ahead = (ahead & modules("shared").keys()) - found
    return found


def test_every_module_says_first_why_it_exists() -> None:
    """On its first line; a word to the linter may come before."""
    silent = [
        module
        for module, tree in every_module()
        if not (tree.body and ast.get_docstring(tree) and tree.body[0].lineno <= 2)
    ]
    assert silent == []


def test_no_module_is_named_for_being_left_over() -> None:
    nameless = {"utils", "util", "helpers", "common", "base", "misc"}
    assert [module for module, _ in every_module() if module.rpartition(".")[2] in nameless] == []


# -- Redis keys ------------------------------------------------------------------------------------------

KEY = re.compile(
    r"^(\{[^{}]*\}:|\}:)"
    r"|^(pending|ready|ready-parked|parked|bell|job|held|control|claim|solo|solo-turn|limit|lock):[\w{<*]"
)


def test_no_redis_key_is_spelled_outside_its_module() -> None:
    """A key is `{namespace}:name`; `shared.keys` spells them all."""
    spelled = [
        f"{module}: {text!r}"
        for module, tree in every_module()
        if module != "shared.keys"
        for text in _texts(tree)
        if KEY.match(text)
    ]
    assert spelled == []


def _texts(tree: ast.Module) -> Iterator[str]:
    """String literals, also the pieces of f-strings, but for docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("script", sorted((ROOT / "shared/lua").glob("*.lua")), ids=lambda path: path.stem)
def test_no_script_spells_a_key(script: Path) -> None:
    code = re.sub(r"--.*", "", script.read_text(encoding="utf-8"))
    assert re.findall(r"\bTAG\b|\bKEYS\b|'\{|:'\s*\.\.", code.replace("queue .. ':' .. tenant", "")) == []


@pytest.mark.parametrize("script", sorted((ROOT / "shared/lua").glob("*.lua")), ids=lambda path: path.stem)
def test_every_script_says_what_goes_in_and_out(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    if script.stem == "prelude":
        assert text.startswith("-- ")
        return
    shebang, title, *_ = text.splitlines()
    assert shebang in {"#!lua", "#!lua flags=allow-oom"}
    assert title.startswith(f"-- {script.stem}: ")
    assert "-- KEYS 1: the namespace." in text
    assert re.search(r"^--.*\bAnswer: ", text, re.MULTILINE)


TAKES_IN = {"enqueue", "requeue", "expedite"}
"""Scripts that may refuse when Redis is full; all others drain it, so they must go on."""


@pytest.mark.parametrize("script", sorted((ROOT / "shared/lua").glob("*.lua")), ids=lambda path: path.stem)
def test_whatever_drains_the_queue_also_runs_when_redis_is_full(script: Path) -> None:
    if script.stem != "prelude":
        drains = script.read_text(encoding="utf-8").startswith("#!lua flags=allow-oom\n")
        assert drains == (script.stem not in TAKES_IN)


# -- habits ----------------------------------------------------------------------------------------------


def test_only_programs_print() -> None:
    """Everything else logs, or tells its caller."""
    printing = [
        module
        for module, tree in every_module()
        if not _is_program(module, tree)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert set(printing) == MAY_PRINT.keys()


def _is_program(module: str, tree: ast.Module) -> bool:
    return module.endswith("__main__") or any(
        isinstance(node, ast.If) and "__main__" in ast.dump(node.test) for node in tree.body
    )


def test_nobody_reads_the_environment_but_settings() -> None:
    """Read once at start, checked, frozen. `local` starts programs and hands environments on."""
    reading = [
        module
        for module, tree in every_module()
        if module.partition(".")[0] in {"shared", "producer", "worker"} and "settings" not in module
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("os", "environ"), ("os", "getenv")}
    ]
    assert set(reading) == MAY_READ_ENVIRONMENT.keys()
