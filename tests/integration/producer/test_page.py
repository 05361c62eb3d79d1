"""The built page: its files, the places that only its own router knows, and what is never served."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from producer.routes import page
from tests.integration.conftest import Start


@pytest.fixture
def client(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>the page")
    (folder / "assets" / "app-1a2b.js").write_text("run()")
    (tmp_path / "secret").write_text("for nobody")
    monkeypatch.setattr(page, "BUILT", folder)
    return start().test_client()


@pytest.mark.parametrize(
    "path", ["/", "/jobs", "/jobs/some-id", "/webhooks/some-id", "/dlq", "/" + "a" * 300]
)
@pytest.mark.feature(95, "The page, served by the service")
def test_every_place_of_the_page_is_the_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert (answer.status_code, answer.text) == (200, "<!doctype html>the page")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_built_files_are_kept_for_long(client: FlaskClient) -> None:
    answer = client.get("/assets/app-1a2b.js", buffered=True)
    assert (answer.status_code, answer.text) == (200, "run()")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_built_file_that_is_gone_is_no_page(client: FlaskClient) -> None:
    answer = client.get("/assets/app-0000.js", buffered=True)
    assert (answer.status_code, answer.mimetype) == (404, "application/json")


def test_the_page_may_run_only_its_own_scripts_and_styles(client: FlaskClient) -> None:
    policy = client.get("/", buffered=True).headers["Content-Security-Policy"]
    allowed = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"] == allowed["style-src"] == "'self'"
    assert allowed["frame-ancestors"] == allowed["base-uri"] == "'none'"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing", "/auth/nothing"])
def test_an_unknown_path_of_the_api_is_not_the_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert (answer.status_code, answer.mimetype) == (404, "application/json")


@pytest.mark.parametrize(
    "path", ["/../secret", "/assets/../../secret", "/%2e%2e/secret", "/..%2fsecret", "//secret"]
)
def test_nothing_outside_the_page_is_served(client: FlaskClient, path: str) -> None:
    assert "for nobody" not in client.get(path, buffered=True).text
