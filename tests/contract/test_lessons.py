"""What other queues were seen to do wrong and ours must not, where no other test says so."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import psycopg2.errors
import pytest

from local.servers import PostgresServer, RedisServer
from producer import create_app
from producer.access import ACCESS, PUBLIC
from producer.settings import read
from shared import migrate
from shared.connections import redis_for_commands
from shared.queue import Queue
from tests.contract.conftest import ADMIN_KEY, Caller, Service
from tests.integration.conftest import run
from tests.integration.queue.engine import Engine
from tests.integration.worker.deployment import Corner, Worker, until


@pytest.fixture
def fresh_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """A database as the migrations leave it."""
    name = f"fresh_{uuid.uuid4().hex[:8]}"
    yield postgres_server.create_database(name, template=migrated_template)
    postgres_server.drop_database(name)


# -- nobody gets in by what everybody knows ------------------------------------------------------------------


def test_a_fresh_database_holds_nobody_and_no_key(fresh_url: str) -> None:
    tables = [
        table for (table,) in run(fresh_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    filled = {table for table in tables if run(fresh_url, f'SELECT 1 FROM "{table}" LIMIT 1')}  # noqa: S608
    assert {"tenants", "users", "api_keys", "sessions"} <= set(tables) - filled


def test_a_key_in_an_address_opens_nothing(service: Service) -> None:
    """Addresses end up in logs."""
    rules = create_app(read(app_env="development", database_url=None)).url_map.iter_rules()
    asked = [rule for rule in rules if "GET" in (rule.methods or ()) and ACCESS[rule.endpoint] != PUBLIC]
    with service.stranger() as http:
        for rule in asked:
            if rule.websocket:
                continue
            path = rule.rule.replace("<", "").replace(">", "")
            for name in ("token", "api_key", "key", "access_token"):
                assert http.get(path, params={name: ADMIN_KEY}).status_code == 401, (path, name)


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["delayed", "scheduled", "leases", "dead", "events", "workers", "jobs"])
def test_a_queue_may_have_the_name_of_something_of_ours(ada: Caller, name: str) -> None:
    job_id = ada.put("later", queue_name=name)
    later = ada.put("later", queue_name=name, delay_ms=3_600_000)
    (leased,) = ada.post("/api/v1/jobs/lease", {"queues": [name], "limit": 9})
    ada.tell(leased, "ack")
    assert (leased["id"], ada.job(job_id)["status"], ada.job(later)["status"]) == (
        job_id,
        "completed",
        "scheduled",
    )


def test_workers_of_one_machine_have_names_of_their_own_and_a_killed_one_is_not_shown(
    service: Service, admin: Caller
) -> None:
    other = Worker(service.corner, HANDLERS="worker.builtin:handlers", QUEUES="nobody-s")
    try:
        assert other.id != service.worker.id
        until(lambda: {service.worker.id, other.id} <= shown(admin), "both are shown")
        other.send(signal.SIGKILL)
        other.wait()
        until(lambda: other.id not in shown(admin), "the killed one is shown no more")
        assert service.worker.id in shown(admin)
    finally:
        other.close()


def shown(admin: Caller) -> set[str]:
    return {worker["id"] for worker in admin.get("/api/v1/workers")}


# -- lists -------------------------------------------------------------------------------------------------

LISTS = ("jobs", "dlq", "cron", "webhooks", "queues")


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_a_list(ada: Caller, name: str) -> None:
    assert ada.http.get(f"/api/v1/{name}").json()["data"] == []


def test_the_older_list_is_one_too_when_it_is_empty(ada: Caller) -> None:
    assert ada.http.get("/api/jobs").json() == []


# -- what is on disk ---------------------------------------------------------------------------------------


def test_large_jobs_outlive_a_killed_redis(servers_folder: Path, namespace: str) -> None:
    payload = b'"' + b"x" * 250_000 + b'"'
    with RedisServer(servers_folder / "large-jobs", options={"appendfsync": "always"}) as server:
        client = redis_for_commands(server.url, timeout=10, connections=2)
        engine = Engine(Queue(client, namespace))
        made = [engine.put(payload=payload) for _ in range(4)]
        server.kill()
        server.start()
        assert [engine.take_one().payload for _ in made] == [payload] * 4
        client.close()


def test_a_file_torn_in_its_last_entry_stops_no_start_and_loses_no_job(
    servers_folder: Path, namespace: str, database_url: str
) -> None:
    """As after a crash in the middle of a write, or on a full disk."""
    with RedisServer(servers_folder / "torn", options={"appendfsync": "always"}) as server:
        corner = Corner(server.url, namespace, database_url)
        made = [corner.enqueue("sleep", {"seconds": 0}) for _ in range(5)]
        server.kill()
        (file,) = server.append_only_folder.glob("*.incr.aof")
        os.truncate(file, file.stat().st_size - 40)
        server.start()
        worker = Worker(corner, HANDLERS="worker.builtin:handlers", QUEUES="default")
        try:
            assert {corner.ended(job_id)["status"] for job_id in made} == {"completed"}
        finally:
            worker.close()
            corner.close()


def test_tables_without_a_ledger_are_not_taken_for_migrated(fresh_url: str) -> None:
    run(fresh_url, "DELETE FROM schema_migrations")
    with pytest.raises(psycopg2.errors.DuplicateTable):
        migrate.migrate(fresh_url)
    assert run(fresh_url, "SELECT * FROM schema_migrations") == []
