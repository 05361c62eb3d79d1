"""The servers keep what they were given, whatever is done to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from local.servers import PostgresServer, RedisServer


@pytest.fixture
def own_redis(servers_folder: Path, namespace: str) -> Iterator[RedisServer]:
    with RedisServer(servers_folder / namespace) as server:
        yield server


@pytest.fixture(scope="module")
def own_postgres(servers_folder: Path) -> Iterator[PostgresServer]:
    with PostgresServer(servers_folder / "own-postgres", options={"fsync": "off"}) as server:
        yield server


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_database_fixture_is_a_database(database: psycopg2.extensions.connection) -> None:
    with database.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)


def test_killed_redis_comes_back_on_its_port_with_its_data(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.set("kept", "yes")
    before = own_redis.pid, own_redis.port
    own_redis.kill()
    assert not own_redis.running
    own_redis.start()
    assert own_redis.pid != before[0]
    assert own_redis.port == before[1]
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.get("kept") == b"yes"
