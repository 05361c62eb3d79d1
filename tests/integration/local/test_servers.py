"""The servers keep what they were given, whatever is done to them, and nothing of them stays behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from local import ports, processes, servers
from local.servers import PostgresServer, RedisServer, ServerError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def own_redis(servers_folder: Path, namespace: str) -> Iterator[RedisServer]:
    with RedisServer(servers_folder / namespace) as server:
        yield server


@pytest.fixture(scope="module")
def own_postgres(servers_folder: Path) -> Iterator[PostgresServer]:
    with PostgresServer(servers_folder / "own-postgres", options={"fsync": "off"}) as server:
        yield server


def ask(url: str, statement: str, *values: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


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


def test_restarted_redis_keeps_its_data(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.set("kept", "yes")
        own_redis.restart()
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.get("kept") == b"yes"


def test_redis_is_set_up_to_lose_and_evict_nothing(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("save") == {"save": ""}
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
    assert any(own_redis.append_only_folder.iterdir())


def test_options_win(servers_folder: Path) -> None:
    with (
        RedisServer(servers_folder / "small", options={"maxmemory": "20mb"}) as server,
        redis.Redis.from_url(server.url) as client,
    ):
        assert client.config_get("maxmemory") == {"maxmemory": str(20 * 1024 * 1024)}


def test_paused_redis_answers_nothing_until_it_goes_on(own_redis: RedisServer) -> None:
    with redis.Redis(port=own_redis.port, socket_timeout=0.2, retry=None) as client:
        own_redis.pause()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        own_redis.resume()
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.ping()


def test_a_paused_redis_can_be_stopped(own_redis: RedisServer) -> None:
    own_redis.pause()
    own_redis.stop()
    assert own_redis.exit_code == 0


def test_a_taken_port_fails_with_the_log(servers_folder: Path) -> None:
    port = ports.free_port()
    with (
        socket.create_server((ports.HOST, port)),
        pytest.raises(ServerError, match=rf"Redis on port {port} ended(.|\n)*[Aa]ddress already in use"),
    ):
        RedisServer(servers_folder / "taken", port).start()


def test_a_folder_in_use_is_refused(own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_PREDECESSOR_PATIENCE", 0.1)
    with pytest.raises(ServerError, match="another Redis still uses"):
        RedisServer(own_redis.folder).start()


def test_postgres_keeps_what_was_committed_over_every_end(own_postgres: PostgresServer) -> None:
    ask(own_postgres.url, "CREATE TABLE kept (how text)")
    url = own_postgres.url
    for end in (own_postgres.kill, own_postgres.stop_at_once, own_postgres.stop):
        ask(url, "INSERT INTO kept VALUES (%s)", end.__name__)
        end()
        assert not own_postgres.running
        own_postgres.start()
        assert own_postgres.url == url
    assert ask(url, "SELECT how FROM kept ORDER BY 1") == [("kill",), ("stop",), ("stop_at_once",)]


def test_kill_takes_the_children_along(own_postgres: PostgresServer) -> None:
    """Stopped children would not notice by themselves, and the next start would find the folder in use."""
    assert len(processes.descendants(own_postgres.pid)) > 3
    own_postgres.pause()
    own_postgres.kill()
    own_postgres.start()


def test_a_killed_postmaster_alone_is_no_hindrance(own_postgres: PostgresServer) -> None:
    """Its children notice in their own time; the next start waits for them."""
    os.kill(own_postgres.pid, 9)
    assert own_postgres._process is not None
    own_postgres._process.wait()
    own_postgres.start()
    assert ask(own_postgres.url, "SELECT 1") == [(1,)]


def test_paused_postgres_goes_on(own_postgres: PostgresServer) -> None:
    own_postgres.pause()
    with pytest.raises(psycopg2.OperationalError, match="timeout expired"):
        psycopg2.connect(own_postgres.url, connect_timeout=2)
    own_postgres.resume()
    assert ask(own_postgres.url, "SELECT 1") == [(1,)]


def test_postgres_is_utf8_in_c_order_and_asks_for_its_password(own_postgres: PostgresServer) -> None:
    columns = "pg_encoding_to_char(encoding), datcollate"
    shown = ask(own_postgres.url, f"SELECT {columns} FROM pg_database WHERE datname = 'workqueue'")  # noqa: S608
    assert shown == [("UTF8", "C")]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(own_postgres.url.replace(own_postgres._password, "guess"))


def test_databases_are_copies_of_a_template(own_postgres: PostgresServer) -> None:
    ask(own_postgres.create_database("template_here"), "CREATE TABLE copied AS SELECT 7 AS n")
    copy = own_postgres.create_database("copy_here", template="template_here")
    assert ask(copy, "SELECT n FROM copied") == [(7,)]
    own_postgres.drop_database("copy_here")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        ask(copy, "SELECT 1")


def test_the_fixtures_give_a_migrated_database(database: psycopg2.extensions.connection) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs")
        assert cursor.fetchone() == (0,)


START_AND_WAIT = """
import sys
from pathlib import Path
from local.servers import PostgresServer, RedisServer
folder = Path(sys.argv[1])
servers = RedisServer(folder / "redis"), PostgresServer(folder / "postgres", options={"fsync": "off"})
for server in servers:
    server.start()
print(*(server.pid for server in servers), flush=True)
sys.stdin.read()
"""


def test_servers_die_with_the_process_that_started_them(
    servers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_PREDECESSOR_PATIENCE", 30.0)  # a busy machine is slow to end them
    folder = servers_folder / "orphans"
    folder.mkdir(mode=0o711)
    folder.chmod(0o711)
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as starter:
        assert starter.stdout is not None
        assert len(starter.stdout.readline().split()) == 2
        starter.kill()
    with RedisServer(folder / "redis"), PostgresServer(folder / "postgres"):
        pass  # each start would fail on a folder still in use
