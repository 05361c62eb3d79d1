"""What a parent and its runners say to each other: one JSON object a line, over two pipes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

Message = dict[str, Any]
"""From the parent: `{"beat": monotonic seconds}`, `{"words": {job id: word}}`, `{"drain": seconds}`.
From a runner: `{"stats": {...}}` (see `worker.stats`)."""


class Writer:
    """The sending end; safe from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        """Over an unbuffered stream."""
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Message) -> bool:
        """Write one message; False when the other side is gone."""
        line = orjson.dumps(message) + b"\n"
        try:
            with self._lock:
                self._stream.write(line)
                self._stream.flush()
        except (BrokenPipeError, ValueError, OSError):
            return False
        return True


def messages(stream: BinaryIO) -> Iterator[Message]:
    """What the other side sends, until it is gone; a line cut off by its death is dropped."""
    for line in stream:
        if line.endswith(b"\n"):
            yield orjson.loads(line)


def pipe() -> tuple[BinaryIO, int]:
    """A pipe: its reading end, and the number of its writing end to hand to a child."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    return os.fdopen(reading, "rb"), writing
