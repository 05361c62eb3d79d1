"""The attempts of a job, the oldest first: its timeline."""

from __future__ import annotations

from typing import Any

import orjson

from producer import statements
from producer.job_view import instant
from shared.connections import Postgres


def timeline(postgres: Postgres, tenant: str, job_id: str) -> list[dict[str, Any]]:
    """Every run of a job, also those that did not count."""
    found = postgres.of(tenant).run(lambda cursor: statements.rows(cursor, "attempts", {"id": job_id}))
    return [_view(*row) for row in found]


def _view(
    number: int,
    worker: str | None,
    ready_at: int | None,
    started_at: int | None,
    ended_at: int | None,
    outcome: str | None,
    error: str | None,
    traceback: str | None,
    lines: str | None,
) -> dict[str, Any]:
    return {
        "number": number,
        "worker": worker,
        "ready_at": instant(ready_at),
        "started_at": instant(started_at),
        "ended_at": instant(ended_at),
        "outcome": outcome,
        "error": error,
        "traceback": traceback,
        "logs": orjson.Fragment(lines.encode()) if lines else [],
    }
