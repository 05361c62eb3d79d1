"""The web page, where it is built; else one line that says so, and how to try the service without it."""

from __future__ import annotations

import html
from pathlib import Path

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from producer import envelope

BUILT = Path(__file__).resolve().parents[2] / "web" / "dist"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self' ws: wss: http: https:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_NOT_PAGES = ("api/", "auth/", "portal/", "webhooks/")


def blueprint(folder: Path) -> Blueprint:
    """The routes.

    Args:
        folder: where the built page lies, if it does.
    """
    routes = Blueprint("page", __name__)

    @routes.get("/")
    def page() -> Response:
        if _is_built(folder):
            return _guarded(send_file(folder / "index.html"), "no-cache")
        return _guarded(Response(_not_built(request.host_url), mimetype="text/html"), "no-store")

    @routes.app_errorhandler(NotFound)
    def elsewhere(error: NotFound) -> Response:
        """No route of ours: a file of the page, or a place inside it that the page's own router knows."""
        name = request.path.lstrip("/")
        if request.method not in ("GET", "HEAD") or name.startswith(_NOT_PAGES) or not _is_built(folder):
            return envelope.problem_answer(envelope.problem_of(error))
        path = safe_join(str(folder), name)
        if path is not None and Path(path).is_file():
            return _guarded(send_file(path), _caching(name))
        return _guarded(send_file(folder / "index.html"), "no-cache")

    return routes


def _is_built(folder: Path) -> bool:
    return (folder / "index.html").is_file()


def _caching(name: str) -> str:
    """Built assets carry their hash in their name and never change."""
    return "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"


def _guarded(response: Response, caching: str) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = caching
    return response


def _not_built(base: str) -> str:
    example = (
        f"curl -s {base}enqueue -H 'Content-Type: application/json'"
        """ -d '{"type": "sleep", "payload": {"seconds": 2}}'"""
    )
    return (
        "<!doctype html><meta charset=utf-8><title>Workqueue</title>"
        "<p>Workqueue runs; its page is not built yet (it needs Node 20 or newer). Send it a job:</p>"
        f"<pre>{html.escape(example)}</pre>\n"
    )
