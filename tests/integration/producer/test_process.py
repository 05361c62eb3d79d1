"""The producer as users run it, under gunicorn: it starts on an empty database, and refuses what it must."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from local import ports, processes
from local.servers import PostgresServer, RedisServer
from tests.integration.producer.conftest import stored_rows

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "gunicorn", "--config", "producer/gunicorn.conf.py"]
APP = "producer.wsgi:app"
PATIENCE = 20.0
STOPPING = 28.0
"""Seconds that a stop may take: after 30 gunicorn kills who has not ended by itself."""
STARTING = 60.0
"""Seconds that a start may take on a machine that does much else; alone it takes one."""


@pytest.fixture
def empty_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """A database that nobody has migrated."""
    name = f"process_{uuid.uuid4().hex[:8]}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@contextmanager
def gunicorn(app: str = APP, **environment: str) -> Iterator[int]:
    """The producer, until the block ends; its port, a free one where PORT says nothing.

    Nothing of it is left, also where this process is killed.
    """
    port = int(environment.setdefault("PORT", str(ports.free_port())))
    env = _environment(**environment)
    process = processes.start([*COMMAND, app], output=2, cwd=ROOT, env=env, when_orphaned=signal.SIGINT)
    try:
        _wait_for(process, port)
        yield port
        process.terminate()
        assert process.wait(STOPPING) == 0
    finally:
        processes.kill_tree(process)


def _environment(**given: str) -> dict[str, str]:
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**plain, "APP_ENV": "development", "DATABASE_URL": "none", "LOG_FORMAT": "console", **given}


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers; between two looks it has the processor to itself."""
    give_up_at = time.monotonic() + STARTING
    while not _answers(port):
        assert time.monotonic() < give_up_at, f"gunicorn did not answer within {STARTING:g} s"
        assert not _ended_within(process, 0.05), f"gunicorn ended with {process.returncode} while starting"


def _answers(port: int) -> bool:
    try:
        ask(port, "GET", "/health")
    except ConnectionError:
        return False
    return True


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            method, path, body, headers, encode_chunked=headers.get("Transfer-Encoding") == "chunked"
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.feature(99, "Migrations by themselves")
def test_it_migrates_an_empty_database_and_takes_jobs(
    redis_url: str, namespace: str, empty_postgres: str
) -> None:
    with gunicorn(REDIS_URL=redis_url, QUEUE_NAME=namespace, DATABASE_URL=empty_postgres) as port:
        status, body = ask(port, "POST", "/enqueue", b'{"type":"a","payload":{"n":1}}')
        assert (status, json.loads(body)["status"]) == (200, "queued")
        assert stored_rows(empty_postgres) == 1


def test_a_body_without_a_length_is_held_to_the_same_limit(redis_url: str, namespace: str) -> None:
    with gunicorn(REDIS_URL=redis_url, QUEUE_NAME=namespace, MAX_BODY_BYTES="2048") as port:
        chunked = {"Transfer-Encoding": "chunked"}
        status, _ = ask(port, "POST", "/api/v1/jobs", iter([b'{"type":', b'"a"}']), **chunked)
        assert status == 201
        status, body = ask(port, "POST", "/api/v1/jobs", iter([b" " * 1024] * 4), **chunked)
        assert (status, json.loads(body)["meta"]["code"]) == (413, "too_large")


def test_it_starts_while_both_stores_are_away_and_recovers(
    servers_folder: Path, postgres_server: PostgresServer
) -> None:
    redis = RedisServer(servers_folder / "late-redis")
    name = f"late_{uuid.uuid4().hex[:8]}"
    url = postgres_server.url_of(name)
    with gunicorn(REDIS_URL=redis.url, DATABASE_URL=url) as port:
        status, body = ask(port, "GET", "/health")
        assert (status, json.loads(body)["status"]) == (503, "degraded")
        assert ask(port, "POST", "/enqueue", b'{"type":"a"}') == (500, b"failed to persist job\n")
        postgres_server.create_database(name)
        with redis:
            give_up_at = time.monotonic() + PATIENCE
            while ask(port, "POST", "/enqueue", b'{"type":"a"}')[0] != 200:
                assert time.monotonic() < give_up_at, "the tables were never made"
            assert ask(port, "GET", "/health")[0] == 200
    postgres_server.drop_database(name)


REFUSED = [
    ({"APP_ENV": "production"}, "nobody could call"),
    ({"APP_ENV": "production", "API_KEY": "secret-key"}, "can be guessed"),
    ({"REDIS_URL": "localhost"}, "REDIS_URL"),
    ({"PORT": "70000"}, "PORT"),
]


@pytest.mark.parametrize(("environment", "words"), REFUSED)
def test_it_refuses_to_start_with_a_sentence(redis_url: str, environment: dict[str, str], words: str) -> None:
    code, output = run_until_it_ends(
        **{"REDIS_URL": redis_url, "PORT": str(ports.free_port()), **environment}
    )
    assert code == 2
    assert words in output
    assert "Traceback" not in output


@pytest.fixture(scope="module")
def volatile_redis(servers_folder: Path) -> Iterator[str]:
    options = {"appendonly": "no", "maxmemory-policy": "allkeys-lru"}
    with RedisServer(servers_folder / "volatile-redis", options=options) as server:
        yield server.url


def test_production_refuses_a_redis_that_may_lose_jobs(volatile_redis: str) -> None:
    production = {"APP_ENV": "production", "AUTH_MODE": "open", "REDIS_URL": volatile_redis}
    code, output = run_until_it_ends(PORT=str(ports.free_port()), **production)
    assert code == 2
    assert "appendonly yes" in output
    assert "maxmemory-policy noeviction" in output
    with gunicorn(ALLOW_VOLATILE_REDIS="true", **production) as port:
        health = json.loads(ask(port, "GET", "/health")[1])
        assert (health["status"], health["durability"]) == ("ok", "redis-volatile")


def run_until_it_ends(**environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, APP],
        cwd=ROOT,
        env=_environment(**environment),
        capture_output=True,
        text=True,
        timeout=STARTING,
    )
    return done.returncode, done.stdout + done.stderr
