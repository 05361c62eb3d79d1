"""Paths that stand as they are written, beside others that hold an id in the same place."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.conftest import Start


@pytest.fixture
def client(start: Start) -> FlaskClient:
    return start().test_client()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/jobs/batch"),
        ("DELETE", "/api/v1/jobs/lease"),
        ("PATCH", "/api/v1/cron/explain"),
        ("GET", "/api/v1/dlq/requeue"),
    ],
)
def test_a_path_of_its_own_is_not_read_as_an_id(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.json["meta"]["code"]) == (405, "method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["OPTIONS", "POST"]


def test_options_names_the_methods_of_this_path_alone(client: FlaskClient) -> None:
    answer = client.open("/api/v1/dlq/groups", method="OPTIONS")
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_words_that_are_no_path_of_their_own_are_read_as_ids(client: FlaskClient) -> None:
    answer = client.get("/api/v1/jobs/batches")
    assert (answer.status_code, answer.json["meta"]["code"]) == (400, "invalid_id")
