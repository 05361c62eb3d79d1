"""The whole service signs in as the Redis user of the guide: all of it works, and the server is out of its reach."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

from local.servers import RedisServer
from tests.integration.live.conftest import reading
from tests.integration.producer.test_process import ROOT, ask, gunicorn
from tests.integration.worker.deployment import Corner, Worker, until

GUIDE = ROOT / "docs/howto/redis-user.md"
NAMESPACE = "workqueue:jobs"
PASSWORD = "sesame-open-yourself"


def rules() -> list[str]:
    """What the guide says that the user may."""
    (line,) = re.findall(r"^ *user workqueue (.+)$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [f">{PASSWORD}" if rule == ">PASSWORD" else rule for rule in line.split()]


@dataclass
class Guarded:
    """A Redis with the user, beside its administrator."""

    admin: redis.Redis
    url: str


@pytest.fixture(scope="module")
def guarded(servers_folder: Path) -> Iterator[Guarded]:
    with RedisServer(servers_folder / "guarded-redis") as server:
        admin = redis.Redis.from_url(server.url, decode_responses=True)
        admin.execute_command("ACL", "SETUSER", "workqueue", *rules())
        yield Guarded(admin, server.url.replace("//", f"//workqueue:{PASSWORD}@"))
        admin.close()


REFUSED = [
    "FLUSHALL",
    "FLUSHDB",
    "KEYS *",
    "CONFIG GET *",
    "CONFIG SET appendonly no",
    "MONITOR",
    "SHUTDOWN NOSAVE",
    "ACL LIST",
    "CLIENT LIST",
    "SCRIPT FLUSH",
    "SCRIPT KILL",
    "FUNCTION LIST",
    "REPLICAOF NO ONE",
    "SWAPDB 0 1",
    "GET others",
    "SET others 1",
    "GET {workqueue:others}:held",
    "PUBLISH others 1",
]


@pytest.mark.parametrize("command", REFUSED)
def test_the_server_and_the_keys_of_others_are_out_of_its_reach(guarded: Guarded, command: str) -> None:
    with redis.Redis.from_url(guarded.url) as client, pytest.raises(redis.exceptions.NoPermissionError):
        client.execute_command(*command.split())


def test_a_script_reaches_no_further(guarded: Guarded) -> None:
    guarded.admin.set("others", "secret")
    refused = pytest.raises(redis.exceptions.ResponseError, match="permission|ACL|NOPERM")
    with redis.Redis.from_url(guarded.url) as client, refused:
        client.eval("return redis.call('GET', ARGV[1])", 0, "others")


def test_all_of_the_service_works_as_it(guarded: Guarded, database_url: str) -> None:
    """And asks for nothing that it may not: the server's own log of refusals stays empty."""
    guarded.admin.execute_command("ACL", "LOG", "RESET")
    settings = {"REDIS_URL": guarded.url, "QUEUE_NAME": NAMESPACE, "DATABASE_URL": database_url}
    corner = Corner(guarded.url, NAMESPACE, database_url)
    with gunicorn(**settings, RATE_LIMIT_RPS="1000") as port:
        worker = Worker(corner)
        try:
            use_everything(port, corner)
        finally:
            worker.close()
    corner.close()
    assert guarded.admin.execute_command("ACL", "LOG") == []


def use_everything(port: int, corner: Corner) -> None:
    def call(method: str, path: str, body: Any = None) -> Any:
        status, answer = ask(port, method, path, None if body is None else json.dumps(body).encode())
        assert status < 300, (method, path, status, answer)
        return json.loads(answer).get("data") if answer else None

    with reading(port) as reader:
        done = call("POST", "/api/v1/jobs", {"type": "echo", "payload": {"n": 1}})["id"]
        while reader.event()["type"] != "job.completed":
            continue
    corner.ended(done)
    retried = call(
        "POST", "/api/v1/jobs", {"type": "flaky", "payload": {"times": 1}, "backoff": {"base_seconds": 0}}
    )
    assert corner.ended(retried["id"])["status"] == "completed"
    dead = call("POST", "/api/v1/jobs", {"type": "hurried"})["id"]
    assert corner.ended(dead)["status"] == "dead"
    call("GET", "/api/v1/dlq")
    call("POST", f"/api/v1/dlq/{dead}/requeue")
    later = call("POST", "/api/v1/jobs", {"type": "echo", "delay_ms": 3_600_000})["id"]
    call("GET", f"/api/v1/jobs/{later}/why")
    call("POST", f"/api/v1/jobs/{later}/retry")
    corner.ended(later)
    stopped = call("POST", "/api/v1/jobs", {"type": "echo", "delay_ms": 3_600_000})["id"]
    call("DELETE", f"/api/v1/jobs/{stopped}")
    lease_by_http(call)
    call("POST", "/api/v1/queues/default/pause")
    call("POST", "/api/v1/queues/default/resume")
    schedule = call("POST", "/api/v1/cron", {"name": "s", "job_type": "echo", "cron_expression": "@daily"})[
        "id"
    ]
    call("POST", f"/api/v1/cron/{schedule}/trigger")
    call("POST", "/api/v1/jobs/batch", [{"type": "echo"}] * 50)
    corner.redis.rpush(NAMESPACE, b'{"type":"echo","payload":{"raw":1}}')
    for path in ("/api/v1/queues", "/api/v1/workers", "/api/v1/stats", "/health", "/api/jobs"):
        assert ask(port, "GET", path)[0] == 200
    assert ask(port, "GET", "/metrics")[0] == 200
    call("POST", "/events/ticket")
    until(
        lambda: corner.rows("SELECT 1 FROM jobs WHERE payload::text LIKE '%%raw%%'"),
        "the raw entry has a row",
    )
    until(lambda: corner.redis.llen(NAMESPACE) == 0, "all of it has run")


def lease_by_http(call: Any) -> None:
    call("POST", "/api/v1/jobs", {"type": "leased", "queue_name": "elsewhere"})
    leased = call(
        "POST", "/api/v1/jobs/lease", {"queues": ["elsewhere"], "types": ["leased"], "worker_id": "w"}
    )
    (job,) = leased["jobs"] if isinstance(leased, dict) else leased
    for what in ("extend", "progress", "ack"):
        said = {"extend": {"seconds": 60}, "progress": {"fraction": 0.5}, "ack": {"result": 1}}[what]
        call("POST", f"/api/v1/jobs/{job['id']}/{what}", {"fence": job["fence"], **said})
