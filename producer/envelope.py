"""The shape of every answer, `{"data", "error", "meta"}`, and what each failure is answered with.

Errors never carry the words of Redis, Postgres or Python: those go to the log, beside the request id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from producer import stores
from shared import logs
from shared.errors import (
    DatabaseUnavailable,
    KeyReused,
    QueueFull,
    QueueUnavailable,
    TablesNeeded,
    UsageExceeded,
)
from shared.requests import NotJson, Refused

if TYPE_CHECKING:  # a name for annotations, and lists raise problems of their own
    from _typeshed.wsgi import WSGIEnvironment

    from producer.listing import Page, Window

log = logs.get("producer")

OLDER_PATHS = frozenset({"/enqueue", "/api/jobs"})
"""Paths of the older contract, whose errors are plain text."""
RETRY_AFTER = 2
"""Seconds after which to try again while a store is away."""
_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Of answers that are no pages: whoever opens one as a page runs nothing and frames nothing."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
}
"""Headers of every answer that does not say otherwise."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}


class Json(Response):
    """JSON, sent as it is: it is whole and its length is known, so it needs nothing of what werkzeug sees to in others."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str]) -> None:
        """Take what is to be sent; `headers` beside those that every answer carries."""
        own = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        super().__init__((body,), status, {**own, **_ALWAYS, **headers}, direct_passthrough=True)

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:  # noqa: ARG002 - part of its form
        """Those that it has; werkzeug would look through a copy for a place to make whole."""
        return self.headers


class Problem(Exception):
    """An answer that is not what the caller hoped for."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Say what happened.

        Args:
            status: of HTTP.
            code: one stable word for programs.
            sentence: for people: what happened, to what, and what to do about it.
            field: what in the request is wrong.
            headers: to send beside it.
        """
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.field = field
        self.headers = headers or {}


def answer(
    data: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    deferred: bool = False,
    **meta: Any,
) -> Response:
    """A successful answer.

    Args:
        data: what orjson can write; `orjson.Fragment` for JSON that is kept as it is.
        status: of HTTP.
        headers: to send beside it.
        deferred: the jobs are safe in their rows and are put in line when Redis returns.
        meta: what stands in `meta` beside the request id.
    """
    if deferred:
        meta["dispatch"] = "deferred"
    body = {"data": data, "error": None, "meta": {"request_id": g.request_id, **meta}}
    return _response(body, status, headers)


def page(found: Page[Any], window: Window, view: Callable[[Any], Any] | None = None, **meta: Any) -> Response:
    """A part of a list, and which part of how many it is.

    Args:
        found: the items.
        window: what was asked for.
        view: makes of an item what is shown; None where the items are that already.
        meta: what stands in `meta` beside these.
    """
    return answer(
        [view(item) for item in found.items] if view else found.items,
        total_count=found.total,
        **meta,
        limit=window.limit,
        offset=window.offset,
        has_more=found.has_more,
    )


def json_answer(value: Any, status: int = 200) -> Response:
    """JSON without the envelope, where the contract is older than it."""
    return _response(value, status, None)


def text(sentence: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Plain text, as the older paths answer errors."""
    return Response(sentence + "\n", status, dict(headers or {}), mimetype="text/plain")


def problem_answer(problem: Problem) -> Response:
    """The problem in the shape that this path answers in."""
    if request.path in OLDER_PATHS:
        return text(problem.sentence, problem.status, problem.headers)
    meta = {"request_id": g.request_id, "code": problem.code}
    if problem.field:
        meta["field"] = problem.field
    return _response({"data": None, "error": problem.sentence, "meta": meta}, problem.status, problem.headers)


def begin() -> None:
    """Give the request its id: the caller's own where it is harmless in a log line."""
    shown = request.environ.get("HTTP_X_REQUEST_ID", "")
    g.request_id = shown if _REQUEST_ID.fullmatch(shown) else token_hex(16)


def finish(response: Response) -> Response:
    """What every answer carries."""
    response.headers.add("X-Request-Id", g.request_id)
    if not isinstance(response, Json):
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
    return response


def register(app: Flask) -> None:
    """Answer every exception that a request may end in."""
    app.register_error_handler(Problem, problem_answer)
    app.register_error_handler(Exception, lambda error: problem_answer(problem_of(error)))


def problem_of(error: Exception) -> Problem:
    """What is answered for `error`; what nobody foresaw is logged and answered as `internal error`."""
    if isinstance(error, Refused):
        return _of_refused(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    known = _of_stores(error)
    if known is None:
        log.error(
            "request failed",
            request_id=g.request_id,
            path=request.path,
            method=request.method,
            exc_info=error,
        )
        return Problem(500, "internal_error", "internal error: the log has the reason beside this request id")
    return known


def _of_refused(error: Refused) -> Problem:
    if isinstance(error, NotJson):
        return Problem(400, "invalid_json", str(error), error.field)
    if error.too_large:
        return Problem(413, "too_large", str(error), error.field)
    return Problem(422, "invalid", str(error), error.field)


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    sentences = {
        404: f"there is nothing at {request.path}",
        405: "method not allowed",
        413: "the request is larger than this path takes",
    }
    headers = dict(error.get_headers()) if status == 405 else {}
    headers.pop("Content-Type", None)
    return Problem(
        status, _CODES.get(status, "bad_request"), sentences.get(status, error.name.lower()), headers=headers
    )


def _of_stores(error: Exception) -> Problem | None:
    retry = {"Retry-After": str(RETRY_AFTER)}
    if isinstance(error, KeyReused):
        return Problem(422, "idempotency_key_reused", _docstring(KeyReused), "Idempotency-Key")
    if isinstance(error, UsageExceeded):
        return Problem(429, "monthly_limit_reached", _docstring(UsageExceeded))
    if isinstance(error, TablesNeeded):
        return Problem(503, "tables_needed", _docstring(TablesNeeded))
    if isinstance(error, QueueFull):
        return Problem(503, "queue_full", _docstring(QueueFull), headers=retry)
    if isinstance(error, QueueUnavailable):
        stores.current().redis_outage.began(error)
        return Problem(503, "queue_unavailable", "Redis is away; try again shortly", headers=retry)
    if isinstance(error, DatabaseUnavailable):
        stores.current().postgres_outage.began(error)
        return Problem(503, "database_unavailable", "Postgres is away; try again shortly", headers=retry)
    return None


def _docstring(kind: type[Exception]) -> str:
    return (kind.__doc__ or "").strip().rstrip(".")


def _response(value: Any, status: int, headers: Mapping[str, str] | None) -> Response:
    return Json(orjson.dumps(value), status, headers or {})
