"""A client that keeps a number of connections busy: one process, raw sockets, no library in between.

It costs some 15 us of processor time a request, which stands beside the figures, so that one sees that it is not
what was measured.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from local.ports import HOST

LARGEST = 1 << 20
"""Bytes read at a time."""


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    latencies: list[float]
    """Seconds of each request."""
    processor_seconds: float
    """Of the client itself."""


def request(path: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """A POST as it goes over the wire; a GET where the body is empty."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [
        f"{name}: {value}" for name, value in {"Content-Type": "application/json", **(headers or {})}.items()
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def press(port: int, connections: int, seconds: float, make: Callable[[int], bytes]) -> Load:
    """Keep as many connections busy for a while, each with one request after the other.

    Args:
        port: of this machine.
        connections: opened once and kept.
        seconds: after which no new request is sent.
        make: from a request's number, counted from 0, to its bytes.

    Raises:
        RuntimeError: an answer was not of the 200s; with its beginning.
    """
    with selectors.DefaultSelector() as selector:
        pressed = _Press(selector, make)
        for _ in range(connections):
            pressed.open(port)
        return pressed.run(seconds)


@dataclass
class _Exchange:
    """One request under way on a connection."""

    begun: float
    received: bytes = b""


class _Press:
    def __init__(self, selector: selectors.BaseSelector, make: Callable[[int], bytes]) -> None:
        self._selector = selector
        self._make = make
        self._sent = 0
        self._latencies: list[float] = []

    def open(self, port: int) -> None:
        connection = socket.create_connection((HOST, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(connection, selectors.EVENT_READ)

    def run(self, seconds: float) -> Load:
        spent, begun = time.process_time(), time.perf_counter()
        under_way = {key.fd: self._send(_socket(key)) for key in self._selector.get_map().values()}
        while under_way:
            for key, _ in self._selector.select():
                exchange = under_way[key.fd]
                if self._is_answered(_socket(key), exchange):
                    if time.perf_counter() - begun < seconds:
                        under_way[key.fd] = self._send(_socket(key))
                    else:
                        del under_way[key.fd]
        took = time.perf_counter() - begun
        for key in list(self._selector.get_map().values()):
            _socket(key).close()
        return Load(len(self._latencies), took, self._latencies, time.process_time() - spent)

    def _send(self, connection: socket.socket) -> _Exchange:
        connection.sendall(self._make(self._sent))
        self._sent += 1
        return _Exchange(time.perf_counter())

    def _is_answered(self, connection: socket.socket, exchange: _Exchange) -> bool:
        exchange.received += connection.recv(LARGEST)
        if not is_whole(exchange.received):
            return False
        if not exchange.received.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"an answer that is no success: {exchange.received[:300]!r}")
        self._latencies.append(time.perf_counter() - exchange.begun)
        return True


def is_whole(received: bytes) -> bool:
    """Whether an answer is there to its last byte.

    Raises:
        RuntimeError: it is empty, as the server hung up, or does not say how long it is.
    """
    if not received:
        raise RuntimeError("the server closed a connection without an answer")
    head, ended, body = received.partition(b"\r\n\r\n")
    if not ended:
        return False
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    raise RuntimeError(f"an answer without Content-Length: {head[:300]!r}")


def _socket(key: selectors.SelectorKey) -> socket.socket:
    assert isinstance(key.fileobj, socket.socket)
    return key.fileobj
