"""Whether a caller is there is seen on any connection, also where the process holds more than a thousand."""

from __future__ import annotations

import fcntl
import resource
import socket
from collections.abc import Iterator

import pytest

from producer import presence

BEYOND_SELECT = 1024
"""The first descriptor that `select` does not take."""


@pytest.fixture(autouse=True)
def many_descriptors() -> Iterator[None]:
    """The process may have a descriptor beyond what `select` takes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, 2 * BEYOND_SELECT)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(params=["an ordinary descriptor", "a high descriptor"])
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Our end of a connection, and the caller's."""
    ours, theirs = socket.socketpair()
    if request.param == "a high descriptor":
        with ours:
            ours = socket.socket(fileno=fcntl.fcntl(ours, fcntl.F_DUPFD, BEYOND_SELECT))
            assert ours.fileno() >= BEYOND_SELECT
    with ours, theirs:
        yield ours, theirs


def is_there(connection: socket.socket) -> bool:
    return presence.is_there({"gunicorn.socket": connection})


def test_a_caller_that_says_nothing_or_more_is_there(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    assert is_there(ours)
    theirs.sendall(b"GET")
    assert is_there(ours)
    assert ours.recv(3) == b"GET", "looking takes nothing away"


def test_a_caller_that_closed_is_gone(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.close()
    assert not is_there(ours)


def test_a_connection_that_was_closed_here_is_gone(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    ours.close()
    assert not is_there(ours)


def test_where_nobody_can_tell_the_caller_is_there() -> None:
    assert presence.is_there({})
