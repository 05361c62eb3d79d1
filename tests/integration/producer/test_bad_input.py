"""What bad input gets, in both forms of the API: the status, the field, and nothing stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.producer.conftest import stored_keys, stored_rows

NESTED = b"[" * 40 + b"]" * 40

# body, status and text of /enqueue, status, code and field of /api/v1/jobs
BODIES: list[tuple[bytes, int, str, int, str, str]] = [
    (b"", 400, "invalid JSON body", 400, "invalid_json", "body"),
    (b"{", 400, "invalid JSON body", 400, "invalid_json", "body"),
    (b"\xff\xfe", 400, "invalid JSON body", 400, "invalid_json", "body"),
    (b"[]", 400, "invalid JSON body", 422, "invalid", "body"),
    (b'"x"', 400, "invalid JSON body", 422, "invalid", "body"),
    (b"null", 400, "invalid JSON body", 422, "invalid", "body"),
    (b"{}", 400, "type is required", 422, "invalid", "type"),
    (b'{"type":""}', 400, "type is required", 422, "invalid", "type"),
    (b'{"type":"a","retries":-1}', 400, "retries cannot be negative", 422, "invalid", "retries"),
    (b'{"type":5}', 400, "type must", 422, "invalid", "type"),
    (b'{"type":"a b"}', 400, "type must", 422, "invalid", "type"),
    (b'{"type":"a","wat":1}', 400, "wat is not a known field", 422, "invalid", "wat"),
    (b'{"type":"a","priority":true}', 400, "priority must", 422, "invalid", "priority"),
    (b'{"type":"a","type":"b"}', 400, "type stands twice", 422, "invalid", "type"),
    (b'{"type":"a","payload":{"x":NaN}}', 400, "payload.x must", 422, "invalid", "payload.x"),
    (b'{"type":"a","payload":{"x":[1e400]}}', 400, "payload.x[0] must", 422, "invalid", "payload.x[0]"),
    (b'{"type":"a","payload":{"x":9007199254740993}}', 400, "payload.x must", 422, "invalid", "payload.x"),
    (b'{"type":"a","payload":{"x":"\\u0000"}}', 400, "payload.x must", 422, "invalid", "payload.x"),
    (b'{"type":"a","payload":{"x":"\\udc00"}}', 400, "payload.x must", 422, "invalid", "payload.x"),
    (b'{"type":"a","tags":{"k":"\\u0000"}}', 400, "tags.k must", 422, "invalid", "tags.k"),
    (b'{"type":"a","queue_name":"{x}:*"}', 400, "queue_name must", 422, "invalid", "queue_name"),
    (
        b'{"type":"a","scheduled_at":"2026-01-01T00:00:00"}',
        400,
        "scheduled_at",
        422,
        "invalid",
        "scheduled_at",
    ),
    (
        b'{"type":"a","scheduled_at":"2099-01-01T00:00:00Z"}',
        400,
        "scheduled_at",
        422,
        "invalid",
        "scheduled_at",
    ),
    (
        b'{"type":"a","payload":{"x":' + NESTED + b"}}",
        400,
        "payload.x[0]",
        422,
        "invalid",
        "payload.x" + "[0]" * 31,
    ),
    (b"[" * 100_000, 400, "body must not be nested", 422, "invalid", "body"),
    (
        b'{"type":"a","payload":{"x":"' + b"x" * 262_144 + b'"}}',
        413,
        "payload must",
        413,
        "too_large",
        "payload",
    ),
]
IDS = [body[:50].decode(errors="replace") + f" ({len(body)})" for body, *_ in BODIES]


@pytest.fixture(params=["with tables", "on redis alone"])
def both(request: pytest.FixtureRequest, start: Any, empty_database: str) -> Flask:
    app: Flask = start(database_url=empty_database if request.param == "with tables" else None)
    return app


def nothing_is_stored(app: Flask, database_url: str) -> bool:
    return stored_keys(app) == [] and stored_rows(database_url) == 0


def test_enqueue_says_in_text_what_is_wrong(both: Flask, empty_database: str) -> None:
    client = both.test_client()
    for body, status, words, *_ in BODIES:
        answer = client.post("/enqueue", data=body)
        assert (answer.status_code, answer.mimetype) == (status, "text/plain"), body[:80]
        assert answer.text.startswith(words), body[:80]
    assert nothing_is_stored(both, empty_database)


def test_the_api_says_in_the_envelope_what_is_wrong(both: Flask, empty_database: str) -> None:
    client = both.test_client()
    for body, *_, status, code, field in BODIES:
        answer = client.post("/api/v1/jobs", data=body)
        assert answer.status_code == status, (body[:80], answer.text)
        assert answer.json is not None and answer.json["data"] is None
        meta = answer.json["meta"]
        assert (meta["code"], meta["field"]) == (code, field), body[:80]
        assert answer.json["error"].startswith(field)
        assert meta["request_id"] == answer.headers["X-Request-Id"]
    assert nothing_is_stored(both, empty_database)


NOWHERE = "0190b6a4-0000-7000-8000-000000000000"
OBJECTS = [
    *(("POST", f"/auth/{act}") for act in ("register", "login", "refresh", "logout", "verify")),
    *(("POST", f"/auth/{act}") for act in ("forgot-password", "reset-password")),
    ("POST", "/api/v1/jobs"),
    ("POST", "/api/v1/jobs/lease"),
    *(("POST", f"/api/v1/jobs/{NOWHERE}/{act}") for act in ("extend", "ack", "nack", "progress", "release")),
    ("POST", "/api/v1/dlq/requeue"),
    ("POST", f"/api/v1/dlq/{NOWHERE}/requeue"),
    ("POST", "/api/v1/cron"),
    ("PATCH", f"/api/v1/cron/{NOWHERE}"),
    ("POST", "/api/v1/webhooks"),
    ("PATCH", f"/api/v1/webhooks/{NOWHERE}"),
    ("POST", f"/api/v1/webhooks/{NOWHERE}/rotate-secret"),
    ("POST", "/api/v1/keys"),
    ("POST", "/api/v1/keys/aaaaaaaa/rotate"),
]
"""What takes a JSON object."""


def test_nul_in_a_query_is_refused_with_its_name(start: Any, empty_database: str) -> None:
    client = start(database_url=empty_database).test_client()
    for path, name in (("dlq", "error_contains"), ("dlq/groups", "error_contains"), ("jobs", "q")):
        answer = client.get(f"/api/v1/{path}?{name}=a%00b")
        assert (answer.status_code, answer.json["meta"]["field"]) == (422, name), path
    answer = client.delete("/api/v1/dlq?error_contains=a%00b")
    assert (answer.status_code, answer.json["meta"]["field"]) == (422, "error_contains")


@pytest.mark.parametrize(("method", "path"), OBJECTS)
def test_a_body_that_is_no_object_is_named_everywhere(
    start: Any, empty_database: str, method: str, path: str
) -> None:
    client = start(database_url=empty_database, auth_rate_limit_rps=0).test_client()
    for body in (b"[]", b"null", b'"x"', b"5", b"true"):
        answer = client.open(path, method=method, data=body)
        assert (answer.status_code, answer.json["error"]) == (422, "body must be a JSON object"), body
        assert (answer.json["meta"]["code"], answer.json["meta"]["field"]) == ("invalid", "body")


@pytest.mark.parametrize("place", [0, 3, 499])
def test_one_bad_job_in_a_batch_is_named_and_nothing_is_stored(
    app: Flask, empty_database: str, place: int
) -> None:
    batch: list[dict[str, Any]] = [{"type": "a"} for _ in range(500)]
    batch[place] = {"type": "a", "tags": {"k": 1}}
    answer = app.test_client().post("/api/v1/jobs/batch", data=json.dumps(batch))
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["meta"]["field"] == f"[{place}].tags.k"
    assert nothing_is_stored(app, empty_database)


@pytest.mark.parametrize("body", [b"{}", b"[]", json.dumps([{"type": "a"}] * 501).encode(), b"[5]"])
def test_what_is_no_batch_is_refused(app: Flask, empty_database: str, body: bytes) -> None:
    assert app.test_client().post("/api/v1/jobs/batch", data=body).status_code == 422
    assert nothing_is_stored(app, empty_database)


def test_a_large_payload_within_a_batch_is_refused_as_large(app: Flask, empty_database: str) -> None:
    batch = [{"type": "a"}, {"type": "a", "payload": "x" * 262_144}]
    answer = app.test_client().post("/api/v1/jobs/batch", data=json.dumps(batch))
    assert answer.status_code == 413
    assert answer.json is not None and answer.json["meta"]["field"] == "[1].payload"
    assert nothing_is_stored(app, empty_database)


@pytest.mark.parametrize(
    ("path", "size"), [("/enqueue", 2048), ("/api/v1/jobs", 2048), ("/api/v1/jobs/batch", 4096)]
)
def test_a_body_over_the_limit_is_refused_unread(start: Any, path: str, size: int) -> None:
    client: FlaskClient = start(max_body_bytes=2048, max_batch_bytes=4096).test_client()
    assert client.post(path, data=b" " * (size + 1)).status_code == 413
    assert client.post(path, data=b" " * size).status_code == 400


PATHS = [
    ("GET", "/api/v1/jobs?status=bogus", 422, "status"),
    ("GET", "/api/v1/jobs?type=a%00b", 422, "type"),
    ("GET", "/api/v1/jobs?queue=A", 422, "queue"),
    ("GET", "/api/v1/jobs?tags=nocolon", 422, "tags"),
    ("GET", "/api/v1/jobs?tags=a:%00", 422, "tags"),
    ("GET", "/api/v1/jobs?limit=0", 422, "limit"),
    ("GET", "/api/v1/jobs?limit=101", 422, "limit"),
    ("GET", "/api/v1/jobs?limit=x", 422, "limit"),
    ("GET", "/api/v1/jobs?offset=-1", 422, "offset"),
    ("GET", "/api/v1/jobs?created_after=yesterday", 422, "created_after"),
    ("GET", "/api/v1/jobs?created_before=2026-01-01", 422, "created_before"),
    ("GET", "/api/v1/jobs?sort=id;drop", 422, "sort"),
    ("GET", "/api/v1/jobs?limit=1&limit=2", 422, "limit"),
    ("GET", "/api/v1/jobs/cursor?cursor=x", 400, "cursor"),
    ("GET", "/api/v1/jobs/cursor?cursor=", 400, "cursor"),
    ("GET", "/api/v1/jobs/nope", 400, "id"),
    ("GET", "/api/v1/jobs/%7B0190b6a4-0000-7000-8000-000000000000%7D", 400, "id"),
    ("GET", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000", 404, "id"),
    ("DELETE", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000", 404, "id"),
    ("POST", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000/retry", 404, "id"),
    ("GET", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000/result", 404, "id"),
    ("GET", "/api/v1/jobs/0190b6a4-0000-7000-8000-000000000000/attempts", 404, "id"),
    ("POST", "/api/v1/dlq/0190b6a4-0000-7000-8000-000000000000/requeue", 404, "id"),
    ("DELETE", "/api/v1/dlq/0190b6a4-0000-7000-8000-000000000000", 404, "id"),
    ("GET", "/api/v1/dlq?include_requeued=perhaps", 422, "include_requeued"),
    ("DELETE", "/api/v1/jobs", 422, "before"),
    ("DELETE", "/api/v1/jobs?before=now", 422, "before"),
    ("POST", "/api/v1/queues/No%20Name/pause", 422, "queue"),
    ("GET", "/api/v1/nothing", 404, None),
    ("PUT", "/api/v1/jobs", 405, None),
]


@pytest.mark.parametrize(("method", "path", "status", "field"), PATHS)
def test_a_bad_path_or_query_is_named(
    client: FlaskClient, method: str, path: str, status: int, field: str | None
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status, answer.text
    assert answer.json is not None and answer.json["error"]
    assert answer.json["meta"].get("field") == field


BULK = [
    (b"{}", "filter"),
    (b'{"filter":{"typ":"a"}}', "filter.typ"),
    (b'{"filter":{},"limit":0}', "limit"),
    (b'{"filter":{"ids":["x"]}}', "filter.ids[0]"),
    (b'{"filter":{"before":"x"}}', "filter.before"),
    (b'{"filter":{"error_contains":""}}', "filter.error_contains"),
]


@pytest.mark.parametrize(("body", "field"), BULK)
def test_a_bad_bulk_requeue_is_named(client: FlaskClient, body: bytes, field: str) -> None:
    answer = client.post("/api/v1/dlq/requeue", data=body)
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["meta"]["field"] == field


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\tbed", "caf\u00e9"])
def test_a_bad_idempotency_key_is_refused(app: Flask, empty_database: str, key: str) -> None:
    answer = app.test_client().post("/api/v1/jobs", data=b'{"type":"a"}', headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["meta"]["field"] == "Idempotency-Key"
    assert nothing_is_stored(app, empty_database)


def test_the_older_paths_refuse_other_methods_in_text(client: FlaskClient) -> None:
    for method, path in [("GET", "/enqueue"), ("DELETE", "/enqueue"), ("POST", "/api/jobs")]:
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.text.strip()) == (405, "method not allowed")
