"""How gunicorn hands requests to threads: once they have arrived, so that half-sent ones hold no thread.

gunicorn's own threads read requests themselves and wait for the rest of each without a limit: as many half-sent requests
as there are threads stop the service for good. Here the loop of the process looks at what has come and leaves it where it
is; only a request too large to wait for is read by a thread while it comes, and a quarter of the threads at the most do so.
"""

from __future__ import annotations

import re
import selectors
import socket
import struct
import time
from concurrent.futures import Future
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from shared import logs

LARGEST = 131_072
"""Bytes of a request, head and body, that are waited for."""
ARRIVES = 10.0
"""Seconds for such a request to arrive; then its connection is closed."""
UNFINISHED = 60.0
"""Seconds for one that a thread reads while it comes, and to wait for that thread: longer than any answer may wait."""
TAKES_NOTHING = 30
"""Seconds for which a caller may take nothing of an answer."""
STOPS = 2.0
"""Seconds that a stopping process still waits for the rest of one."""
PARTS = 2.0
"""Seconds for a caller to close a connection that we have ended (RFC 9112, section 9.6)."""
LOOK = 1.0
"""Seconds between two looks at what is late."""
CHUNK_LINE = 10
"""Bytes of the line before a chunk, at the most."""

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?:\r|$)")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?:\r|$)")
_CHUNK = re.compile(rb"([1-9a-fA-F][0-9a-fA-F]{0,7})\r\n")
_LAST_CHUNK = b"0\r\n\r\n"

log = logs.get("producer")


def missing(begun: bytes) -> int | None:
    """How many bytes at least are still to come of the request that `begun` begins; 0 when it is whole.

    None: only a thread can read the rest, as it is too much to wait for, the caller waits for our word (RFC 9110, section
    10.1.1), or how long it is, is for gunicorn to say. Whole is only what leaves it nothing to wait for.
    """
    end = begun.find(_END)
    if end < 0:
        return 1 if len(begun) < LARGEST else None
    head, size = begun[:end].lower(), end + len(_END)
    if b"\r\nexpect:" in head:
        return None
    if b"\r\ntransfer-encoding:" in head:
        return _missing_of_chunks(begun, size) if _is_plainly_chunked(head) else None
    if b"\r\ncontent-length:" in head:
        length = _LENGTH.search(head)
        if length is None:
            return None
        size += int(length[1])
    return None if size > LARGEST else max(0, size - len(begun))


def _is_plainly_chunked(head: bytes) -> bool:
    return (
        head.count(b"\r\ntransfer-encoding:") == 1
        and _CHUNKED.search(head) is not None
        and b"\r\ncontent-length:" not in head
    )


def _missing_of_chunks(begun: bytes, at: int) -> int | None:
    """As `missing`, of a body in chunks (RFC 9112, section 7.1) that begins `at`, without extensions or trailers."""
    while chunk := _CHUNK.match(begun, at):
        at = chunk.end() + int(chunk[1], 16) + len(b"\r\n")
        if at > LARGEST:
            return None
    line = begun[at : at + CHUNK_LINE]
    if line.startswith(_LAST_CHUNK):
        return 0
    if len(line) == CHUNK_LINE or (b"\r\n" in line and not _LAST_CHUNK.startswith(line)):
        return None
    return max(1, at - len(begun))


class Worker(ThreadWorker):  # type: ignore[misc]
    """One process: a loop that watches connections, and threads that answer requests."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing has come yet."""
        super().__init__(*args, **kwargs)
        self._most_unfinished = max(1, self.cfg.threads // 4)
        self._arriving: dict[TConn, float] = {}
        """What is waited for here, and until when."""
        self._large: dict[TConn, float] = {}
        """What waits for one of the threads that read, in order, and until when."""
        self._unfinished: dict[TConn, float] = {}
        """What such a thread reads, and until when."""
        self._parting: dict[TConn, float] = {}
        """What is answered and half closed, and until when the caller may close the rest."""
        self._next_look = 0.0

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection a thread if a request is here, else wait for it: every connection passes here."""
        begun = None if self.cfg.is_ssl else _begun(conn)
        if begun is None:
            self._give_thread(conn)
            return
        still = missing(begun)
        if still == 0:
            self._give_thread(conn)
        elif still is None:
            self._queue(conn)
        else:
            self._wait_for(conn, len(begun) + still)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """A thread is done with the connection: another may have its place."""
        self._unfinished.pop(conn, None)
        if fs.cancelled() or fs.exception() or not fs.result():
            self._part(conn)
        else:
            super().finish_request(conn, fs)
        self._begin_large()

    def murder_pending(self) -> None:
        """End what is late; gunicorn calls this in every turn of its loop."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK
        stopping = 0 if self.alive else ARRIVES - STOPS
        for conn in _late(self._arriving, now + stopping) + _late(self._parting, now):
            self.poller.unregister(conn.sock)
            self._close(conn)
        for conn in _late(self._large, now):
            self._close(conn)
        for conn in _late(self._unfinished, now):
            _cut(conn)

    def _give_thread(self, conn: TConn) -> None:
        self._arriving.pop(conn, None)
        conn.data_ready = True  # its thread need not look again
        bound_writes(conn.sock, TAKES_NOTHING)
        super().enqueue_req(conn)

    def _wait_for(self, conn: TConn, size: int) -> None:
        self._arriving.setdefault(conn, time.monotonic() + ARRIVES)
        _wake_at(conn, size)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._look_again, conn, size))

    def _look_again(self, conn: TConn, size: int, _sock: socket.socket) -> None:
        self.poller.unregister(conn.sock)
        _wake_at(conn, 0)
        begun = _begun(conn)
        if begun is not None and len(begun) < size:
            self._queue(conn)  # no more comes, or the system told too early: a thread finds out
        else:
            self.enqueue_req(conn)

    def _queue(self, conn: TConn) -> None:
        self._arriving.pop(conn, None)
        self._large[conn] = time.monotonic() + UNFINISHED
        self._begin_large()

    def _begin_large(self) -> None:
        while self._large and len(self._unfinished) < self._most_unfinished:
            conn = next(iter(self._large))
            del self._large[conn]
            self._unfinished[conn] = time.monotonic() + UNFINISHED
            self._give_thread(conn)

    def _part(self, conn: TConn) -> None:
        """Close our side and let the poller wait for theirs: gunicorn would wait for it here, and all others with it."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        conn.sock.setblocking(False)
        self._parting[conn] = time.monotonic() + PARTS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: TConn, sock: socket.socket) -> None:
        try:
            rest = sock.recv(LARGEST)
        except BlockingIOError:
            return
        except OSError:
            rest = b""
        if not rest:
            del self._parting[conn]
            self.poller.unregister(sock)
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()


def _begun(conn: TConn) -> bytes | None:
    """What has come and nobody took; None where the caller hung up, which is for a thread to find out."""
    try:
        here: bytes = conn.sock.recv(LARGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return _ahead(conn)
    except OSError as error:
        log.debug("a connection broke before its request", reason=str(error))
        return None
    return _ahead(conn) + here if here else None


def _wake_at(conn: TConn, size: int) -> None:
    """Let the poller call when so many bytes have come: looking at each by itself would cost more than it brings."""
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, max(1, size - len(_ahead(conn))))


def _ahead(conn: TConn) -> bytes:
    """What was read behind the request before."""
    return conn.parser.unreader.buf.getvalue() if conn.parser else b""


def bound_writes(sock: socket.socket, seconds: float) -> None:
    """Let a write fail of which the caller takes nothing for so long; socket(7), SO_SNDTIMEO."""
    whole = int(seconds)
    sock.setsockopt(
        socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", whole, round((seconds - whole) * 1_000_000))
    )


def _late(until: dict[TConn, float], now: float) -> list[TConn]:
    """Take out those whose time is up."""
    found = [conn for conn, ends in until.items() if now >= ends]
    for conn in found:
        del until[conn]
    return found


def _cut(conn: TConn) -> None:
    """End what a thread reads or writes: it finds the connection closed."""
    try:
        conn.sock.shutdown(socket.SHUT_RDWR)
    except OSError as error:
        log.debug("the connection was gone already", reason=str(error))
