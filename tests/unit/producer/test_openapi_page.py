"""The page of the document: all of it, escaped, and loading nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from producer.openapi import document, page
from producer.openapi.__main__ import application

LOADS = {
    "script",
    "link",
    "img",
    "iframe",
    "object",
    "embed",
    "source",
    "video",
    "audio",
    "base",
    "form",
    "meta",
}
"""Elements that can have a browser fetch something, or go somewhere."""


class Reader(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts.setdefault(self._inside[-1], []).append(data)


@cache
def client() -> FlaskClient:
    return application().test_client()


@cache
def shown() -> Reader:
    return Reader(client().get("/docs").text)


def test_nothing_is_loaded_from_anywhere() -> None:
    for tag, attributes in shown().elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        if tag in LOADS:
            places = {
                name: attributes[name] for name in ("src", "href", "action", "data") if name in attributes
            }
            assert places in ({}, {"href": "data:,"}), tag
    assert "url(" not in "".join(shown().texts["style"])
    assert "@import" not in "".join(shown().texts["style"])


def test_links_lead_into_the_page_or_to_the_document() -> None:
    ids = {attributes["id"] for _, attributes in shown().elements if "id" in attributes}
    links = [attributes["href"] or "" for tag, attributes in shown().elements if tag == "a"]
    assert {link for link in links if not link.startswith("#")} == {"/openapi.json"}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} - ids == set()


@pytest.mark.parametrize("kind", ["style", "script"])
def test_the_policy_allows_the_page_s_own_style_and_script_alone(kind: str) -> None:
    policy = client().get("/docs").headers["Content-Security-Policy"]
    (text,) = shown().texts[kind]
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"{kind}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_every_operation_and_every_model_stands_on_the_page() -> None:
    whole = document.build(application())
    ids = {attributes["id"] for _, attributes in shown().elements if "id" in attributes}
    names = {one["operationId"] for methods in whole["paths"].values() for one in methods.values()}
    models = {f"model-{name}" for name in whole["components"]["schemas"]}
    assert (names | models) - ids == set()


def test_each_operation_has_a_line_to_copy_but_the_websocket() -> None:
    lines = [text for text in shown().texts["pre"] if text.startswith("curl ")]
    whole = document.build(application())
    operations = [one for methods in whole["paths"].values() for one in methods.values()]
    assert len(lines) == len(operations) - 1
    enqueue = next(line for line in lines if line.endswith("}'") and "/enqueue " in line)
    assert enqueue == (
        "curl -X POST http://localhost:8080/enqueue -H \"X-API-Key: $KEY\" -H 'Content-Type: application/json'"
        """ -d '{"type": "send_email", "payload": {"to": "ada@example.com"}, "retries": 3}'"""
    )
    assert all(not re.search(r"[{}]", line.split(page.BASE)[1].split(" ")[0]) for line in lines)


def test_what_a_description_says_is_text() -> None:
    whole = document.build(application())
    whole["info"]["description"] = "<script>alert(1)</script> and `<b>`"
    html = page.render(whole).html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and <code>&lt;b&gt;</code>" in html
    assert "<script>alert" not in html


def test_readers_ask_only_whether_it_is_still_so() -> None:
    for path in ("/docs", "/openapi.json"):
        first = client().get(path)
        again = client().get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_the_document_is_served_without_the_envelope() -> None:
    answer = client().get("/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.text == document.text(application())
