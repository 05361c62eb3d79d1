"""What an answer leads to: `links` of the document, which tell programs how operations belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class To:
    """An operation that takes something of an answer; where, is said by runtime expressions of OpenAPI."""

    operation: str
    path: Mapping[str, str] = field(default_factory=dict)
    """Name of a parameter -> where its value stands."""
    body: Mapping[str, str] | None = None
    """Members of the body -> where their values stand."""


def _each(names: str, path: Mapping[str, str], body: Mapping[str, str] | None = None) -> tuple[To, ...]:
    return tuple(To(name, path, body) for name in names.split())


_ID = {"id": "$response.body#/data/id"}
_FIRST = {"id": "$response.body#/data/0/id"}
_SAME = {"id": "$request.path.id"}
_FENCE = {"fence": "$response.body#/data/0/fence"}
_REFRESH = {"refresh_token": "$response.body#/data/refresh_token"}
_OF_A_JOB = "getJob getJobResult listAttempts explainJob waitForJob cancelJob retryJob"
_OF_A_HOLDER = "extendLease reportProgress ackJob nackJob releaseJob"
_OF_A_SCHEDULE = "getSchedule changeSchedule triggerSchedule listRuns deleteSchedule"
_OF_A_WEBHOOK = "getWebhook changeWebhook rotateWebhookSecret testWebhook listDeliveries deleteWebhook"

LINKS: Mapping[str, tuple[To, ...]] = {
    "enqueue": _each(_OF_A_JOB, {"id": "$response.body#/job_id"}),
    "createJob": _each(_OF_A_JOB, _ID),
    "createJobs": _each(_OF_A_JOB, _FIRST),
    "leaseJobs": _each(_OF_A_HOLDER, _FIRST, _FENCE),
    "createSchedule": _each(_OF_A_SCHEDULE, _ID),
    "triggerSchedule": _each("getJob cancelJob", _ID),
    "listDeadLetters": _each("getDeadLetter dropDeadLetter requeueDeadLetter", _FIRST),
    "requeueDeadLetter": _each("getJob cancelJob", _ID),
    "createWebhook": _each(_OF_A_WEBHOOK, _ID),
    "testWebhook": (To("redeliver", {**_SAME, "delivery_id": "$response.body#/data/id"}),),
    "createKey": _each("getKey rotateKey revokeKey", _ID),
    "register": _each("refreshSession logOut", {}, _REFRESH),
    "logIn": _each("refreshSession logOut", {}, _REFRESH),
    "listJobsByCursor": (To("listJobsByCursor", {"cursor": "$response.body#/data/next_cursor"}),),
}
"""Operation -> what its answers of success lead to."""


def of(operation: str, status: int) -> dict[str, Any]:
    """The links of an answer, as the document has them; none where it is no success, or has no body."""
    if not 200 <= status < 300:
        return {}
    return {to.operation: dict(_written(to)) for to in LINKS.get(operation, ())}


def _written(to: To) -> Iterator[tuple[str, Any]]:
    yield "operationId", to.operation
    if to.path:
        yield "parameters", dict(to.path)
    if to.body is not None:
        yield "requestBody", dict(to.body)
