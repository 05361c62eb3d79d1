"""The service as users run it, for stories of what it can do: gunicorn and a worker over real stores."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.servers import PostgresServer, RedisServer
from tests.integration.producer.test_process import gunicorn
from tests.integration.worker.deployment import Corner, Worker, until

PASSWORD = "correct horse battery"
ADMIN_KEY = "b7c1f0a26d9e48538f24c6e0"
BY_HAND = "by-hand"
"""A queue that the worker does not serve: its jobs are left to whoever leases them over HTTP."""
AT_ONCE = {"base_seconds": 0, "jitter": False}
"""A backoff that does not keep a story waiting."""


class Caller:
    """Somebody who calls the service, with one key or session; answers are the `data` of the envelope."""

    def __init__(self, url: str, **headers: str) -> None:
        self.http = httpx.Client(base_url=url, headers=headers, timeout=40, trust_env=False)

    def ask(self, method: str, path: str, body: Any = None, status: int | None = None, **headers: str) -> Any:
        """The data of an answer, which must have the status, or one of success."""
        answer = self.http.request(method, path, json=body, headers=headers)
        assert answer.status_code == status if status else answer.is_success, answer.text
        return answer.json()["data"] if status is None or status < 400 else answer.json()["meta"]

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        return self.ask("POST", path, body)

    def put(self, job_type: str = "sleep", payload: Any = None, **fields: Any) -> str:
        """A new job's id."""
        if job_type == "sleep" and payload is None:
            payload = {"seconds": 0}
        body = {"type": job_type, "payload": payload or {}, **fields}
        return str(self.post("/api/v1/jobs", body)["id"])

    def job(self, job_id: str) -> dict[str, Any]:
        return dict(self.get(f"/api/v1/jobs/{job_id}"))

    def ended(self, job_id: str) -> dict[str, Any]:
        """The job when it has ended."""
        return dict(self.ask("GET", f"/api/v1/jobs/{job_id}/wait?seconds=30", status=200))

    def once(self, job_id: str, status: str) -> dict[str, Any]:
        """The job when it has this status."""
        until(lambda: self.job(job_id)["status"] == status, f"job {job_id} is {status}")
        return self.job(job_id)

    def runs(self, job_id: str, count: int = 1) -> list[dict[str, Any]]:
        """The job's runs, the oldest first, when the ends of so many are written down."""

        def ended() -> list[dict[str, Any]]:
            return [run for run in self.get(f"/api/v1/jobs/{job_id}/attempts") if run["outcome"]]

        until(lambda: len(ended()) >= count, f"{count} runs of {job_id} are written down")
        return ended()

    def listed(self, query: str = "") -> list[dict[str, Any]]:
        return list(self.get(f"/api/v1/jobs{query}"))

    def lease(self, limit: int = 1, **asked: Any) -> list[dict[str, Any]]:
        """Jobs of the queue that no worker serves."""
        return list(self.post("/api/v1/jobs/lease", {"queues": [BY_HAND], "limit": limit, **asked}))

    def events_until(self, kind: str) -> list[dict[str, Any]]:
        """What the stream tells of the tenant's jobs, from the beginning to the first of a kind."""
        told: list[dict[str, Any]] = []
        with self.http.stream("GET", "/events", headers={"Last-Event-ID": "0-0"}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                if line.startswith('data: {"type":"job.'):
                    told.append(json.loads(line.removeprefix("data: ")))
                if told and told[-1]["type"] == kind:
                    break
        return told

    def tell(self, job: dict[str, Any], what: str, **said: Any) -> dict[str, Any]:
        """What the holder of a lease says."""
        return dict(self.post(f"/api/v1/jobs/{job['id']}/{what}", {"fence": job["fence"], **said}))


@dataclass(frozen=True)
class Service:
    """A running producer with a running worker."""

    url: str
    corner: Corner
    worker: Worker
    open_callers: list[Caller] = field(default_factory=list)

    def register(self) -> Caller:
        """A new tenant's session."""
        with self.stranger() as http:
            answer = http.post("/auth/register", json={"email": an_address(), "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return self.caller(Authorization=f"Bearer {answer.json()['data']['token']}")

    def by_key(self, key: str) -> Caller:
        return self.caller(**{"X-API-Key": key})

    def caller(self, **headers: str) -> Caller:
        """Somebody who shows these headers."""
        self.open_callers.append(Caller(self.url, **headers))
        return self.open_callers[-1]

    def stranger(self) -> httpx.Client:
        """Somebody who shows nothing."""
        return httpx.Client(base_url=self.url, timeout=40, trust_env=False)

    def close(self) -> None:
        for caller in self.open_callers:
            caller.http.close()
        self.worker.close()


@pytest.fixture(scope="session")
def service(
    redis_server: RedisServer,
    postgres_server: PostgresServer,
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    """One for all stories: each has a tenant of its own."""
    name = f"contract_{uuid.uuid4().hex[:8]}"
    database_url = postgres_server.create_database(name, template=migrated_template)
    corner = Corner(redis_server.url, f"test-{uuid.uuid4().hex[:12]}:jobs", database_url)
    settings = {
        "REDIS_URL": corner.redis_url,
        "QUEUE_NAME": corner.namespace,
        "DATABASE_URL": database_url,
        "AUTH_MODE": "keys",
        "JWT_SECRET": "9f2c51d07ab8e3466b1d0c7f85a2e94d",
        "ADMIN_KEY": ADMIN_KEY,
        "AUTH_RATE_LIMIT_RPS": "0",
        "WEBHOOK_ALLOW_PRIVATE": "true",
        "OUTBOX_DIR": str(tmp_path_factory.mktemp("outbox")),
    }
    with closing(corner), gunicorn(**settings) as port:
        yield from _with_a_worker(f"http://127.0.0.1:{port}", corner, tmp_path_factory.mktemp("files"))
    postgres_server.drop_database(name)


def _with_a_worker(url: str, corner: Corner, files: Path) -> Iterator[Service]:
    settings = {
        "HANDLERS": "worker.builtin:handlers",
        "QUEUES": "default,mail",
        "FILES_DIR": files,
        "LEASE_SECONDS": 30,
    }
    with closing(Service(url, corner, Worker(corner, **settings, WEBHOOK_ALLOW_PRIVATE="true"))) as service:
        yield service


@pytest.fixture
def ada(service: Service) -> Caller:
    """A tenant that nobody else uses."""
    return service.register()


@pytest.fixture(scope="session")
def admin(service: Service) -> Caller:
    """Whoever runs the service."""
    return service.by_key(ADMIN_KEY)


def an_address() -> str:
    return f"{uuid.uuid4().hex}@example.com"
