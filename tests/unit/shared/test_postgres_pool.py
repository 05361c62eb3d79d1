"""The pool: bounded, waits, replaces what died, and says when Postgres is away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import extensions

from local.servers import PostgresServer
from shared.connections import Postgres, scalar
from shared.errors import DatabaseUnavailable


@pytest.fixture
def pool(database_url: str) -> Iterator[Postgres]:
    made = Postgres(database_url, size=3, wait=5.0)
    yield made
    made.close()


def backend(cursor: extensions.cursor) -> int:
    cursor.execute("SELECT pg_backend_pid()")
    return int(scalar(cursor))


def terminate(url: str, pid: int) -> None:
    """Kill a backend, and return when it is gone."""
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            assert scalar(cursor)
    finally:
        connection.close()


def test_a_connection_is_used_again(pool: Postgres) -> None:
    assert len({pool.run(backend) for _ in range(10)}) == 1


def test_no_more_than_its_size_at_a_time(pool: Postgres) -> None:
    inside, most, lock = 0, 0, threading.Lock()

    def work(cursor: extensions.cursor) -> int:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        cursor.execute("SELECT pg_sleep(0.01)")
        with lock:
            inside -= 1
        return backend(cursor)

    with ThreadPoolExecutor(12) as threads:
        pids = set(threads.map(lambda _: pool.run(work), range(36)))

    assert most == 3
    assert len(pids) == 3


def test_who_waits_too_long_is_told(database_url: str) -> None:
    pool = Postgres(database_url, size=1, wait=0.05)
    entered, leave = threading.Event(), threading.Event()

    def hold(_: extensions.cursor) -> None:
        entered.set()
        assert leave.wait(10)

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(pool.run, hold)
        assert entered.wait(10)
        with pytest.raises(
            DatabaseUnavailable, match="all 1 connections to Postgres have been busy for 0.05 s"
        ):
            pool.run(backend)
        leave.set()
        holding.result()
    assert pool.run(backend) > 0
    pool.close()


def test_a_killed_backend_is_replaced_unnoticed(pool: Postgres, database_url: str) -> None:
    before = pool.run(backend)
    terminate(database_url, before)

    assert pool.run(backend) != before


def test_a_backend_killed_at_work_is_replaced_and_the_work_repeated(
    pool: Postgres, database_url: str
) -> None:
    pids: list[int] = []

    def work(cursor: extensions.cursor) -> str:
        pids.append(backend(cursor))
        if len(pids) == 1:
            terminate(database_url, pids[0])
        cursor.execute("SELECT 'done'")
        return str(scalar(cursor))

    assert pool.run(work) == "done"
    assert len(set(pids)) == 2


def test_one_that_rested_is_tried_before_it_is_handed_out(
    pool: Postgres, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Postgres, "RESTED", 0.0)
    before = pool.run(backend)
    terminate(database_url, before)
    calls = []

    def work(cursor: extensions.cursor) -> int:
        calls.append(1)
        return backend(cursor)

    assert pool.run(work) != before
    assert len(calls) == 1, "the dead one was found before the work began"


def test_a_transaction_is_all_or_nothing(pool: Postgres) -> None:
    pool.run(lambda cursor: cursor.execute("CREATE TABLE kept (n int)"))

    def half(cursor: extensions.cursor) -> None:
        cursor.execute("INSERT INTO kept VALUES (1)")
        raise KeyError("stop")

    with pytest.raises(KeyError):
        pool.transaction(half)
    pool.transaction(lambda cursor: cursor.execute("INSERT INTO kept VALUES (2)"))

    def rows(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        cursor.execute("SELECT n FROM kept")
        return cursor.fetchall()

    assert pool.run(rows) == [(2,)]


def test_a_mistake_in_the_statement_is_no_outage(pool: Postgres) -> None:
    before = pool.run(backend)
    with pytest.raises(psycopg2.errors.UndefinedTable):
        pool.run(lambda cursor: cursor.execute("SELECT * FROM nowhere"))
    with pytest.raises(psycopg2.errors.UndefinedTable):
        pool.transaction(lambda cursor: cursor.execute("SELECT * FROM nowhere"))

    assert pool.run(backend) == before


def test_a_transaction_left_open_does_not_reach_the_next(pool: Postgres) -> None:
    pool.run(lambda cursor: cursor.execute("BEGIN; CREATE TABLE never (n int)"))

    def table(cursor: extensions.cursor) -> Any:
        cursor.execute("SELECT to_regclass('never')")
        return scalar(cursor)

    assert pool.run(table) is None


def test_a_stopped_server_is_said_and_found_again(servers_folder: Path) -> None:
    with PostgresServer(servers_folder / "postgres-of-the-pool", options={"fsync": "off"}) as server:
        pool = Postgres(server.url, size=2)
        pool.run(backend)
        server.stop()
        for _ in range(3):
            with pytest.raises(DatabaseUnavailable, match="Postgres cannot be reached"):
                pool.run(backend)

        server.start()

        assert pool.run(backend) > 0
        pool.close()
