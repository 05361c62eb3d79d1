"""Every line shows where it came from; colours are for terminals."""

from __future__ import annotations

import io

import pytest

from local.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_plain_prefix_without_a_terminal() -> None:
    output = io.StringIO()
    Console(output, width=8).lines("worker", "one\ntwo")
    assert output.getvalue() == "worker   | one\nworker   | two\n"


def test_each_name_has_its_own_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    output = Terminal()
    console = Console(output, width=8)
    for name in ("worker", "producer", "worker"):
        console.line(name, "x")
    first, second, third = output.getvalue().splitlines()
    assert first.startswith("\x1b[")
    assert first == third
    assert first.partition("m")[0] != second.partition("m")[0]


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    output = Terminal()
    Console(output).line("worker", "x")
    assert "\x1b" not in output.getvalue()


def test_a_reader_that_left_is_noticed_and_raises_nothing() -> None:
    console = Console(Closed())
    console.line("worker", "x")
    console.line("worker", "y")
    assert console.closed.is_set()
