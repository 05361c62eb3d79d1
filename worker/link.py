"""What a parent and its runners say to each other: one JSON object a line, over two pipes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

Message = dict[str, Any]
"""From the parent: `{"beat": monotonic seconds, "words": {job id: word}}`, `{"drain": seconds}`.
From a runner: `{"stats": {...}}` (see `worker.stats`) and what its health and its jobs are."""

WORDS = 50
"""Words to one message at the most: it then stays below PIPE_BUF (4096 bytes), which a pipe takes whole or not."""


class Writer:
    """The sending end; safe from any thread."""

    def __init__(self, descriptor: int, *, waits: bool) -> None:
        """Owns the descriptor from now on.

        Args:
            descriptor: the writing end of a pipe.
            waits: whether to wait for room in a full pipe. A parent must not: the runner that reads nothing is stuck,
                and waiting for it would keep the heartbeat from all the others. Messages are then at most PIPE_BUF.
        """
        os.set_blocking(descriptor, waits)
        self._stream = os.fdopen(descriptor, "wb", buffering=0)
        self._lock = threading.Lock()

    def send(self, message: Message) -> bool:
        """Write one message; False when the other side is gone, or reads nothing any more."""
        rest = orjson.dumps(message) + b"\n"
        try:
            with self._lock:
                while rest:
                    written = self._stream.write(rest)
                    if written is None:
                        return False
                    rest = rest[written:]
        except (OSError, ValueError):  # ValueError: it was closed
            return False
        return True

    def close(self) -> None:
        """Say no more; the other side reads to the end of what was said."""
        with self._lock:
            self._stream.close()


def messages(stream: BinaryIO) -> Iterator[Message]:
    """What the other side sends, until it is gone; a line cut off by its death is dropped."""
    for line in stream:
        if line.endswith(b"\n"):
            yield orjson.loads(line)
