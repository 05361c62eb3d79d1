"""What clients asked for and what they were answered: every promise that the service has made in a run."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Answer = Literal["accepted", "refused", "unknown", "wrong"]
"""`refused`: the service said that it has not taken it; `unknown`: the connection broke or nobody answered;
`wrong`: an answer that no caller should ever get."""


@dataclass(slots=True)
class Request:
    """One HTTP request for jobs and its answer."""

    key: str | None
    """Its Idempotency-Key."""
    jobs: list[dict[str, Any]]
    """The bodies."""
    answer: Answer = "unknown"
    ids: list[str] = field(default_factory=list)
    deferred: bool = False
    replayed: bool = False
    status: int = 0
    """Of HTTP; 0: none came."""
    said: str = ""
    """The answer's text, where it was no acceptance."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One accepted job."""

    id: str
    type: str
    wanted: dict[str, Any]
    """The body that was accepted."""


class Ledger:
    """All requests of a run, appended to a file before they are sent and when they are answered."""

    def __init__(self, file: Path) -> None:
        """Empty."""
        self.requests: list[Request] = []
        self._file = file
        self._lock = threading.Lock()

    def ask(self, key: str | None, jobs: Sequence[dict[str, Any]]) -> Request:
        """A request that is about to be sent."""
        request = Request(key, list(jobs))
        with self._lock:
            self.requests.append(request)
            self._write({"asked": key, "jobs": [job["type"] for job in jobs]})
        return request

    def answered(self, request: Request) -> None:
        """Its answer has come, or will not."""
        with self._lock:
            self._write({"answered": request.key, "status": request.status, "ids": request.ids})

    @property
    def promises(self) -> dict[str, Promise]:
        """The accepted jobs by id."""
        with self._lock:
            return {
                job_id: Promise(job_id, wanted["type"], wanted)
                for request in self.requests
                if request.answer == "accepted"
                for job_id, wanted in zip(request.ids, request.jobs, strict=True)
            }

    def count(self, answer: Answer) -> int:
        """Requests that were answered so."""
        with self._lock:
            return sum(request.answer == answer for request in self.requests)

    def _write(self, line: dict[str, Any]) -> None:
        with self._file.open("a") as file:
            file.write(json.dumps(line) + "\n")
