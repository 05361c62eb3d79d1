"""Hostile words in every place of every route: nothing breaks, nothing is run, and no answer can be taken for a page."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from producer.access import ACCESS, PUBLIC
from tests.integration.conftest import Start
from tests.integration.producer import conftest as producers
from tests.integration.producer.conftest import stored_rows

empty_database = producers.empty_database

WORDS = [
    "'; DROP TABLE jobs; --",
    "' OR '1'='1",
    "1 UNION SELECT secret FROM webhooks",
    "$(id)`id`",
    "{workqueue:jobs}:held",
    "*",
    "a\r\nSet-Cookie: stolen=1",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "\u202e\u0000\ufffe",
    "9" * 5000,
    "-1",
    "1e999",
    "%s%n%x",
    "\N{FULLWIDTH LATIN SMALL LETTER A}",
]
STREAMS = {"live.stream", "live.follow"}
SEEN_AS_TEXT = {
    "application/json",
    "text/plain",
    "application/openmetrics-text",
    "text/csv",
    "application/x-ndjson",
}
QUERIES = (
    "status",
    "type",
    "queue",
    "tags",
    "limit",
    "offset",
    "cursor",
    "created_after",
    "before",
    "sort",
    "q",
    "error",
)


@pytest.fixture
def app(start: Start, empty_database: str) -> Flask:
    return start(
        database_url=empty_database, auth_rate_limit_rps=0, jwt_secret="9f2c51d07ab8e3466b1d0c7f85a2e94d"
    )


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in STREAMS and not rule.endpoint.startswith("page."):
            for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                yield rule, method


def path_of(client: FlaskClient, rule: Rule, word: str) -> str:
    values = {name: word for name in rule.arguments}
    built: str = client.application.url_map.bind("localhost").build(rule.endpoint, values)
    return built


def check(answer: Any, where: object) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, (where, answer.text[:300])
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert "Set-Cookie" not in answer.headers, where
    assert answer.status_code not in (301, 302, 303, 307, 308), where
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], where
    if answer.mimetype == "text/html":
        assert "script-src" in answer.headers["Content-Security-Policy"], where
        assert (
            "'unsafe-inline'"
            not in answer.headers["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
        )
    elif "<script>" in answer.text:
        assert answer.mimetype in SEEN_AS_TEXT, where


@pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word)[:24])
def test_no_route_breaks_over_a_word_in_its_path_its_query_or_its_headers(app: Flask, word: str) -> None:
    client, asked = app.test_client(), 0
    for rule, method in routes(app):
        path = path_of(client, rule, word)
        check(client.open(path, method=method), (method, path))
        check(client.open(path, method=method, query_string={name: word for name in QUERIES}), (method, path))
        for name in QUERIES if method in ("GET", "DELETE") else ():
            check(client.open(path, method=method, query_string={name: word}), (method, path, name))
        asked += 1
    assert asked > 60


def test_no_route_breaks_over_a_hostile_body(app: Flask) -> None:
    client = app.test_client()
    for rule, method in routes(app):
        if method == "GET":
            continue
        path = path_of(client, rule, "0190b6a4-0000-7000-8000-000000000000")
        for body in BODIES:
            check(client.open(path, method=method, data=body), (method, path, body[:60]))


BODIES = [
    b"\xff\xfe{\x00}\x00",
    '{"type":"a"}'.encode("utf-16"),
    b"\xef\xbb\xbf{}",
    b"[" * 100_000,
    b'{"a":' * 20_000,
    b'{"payload":' + b"9" * 5_000 + b"}",
    b'{"type":"a","payload":{"n":1e131071}}',
    b'{"type":"a","payload":{"n":-0.0}}',
    b'{"__proto__":{"x":1},"constructor":{}}',
    b'{"type":"a\\r\\nX: y"}',
    b'{"name":"\\ud800"}',
    b"a=1&b=2",
]


def test_a_compressed_bomb_is_not_unpacked(app: Flask, empty_database: str) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        file.write(b'{"type":"a","payload":"' + b"0" * 50_000_000 + b'"}')
    for encoding in ("gzip", "deflate", "br"):
        answer = app.test_client().post(
            "/api/v1/jobs", data=packed.getvalue(), headers={"Content-Encoding": encoding}
        )
        assert (answer.status_code, answer.json["meta"]["code"]) == (400, "invalid_json")
    assert stored_rows(empty_database) == 0


MANY: list[tuple[dict[str, Any], str]] = [
    ({"tags": {f"k{number}": "v" for number in range(21)}}, "tags"),
    ({"tags": {"k" * 65: "v"}}, "tags"),
    ({"tags": {"k": "v" * 257}}, "tags"),
    ({"type": "a" * 65}, "type"),
    ({"retries": 25}, "retries"),
    ({"max_attempts": 26}, "max_attempts"),
    ({"timeout_seconds": 86_401}, "timeout_seconds"),
    ({"delay_ms": 367 * 86_400_000}, "delay_ms"),
    ({"ttl_seconds": 10**10}, "ttl_seconds"),
]


@pytest.mark.parametrize(("fields", "field"), MANY, ids=str)
def test_what_is_too_many_too_long_or_too_far_is_named(
    app: Flask, fields: dict[str, Any], field: str
) -> None:
    answer = app.test_client().post("/api/v1/jobs", json={"type": "a", **fields})
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["meta"]["field"].startswith(field)


def test_a_million_tags_are_refused_by_their_size(app: Flask) -> None:
    body = b'{"type":"a","tags":{' + b",".join(b'"%d":""' % number for number in range(1_000_000)) + b"}}"
    assert app.test_client().post("/api/v1/jobs", data=body).status_code == 413


def test_what_a_job_holds_is_shown_as_data_and_never_as_a_page(app: Flask) -> None:
    client = app.test_client()
    script = "<script>alert(1)</script>"
    made = client.post("/api/v1/jobs", json={"type": "a", "payload": {script: script}, "tags": {"k": script}})
    job_id = (made.json or {})["data"]["id"]
    leased = client.post("/api/v1/jobs/lease", json={"worker_id": "w"}).json["data"]
    (job,) = leased["jobs"] if isinstance(leased, dict) else leased
    said = {"fence": job["fence"], "error": script, "dead": True}
    assert client.post(f"/api/v1/jobs/{job_id}/nack", json=said).status_code == 200
    for path in (f"/api/v1/jobs/{job_id}", f"/api/v1/jobs/{job_id}/why", "/api/v1/jobs", "/api/v1/dlq"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (200, "application/json"), path
        check(answer, path)


def test_an_id_that_could_forge_a_line_of_the_log_is_replaced(app: Flask) -> None:
    client = app.test_client()
    for shown in ("a b", "a\tb", "x" * 65, "a;b", '"}', "\u00e9"):
        answer = client.get("/health", headers={"X-Request-Id": shown})
        assert answer.headers["X-Request-Id"] != shown


def test_nobody_is_led_elsewhere(app: Flask) -> None:
    client = app.test_client()
    for path in (
        "//evil.example",
        "//evil.example/%2f..",
        "/\\evil.example",
        "/api/v1/jobs/",
        "/auth/login/",
    ):
        answer = client.get(path, headers={"Host": "localhost"}, buffered=True)
        assert answer.status_code not in range(300, 400), path
    made = client.post(
        "/api/v1/jobs",
        json={"type": "a"},
        headers={"Host": "localhost", "X-Forwarded-Host": "evil.example", "Prefer": "wait=0"},
    )
    assert "evil.example" not in str(made.headers) + made.text


def test_private_answers_are_kept_by_nobody(app: Flask) -> None:
    client = app.test_client()
    for rule, method in routes(app):
        if method == "GET" and ACCESS[rule.endpoint] != PUBLIC:
            answer = client.get(path_of(client, rule, "0190b6a4-0000-7000-8000-000000000000"))
            assert answer.headers["Cache-Control"] == "no-store", rule.rule
