"""Pages of others: what they may send to an open service on their reader's machine, and what they learn from any."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.integration.conftest import Start
from tests.integration.producer.conftest import stored_keys

EVIL = "https://evil.example"
OURS = "http://localhost:8080"
FORM = {"content_type": "text/plain", "data": b'{"type":"a"}'}
"""What a form of any page may send without asking."""


def send(app: Flask, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().post("/api/v1/jobs", headers=named, **FORM)  # type: ignore[arg-type]


@pytest.fixture
def ours(start: Start) -> Flask:
    """The service as `make up` runs it: open, for this machine alone."""
    return start(port=8080)


FOREIGN: list[dict[str, str]] = [
    {"Origin": EVIL},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": EVIL, "Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Origin": "http://localhost:9999", "Sec_Fetch_Site": "same-site"},
    {"Origin": "http://localhost:8080.evil.example"},
    {"Origin": EVIL, "Host": "evil.example"},
    {"Origin": EVIL, "Host": "evil.example:8080", "Sec_Fetch_Site": "same-origin"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "169.254.169.254"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_s_page_puts_no_job_into_an_open_queue(ours: Flask, headers: dict[str, str]) -> None:
    answer = send(ours, **{"Host": "localhost:8080", **headers})
    assert (answer.status_code, answer.json["meta"]["code"]) == (403, "origin_refused")
    assert stored_keys(ours) == []


def test_a_name_that_a_stranger_lets_lead_here_reads_nothing(ours: Flask) -> None:
    answer = ours.test_client().get("/api/v1/queues", headers={"Host": "rebound.evil.example:8080"})
    assert answer.status_code == 403


KNOWN: list[dict[str, str]] = [
    {},
    {"Origin": OURS},
    {"Origin": OURS, "Sec_Fetch_Site": "same-origin"},
    {"Origin": "http://localhost:5173", "Sec_Fetch_Site": "same-origin"},
    {"Sec_Fetch_Site": "none"},
    {"Host": "127.0.0.1:8080"},
    {"Host": "[::1]:8080"},
    {"Host": "app.localhost"},
]


@pytest.mark.parametrize("headers", KNOWN, ids=str)
def test_programs_and_our_own_page_do(ours: Flask, headers: dict[str, str]) -> None:
    assert send(ours, **{"Host": "localhost:8080", **headers}).status_code == 201


def test_pages_that_may_call_and_names_that_are_ours_do(start: Start) -> None:
    app = start(allowed_origins="https://page.example", base_url="https://jobs.example/queue")
    assert send(app, Host="localhost", Origin="https://page.example").status_code == 201
    assert send(app, Host="jobs.example").status_code == 201


def test_who_listens_for_others_too_is_called_by_any_name(start: Start) -> None:
    app = start(host="0.0.0.0", auth_mode="open")  # noqa: S104 - nothing listens in this test
    assert send(app, Host="producer:8080").status_code == 201
    assert send(app, Host="producer:8080", Origin=EVIL).status_code == 403


def test_a_key_is_no_page_s_to_send(start: Start) -> None:
    """A page of another origin cannot set the header without asking, and is told no when it asks."""
    app = start(api_key="k" * 32, allowed_origins="https://page.example")
    asked = {
        "Origin": EVIL,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "X-API-Key",
    }
    answer = app.test_client().options("/api/v1/jobs", headers=asked)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]
    assert send(app, Origin=EVIL).status_code == 401


@pytest.mark.parametrize("origins", ["*", "https://page.example"])
def test_no_origin_may_call_with_cookies_or_from_a_network_outside(start: Start, origins: str) -> None:
    client = start(allowed_origins=origins).test_client()
    asked = {
        "Origin": "https://page.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
    }
    for answer in (client.options("/api/v1/jobs", headers=asked), client.get("/health", headers=asked)):
        assert answer.headers["Access-Control-Allow-Origin"] in ("*", "https://page.example")
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers.get("Access-Control-Allow-Private-Network") != "true"


@pytest.mark.parametrize(
    "origins", ["*,https://a.example", "https://*.example", "null", "a.example", "https://a/b"]
)
def test_what_is_no_exact_origin_is_refused_at_the_start(start: Start, origins: str) -> None:
    with pytest.raises(Exception, match="ALLOWED_ORIGINS"):
        start(allowed_origins=origins)
