"""What `tests/integration/producer` has, for lists and for acts on many jobs; and two tenants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.conftest import run
from tests.integration.producer.conftest import alone, app, client, empty_database, patient_searches

__all__ = ["alone", "app", "client", "empty_database", "patient_searches"]

Make = Callable[..., list[str]]


@pytest.fixture
def make(client: FlaskClient) -> Make:
    """Enqueue jobs, one for each of the given sets of fields; their ids."""

    def made(*jobs: dict[str, Any]) -> list[str]:
        answer = client.post("/api/v1/jobs/batch", json=[{"type": "a", **job} for job in jobs])
        assert answer.status_code == 201, answer.text
        return [job["id"] for job in answer.json["data"]]

    return made


@pytest.fixture
def set_row(empty_database: str) -> Callable[..., None]:
    """Write columns of a job's row, as the mirror or the passing of time would have."""

    def written(job_id: str, **columns: Any) -> None:
        names = ", ".join(f"{name} = %s" for name in columns)
        run(empty_database, f"UPDATE jobs SET {names} WHERE id = %s", *columns.values(), job_id)  # noqa: S608

    return written


@pytest.fixture
def listed(client: FlaskClient) -> Callable[..., list[str]]:
    """Walk a list by its cursor to its end; the ids."""

    def walked(limit: int = 2, **query: str) -> list[str]:
        seen: list[str] = []
        cursor: dict[str, str] = {}
        for _ in range(100):
            answer = client.get("/api/v1/jobs/cursor", query_string={**query, **cursor, "limit": limit})
            assert answer.status_code == 200, answer.text
            page = answer.json["data"]
            seen += [job["id"] for job in page["items"]]
            if not page["has_more"]:
                return seen
            cursor = {"cursor": page["next_cursor"]}
        raise AssertionError("the list has no end")

    return walked
