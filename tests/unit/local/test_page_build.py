"""The page is built when that is needed and possible, and what stands in the way is said in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from local import page
from local.console import Console

NPM = """#!/bin/sh
echo "$*" >> {called}
case "$*" in
    ci*) mkdir -p node_modules ;;
    *build*) mkdir -p dist && echo built > dist/index.html ;;
esac
exit {code}
"""


class Machine:
    """A page's sources, and a PATH with a Node and an npm that write down what they are told to do."""

    def __init__(self, folder: Path) -> None:
        self.web, self._bin, self._called = folder / "web", folder / "bin", folder / "called"
        (self.web / "src").mkdir(parents=True)
        self._bin.mkdir()
        (self.web / "package.json").write_text("{}")
        (self.web / "package-lock.json").write_text("{}")
        (self.web / "src" / "main.ts").write_text("run()")
        self.output = io.StringIO()
        self.env = {"PATH": f"{self._bin}:/usr/bin:/bin"}
        self.node("v20.19.0")
        self.npm(0)

    def node(self, version: str) -> None:
        self._program("node", f"#!/bin/sh\necho {version}\n")

    def npm(self, code: int) -> None:
        self._program("npm", NPM.format(called=self._called, code=code))

    def build(self) -> bool:
        return page.build(self.web, Console(self.output), self.env)

    def calls(self) -> list[str]:
        """What npm was told to do since the last look."""
        found = self._called.read_text().splitlines() if self._called.exists() else []
        self._called.unlink(missing_ok=True)
        return [line.split()[0] for line in found]

    def _program(self, name: str, text: str) -> None:
        (self._bin / name).write_text(text)
        (self._bin / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_is_built_once(machine: Machine) -> None:
    assert machine.build()
    assert machine.calls() == ["ci", "run"]
    assert machine.build()
    assert machine.calls() == []


def test_a_changed_source_is_built_without_installing_again(machine: Machine) -> None:
    machine.build()
    machine.calls()
    (machine.web / "src" / "main.ts").write_text("run(1)")
    assert machine.build()
    assert machine.calls() == ["run"]


def test_changed_packages_are_installed(machine: Machine) -> None:
    machine.build()
    machine.calls()
    (machine.web / "package-lock.json").write_text('{"packages": {}}')
    assert machine.build()
    assert machine.calls() == ["ci", "run"]


def test_a_test_of_the_page_is_no_source_of_it(machine: Machine) -> None:
    machine.build()
    machine.calls()
    (machine.web / "src" / "main.test.ts").write_text("test()")
    assert machine.build()
    assert machine.calls() == []


def test_an_address_that_is_baked_in_is_built_in(machine: Machine) -> None:
    machine.build()
    machine.calls()
    machine.env["VITE_API_URL"] = "https://queue.example.com"
    assert machine.build()
    assert machine.calls() == ["run"]


def test_a_build_that_failed_is_tried_again(machine: Machine) -> None:
    machine.npm(1)
    assert not machine.build()
    assert "not built, see above" in machine.output.getvalue()
    machine.npm(0)
    assert machine.build()


def test_an_old_node_is_named(machine: Machine) -> None:
    machine.node("v18.20.4")
    assert not machine.build()
    assert "is v18.20.4, which is older than 20.19: install Node 20" in machine.output.getvalue()


def test_a_machine_without_node_is_told_what_to_install(machine: Machine) -> None:
    machine.env["PATH"] = str(machine.web)
    assert not machine.build()
    assert "there is no node on PATH: install Node 20 or newer to see the page" in machine.output.getvalue()


def test_without_a_page_there_is_nothing_to_say(tmp_path: Path) -> None:
    output = io.StringIO()
    assert not page.build(tmp_path, Console(output), {})
    assert output.getvalue() == ""
