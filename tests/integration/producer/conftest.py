"""A producer with Postgres, one without, and what a worker would do to their jobs."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.job import Job
from shared.lifecycle import Next
from shared.queue import Ended, Failed
from tests.integration.conftest import Start, run, stores_of


@pytest.fixture(autouse=True)
def patient_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found and counted does not depend on how busy the machine is."""
    monkeypatch.setattr("producer.job_search.PATIENCE", 10.0)


@pytest.fixture
def empty_database(database_url: str) -> str:
    """The module's database without jobs."""
    run(database_url, "TRUNCATE jobs, job_attempts, paused_queues")
    return database_url


@pytest.fixture
def app(start: Start, empty_database: str) -> Flask:
    """With Postgres."""
    return start(database_url=empty_database)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def alone(start: Start) -> FlaskClient:
    """On Redis alone."""
    return start().test_client()


def stored_rows(url: str) -> int:
    ((count,),) = run(url, "SELECT count(*) FROM jobs")
    return int(count)


def stored_keys(app: Flask) -> list[str]:
    """Every key of the namespace."""
    queue = stores_of(app).queue
    return [key.decode() for key in queue.client.scan_iter(match=f"*{queue.namespace}*")]


def claim(app: Flask) -> Job:
    """Take the next job, as a runner would."""
    queue = stores_of(app).queue
    names = queue.queue_names()
    fence = uuid.uuid4().hex
    claimed = queue.claim(fence, "runner", names, None, want=1, lease_ms=60_000, timeout_ms=60_000)
    return claimed.jobs[0]


def kill(app: Flask, error: str = "boom") -> Job:
    """Take the next job and bury it; with Postgres the row learns it as the mirror would tell it."""
    job = claim(app)
    fence = job.fence or ""
    stores_of(app).queue.nack([Failed(job.id, fence, Next("dead", 0, error), b"{}")])
    write_down(app, job.id)
    return job


def complete(app: Flask, result: bytes) -> Job:
    """Take the next job and complete it."""
    job = claim(app)
    stores_of(app).queue.ack([Ended(job.id, job.fence or "", result, b"{}")])
    write_down(app, job.id)
    return job


def write_down(app: Flask, job_id: str) -> None:
    """Write what the record says into the row, which is otherwise a worker's duty."""
    work = stores_of(app)
    record = work.queue.get(job_id)
    if work.postgres is None or record is None:
        return
    values = {
        "id": job_id,
        "status": record.state.value,
        "version": record.version,
        "attempt": record.attempt,
        "error": record.error,
        "result": record.result.decode() if record.result else None,
        "finished_at": record.finished_at,
    }
    work.postgres.run(
        lambda cursor: cursor.execute(
            "UPDATE jobs SET status = %(status)s, version = %(version)s, attempt = %(attempt)s,"
            " error = %(error)s, result = %(result)s, finished_at = to_timestamp(%(finished_at)s / 1000.0)"
            " WHERE id = %(id)s",
            values,
        )
    )


def fill_events(app: Flask, count: int) -> None:
    """Entries that nobody has read yet."""
    queue = stores_of(app).queue
    pipe = queue.client.pipeline()
    for _ in range(count):
        pipe.xadd(queue.keys.events, {"unread": "1"})
    pipe.execute()
