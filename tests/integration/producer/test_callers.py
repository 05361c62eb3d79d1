"""Who gets in, from where, and what every answer carries."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from producer import access
from tests.integration.conftest import Start
from tests.integration.producer.conftest import stored_keys

KEY = "k" * 32
ADMIN = "a" * 32


@pytest.fixture
def closed(start: Start) -> Flask:
    return start(api_key=KEY, admin_key=ADMIN)


WRONG: list[dict[str, str]] = [
    {},
    {"X-API-Key": ""},
    {"X-API-Key": "wrong"},
    {"X-API-Key": KEY[:-1]},
    {"X-API-Key": KEY + "k"},
    {"Authorization": KEY},
    {"Authorization": f"Basic {KEY}"},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer wrong"},
    {"X-API-Key": "\u00e9"},
]


def test_every_route_that_is_not_public_asks_for_a_key(start: Start) -> None:
    """As often as it is asked: no limit is set."""
    closed, asked = start(api_key=KEY, admin_key=ADMIN, auth_rate_limit_rps=0), 0
    client = closed.test_client()
    for rule in closed.url_map.iter_rules():
        path = rule.rule.replace("<raw_id>", "0190b6a4-0000-7000-8000-000000000000").replace(
            "<raw_name>", "q"
        )
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"} if rule.websocket else {}
            answer = client.open(path, method=method, data=b'{"type":"a"}', headers=upgrade)
            assert (answer.status_code == 401) == (access.ACCESS[rule.endpoint] != access.PUBLIC), (
                method,
                path,
            )
            asked += 1
    assert asked > 20
    assert stored_keys(closed) == []


@pytest.mark.parametrize("headers", WRONG)
def test_a_wrong_key_is_refused(closed: Flask, headers: dict[str, str]) -> None:
    client = closed.test_client()
    answer = client.get("/api/v1/queues", headers=headers)
    assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (401, "unauthorized")
    older = client.post("/enqueue", data=b'{"type":"a"}', headers=headers)
    assert (older.status_code, older.mimetype) == (401, "text/plain")


@pytest.mark.parametrize("key", [KEY, ADMIN])
def test_a_right_key_is_let_in_in_either_header(closed: Flask, key: str) -> None:
    client = closed.test_client()
    for headers in (
        {"X-API-Key": key},
        {"Authorization": f"Bearer {key}"},
        {"Authorization": f"bearer {key}"},
    ):
        assert client.get("/api/v1/queues", headers=headers).status_code == 200


@pytest.mark.feature(74, "Pages of named origins may call")
def test_only_named_origins_may_call_from_a_page(start: Start) -> None:
    client = start(allowed_origins="https://a.example").test_client()
    allowed = client.get("/health", headers={"Origin": "https://a.example"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    shown = allowed.headers["Access-Control-Expose-Headers"]
    assert {"Content-Disposition", "Retry-After", "X-Request-Id"} <= set(shown.split(", ")), (
        "of what pages may read"
    )
    for origin in ("https://b.example", "null", "https://a.example.evil.example", "https://xa.example"):
        answer = client.get("/health", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers, origin


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_page_may_ask_first_without_a_key(start: Start, method: str) -> None:
    client = start(allowed_origins="https://a.example", api_key=KEY).test_client()
    headers = {
        "Origin": "https://a.example",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "X-API-Key, Idempotency-Key",
    }
    answer = client.options("/api/v1/jobs", headers=headers)
    assert answer.status_code == 200
    assert method in answer.headers["Access-Control-Allow-Methods"]
    assert "X-API-Key" in answer.headers["Access-Control-Allow-Headers"]


def test_without_origins_no_other_page_may_call(start: Start) -> None:
    answer = start().test_client().get("/health", headers={"Origin": "https://a.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_what_nobody_foresaw_is_answered_in_words_that_tell_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    monkeypatch.setattr("producer.envelope.log", structlog.get_logger())

    def fail(*_: Any) -> None:
        raise RuntimeError("password=hunter2 in SELECT")

    monkeypatch.setattr("producer.queue_state.queues", fail)
    with capture_logs() as lines:
        answer = app.test_client().get("/api/v1/queues", headers={"X-Request-Id": "find-me"})
    assert (answer.status_code, (answer.json or {})["meta"]["code"]) == (500, "internal_error")
    assert "hunter2" not in answer.text
    (line,) = lines
    assert (line["request_id"], type(line["exc_info"])) == ("find-me", RuntimeError)


def test_the_page_says_how_to_begin_until_it_is_built(start: Start) -> None:
    answer = start().test_client().get("/")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "curl" in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
