"""Producers for workers over HTTP, and short words for what such a worker does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared import job as jobs
from shared.job import Job
from shared.queue import Queue
from tests.integration.conftest import Start, stores_of
from tests.integration.producer.conftest import app, client, empty_database

__all__ = ["app", "client", "empty_database"]

JOBS = "/api/v1/jobs"


@pytest.fixture
def lone(start: Start) -> Flask:
    """A producer on Redis alone."""
    return start()


@pytest.fixture
def http(lone: Flask) -> FlaskClient:
    return lone.test_client()


@pytest.fixture
def queue(lone: Flask) -> Queue:
    return stores_of(lone).queue


def put(redis: Queue, /, **fields: Any) -> str:
    """A job, without HTTP; its id."""
    new = Job(**{"id": jobs.new_id(), "type": "work", **fields})
    assert redis.enqueue([new]) == ["created"]
    return new.id


def lease(http: FlaskClient, headers: dict[str, str] | None = None, **asked: Any) -> list[dict[str, Any]]:
    answer = http.post(f"{JOBS}/lease", json=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["data"]
    return found


def lease_one(http: FlaskClient, **asked: Any) -> dict[str, Any]:
    (job,) = lease(http, **asked)
    return job


def tell(http: FlaskClient, job: dict[str, Any], what: str, **said: Any) -> TestResponse:
    """What the holder of a lease says; its own fence unless another is given."""
    return http.post(f"{JOBS}/{job['id']}/{what}", json={"fence": job["fence"], **said})


def told(http: FlaskClient, job: dict[str, Any], what: str, **said: Any) -> dict[str, Any]:
    """The answer to it, which must be 200."""
    answer = tell(http, job, what, **said)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.get_json()["data"]
    return data


def refusal(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["meta"]["code"]


@contextmanager
def meanwhile(work: Any) -> Iterator[list[Any]]:
    """Run `work` on a thread while the block runs; its answer stands in the list afterwards."""
    answers: list[Any] = []
    thread = Thread(target=lambda: answers.append(work()))
    thread.start()
    try:
        yield answers
    finally:
        thread.join(20)
        assert not thread.is_alive()
