"""A caller of the service who writes down what it asks and what it is told."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from typing import Any

from local import ports
from tests.faults.ledger import Ledger, Request

PATIENCE = 15.0
"""Seconds to wait for an answer."""


class Client:
    """One connection, kept open; not for several threads."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        """Connects when first used."""
        self._port = port
        self._ledger = ledger
        self._connection: http.client.HTTPConnection | None = None

    def enqueue(self, job: dict[str, Any], key: str | None = None) -> Request:
        """`POST /enqueue`."""
        return self._post("/enqueue", job, [job], key)

    def create(self, job: dict[str, Any], key: str | None = None) -> Request:
        """`POST /api/v1/jobs`."""
        return self._post("/api/v1/jobs", job, [job], key)

    def create_batch(self, jobs: Sequence[dict[str, Any]], key: str | None = None) -> Request:
        """`POST /api/v1/jobs/batch`."""
        return self._post("/api/v1/jobs/batch", list(jobs), jobs, key)

    def cancel(self, job_id: str) -> int:
        """`DELETE /api/v1/jobs/{id}`; the status."""
        status, _ = self._exchange("DELETE", f"/api/v1/jobs/{job_id}", None, {})
        return status

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of any page."""
        return self._exchange("GET", path, None, {})

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _post(self, path: str, body: Any, jobs: Sequence[dict[str, Any]], key: str | None) -> Request:
        request = self._ledger.ask(key, jobs)
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        try:
            request.status, raw = self._exchange("POST", path, json.dumps(body).encode(), headers)
        except (OSError, http.client.HTTPException) as error:
            request.said = repr(error)
        else:
            _judge(request, raw)
        self._ledger.answered(request)
        return request

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """One request, sent once: where the connection broke, only the answer may have been lost."""
        connection = self._connection or http.client.HTTPConnection(ports.HOST, self._port, timeout=PATIENCE)
        self._connection = connection
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise


def _judge(request: Request, raw: bytes) -> None:
    if request.status in {200, 201, 202}:
        answer = json.loads(raw)
        request.answer = "accepted"
        request.ids = _ids(answer)
        request.deferred = "deferred" in {answer.get("dispatch"), answer.get("meta", {}).get("dispatch")}
        return
    request.said = raw.decode(errors="replace")
    refused = request.status == 503 or (request.status == 500 and "failed to persist job" in request.said)
    request.answer = "refused" if refused else "wrong"


def _ids(answer: dict[str, Any]) -> list[str]:
    if "job_id" in answer:
        return [answer["job_id"]]
    data = answer["data"]
    return [job["id"] for job in (data if isinstance(data, list) else [data])]
