"""Vercel serves the page as the producer does: the same policy, the same places, whichever folder is its root."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from producer.routes import page

PREFIX = {"vercel.json": "npm --prefix web ", "web/vercel.json": "npm "}


@pytest.fixture(params=PREFIX)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(root: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / name).read_text())
    return found


def test_the_page_is_built_where_it_is_served_from(settings: dict[str, Any], name: str) -> None:
    assert settings["installCommand"] == f"{PREFIX[name]}ci"
    assert settings["buildCommand"] == f"{PREFIX[name]}run build"
    assert settings["outputDirectory"] == ("web/dist" if name == "vercel.json" else "dist")


def test_the_policy_is_the_producers(settings: dict[str, Any]) -> None:
    assert header(settings, "/(.*)", "Content-Security-Policy") == page.POLICY


def test_built_files_are_kept_for_long_and_are_no_places(settings: dict[str, Any]) -> None:
    assert "immutable" in header(settings, "/assets/(.*)", "Cache-Control")
    [rewrite] = settings["rewrites"]
    assert rewrite["destination"] == "/index.html"
    assert re.fullmatch(rewrite["source"], "/jobs/some-id")
    assert not re.fullmatch(rewrite["source"], "/assets/app-1a2b.js")


def header(settings: dict[str, Any], source: str, key: str) -> str:
    [entry] = [entry for entry in settings["headers"] if entry["source"] == source]
    return {one["key"]: str(one["value"]) for one in entry["headers"]}[key]
