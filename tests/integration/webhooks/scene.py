"""A producer, a mirror and a deliverer over real stores, moved step by step by the test."""

from __future__ import annotations

from typing import Any

import psycopg2
from flask import Flask
from flask.testing import FlaskClient

from producer import create_app, settings
from producer.stores import Stores
from producer.webhooks import Webhooks
from shared.connections import Postgres
from shared.job import Job
from shared.lifecycle import Decision, Next
from shared.queue import Ended, Failed, Queue
from shared.vault import Vault
from worker.duties.deliverer import Deliverer
from worker.duties.mirror import Mirror


class Scene:
    """What the tests of webhooks do, in short words."""

    def __init__(self, redis_url: str, namespace: str, database_url: str | None, **given: Any) -> None:
        values = {
            "app_env": "development",
            "redis_url": redis_url,
            "queue_name": namespace,
            "database_url": database_url,
            "log_format": "console",
            "webhook_allow_private": True,
        }
        self.settings = settings.read(**{**values, **given})
        self.app: Flask = create_app(self.settings)
        self.client: FlaskClient = self.app.test_client()
        self.vault = Vault(self.settings.webhook_secret_keys)
        self.deliverer = self.another_deliverer() if database_url else None
        self._mirror = Mirror(self.queue, self.postgres, self.queue.client) if database_url else None
        self._claims = 0

    def close(self) -> None:
        if self.deliverer is not None:
            assert self.deliverer.wait_until_idle(20)
        if self.stores.postgres is not None:
            self.stores.postgres.close()
        self.queue.client.close()

    @property
    def stores(self) -> Stores:
        found: Stores = self.app.extensions["workqueue"]
        return found

    @property
    def queue(self) -> Queue:
        return self.stores.queue

    @property
    def postgres(self) -> Postgres:
        return self.stores.tables

    # -- webhooks ----------------------------------------------------------------------------------------

    @property
    def webhooks(self) -> Webhooks:
        """What any tenant may do, past HTTP."""
        return Webhooks(self.postgres, self.vault, allow_private=self.settings.webhook_allow_private)

    def call(
        self, method: str, path: str = "", status: int = 200, key: str | None = None, **body: Any
    ) -> Any:
        """The data that the API answers; its meta where it refuses."""
        sent = body if body or method in {"POST", "PATCH"} else None
        headers = {"X-API-Key": key} if key else None
        answer = self.client.open(f"/api/v1/webhooks{path}", method=method, json=sent, headers=headers)
        assert answer.status_code == status, answer.text
        return (answer.json or {})["data" if status < 400 else "meta"]

    def hook(self, url: str, *events: str, **fields: Any) -> dict[str, Any]:
        """A new webhook."""
        if events:
            fields["events"] = list(events)
        return dict(self.call("POST", status=201, url=url, **fields))

    def deliveries(self, hook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
        return list(self.call("GET", f"/{hook['id']}/deliveries{query}"))

    def delivery(self, hook: dict[str, Any]) -> dict[str, Any]:
        """The only one."""
        (found,) = self.deliveries(hook)
        return found

    # -- jobs --------------------------------------------------------------------------------------------

    def enqueue(self, **fields: Any) -> str:
        answer = self.client.post("/api/v1/jobs", json={"type": "report", **fields})
        assert answer.status_code == 201, answer.text
        return str((answer.json or {})["data"]["id"])

    def claim(self) -> Job:
        self._claims += 1
        claimed = self.queue.claim(
            f"fence-{self._claims}",
            "runner",
            ["default"],
            None,
            want=1,
            lease_ms=60_000,
            timeout_ms=60_000,
        )
        return claimed.jobs[0]

    def complete(self) -> Job:
        job = self.claim()
        said = f'{{"worker": "runner", "started_at": {job.started_at}, "result": 1}}'.encode()
        self.queue.ack([Ended(job.id, job.fence or "", b"1", said)])
        return job

    def fail(self, decision: Decision, error: str = "Boom: it broke") -> Job:
        job = self.claim()
        said = f'{{"started_at": {job.started_at}, "error": "{error}", "delay_ms": 0}}'.encode()
        self.queue.nack([Failed(job.id, job.fence or "", Next(decision, 0, error), said)])
        return job

    def dead_jobs(self, count: int) -> list[str]:
        """Jobs that died, as the outbox knows."""
        ids = [self.enqueue() for _ in range(count)]
        for _ in ids:
            self.fail("dead")
        self.mirror()
        return ids

    # -- duties ------------------------------------------------------------------------------------------

    def mirror(self) -> None:
        """Write down what has happened; something must have."""
        assert self._mirror is not None
        self._mirror.turn()

    def deliver(self, deliverer: Deliverer | None = None) -> None:
        """Send what is due until nothing is."""
        chosen = deliverer or self.deliverer
        assert chosen is not None
        for _ in range(1000):
            if chosen.turn() > 0:
                return
            assert chosen.wait_until_idle(20)
        raise AssertionError("deliveries stay due for ever")

    def another_deliverer(self, **options: Any) -> Deliverer:
        given = {"allow_private": self.settings.webhook_allow_private, **options}
        return Deliverer(self.postgres, self.vault, **given)

    def turn_clock(self, seconds: float) -> None:
        """Let time pass for the deliveries."""
        self.sql(
            "UPDATE webhook_deliveries SET next_attempt_at = next_attempt_at - %(s)s * interval '1 second',"
            " created_at = created_at - %(s)s * interval '1 second',"
            " ended_at = ended_at - %(s)s * interval '1 second'",
            s=seconds,
        )

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        def run(cursor: psycopg2.extensions.cursor) -> list[tuple[Any, ...]]:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        return self.postgres.run(run)

    def seconds_to_next(self, delivery: dict[str, Any]) -> float:
        """Until the next attempt."""
        ((seconds,),) = self.sql(
            "SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8 FROM webhook_deliveries"
            " WHERE id = %(id)s",
            id=delivery["id"],
        )
        return float(seconds)
