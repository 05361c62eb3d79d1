"""A free port is free, and outside what outgoing connections use."""

from __future__ import annotations

import socket

from local import ports


def test_free_port_can_be_listened_on_and_then_is_taken() -> None:
    port = ports.free_port()
    assert 15_000 <= port <= 32_000
    with socket.create_server((ports.HOST, port)):
        assert not ports.is_free(port)
    assert ports.is_free(port)
