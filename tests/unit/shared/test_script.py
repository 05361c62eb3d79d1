"""A script carries what it uses of the prelude and nothing else."""

from __future__ import annotations

import re

import pytest

from shared.script import FOLDER, Script

NAMES = sorted(path.stem for path in FOLDER.glob("*.lua") if path.stem != "prelude")


def code(text: str) -> str:
    return re.sub(r"--.*|'[^'\n]*'", "", text)


def made(text: str) -> set[str]:
    """The names that the statements at the margin make."""
    found = re.findall(r"^local (?:function )?(\w+(?:, \w+)*)", code(text), re.MULTILINE)
    return {name for names in found for name in names.split(", ")}


EVERYTHING = made((FOLDER / "prelude.lua").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_script_has_what_it_uses(name: str) -> None:
    text = code(Script.read(name).text)
    fields = set(re.findall(r"[.{,]\s*(\w+) = ", text)) | set(re.findall(r"\.(\w+)", text))
    used = set(re.findall(r"[A-Za-z_]\w*", text)) & EVERYTHING
    assert used - made(text) - fields == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_script_has_nothing_that_it_does_not_use(name: str) -> None:
    text = Script.read(name).text
    main = text.index("local function main()")
    for part in re.split(r"^(?=local )", code(text[:main]), flags=re.MULTILINE)[1:]:
        elsewhere = code(text).replace(part.rstrip(), "", 1)
        assert any(re.search(rf"\b{one}\b", elsewhere) for one in made(part)), part


@pytest.mark.parametrize("name", NAMES)
def test_what_may_have_something_to_say_tells_it_at_the_end(name: str) -> None:
    text = Script.read(name).text
    assert ("local function say(" in text) == text.endswith("\ntell()\nreturn answer\n")


def test_the_flags_of_a_script_stay_its_first_line() -> None:
    assert Script.read("ack").text.startswith("#!lua flags=allow-oom\n")
