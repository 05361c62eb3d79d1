"""Scripts whose clock the test turns: it stands in a key of the namespace, and only text made here looks at it."""

from __future__ import annotations

import functools

import pytest

from shared import queue
from shared.script import Script

OWN_CLOCK = """  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
"""
TURNED_CLOCK = "  return tonumber(redis.call('GET', TAG .. 'clock-of-the-test'))\n"


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every queue made from now on read the turned clock."""
    original = Script.read

    @functools.cache
    def read(name: str) -> Script:
        text = original(name).text
        told = text.count("local function now_ms()")
        assert text.count(OWN_CLOCK) == told, (
            "the prelude tells the time in another way now: teach this module"
        )
        return Script.of(text.replace(OWN_CLOCK, TURNED_CLOCK))

    monkeypatch.setattr(Script, "read", read)


def turn(line: queue.Queue, milliseconds: int) -> None:
    """Set the clock of a namespace."""
    line.client.set(f"{{{line.namespace}}}:clock-of-the-test", milliseconds)
