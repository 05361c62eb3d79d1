"""No module makes code of data: nothing is unpickled, evaluated or imported by a name that a caller chose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("producer", "worker", "shared", "local", "sdk/python/src")
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "jsonpickle",
    "imp",
    "code",
    "runpy",
    "yaml",
}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput"}
MAY_IMPORT_BY_NAME = {
    "worker/loader.py": "HANDLERS names the operator's own table, which is read at the start",
    "sdk/python/src/workqueue/worker.py": "the same for workers over HTTP",
}
OF_THE_PAGE = re.compile(
    r"dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\("
)
FILES = sorted(file for folder in OURS for file in (ROOT / folder).rglob("*.py"))


def names(tree: ast.Module) -> Iterator[str]:
    """What is imported, called, or asked of a shell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).partition(".")[0]
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name | ast.Attribute):
                yield ast.unparse(node.func) + "()"
            yield from ("shell=True" for word in node.keywords if word.arg == "shell")


def found_in(text: str) -> set[str]:
    wrong = FORBIDDEN_MODULES | {f"{call}()" for call in FORBIDDEN_CALLS} | {"shell=True"}
    return set(names(ast.parse(text))) & wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_it_makes_no_code_of_data(file: Path) -> None:
    assert found_in(file.read_text(encoding="utf-8")) == set()


def test_only_the_loader_of_the_operator_s_table_imports_by_name() -> None:
    by_name = {
        file.relative_to(ROOT).as_posix()
        for file in FILES
        if "importlib" in set(names(ast.parse(file.read_text(encoding="utf-8"))))
        and "import_module" in file.read_text(encoding="utf-8")
    }
    assert by_name <= MAY_IMPORT_BY_NAME.keys()


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from marshal import loads",
        "eval('1')",
        "run(x, shell=True)",
        "import os; os.system('a')",
    ],
)
def test_each_of_them_would_be_found(text: str) -> None:
    assert found_in(text)


def test_the_page_writes_no_html_of_data() -> None:
    """React writes text as text; these are the ways around it."""
    written = [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in sorted((ROOT / "web/src").rglob("*.ts*"))
        for found in OF_THE_PAGE.finditer(file.read_text(encoding="utf-8"))
    ]
    assert written == []


@pytest.mark.parametrize(
    "text", ["<p dangerouslySetInnerHTML={x} />", "node.innerHTML = x", "document.write(x)"]
)
def test_each_way_around_it_would_be_found(text: str) -> None:
    assert OF_THE_PAGE.search(text)
