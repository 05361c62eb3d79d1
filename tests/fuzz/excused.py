"""What is not held against the service: for one operation, one check and one answer each, with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemathesis import Case, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData, UseAfterFree


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was answered to a request that the document allows."""

    sentence: str
    code: str
    field: str


Right = Callable[[Refusal], bool]


def field(pattern: str) -> Right:
    """It names such a field."""
    return lambda refusal: re.fullmatch(pattern, refusal.field) is not None


def code(word: str) -> Right:
    """It has this code."""
    return lambda refusal: refusal.code == word


def sentence(pattern: str) -> Right:
    """It reads so: errors of the older paths are text alone."""
    return lambda refusal: re.search(pattern, refusal.sentence) is not None


ANYWHERE: Mapping[str, Right] = {
    "any JSON may hold integers beyond 2^53, which the document's introduction says are refused": sentence(
        r"must be an integer between -\(2\^53-1\) and 2\^53-1"
    ),
    "the same of U+0000": sentence(r"U\+0000"),
    "the same of half a surrogate pair": sentence("surrogate"),
    "no schema can tell 5.0 from 5, and the introduction says that an integer has no point": sentence(
        "must be a valid integer"
    ),
    "any JSON may lie deeper than the 32 levels that the description of a job names": sentence("levels"),
}
"""Why -> refusals that follow from what the document says in words of all bodies."""

RELATED = sentence(r"retries must be max_attempts - 1")
"""JSON Schema cannot say that one number is another and one more."""
FAR = field(r"(\[\d+\]\.)?scheduled_at")
"""It does not know what a year from now is."""
NOT_CRON = field("cron_expression")
"""It cannot say what a cron expression is,"""
NO_ZONE = field("time_zone")
"""nor which time zones there are,"""
NO_ADDRESS = field("email")
"""nor that only mail addresses in ASCII are taken,"""
NO_SECRET = sentence("^secret must be whsec_ and then 24 to 64 random bytes in base64")
"""nor how many bytes base64 stands for,"""
PAST = field("expires_at")
"""nor what is past,"""
NO_CALL = field("url")
"""nor where calls may lead: hosts that do not resolve, ports, names and passwords in the address."""
TOKEN = code("invalid_token")
"""Tokens come by mail, which a guess does not know."""
CURSOR = code("invalid_cursor")
"""Cursors are sealed, and a guess has no seal."""

REFUSED: Mapping[str, tuple[Right, ...]] = {
    "enqueue": (RELATED, sentence("^scheduled_at ")),
    "createJob": (RELATED, FAR),
    "createJobs": (RELATED, FAR),
    "listJobsByCursor": (CURSOR,),
    "actOnJobs": (CURSOR,),
    "createSchedule": (NOT_CRON, NO_ZONE),
    "changeSchedule": (NOT_CRON, NO_ZONE),
    "explainCron": (NOT_CRON, NO_ZONE),
    "createWebhook": (NO_CALL, NO_SECRET),
    "changeWebhook": (NO_CALL,),
    "rotateWebhookSecret": (NO_SECRET,),
    "register": (NO_ADDRESS,),
    "logIn": (NO_ADDRESS,),
    "forgetPassword": (NO_ADDRESS,),
    "resetPassword": (TOKEN,),
    "verifyAddress": (TOKEN,),
    # OpenAPI has no rule for several parameters together: one of them must say which.
    "dropDeadLetters": (field("query"),),
    # Which scopes a key may have depends on its kind.
    "createKey": (PAST, field(r"scopes\[\d+\]")),
    # Beside a query it sends a header that its pattern forbids, and calls it allowed.
    "streamEvents": (field("Last-Event-ID"),),
    # A WebSocket is opened by headers that OpenAPI leaves to HTTP.
    "followEvents": (sentence("bad request|WebSocket"),),
    # Only Stripe can sign.
    "receiveStripeEvent": (code("invalid_signature"),),
}
"""Operation -> refusals of requests that are right by the document's letter, where another rule is broken."""


KEPT = re.compile(r"DELETE /api/v1/(jobs|keys)/")
"""What ends by DELETE and stays to be seen: cancelled jobs and revoked keys."""
TOO_LONG = 414
"""A line of a request that gunicorn does not read to its end: no operation is reached, so none documents it."""


def is_excused(failure: Failure, case: Case, response: Response) -> bool:
    """Whether the failure is one of these."""
    if isinstance(failure, UseAfterFree):
        return KEPT.search(failure.free) is not None
    if isinstance(failure, IgnoredAuth):
        return "ticket" in (case.query or {})  # it opens the stream, whatever stands beside it
    if response.status_code == TOO_LONG:
        return True
    if not isinstance(failure, RejectedPositiveData):
        return False
    refusal = _refusal(response)
    operation = case.operation.definition.raw.get("operationId", "")
    return any(right(refusal) for right in (*ANYWHERE.values(), *REFUSED.get(operation, ())))


def _refusal(response: Response) -> Refusal:
    text = response.text
    try:
        body: Any = json.loads(text)
    except ValueError:
        return Refusal(text, "", "")
    meta = body.get("meta") or {}
    return Refusal(body.get("error") or "", meta.get("code", ""), meta.get("field", ""))
