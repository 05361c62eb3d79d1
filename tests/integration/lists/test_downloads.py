"""Downloads: all that matches, whole or visibly broken, harmless in a spreadsheet, and never too many at a time."""

from __future__ import annotations

import csv
import http.client
import io
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import downloads, job_search
from shared.errors import DatabaseUnavailable
from tests.integration.conftest import Start, run
from tests.integration.lists.conftest import Make
from tests.integration.producer.test_process import gunicorn
from tests.integration.worker.deployment import until

SetRow = Callable[..., None]
PATH = "/api/v1/jobs/export"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("slice_", [1, 2, 1000])
def test_everything_that_matches_is_in_the_file_in_order(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch, slice_: int
) -> None:
    monkeypatch.setattr(downloads, "SLICE", slice_)
    ids = make(*({"type": "mail" if n % 3 else "pdf", "payload": {"n": n}} for n in range(9)))

    def downloaded(**query: str) -> list[str]:
        answer = client.get(PATH, query_string={"format": "jsonl", **query})
        assert answer.mimetype == "application/x-ndjson"
        return [json.loads(line)["id"] for line in answer.text.splitlines()]

    assert downloaded() == ids[::-1]
    assert downloaded(sort="created_at", type="pdf") == ids[::3]
    assert downloaded(q='"n":4') == [ids[4]]
    assert downloaded(q=ids[5]) == [ids[5]]
    assert sorted(downloaded(q=ids[0][:8])) == sorted(one for one in ids if one[:8] == ids[0][:8])
    assert downloaded(status="dead") == []


def test_a_line_of_json_is_the_job(client: FlaskClient, make: Make) -> None:
    (job_id,) = make({"payload": {"n": 2.50, "s": "\u2028ü"}, "tags": {"a": "b"}})
    (line,) = client.get(f"{PATH}?format=jsonl").data.splitlines()
    assert json.loads(line) == client.get(f"/api/v1/jobs/{job_id}").json["data"]


def test_the_csv_has_names_whole_cells_and_is_saved_as_a_file(
    client: FlaskClient, make: Make, set_row: SetRow
) -> None:
    (job_id,) = make({"payload": {"text": 'a "quoted", line\nand more'}, "tags": {"team": "x"}})
    set_row(job_id, error="first line\r\nsecond, line", status="failed")
    answer = client.get(PATH)

    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="jobs-')
    (row,) = rows(answer.text)
    assert tuple(row) == downloads.COLUMNS
    assert json.loads(row["payload"]) == {"text": 'a "quoted", line\nand more'}
    assert (row["id"], row["error_message"], row["tags"]) == (
        job_id,
        "first line\r\nsecond, line",
        '{"team": "x"}',
    )
    assert client.get(f"{PATH}?status=dead").text == ",".join(downloads.COLUMNS) + "\r\n"


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(client: FlaskClient, make: Make, set_row: SetRow, cell: str) -> None:
    (job_id,) = make({"payload": -5})
    set_row(job_id, error=cell, worker=cell, status="failed")
    (row,) = rows(client.get(PATH).text)
    assert (row["error_message"], row["worker_id"], row["payload"]) == (f"'{cell}", f"'{cell}", "'-5")


def test_no_transaction_stays_open_and_no_more_is_held_than_a_part(
    app: Flask, make: Make, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "SLICE", 2)
    make(*({"payload": "x" * 1000} for _ in range(50)))
    answer = app.test_client().get(f"{PATH}?format=jsonl", buffered=False)
    chunks = answer.iter_encoded()
    first = next(iter(chunks))

    assert first.count(b"\n") <= 10
    busy = run(
        empty_database,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%%'"
        " AND application_name = %s",
        "workqueue",
    )
    assert busy == [(0,)]
    assert sum(chunk.count(b"\n") for chunk in chunks) + first.count(b"\n") == 50
    answer.close()


def test_large_payloads_make_smaller_parts(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "CHUNK_BYTES", 2000)
    make(*({"payload": "x" * 1000} for _ in range(30)))
    answer = client.get(f"{PATH}?format=jsonl", buffered=False)
    sizes = [chunk.count(b"\n") for chunk in answer.iter_encoded()]
    assert (sizes[0], max(sizes[1:]), sum(sizes)) == (10, 1, 30)


def test_a_tenant_has_as_many_under_way_as_it_may(app: Flask, make: Make) -> None:
    make({})
    client = app.test_client()
    opened = [client.get(PATH, buffered=False) for _ in range(downloads.OF_ONE)]
    refused = client.get(PATH)
    assert (refused.status_code, refused.json["meta"]["code"]) == (429, "too_many_exports")
    assert refused.headers["Retry-After"]
    opened[0].close()
    opened[0].close()
    assert client.get(PATH).status_code == 200
    assert client.get(PATH).status_code == 200
    opened[1].close()


def test_the_process_has_as_many_as_it_may(start: Start, empty_database: str) -> None:
    client = start(database_url=empty_database, web_threads=4).test_client()
    opened = client.get(PATH, buffered=False)
    refused = client.get(PATH)
    assert (refused.status_code, refused.json["meta"]["code"]) == (503, "too_many_exports")
    opened.close()
    assert client.get(PATH).status_code == 200


def test_what_is_wrong_from_the_start_is_an_answer_and_takes_no_room(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make({})
    for _ in range(downloads.OF_ONE + 1):
        assert client.get(f"{PATH}?format=xml").status_code == 422
        assert client.get(f"{PATH}?status=gone").status_code == 422

    def away(*_: Any) -> Any:
        raise DatabaseUnavailable("gone")

    with monkeypatch.context() as broken:
        broken.setattr(job_search, "_slice", away)
        for _ in range(downloads.OF_ONE + 1):
            assert client.get(PATH).status_code == 503
    assert client.get(PATH).status_code == 200


def test_it_needs_tables(alone: FlaskClient) -> None:
    assert alone.get(PATH).json["meta"]["code"] == "tables_needed"


@pytest.fixture
def many(empty_database: str) -> int:
    """Rows of some megabytes, more than sockets hold between two."""
    run(
        empty_database,
        "INSERT INTO jobs (id, tenant, type, queue, priority, status, payload)"
        " SELECT gen_random_uuid(), 'default', 'a', 'default', 5, 'completed', to_json(repeat('x', 20000))"
        " FROM generate_series(1, 1500)",
    )
    return 1500


def test_under_gunicorn_it_is_whole_or_it_fails(
    redis_url: str, namespace: str, empty_database: str, many: int
) -> None:
    with gunicorn(REDIS_URL=redis_url, QUEUE_NAME=namespace, DATABASE_URL=empty_database) as port:
        whole = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        whole.request("GET", f"{PATH}?format=jsonl")
        assert whole.getresponse().read().count(b"\n") == many
        whole.request("GET", "/health")
        assert whole.getresponse().read()

        whole.request("GET", f"{PATH}?format=jsonl")
        broken = whole.getresponse()
        assert broken.read(1000)
        run(empty_database, "ALTER TABLE jobs RENAME TO jobs_away")
        with pytest.raises(http.client.IncompleteRead):
            broken.read()
        run(empty_database, "ALTER TABLE jobs_away RENAME TO jobs")
        whole.close()


def test_under_gunicorn_a_caller_who_goes_makes_room(
    redis_url: str, namespace: str, empty_database: str, many: int
) -> None:
    with gunicorn(REDIS_URL=redis_url, QUEUE_NAME=namespace, DATABASE_URL=empty_database) as port:
        gone = [_opened(port) for _ in range(downloads.OF_ONE)]
        assert _status(port) == 429
        for connection in gone:
            connection.close()
        until(
            lambda: _status(port) == 200, f"there is room for a download of {many} jobs", downloads.STUCK / 2
        )


def _opened(port: int) -> socket.socket:
    """A download that has begun, of which no more is read."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(f"GET {PATH}?format=jsonl HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    assert connection.recv(100).startswith(b"HTTP/1.1 200")
    return connection


def _status(port: int) -> int:
    """Of a download of nothing, which is over at once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", f"{PATH}?status=dead")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
