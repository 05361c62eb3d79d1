"""The checked connection: what was checked is what is connected to, and all of it ends in time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import trustme

from shared import public_address
from tests.unit.builtin.conftest import Receiver, start_receiver
from worker.public_transport import PublicTransport


@pytest.fixture
def first_loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.1 stand for the internet, and every other address for the inside of this network."""
    monkeypatch.setattr(public_address, "is_public", lambda address: address == "127.0.0.1")


@pytest.fixture
def canary(receiver: Receiver) -> Iterator[Receiver]:
    """A server inside, at the same port as the one that may be called; nobody must ever reach it."""
    started, stop = start_receiver("127.0.0.2", receiver.port)
    yield started
    stop()
    assert started.requests == []


def client(
    resolver: Callable[[str, int], list[str]], seconds: float = 10, verify: ssl.SSLContext | None = None
) -> httpx.Client:
    transport = PublicTransport(ends=time.monotonic() + seconds, resolver=resolver, verify=verify)
    return httpx.Client(transport=transport, trust_env=False)


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_rebinding_name_is_resolved_once_and_its_checked_address_is_called(
    receiver: Receiver, canary: Receiver
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    with client(lambda *_: next(answers)) as http:
        answer = http.get(f"http://rebind.example:{receiver.port}/a?b=c")

    assert answer.status_code == 200
    assert [(asked.path, asked.headers["host"]) for asked in receiver.requests] == [
        ("/a?b=c", f"rebind.example:{receiver.port}")
    ]
    assert next(answers) == ["127.0.0.2"]
    assert canary.requests == []


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_name_that_turns_private_is_refused_on_the_next_connection(
    receiver: Receiver, canary: Receiver
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    with client(lambda *_: next(answers)) as http:
        http.get(f"http://rebind.example:{receiver.port}/")
        with pytest.raises(public_address.AddressError, match=r"rebind\.example resolves to 127\.0\.0\.2"):
            http.get(f"http://rebind.example:{receiver.port}/")

    assert len(receiver.requests) == 1
    assert canary.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"])
def test_nothing_on_this_machine_is_reached_under_any_spelling(receiver: Receiver, host: str) -> None:
    transport = PublicTransport(ends=time.monotonic() + 10)
    with (
        httpx.Client(transport=transport, trust_env=False) as http,
        pytest.raises(public_address.AddressError),
    ):
        http.get(f"http://{host}:{receiver.port}/")

    assert receiver.requests == []


@pytest.mark.usefixtures("first_loopback_is_public")
def test_the_certificate_and_the_server_name_are_those_of_the_url(authority: trustme.CA) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    receiver, stop = start_receiver(certificate=authority.issue_cert("hooks.example"))
    try:
        with client(lambda *_: ["127.0.0.1"], verify=trusting) as http:
            answer = http.get(f"https://hooks.example:{receiver.port}/")
        with client(lambda *_: ["127.0.0.1"], verify=trusting) as http, pytest.raises(httpx.TransportError):
            http.get(f"https://other.example:{receiver.port}/")
    finally:
        stop()

    assert answer.status_code == 200
    assert receiver.server_names == ["hooks.example", "other.example"]
    assert [asked.headers["host"] for asked in receiver.requests] == [f"hooks.example:{receiver.port}"]


@pytest.mark.usefixtures("first_loopback_is_public")
def test_an_unknown_authority_is_not_trusted(authority: trustme.CA) -> None:
    receiver, stop = start_receiver(certificate=authority.issue_cert("hooks.example"))
    try:
        with (
            client(lambda *_: ["127.0.0.1"]) as http,
            pytest.raises(httpx.TransportError, match="CERTIFICATE"),
        ):
            http.get(f"https://hooks.example:{receiver.port}/")
    finally:
        stop()

    assert receiver.requests == []


def test_the_next_address_is_tried_when_one_does_not_answer(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_address, "is_public", lambda _address: True)

    with client(lambda *_: ["127.0.0.3", "127.0.0.1"]) as http:
        answer = http.get(f"http://two.example:{receiver.port}/")

    assert answer.status_code == 200


def test_a_name_without_an_address_is_a_failed_connection() -> None:
    with (
        client(lambda *_: []) as http,
        pytest.raises(httpx.TransportError, match="gone.example has no address"),
    ):
        http.get("http://gone.example/")


def test_no_time_left_is_a_timeout() -> None:
    with client(lambda *_: ["93.184.216.34"], seconds=0) as http, pytest.raises(httpx.TimeoutException):
        http.get("http://late.example/")


@pytest.fixture
def dripping_port() -> Iterator[int]:
    """A server that sends one more byte of a header every moment, far longer than the call may take."""
    stopped = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # nobody came
            return
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(500):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
                if stopped.wait(0.02):
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stopped.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.usefixtures("first_loopback_is_public")
def test_an_answer_that_drips_in_ends_with_the_time_of_the_call(dripping_port: int) -> None:
    with (
        client(lambda *_: ["127.0.0.1"], seconds=2) as http,
        pytest.raises(httpx.TimeoutException),
    ):
        http.get(f"http://drip.example:{dripping_port}/", timeout=5)
