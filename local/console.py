"""One place through which all lines go, so that each shows which process it came from."""

from __future__ import annotations

import os
import threading
from typing import TextIO

_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)  # of the terminal, by order of appearance
_RESET = "\x1b[0m"


class Console:
    """Writes `name | line`, the name in a colour of its own when the output is a terminal.

    Threads may share one. When nobody reads any more (`make up | head`), `closed` is set and lines are
    dropped.
    """

    def __init__(self, output: TextIO, width: int = 10) -> None:
        """Write to `output`, names padded to `width` characters."""
        self._output = output
        self._width = width
        self._coloured = output.isatty() and "NO_COLOR" not in os.environ
        self._colour_of: dict[str, int] = {}
        self._lock = threading.Lock()
        self.closed = threading.Event()

    def line(self, name: str, text: str) -> None:
        """Write one line under a name."""
        with self._lock:
            if self.closed.is_set():
                return
            try:
                print(f"{self._prefix(name)} {text}", file=self._output, flush=True)
            except OSError:
                self.closed.set()

    def lines(self, name: str, text: str) -> None:
        """Write a text of several lines under a name."""
        for line in text.splitlines():
            self.line(name, line)

    def _prefix(self, name: str) -> str:
        padded = f"{name:<{self._width}} |"
        if not self._coloured:
            return padded
        colour = self._colour_of.setdefault(name, _COLOURS[len(self._colour_of) % len(_COLOURS)])
        return f"\x1b[{colour}m{padded}{_RESET}"
