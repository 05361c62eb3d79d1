"""Read what a request brings: body, query, ids and Idempotency-Key, each by rules that name the field."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from uuid import UUID

from flask import request
from pydantic import BaseModel
from werkzeug.exceptions import RequestEntityTooLarge

from producer import incoming
from producer.envelope import Problem
from shared import requests, strict_json
from shared.requests import Refused

M = TypeVar("M", bound=BaseModel)

BODY_DEPTH = requests.PAYLOAD_DEPTH + 1
BATCH_DEPTH = requests.PAYLOAD_DEPTH + 2
REPORT_DEPTH = 65
"""Levels of what a worker reports: its results may lie deeper than payloads."""
_UNSTORABLE = re.compile(
    rb"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""Escapes in JSON: what is kept (a backslash, a whole pair) is the first group."""
_PRINTABLE = re.compile(r"[\x20-\x7e]{1,255}")


def json_body(max_bytes: int, depth: int = BODY_DEPTH) -> Any:
    """The JSON of the body.

    Raises:
        RequestEntityTooLarge: it is longer than `max_bytes`; it is not read to its end.
        Refused: it is no JSON, or JSON that two readers would read differently.
    """
    return strict_json.parse(_raw(max_bytes), depth)


def json_object(max_bytes: int) -> dict[str, Any]:
    """The JSON object of the body.

    Raises:
        RequestEntityTooLarge, Refused: as for `json_body`, or it is no object.
    """
    return _object(_raw(max_bytes))


def body(model: type[M], max_bytes: int) -> M:
    """The body as `model`.

    Raises:
        RequestEntityTooLarge, Refused: as for `json_object`, or a field breaks its rule.
    """
    return requests.validate(model, json_object(max_bytes))


def optional_body(model: type[M], max_bytes: int) -> M:
    """The body as `model`; no body is an empty object."""
    raw = _raw(max_bytes)
    return requests.validate(model, _object(raw) if raw.strip() else {})


def report(model: type[M], max_bytes: int) -> M:
    """The body in which a worker reports, as `model`.

    Text that no store takes (U+0000, half a surrogate pair) becomes U+FFFD: what is done must not fail for it.
    """
    raw = _UNSTORABLE.sub(lambda match: match[1] or rb"\ufffd", _raw(max_bytes))
    return requests.validate(model, _object(raw, REPORT_DEPTH))


def query(model: type[M]) -> M:
    """The query string as `model`.

    Raises:
        Refused: a parameter is unknown, stands twice, or breaks its rule.
    """
    for name, values in request.args.lists():
        if len(values) > 1:
            raise Refused(name, "stands twice in the query")
        if "\0" in values[0]:
            raise Refused(name, "must not hold U+0000, which no job does")
    return requests.validate(model, request.args.to_dict())


def identity(raw: str, field: str = "id") -> str:
    """An id as it is stored: a job's, a schedule's, a webhook's or a delivery's.

    Raises:
        Problem: 400, it is no UUID; it names the field.
    """
    try:
        found = str(UUID(raw))
    except ValueError:
        found = ""
    if found != raw.lower():
        raise Problem(400, "invalid_id", f"invalid UUID: {ascii(raw[:64])}", field)
    return found


def queue_name(raw: str) -> str:
    """A queue's name.

    Raises:
        Refused: it is none.
    """
    return requests.validate(_Queue, {"queue": raw}).queue


def idempotency_key() -> str | None:
    """The caller's Idempotency-Key, when there is one.

    Raises:
        Refused: it is not 1 to 255 printable ASCII characters.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _PRINTABLE.fullmatch(key):
        raise Refused("Idempotency-Key", "must be 1 to 255 printable ASCII characters")
    return key


def _object(raw: bytes, depth: int = BODY_DEPTH) -> dict[str, Any]:
    value = strict_json.parse(raw, depth)
    if not isinstance(value, dict):
        raise Refused("body", "must be a JSON object")
    return value


def _raw(max_bytes: int) -> bytes:
    """The body; one byte more is read, as one without a length would else be cut and taken for whole.

    Where its length is known and the server ends it, it is read in one piece: the stream in between takes ten times as long.
    """
    asked = incoming.current()
    length = asked.content_length
    if length is not None and length <= max_bytes and "wsgi.input_terminated" in asked.environ:
        whole: bytes = asked.environ["wsgi.input"].read(length)
        return whole
    asked.max_content_length = max_bytes + 1
    raw = asked.get_data(cache=False)
    if len(raw) > max_bytes:
        raise RequestEntityTooLarge
    return raw


class _Queue(BaseModel):
    queue: requests.QueueName
