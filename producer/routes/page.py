"""The web page, where it is built; else one line that says so, and how to try the service without it."""

from __future__ import annotations

import html
from pathlib import Path

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from producer import envelope

BUILT = Path(__file__).resolve().parents[2] / "web" / "dist"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        # A worker whose figures the page reads, and a producer elsewhere, are named when the page is built.
        "connect-src 'self' http: https:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        # No text ever becomes markup or a script: what would do so is refused by the browser itself.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
_NOT_PAGES = ("api/", "auth/", "portal/", "webhooks/stripe")
_HASHED = "assets/"
"""Built files whose names change with what is in them."""


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
        if path is not None and _is_file(path):
            return _guarded(send_file(path), _caching(name))
        if name.startswith(_HASHED):  # of another build: a page in its place would be taken for a script
            return envelope.problem_answer(envelope.problem_of(error))
        return _guarded(send_file(folder / "index.html"), "no-cache")

    return routes


def _is_built(folder: Path) -> bool:
    return (folder / "index.html").is_file()


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # longer than names of files may be
        return False


def _caching(name: str) -> str:
    return "public, max-age=31536000, immutable" if name.startswith(_HASHED) else "no-cache"


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
