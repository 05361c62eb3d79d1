"""Ports of this machine: which are free, and how to find one that stays ours while a server is down."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"

RANGE = range(15_000, 32_000)
"""Where ports are looked for; processes that look at the same time may keep to a part each.

Below the ephemeral range of Linux (32768 up) and of macOS (49152 up). Inside it an outgoing connection could take the port
of a killed server before its restart, and a client that keeps trying a closed port may even connect to itself.
"""
_random = random.SystemRandom()
_given: set[int] = set()
"""By this process: seconds may pass until a server listens on the port that was found for it."""


def free_port() -> int:
    """A port that nobody listens on at this moment, outside the range that outgoing connections use; another each time."""
    for _ in range(200):
        port = _random.choice(RANGE)
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    raise OSError(
        f"found no free port between {RANGE.start} and {RANGE.stop} in 200 tries; is something using them all up?"
    )


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now; connections that are still closing do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
