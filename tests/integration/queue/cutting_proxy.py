"""A TCP proxy that lets a server do its work and then cuts the connection before its reply arrives."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self

from local import ports


class CuttingProxy:
    """Stands before a server on loopback; `lose_next_replies` says how many replies are lost from now on."""

    def __init__(self, port: int) -> None:
        self._server = (ports.HOST, port)
        self._listener = socket.create_server((ports.HOST, 0))
        self._lock = threading.Lock()
        self._to_lose = 0
        self.lost = 0
        """Replies that were lost: each time the server had done its work."""

    @property
    def url(self) -> str:
        return f"redis://{ports.HOST}:{self._listener.getsockname()[1]}/0"

    def lose_next_replies(self, count: int) -> None:
        with self._lock:
            self._to_lose = count

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """One request, one reply, until either side goes; requests of redis-py come whole or in pieces."""
        server = socket.create_connection(self._server)
        threading.Thread(target=_pump, args=(client, server), daemon=True).start()
        while reply := _received(server):
            if self._loses():
                break
            client.sendall(reply)
        _hang_up(client)
        _hang_up(server)

    def _loses(self) -> bool:
        with self._lock:
            if self._to_lose == 0:
                return False
            self._to_lose -= 1
            self.lost += 1
            return True


def _pump(source: socket.socket, target: socket.socket) -> None:
    while data := _received(source):
        target.sendall(data)
    _hang_up(target)


def _hang_up(side: socket.socket) -> None:
    """Shut down first: closing alone tells the other side nothing while a thread still reads."""
    with suppress(OSError):  # the other side was faster
        side.shutdown(socket.SHUT_RDWR)
    side.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65_536)
    except OSError:
        return b""  # the other side of the proxy was closed
