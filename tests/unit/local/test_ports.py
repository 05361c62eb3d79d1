"""A free port is free, and outside what outgoing connections use."""

from __future__ import annotations

import socket

import pytest

from local import ports


def test_a_port_is_found_once_and_in_the_part_that_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "RANGE", ports.RANGE[7::11])
    found = [ports.free_port() for _ in range(200)]
    assert len(set(found)) == len(found)
    assert set(found) <= set(ports.RANGE)


def test_free_port_can_be_listened_on_and_then_is_taken() -> None:
    port = ports.free_port()
    assert 15_000 <= port <= 32_000
    with socket.create_server((ports.HOST, port)):
        assert not ports.is_free(port)
    assert ports.is_free(port)
