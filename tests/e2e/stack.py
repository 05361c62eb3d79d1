"""A running service with its page, as the browser tests meet it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.servers import RedisServer
from tests.integration.producer.test_process import ask, gunicorn
from tests.integration.worker.deployment import Corner, Worker, until

HERE = Path(__file__).resolve().parent
SECRET = "9f2c51d07ab8e3466b1d0c7f85a2e94d"


@dataclass(frozen=True)
class Stack:
    """A producer that serves the page, a worker with the handlers of `page_handlers.py`, and a corner of both stores."""

    port: int
    corner: Corner
    worker: Worker

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """What an `/api/v1` path answers as `data`; fails where it refuses."""
        sent = None if body is None else json.dumps(body).encode()
        status, answer = ask(self.port, method, path, sent, **{"Content-Type": "application/json", **headers})
        assert status < 400, answer
        return json.loads(answer)["data"]

    def enqueue(self, job_type: str, payload: Any = None, **fields: Any) -> str:
        """Make a job over HTTP, as a service would; its id."""
        job = {"type": job_type, "payload": {} if payload is None else payload, **fields}
        return str(self.call("POST", "/api/v1/jobs", job)["id"])

    def once(self, job_id: str, *states: str) -> None:
        """Wait until the job is in one of these states, and its row says so: pages read most of a job from there."""
        self.corner.once(job_id, *states)
        if self.corner.postgres:
            until(lambda: self.corner.row(job_id)["status"] in states, f"the row of {job_id} is {states}")


@contextmanager
def running(redis: RedisServer, database_url: str | None, **settings: str) -> Iterator[Stack]:
    """Start one, and end it with the block; without a database on Redis alone. `settings` are the producer's."""
    namespace = f"test-{uuid.uuid4().hex[:12]}:jobs"
    environment = {
        "REDIS_URL": redis.url,
        "QUEUE_NAME": namespace,
        "DATABASE_URL": database_url or "none",
        "JWT_SECRET": SECRET,
        "AUTH_MODE": "open",
        "AUTH_RATE_LIMIT_RPS": "0",
        "WEB_THREADS": "96",
        "MAX_STREAMS_PER_TENANT": "24",
        **settings,
    }
    with (
        closing(Corner(redis.url, namespace, database_url)) as corner,
        gunicorn("tests.e2e.patient:app", **environment) as port,
    ):
        worker = Worker(corner, HANDLERS="page_handlers:handlers", LEASE_SECONDS=10, HANDLERS_PATH=HERE)
        try:
            yield Stack(port, corner, worker)
        finally:
            worker.close()
