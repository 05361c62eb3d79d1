"""The producer under gunicorn with two tenants in it, and readers of its live streams."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import redis

from local.servers import RedisServer
from shared import job as jobs
from shared.job import Job
from shared.lifecycle import Next
from shared.queue import Ended, Failed, Queue
from tests.integration.accounts import conftest as people
from tests.integration.producer.test_process import PATIENCE, ask, gunicorn

people_database, outbox, app, client = people.people_database, people.outbox, people.app, people.client
register, at_once = people.register, people.at_once
further_settings = people.further_settings

FINAL = {"job.completed", "job.dead", "job.cancelled"}


@dataclass(frozen=True)
class Tenant:
    """Somebody who registered."""

    name: str
    key: str
    key_id: str


@dataclass(frozen=True)
class Service:
    """A running producer."""

    port: int
    queue: Queue
    ada: Tenant
    bob: Tenant

    def call(self, method: str, path: str, tenant: Tenant, body: Any = None) -> tuple[int, Any]:
        sent = None if body is None else json.dumps(body).encode()
        status, answer = ask(self.port, method, path, sent, **{"X-API-Key": tenant.key})
        return status, json.loads(answer)

    def put(self, tenant: Tenant, **fields: Any) -> str:
        status, answer = self.call("POST", "/api/v1/jobs", tenant, {"type": "work", **fields})
        assert status == 201, answer
        return str(answer["data"]["id"])

    def ticket(self, tenant: Tenant) -> str:
        status, answer = self.call("POST", "/events/ticket", tenant)
        assert status == 201, answer
        return str(answer["data"]["ticket"])


@pytest.fixture(scope="module")
def corner(redis_server: RedisServer) -> Iterator[Queue]:
    """A namespace of the module's own."""
    client = redis.Redis.from_url(redis_server.url)
    yield Queue(client, f"test-{uuid.uuid4().hex[:12]}:jobs")
    client.close()


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, corner: Queue, database_url: str) -> Iterator[Service]:
    environment = {
        "REDIS_URL": redis_server.url,
        "QUEUE_NAME": corner.namespace,
        "DATABASE_URL": database_url,
        "AUTH_MODE": "keys",
        "JWT_SECRET": "9f2c51d07ab8e3466b1d0c7f85a2e94d",
        "AUTH_RATE_LIMIT_RPS": "0",
        "WEB_THREADS": "96",
        "MAX_STREAMS": "40",
        "MAX_STREAMS_PER_TENANT": "30",
        "ALLOWED_ORIGINS": "https://page.example.com",
    }
    with gunicorn(**environment) as port:
        yield Service(port, corner, _register(port, "ada"), _register(port, "bob"))


def _register(port: int, name: str) -> Tenant:
    body = json.dumps({"email": f"{name}@example.com", "password": "correct horse battery"}).encode()
    status, answer = ask(port, "POST", "/auth/register", body)
    assert status == 201, answer
    data = json.loads(answer)["data"]
    return Tenant(data["user"]["tenant"], data["api_key"]["key"], data["api_key"]["id"])


class Reader:
    """Reads `/events` as a browser would."""

    def __init__(self, port: int, path: str = "/events", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", path, headers=headers)
        self.answer = self.connection.getresponse()
        self.last_id = ""

    def block(self) -> dict[str, str]:
        """The next block: its fields."""
        fields: dict[str, str] = {}
        while line := self.answer.readline():
            text = line.decode().rstrip("\n")
            if not text:
                break
            name, _, value = text.partition(": ")
            fields[name] = value
        else:
            raise EOFError
        self.last_id = fields.get("id", self.last_id)
        return fields

    def event(self, *passed_over: str) -> dict[str, Any]:
        """The next event; figures, and kinds to pass over, are not for it."""
        while True:
            fields = self.block()
            if fields.get("event") not in {None, "stats.update", "worker.heartbeat", *passed_over}:
                found: dict[str, Any] = json.loads(fields["data"])
                assert found["type"] == fields["event"]
                return found

    def until(self, kind: str) -> list[dict[str, Any]]:
        """The events up to the next of a kind."""
        found = [self.event()]
        while found[-1]["type"] != kind:
            found.append(self.event())
        return found


@contextmanager
def reading(port: int, path: str = "/events", **headers: str) -> Iterator[Reader]:
    """A stream that has begun: what happens from now on is told."""
    reader = Reader(port, path, **headers)
    try:
        if reader.answer.status == 200:
            reader.block()
        yield reader
    finally:
        reader.answer.close()
        reader.connection.close()


def put(queue: Queue, tenant: str, count: int = 1, **fields: Any) -> list[str]:
    """Jobs of a tenant, without HTTP; their ids."""
    new = [Job(**{"id": jobs.new_id(), "type": "work", "tenant": tenant, **fields}) for _ in range(count)]
    assert queue.enqueue(new) == ["created"] * count
    return [job.id for job in new]


def claim(queue: Queue, want: int = 1) -> list[Job]:
    names = queue.queue_names()
    fence = uuid.uuid4().hex
    return queue.claim(fence, "w.1", names, None, want=want, lease_ms=60_000, timeout_ms=60_000).jobs


def complete(queue: Queue, found: list[Job]) -> None:
    ended = [Ended(job.id, job.fence or "", b"1", b'{"worker":"w.1","result":1}') for job in found]
    assert set(queue.ack(ended)) <= {"done"}


def bury(queue: Queue, job: Job, error: str) -> None:
    data = json.dumps({"worker": "w.1", "error": error}).encode()
    queue.nack([Failed(job.id, job.fence or "", Next("dead", 0, error), data)])


def run_all(queue: Queue) -> None:
    """Take and complete until nothing waits."""
    while found := claim(queue, 50):
        complete(queue, found)
