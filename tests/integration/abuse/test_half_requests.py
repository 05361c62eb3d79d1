"""Requests that never end: the service answers others beside them, and loses nothing of one that ends late."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from local.servers import RedisServer
from tests.integration.producer.test_process import PATIENCE, ask, gunicorn

HEAD = b"POST /enqueue HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
BODY = b'{"type":"a"}'
HALVES = {
    "nothing": b"",
    "half a head": HEAD,
    "half a body": HEAD + b"Content-Length: 100\r\n\r\n{",
    "a large body, begun": HEAD + b"Content-Length: 900000\r\n\r\n" + b" " * 200_000,
    "a body without an end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    "a chunk that looks like an end": HEAD.replace(b"/enqueue", b"/webhooks/stripe")
    + b"Transfer-Encoding: chunked\r\n\r\nA\r\nab\r\n\r\n",
    "chunks, and trailers without an end": HEAD.replace(b"/enqueue", b"/webhooks/stripe")
    + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nmore: 1\r\n",
    "a length that is written at length": HEAD + b"Content-Length: 0000000000000000000000100\r\n\r\n{",
    "a body that waits for our word": HEAD + b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    "a large body that nobody reads": HEAD.replace(b"/enqueue", b"/nowhere")
    + b"Content-Length: 900000\r\n\r\n",
    "a connection that is ended and never closed": b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "half of a second request": b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + HEAD,
}
THREADS = 8


@pytest.fixture(scope="module")
def port(redis_server: RedisServer) -> Iterator[int]:
    url = redis_server.url
    with gunicorn(REDIS_URL=url, QUEUE_NAME="test-halves:jobs", WEB_THREADS=str(THREADS)) as port:
        yield port


@contextmanager
def sending(port: int, begun: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(begun)
        yield connection


@pytest.mark.parametrize("begun", HALVES.values(), ids=HALVES.keys())
def test_more_of_them_than_threads_stop_nobody(port: int, begun: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(5 * THREADS):
            stack.enter_context(sending(port, begun))
        for _ in range(3):
            assert ask(port, "GET", "/health")[0] == 200
            assert ask(port, "POST", "/enqueue", BODY)[0] == 200


def test_what_comes_byte_by_byte_is_answered(port: int) -> None:
    request = HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
    with sending(port, b"") as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request:
            connection.sendall(bytes([byte]))
        assert read_all(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("size", [1_000, 130_000, 140_000, 900_000])
def test_bodies_of_every_size_arrive_whole(port: int, size: int) -> None:
    body = json.dumps([{"type": "a", "payload": "x" * 1000}] * max(1, size // 1100)).encode()
    for chunks in (body, iter([body[:500], body[500:]])):
        chunked = {} if chunks is body else {"Transfer-Encoding": "chunked"}
        status, answer = ask(port, "POST", "/api/v1/jobs/batch", chunks, **chunked)
        assert status == (201 if size < 500_000 else 422), answer


def test_requests_in_one_go_are_answered_in_their_order(port: int) -> None:
    first = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
    with sending(port, first + last[:50]) as connection:
        connection.sendall(last[50:])
        answers = read_all(connection)
    assert answers.count(b"HTTP/1.1 200 ") == 2
    assert answers.index(b'"durability"') < answers.index(b'"job_id"')


def test_who_waits_for_our_word_hears_it(port: int) -> None:
    head = HEAD + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(BODY)
    with sending(port, head) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(BODY)
        assert b"HTTP/1.1 200 " in read_all(connection)


SMUGGLED = {
    "two lengths": b"Content-Length: 0\r\nContent-Length: 12\r\n\r\n",
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks by another name": b"Transfer-Encoding: xchunked\r\n\r\n",
    "a length with a sign": b"Content-Length: +12\r\n\r\n",
    "a name with a space": b"Content-Length : 12\r\n\r\n",
    "a folded header": b"A: b\r\n c\r\n\r\n",
}


@pytest.mark.parametrize("rest", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_what_a_proxy_could_read_otherwise_is_refused_and_the_connection_closed(
    port: int, rest: bytes
) -> None:
    inner = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with sending(port, b"POST /enqueue HTTP/1.1\r\nHost: localhost\r\n" + rest + inner) as connection:
        answers = read_all(connection)
    assert answers.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
    assert answers.count(b"HTTP/1.1 ") == 1


def read_all(connection: socket.socket) -> bytes:
    received = bytearray()
    while chunk := connection.recv(65_536):
        received += chunk
    return bytes(received)
