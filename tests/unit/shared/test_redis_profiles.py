"""What a Redis client of ours repeats (nothing), how long it waits, and which errors mean that Redis is away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import redis

from local import ports
from local.servers import RedisServer
from shared import connections
from shared.connections import redis_for_blocking, redis_for_commands
from shared.errors import QueueUnavailable
from tests.integration.queue.cutting_proxy import CuttingProxy


def test_a_command_whose_reply_is_lost_is_not_repeated(redis_server: RedisServer, namespace: str) -> None:
    with CuttingProxy(redis_server.port) as proxy, redis_for_commands(proxy.url, 5, 2) as client:
        client.ping()
        proxy.lose_next_replies(1)

        with pytest.raises(redis.ConnectionError):
            client.rpush(namespace, "once")

        assert client.lrange(namespace, 0, -1) == [b"once"]


def test_a_blocking_wait_may_last_as_long_as_it_said(redis_url: str, namespace: str) -> None:
    with redis_for_blocking(redis_url, timeout=0.2, longest_block=0.5) as client:
        began = time.monotonic()

        assert client.brpop([namespace], timeout=0.5) is None

        assert time.monotonic() - began >= 0.45


def test_a_silent_server_is_given_up_after_the_timeout(
    servers_folder: Path,
) -> None:
    own = RedisServer(servers_folder / "redis-that-pauses")
    with own, redis_for_commands(own.url, 3, 2) as client:
        client.ping()
        own.pause()

        with pytest.raises(redis.TimeoutError):
            client.ping()

        own.resume()
        assert client.ping()


def test_no_more_connections_than_allowed(redis_url: str) -> None:
    with redis_for_commands(redis_url, 5, 2) as client:
        held = [client.connection_pool.get_connection() for _ in range(2)]

        with pytest.raises(redis.ConnectionError):
            client.ping()

        for connection in held:
            client.connection_pool.release(connection)
        assert client.ping()


AWAY: list[redis.RedisError] = [
    redis.ConnectionError("Connection refused"),
    redis.TimeoutError("Timeout reading from socket"),
    redis.exceptions.BusyLoadingError("Redis is loading the dataset in memory"),
    redis.exceptions.ReadOnlyError("You can't write against a read only replica."),
    redis.exceptions.OutOfMemoryError("command not allowed when used memory > 'maxmemory'."),
    redis.ResponseError("OOM command not allowed when used memory > 'maxmemory'."),
    redis.ResponseError("MISCONF Errors writing to the AOF file: No space left on device"),
    redis.ResponseError("NOREPLICAS Not enough good replicas to write."),
    redis.ResponseError("LOADING Redis is loading the dataset in memory"),
    redis.ResponseError("BUSY Redis is busy running a script."),
    redis.ResponseError("CLUSTERDOWN The cluster is down"),
    redis.ResponseError("UNBLOCKED force unblock from blocking operation, instance state changed"),
    redis.ResponseError("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
    redis.ResponseError("TRYAGAIN Multiple keys request during rehashing of slot"),
]
MISTAKES: list[redis.RedisError] = [
    redis.ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"),
    redis.ResponseError("ERR user_script:193: too many results to unpack script"),
    redis.ResponseError("ERR unknown command 'LMOVE2'"),
    redis.exceptions.NoScriptError("No matching script. Please use EVAL."),
    redis.DataError("Invalid input of type"),
]


@pytest.mark.parametrize("error", AWAY, ids=str)
def test_these_mean_that_redis_is_away(error: redis.RedisError) -> None:
    assert isinstance(connections.unavailable(error), QueueUnavailable)


@pytest.mark.parametrize("error", MISTAKES, ids=str)
def test_these_are_mistakes_of_ours(error: redis.RedisError) -> None:
    assert connections.unavailable(error) is None


def test_the_message_says_what_happened() -> None:
    port = ports.free_port()
    with redis_for_commands(f"redis://127.0.0.1:{port}/0", 1, 1) as client:
        with pytest.raises(redis.RedisError) as caught:
            client.ping()

        assert f"Redis cannot be reached: Error 111 connecting to 127.0.0.1:{port}" in str(
            connections.unavailable(caught.value)
        )
