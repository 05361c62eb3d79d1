"""When a request is given a thread: whole, or too large to wait for; and what becomes of one that never arrives."""

from __future__ import annotations

import os
import selectors
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn

from producer import arrival
from producer.arrival import Worker, missing

HEAD = b"POST /enqueue HTTP/1.1\r\nHost: a\r\n"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    ("begun", "still"),
    [
        (b"", 1),
        (b"GET / HT", 1),
        (GET[:-1], 1),
        (GET, 0),
        (GET + b"GET /", 0),
        (HEAD + b"Content-Length: 4\r\n\r\n", 4),
        (HEAD + b"content-LENGTH:4 \r\nA: b\r\n\r\n{}", 2),
        (HEAD + b"Content-Length: 4\r\n\r\n{}{}", 0),
        (HEAD + b"X-Content-Length: 4\r\n\r\n", 0),
        (HEAD + b"Content-Length: no\r\n\r\n", None),
        (HEAD + b"Content-Length: 0000000000000000000000100\r\n\r\n", None),
        (HEAD + b"Content-Length: 999999\r\n\r\n", None),
        (HEAD + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\n", None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 1),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", 1),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 0),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET /", 0),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", 1),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nA\r\nab\r\n\r\n", 6),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nA", 1),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n", None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\n\r\n", None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFF\r\n", None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * arrival.CHUNK_LINE, None),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", None),
        (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", None),
        (HEAD + b"A: " + b"x" * arrival.LARGEST, None),
    ],
)
def test_how_much_is_missing(begun: bytes, still: int | None) -> None:
    assert missing(begun) == still


class Clock:
    """Turned by tests."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Line:
    """A worker of gunicorn's whose loop the test turns, and whose threads only note what they are given."""

    def __init__(self) -> None:
        config = Config()
        config.set("threads", 8)
        self.worker = Worker(0, os.getpid(), [], None, 30, config, Logger(config))
        self.worker.poller = selectors.DefaultSelector()
        self.worker.tpool = self
        self.worker.method_queue.init()
        self.given: list[TConn] = []
        self.open: list[socket.socket] = []

    def submit(self, _handle: Any, conn: TConn) -> Future[Any]:
        self.given.append(conn)
        return Future()

    def call(self, sent: bytes) -> tuple[TConn, socket.socket]:
        listener = socket.create_server(("127.0.0.1", 0))
        caller = socket.create_connection(listener.getsockname())
        caller.settimeout(5)
        caller.sendall(sent)
        ours, address = listener.accept()
        listener.close()
        self.open += [caller, ours]
        conn = TConn(self.worker.cfg, ours, address, None)
        self.worker.nr_conns += 1
        if sent:
            ours.setblocking(True)
            ours.recv(1, socket.MSG_PEEK)
        self.worker.enqueue_req(conn)
        return conn, caller

    def turn(self) -> None:
        self.worker.wait_for_and_dispatch_events(5)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr("producer.arrival.time", turned)
    return turned


@pytest.fixture
def line(clock: Clock) -> Iterator[Line]:  # noqa: ARG001 - it stands before the line looks at it
    made = Line()
    yield made
    for one in made.open:
        one.close()
    made.worker.poller.close()
    made.worker.method_queue.close()
    made.worker.tmp.close()


def test_a_whole_request_has_a_thread_at_once(line: Line) -> None:
    conn, _ = line.call(GET)
    assert line.given == [conn]


def test_a_half_one_has_none_until_the_rest_is_there(line: Line) -> None:
    conn, caller = line.call(HEAD + b"Content-Length: 4\r\n\r\n{")
    assert line.given == []
    caller.sendall(b"  }")
    line.turn()
    assert line.given == [conn]


@pytest.mark.parametrize("sent", [b"", GET[:10], HEAD + b"Content-Length: 4\r\n\r\n{"])
def test_what_does_not_arrive_in_time_is_closed(line: Line, clock: Clock, sent: bytes) -> None:
    _, caller = line.call(sent)
    clock.now += arrival.ARRIVES - 0.1
    line.worker.murder_pending()
    assert line.worker.nr_conns == 1
    clock.now += arrival.LOOK
    line.worker.murder_pending()
    assert line.worker.nr_conns == 0
    assert ended(caller)


def ended(caller: socket.socket) -> bool:
    """Closed, or reset where something was sent that nobody read."""
    try:
        return caller.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_process_that_stops_waits_less(line: Line, clock: Clock) -> None:
    line.call(GET[:10])
    line.worker.alive = False
    clock.now += arrival.STOPS + 0.1
    line.worker.murder_pending()
    assert line.worker.nr_conns == 0


def test_large_ones_have_a_quarter_of_the_threads_and_the_others_wait_in_line(line: Line) -> None:
    large = [line.call(HEAD + b"Content-Length: 999999\r\n\r\n")[0] for _ in range(4)]
    assert line.given == large[:2]
    done: Future[Any] = Future()
    done.set_result(False)
    line.worker.finish_request(large[0], done)
    assert line.given == large[:3]


def test_a_large_one_that_never_ends_is_cut_and_one_that_waited_too_long_is_closed(
    line: Line, clock: Clock
) -> None:
    callers = [line.call(HEAD + b"Content-Length: 999999\r\n\r\n")[1] for _ in range(3)]
    clock.now += arrival.UNFINISHED
    line.worker.murder_pending()
    assert [ended(caller) for caller in callers] == [True] * 3
    assert line.worker.nr_conns == 2, "those that have threads are closed by them"


def test_who_hangs_up_half_way_is_a_thread_s_to_close(line: Line) -> None:
    conn, caller = line.call(GET[:10])
    caller.shutdown(socket.SHUT_WR)
    line.turn()
    assert line.given == [conn]


def test_a_write_that_nobody_takes_fails_in_time() -> None:
    ours, theirs = socket.socketpair()
    arrival.bound_writes(ours, 0.05)
    with ours, theirs, ThreadPoolExecutor(1) as threads:
        writing = threads.submit(ours.sendall, b"x" * 50_000_000)
        assert isinstance(writing.exception(5), BlockingIOError)
