"""Whether the caller of a request that waits is still there: what it would be given would go to nobody."""

from __future__ import annotations

import select
import socket
import ssl
from typing import Any


def is_there(environ: dict[str, Any]) -> bool:
    """False when the caller has closed the connection; True where nobody can tell (TLS here, another server)."""
    return is_open(environ.get("gunicorn.socket"))


def is_open(connection: object) -> bool:
    """The same of a connection itself."""
    if not isinstance(connection, socket.socket) or isinstance(connection, ssl.SSLSocket):
        return True
    try:
        return not _has_news(connection) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False


def _has_news(connection: socket.socket) -> bool:
    """Whether there is something to read, the end included; poll, as select knows no descriptor above 1023."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))
