"""Keep paths that stand as they are written from being read as ids: `/api/v1/jobs/batch` is no job called `batch`."""

from __future__ import annotations

from collections import defaultdict

from flask import Flask, Response
from werkzeug.exceptions import MethodNotAllowed

from producer import incoming


def register(app: Flask) -> None:
    """Answer methods that such a path does not have with 405, and tell those that it has; call it after all routes."""
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for rule in app.url_map.iter_rules():
        if not rule.arguments:
            methods[rule.rule] |= rule.methods or set()

    def keep() -> Response | None:
        asked = incoming.current()
        allowed = methods.get(asked.path)
        if allowed is None:
            return None
        if asked.method not in allowed:
            raise MethodNotAllowed(valid_methods=sorted(allowed))
        return _told(allowed) if asked.method == "OPTIONS" else None

    app.before_request(keep)


def _told(allowed: set[str]) -> Response:
    answer = Response()
    answer.allow.update(allowed)
    return answer
