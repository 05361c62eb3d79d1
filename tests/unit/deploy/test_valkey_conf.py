"""A real server starts on deploy/valkey.conf and then keeps what it is given."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from local import binaries, ports

PATIENCE = Retry(ConstantBackoff(0.05), 200)


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis.Redis]:
    """The server of docker-compose.yml, but for its folder, its address and the password of production."""
    folder, port = tmp_path_factory.mktemp("valkey"), ports.free_port()
    program = binaries.redis_servers()[0].path
    options = ["--dir", str(folder), "--bind", "127.0.0.1", "--port", str(port), "--requirepass", "sesame"]
    process = subprocess.Popen([program, root / "deploy/valkey.conf", *options], stdout=subprocess.DEVNULL)
    client = redis.Redis(
        port=port, password="sesame", protocol=2, decode_responses=True, retry=PATIENCE, socket_timeout=5
    )
    try:
        client.ping()
        yield client
    finally:
        client.close()
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("appendonly", "yes"),
        ("appendfsync", "everysec"),
        ("save", ""),
        ("maxmemory-policy", "noeviction"),
        ("maxmemory", str(2**30)),
        ("hash-max-listpack-entries", "64"),
        ("rdbcompression", "no"),
        ("auto-aof-rewrite-min-size", str(2**29)),
        ("protected-mode", "no"),
    ],
)
def test_the_server_took_the_setting(server: redis.Redis, setting: str, value: str) -> None:
    assert server.config_get(setting) == {setting: value}


def test_without_the_password_nothing_is_answered(server: redis.Redis) -> None:
    port = server.connection_pool.connection_kwargs["port"]
    with redis.Redis(port=port, protocol=2) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
