"""Ports of this machine: which are free, and how to find one that stays ours while a server is down."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"

# Below the ephemeral range of Linux (32768 up) and of macOS (49152 up). Inside it an outgoing connection
# could take the port of a killed server before its restart, and a client that keeps trying a closed port may
# even connect to itself.
_LOWEST, _HIGHEST = 15_000, 32_000
_random = random.SystemRandom()


def free_port() -> int:
    """A port that nobody listens on at this moment, outside the range that outgoing connections use."""
    for _ in range(200):
        port = _random.randint(_LOWEST, _HIGHEST)
        if is_free(port):
            return port
    raise OSError(
        f"found no free port between {_LOWEST} and {_HIGHEST} in 200 tries; is something using them all up?"
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
