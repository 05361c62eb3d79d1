"""How an end is told in words."""

from __future__ import annotations

import pytest

from local import processes


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exit 0"),
        (3, "exit 3"),
        (-9, "killed by SIGKILL"),
        (-15, "killed by SIGTERM"),
        (-40, "killed by signal 40"),
    ],
)
def test_describe_exit(code: int, words: str) -> None:
    assert processes.describe_exit(code) == words
