"""Calls a URL that a job names: checked, signed, bounded, and again when the server says so."""

from __future__ import annotations

import base64
import codecs
import json
import re
import time
from datetime import UTC, datetime
from typing import Any, Literal

import httpx
from pydantic import Field, JsonValue, field_validator, model_validator

from shared import public_address, webhooks
from worker import public_transport, retry_after
from worker.builtin import payloads, settings
from worker.builtin.settings import Settings
from workqueue import Dead, Handlers, Job, Retry

handlers = Handlers()

MAX_ANSWER_BYTES = 64 * 1024
MAX_REDIRECTS = 3
LONGEST_CALL = 300.0

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade"}
    | {"proxy-authorization", "webhook-id", "webhook-timestamp", "webhook-signature"}
)


class Call(payloads.Payload):
    """The payload of `http_request`."""

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    url: str = Field(max_length=4000)
    headers: dict[str, str] = Field(default={}, max_length=50)
    json_body: JsonValue = Field(default=None, alias="json")
    body: str | None = None
    """Sent as UTF-8; give this or `json`."""

    timeout_seconds: float = Field(default=15.0, gt=0, le=LONGEST_CALL)
    """For all of it: name, connection, redirects, answer."""

    expected_status: list[int] = Field(default=[], max_length=50)
    """The statuses that mean success, one or several; 200 to 299 when none is given."""

    follow_redirects: bool = False

    @field_validator("method", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("expected_status", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, int) else value

    @field_validator("headers")
    @classmethod
    def _can_be_sent(cls, value: dict[str, str]) -> dict[str, str]:
        for name, text in value.items():
            if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(text):
                raise ValueError(
                    f"{name!r} cannot be sent: names are tokens, values are printable ASCII in one line"
                )
            if name.lower() in _OURS:
                raise ValueError(f"{name} is set by the queue itself: remove it")
        return value

    @model_validator(mode="after")
    def _one_body(self) -> Call:
        if self.body is not None and "json_body" in self.model_fields_set:
            raise ValueError("give json or body, not both")
        return self

    @property
    def content(self) -> bytes:
        """The body's bytes, which are also what is signed."""
        if "json_body" in self.model_fields_set:
            return json.dumps(self.json_body, ensure_ascii=False, separators=(",", ":")).encode()
        return (self.body or "").encode()

    @property
    def content_type(self) -> str | None:
        """What to call the body where the job's headers do not say it."""
        if "json_body" in self.model_fields_set:
            return "application/json"
        return "text/plain; charset=utf-8" if self.body is not None else None


class CallError(Exception):
    """The call failed in a way that may pass; the usual backoff applies."""


@handlers.handler("http_request", timeout=LONGEST_CALL + 30)
def http_request(job: Job) -> dict[str, Any]:
    """Make one HTTP call.

    Each attempt carries `Idempotency-Key: <job id>`, so that the server can tell a repeat; with
    HTTP_REQUEST_SECRET it is signed as Standard Webhooks (https://www.standardwebhooks.com) describes.

    Returns:
        `status`, `url` (the last), `content_type`, `body` (`body_base64` where it is no text), `truncated`.

    Raises:
        Dead: the payload is wrong, the address is not public, or the server answered what no retry changes.
        Retry: the server said when to come again.
        CallError: no answer, or a failure of the server's own.
    """
    call = payloads.read(Call, job)
    chosen = settings.current()
    limit = call.timeout_seconds if job.remaining is None else min(call.timeout_seconds, job.remaining)
    try:
        url = _check(call.url, chosen)
        with public_transport.client(limit, allow_private=chosen.http_request_allow_private) as client:
            return _call(
                client, client.build_request(call.method, url, **_content(call, job, chosen)), call, job
            )
    except public_address.AddressError as error:
        raise payloads.mistake("url", str(error)) from None
    except httpx.TransportError as error:
        raise CallError(f"{call.method} {_shown(url)} got no answer: {error}") from error


def _check(text: str, chosen: Settings) -> httpx.URL:
    return public_address.check_url(
        text, allow_private=chosen.http_request_allow_private, ports=chosen.http_request_ports
    )


def _content(call: Call, job: Job, chosen: Settings) -> dict[str, Any]:
    headers = httpx.Headers(_own_headers(job))
    if call.content_type is not None:
        headers["Content-Type"] = call.content_type
    headers.update(call.headers)
    if chosen.signing_key is not None:
        now = int(time.time())
        headers["webhook-id"] = job.id
        headers["webhook-timestamp"] = str(now)
        headers["webhook-signature"] = webhooks.signature(chosen.signing_key, job.id, now, call.content)
    return {"headers": headers, "content": call.content or None}


def _own_headers(job: Job) -> dict[str, str]:
    return {
        "User-Agent": "workqueue/1",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Idempotency-Key": job.idempotency_key,
    }


def _call(client: httpx.Client, request: httpx.Request, call: Call, job: Job) -> dict[str, Any]:
    for _ in range(MAX_REDIRECTS + 1):
        job.check()
        answer = client.send(request, stream=True)
        try:
            if not _leads_on(answer, call):
                return _judge(answer, call)
            request = _next_hop(answer, job)
        finally:
            answer.close()
    raise Dead(f"{_shown(request.url)} is one redirect too many: {MAX_REDIRECTS} are followed")


def _leads_on(answer: httpx.Response, call: Call) -> bool:
    return (
        call.follow_redirects
        and answer.next_request is not None
        and not _is_success(answer.status_code, call)
    )


def _next_hop(answer: httpx.Response, job: Job) -> httpx.Request:
    """The request a redirect asks for, checked like the first; another server gets none of the headers."""
    following = answer.next_request
    assert following is not None  # noqa: S101 - _leads_on looked
    _check(str(following.url), settings.current())
    before = answer.request.url
    if before.scheme == "https" and following.url.scheme != "https":
        raise Dead(f"{_shown(before)} redirects to {_shown(following.url)}, which is not encrypted")
    if _origin(before) != _origin(following.url):
        kept = {
            name: following.headers[name]
            for name in ("host", "content-length", "content-type")
            if name in following.headers
        }
        following.headers = httpx.Headers({**_own_headers(job), **kept})
    job.log(f"{answer.status_code}: from {_shown(before)} to {_shown(following.url)}")
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _judge(answer: httpx.Response, call: Call) -> dict[str, Any]:
    status = answer.status_code
    if _is_success(status, call):
        return _result(answer)
    wait = retry_after.seconds(answer.headers.get("Retry-After"), datetime.now(UTC))
    said = f"{call.method} {_shown(answer.request.url)} answered {status} {answer.reason_phrase}".strip()
    if status in (429, 503) and wait is not None:
        raise Retry(after=wait, reason=f"{said}, to be tried again in {wait:g} s")
    if status >= 500 or status in retry_after.STATUSES:
        raise CallError(f"{said}: {_beginning(answer)}")
    raise Dead(f"{said}{_advice(answer, call)}: {_beginning(answer)}")


def _is_success(status: int, call: Call) -> bool:
    return status in call.expected_status if call.expected_status else 200 <= status < 300


def _advice(answer: httpx.Response, call: Call) -> str:
    if answer.has_redirect_location and not call.follow_redirects:
        return f" to {_shown(httpx.URL(answer.headers['Location']))}; set follow_redirects to follow it"
    if answer.is_success:
        return f", not {' or '.join(str(status) for status in call.expected_status)}"
    return ""


def _result(answer: httpx.Response) -> dict[str, Any]:
    content, truncated = _read(answer, MAX_ANSWER_BYTES)
    return {
        "status": answer.status_code,
        "url": _shown(answer.request.url),
        "content_type": answer.headers.get("Content-Type"),
        **_as_json(content, truncated),
        "truncated": truncated,
    }


def _read(answer: httpx.Response, limit: int) -> tuple[bytes, bool]:
    """The first bytes of the body as they came: unpacking is where a small answer becomes a large one."""
    content = b""
    for part in answer.iter_raw():
        content += part
        if len(content) > limit:
            return content[:limit], True
    return content, False


def _as_json(content: bytes, truncated: bool) -> dict[str, str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(content, final=not truncated)
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode()}
    return {"body": text.replace("\0", "\ufffd")}


def _beginning(answer: httpx.Response) -> str:
    """The first words of the body, for the person who reads the error."""
    content, _ = _read(answer, 500)
    return " ".join(content.decode(errors="replace").replace("\0", "\ufffd").split()) or "(no body)"


def _shown(url: httpx.URL) -> str:
    """The URL as it may be kept and shown: without the query, in which secrets travel."""
    return str(url.copy_with(query=None, fragment=None, userinfo=b""))
