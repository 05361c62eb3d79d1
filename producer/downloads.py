"""Everything that matches, as a file: read in slices while it is sent, so that its length costs neither memory nor locks."""

from __future__ import annotations

import csv
import io
import itertools
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast

import orjson
from flask import current_app

from producer import job_search, job_view, listing
from producer.envelope import RETRY_AFTER, Problem
from producer.job_search import Filter, Search, Sort
from producer.stores import Stores
from shared import logs
from shared.connections import Postgres
from shared.job import Job

log = logs.get("producer")

OF_ONE = 2
"""Downloads that one tenant may have under way in each process: each holds a thread."""
SLICE = 1000
"""Jobs that one statement of the search judges."""
MOST_ROWS = 200
CHUNK_BYTES = 262_144
"""Of a chunk, or so: fewer rows make one where payloads are large."""
STUCK = 60.0
"""Seconds for which a reader may take nothing before it is given up."""
COLUMNS = (
    "id", "type", "status", "queue_name", "priority", "attempts", "max_attempts", "created_at", "scheduled_at",
    "started_at", "completed_at", "worker_id", "error_message", "enqueued_by", "requeued_from", "requeued_as", "tags",
    "payload", "result",
)  # fmt: skip
"""Of the CSV: fields of a Job; JSON stays JSON in its cell."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes spreadsheets run a cell (OWASP, CSV injection), and a ' before it keeps them from."""


class Download(Filter):
    """The query of a download."""

    sort: Sort | None = None
    """The order; absent: as in the list."""
    format: Literal["csv", "jsonl"] = "csv"


@dataclass(frozen=True, slots=True)
class Form:
    """How jobs are written into a file."""

    media: str
    head: bytes
    rows: Callable[[Sequence[Job]], bytes]
    example: str


@dataclass(slots=True)
class Opened:
    """A download under way."""

    name: str
    """Of the file."""
    form: Form
    body: Iterator[bytes]
    release: Callable[[], None]
    closed: bool = field(default=False)

    def chunks(self) -> Iterator[bytes]:
        """The file; what breaks it off is raised, so that the server cuts the connection instead of ending the file."""
        try:
            yield from self.body
        except Exception:
            log.error("a download broke off", file=self.name, exc_info=True)
            raise
        finally:
            self.close()

    def close(self) -> None:
        """Make room for another; again is no harm."""
        if not self.closed:
            self.closed = True
            self.release()


class Downloads:
    """The downloads under way in this process."""

    def __init__(self, stores: Stores) -> None:
        """None is."""
        self._stores = stores
        self._most = max(1, stores.settings.web_threads // 4)
        self._lock = threading.Lock()
        self._of: Counter[str] = Counter()

    def open(self, tenant: str, asked: Download, connection: socket.socket | None) -> Opened:
        """Begin one, to be closed by whoever opens it; its first jobs are read before it is answered.

        Args:
            tenant: whose jobs.
            asked: which, and how.
            connection: over which it goes, to give up readers that take nothing.

        Raises:
            Problem: 429, the tenant has as many under way as it may; 503, the process has.
            TablesNeeded: the queue runs on Redis alone.
            DatabaseUnavailable: Postgres is away.
            Refused: a filter cannot be read.
        """
        tables, search = self._stores.tables, job_search.read(tenant, asked, asked.sort)
        form = FORMATS[asked.format]
        self._take(tenant)
        try:
            rest = _chunks(tables, search, form)
            body = itertools.chain([next(rest, b"")], rest)
        except BaseException:
            self._give_back(tenant)
            raise
        if connection is not None:
            connection.settimeout(STUCK)
        name = f"jobs-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.{asked.format}"
        return Opened(name, form, body, lambda: self._ended(tenant, connection))

    def _take(self, tenant: str) -> None:
        headers = {"Retry-After": str(RETRY_AFTER)}
        with self._lock:
            if self._of[tenant] >= OF_ONE:
                sentence = f"{OF_ONE} downloads are under way already: wait until one has ended, or stop it"
                raise Problem(429, "too_many_exports", sentence, headers=headers)
            if self._of.total() >= self._most:
                sentence = (
                    "the service has as many downloads under way as it may: try again when one has ended"
                )
                raise Problem(503, "too_many_exports", sentence, headers=headers)
            self._of[tenant] += 1

    def _ended(self, tenant: str, connection: socket.socket | None) -> None:
        self._give_back(tenant)
        if connection is not None and connection.fileno() >= 0:
            connection.settimeout(None)

    def _give_back(self, tenant: str) -> None:
        with self._lock:
            self._of[tenant] -= 1
            if not self._of[tenant]:
                del self._of[tenant]


def current() -> Downloads:
    """The downloads of the application that serves this request."""
    return cast(Downloads, current_app.extensions["workqueue.downloads"])


def _chunks(postgres: Postgres, search: Search, form: Form) -> Iterator[bytes]:
    """The file in pieces of `CHUNK_BYTES` or so; the first holds the first jobs already."""
    chunk, size = form.head, 10
    places = itertools.chain.from_iterable(job_search.everything(postgres, search, SLICE))
    while part := list(itertools.islice(places, size)):
        written = form.rows(listing.jobs_at(postgres, search.tenant, part))
        yield chunk + written
        chunk = b""
        size = max(1, min(MOST_ROWS, size * CHUNK_BYTES // max(1, len(written)), size * 4))
    if chunk:
        yield chunk


def _as_csv(jobs: Sequence[Job]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for job in jobs:
        json = {"tags": job.tags, "payload": job.payload, "result": job.result}
        shown = {**job_view.view(job), **json}
        writer.writerow([_cell(shown.get(name)) for name in COLUMNS])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as a spreadsheet shows it, and never runs it."""
    if value is None:
        return ""
    text = value.decode() if isinstance(value, bytes) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _as_lines(jobs: Sequence[Job]) -> bytes:
    return b"".join(orjson.dumps(job_view.view(job), option=orjson.OPT_APPEND_NEWLINE) for job in jobs)


FORMATS: Mapping[str, Form] = {
    "csv": Form(
        "text/csv",
        (",".join(COLUMNS) + "\r\n").encode(),
        _as_csv,
        ",".join(COLUMNS) + "\r\n",
    ),
    "jsonl": Form(
        "application/x-ndjson",
        b"",
        _as_lines,
        '{"id":"0193a5f0-0000-7000-8000-000000000000","type":"send_email"}\n',
    ),
}
