"""Talks to the service over HTTP: make jobs, look at them, wait for them, stop them.

Needs httpx: `pip install './sdk/python[http]'`.
"""

from __future__ import annotations

import email.utils
import math
import random
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

try:
    import httpx
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("this needs httpx: pip install httpx", name=error.name) from error

from workqueue import errors
from workqueue.errors import ApiError, Unavailable

RETRIES = 2
FIRST_DELAY = 0.5
"""Seconds that the first retry waits at the most; the second twice that (full jitter)."""
LONGEST_DELAY = 30.0
"""Seconds; a service that asks for more patience is not waited for."""
LONGEST_WAIT = 30.0
"""Seconds that the service lets one request wait."""
ENDED = frozenset({"completed", "dead", "cancelled"})
_WORTH_ANOTHER = frozenset({None, 429, 502, 503, 504})


@dataclass(frozen=True)
class StoredJob:
    """A job as the service has it."""

    id: str
    type: str
    status: str
    """`scheduled`, `pending`, `running`, `failed` (another attempt is due), `completed`, `dead` or `cancelled`."""
    payload: Any
    attempts: int
    result: Any = None
    """What the handler returned."""
    error: str | None = None
    """Why the last attempt failed."""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """All that the service said of it."""

    @property
    def ended(self) -> bool:
        """Whether its state is final."""
        return self.status in ENDED

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> StoredJob:
        """The job in an answer."""
        return cls(
            id=data["id"],
            type=data["type"],
            status=data["status"],
            payload=data["payload"],
            attempts=data["attempts"],
            result=data.get("result"),
            error=data.get("error_message"),
            raw=data,
        )


class Client:
    """One connection pool to one service; safe to use from several threads.

    Every POST carries an Idempotency-Key that its retries share, so a lost answer makes no second job.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 10.0,
        pause: Callable[[float], object] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Nothing is asked yet.

        Args:
            url: where the service is, as in `http://127.0.0.1:8080`.
            key: an API key; None where the service is open.
            timeout: seconds that one answer may take, beyond what it was asked to wait.
            pause: how to wait between retries.
            transport: of httpx, where the usual one does not do.
        """
        headers = {"User-Agent": "workqueue-python"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._http = httpx.Client(base_url=url.rstrip("/"), headers=headers, transport=transport)
        self._timeout = timeout
        self._pause = pause

    def enqueue(
        self,
        type: str,
        payload: Any = None,
        *,
        queue: str | None = None,
        priority: int | None = None,
        max_attempts: int | None = None,
        delay: float | None = None,
        scheduled_at: datetime | None = None,
        timeout: float | None = None,
        ttl: int | None = None,
        tags: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        wait: float = 0,
    ) -> StoredJob:
        """Make a job.

        Args:
            type: which handler runs it.
            payload: any JSON; an empty object when absent.
            queue: its line; `default` when absent.
            priority: 1 to 10; 10 is served first.
            max_attempts: runs allowed in all, 1 to 25.
            delay: seconds from now at which it falls due.
            scheduled_at: when it falls due, with a zone; instead of `delay`.
            timeout: seconds that one attempt may take.
            ttl: seconds that it is kept after its end.
            tags: to find it by.
            idempotency_key: the same one again makes no second job; a fresh one when absent.
            wait: seconds to wait for its end, 30 at most; the answer shows whether it came.

        Raises:
            ApiError: one of `workqueue.errors`; with `Unavailable` nothing is known, and the same key again is safe.
        """
        asked = {
            "type": type,
            "payload": {} if payload is None else payload,
            "queue_name": queue,
            "priority": priority,
            "max_attempts": max_attempts,
            "delay_ms": None if delay is None else round(delay * 1000),
            "scheduled_at": None if scheduled_at is None else scheduled_at.astimezone(UTC).isoformat(),
            "timeout_seconds": timeout,
            "ttl_seconds": ttl,
            "tags": None if tags is None else dict(tags),
        }
        body = {name: value for name, value in asked.items() if value is not None}
        headers = {"Prefer": f"wait={math.ceil(wait)}"} if wait > 0 else {}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        return StoredJob.of(self.post("/api/v1/jobs", body, headers=headers, wait=wait))

    def get(self, job_id: str) -> StoredJob:
        """A job as it stands.

        Raises:
            NotFound: there is none.
            ApiError: one of `workqueue.errors`.
        """
        return StoredJob.of(self.call("GET", f"/api/v1/jobs/{job_id}"))

    def wait(self, job_id: str, seconds: float = 60.0) -> StoredJob:
        """A job when it has ended, or as it is after so many seconds (look at `ended`); raises as `get` does."""
        until = time.monotonic() + seconds
        while True:
            left = max(0.0, until - time.monotonic())
            once = min(LONGEST_WAIT, left)
            path = f"/api/v1/jobs/{job_id}/wait?seconds={once:.3f}"
            job = StoredJob.of(self.call("GET", path, wait=once))
            if job.ended or left <= once:
                return job

    def cancel(self, job_id: str) -> str:
        """Stop a job: `cancelled`, or `cancelling` when it runs and was asked to stop.

        Raises:
            NotFound: there is none.
            Conflict: it has ended already.
            ApiError: one of `workqueue.errors`.
        """
        return str(self.call("DELETE", f"/api/v1/jobs/{job_id}")["status"])

    def why(self, job_id: str) -> str:
        """Why it is not running (or is), in a sentence; raises as `get` does."""
        return str(self.call("GET", f"/api/v1/jobs/{job_id}/why")["sentence"])

    def post(
        self, path: str, body: Any, *, headers: Mapping[str, str] | None = None, wait: float = 0.0
    ) -> Any:
        """Any POST, under an Idempotency-Key of its own unless `headers` has one; as `call` otherwise."""
        keyed = {"Idempotency-Key": uuid.uuid4().hex, **(headers or {})}
        return self.call("POST", path, body, headers=keyed, wait=wait)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        wait: float = 0.0,
    ) -> Any:
        """Any request, retried twice when it was not answered, or with 429, 502, 503 or 504.

        Args:
            method: of HTTP.
            path: below the service's address.
            body: JSON; None for none.
            headers: to send beside the usual ones; all retries send the same.
            wait: seconds that the service was asked to wait before it answers.

        Returns:
            What stands under `data` in the answer.

        Raises:
            ApiError: one of `workqueue.errors`, about the last try.
        """
        sent = {"X-Request-Id": uuid.uuid4().hex, **(headers or {})}
        tries = 0
        while True:
            try:
                return self._once(method, path, body, sent, self._timeout + wait)
            except ApiError as error:
                delay = _delay(error, tries)
                if delay is None:
                    raise
                tries += 1
                self._pause(delay)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Itself, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def _once(self, method: str, path: str, body: Any, headers: Mapping[str, str], timeout: float) -> Any:
        request_id = headers["X-Request-Id"]
        content = {} if body is None else {"json": body}
        try:
            answer = self._http.request(method, path, headers=dict(headers), timeout=timeout, **content)
        except httpx.TransportError as error:
            why = f"{self._http.base_url} does not answer: {error or type(error).__name__}"
            raise Unavailable(why, request_id=request_id) from error
        said = _json(answer)
        if not answer.is_success or "data" not in said:
            raise _error(answer, said, request_id)
        return said["data"]


def _json(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object; whatever else came (a proxy's page) is an empty one."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _error(answer: httpx.Response, said: Mapping[str, Any], request_id: str) -> ApiError:
    meta = said.get("meta") or {}
    code = str(meta.get("code", ""))
    status = answer.status_code
    sentence = str(said.get("error") or f"{answer.url} answered {status} and no JSON of the service")
    return errors.kind(status, code)(
        sentence,
        status=status,
        code=code,
        field=meta.get("field"),
        request_id=str(meta.get("request_id", request_id)),
        retry_after=_seconds(answer.headers.get("Retry-After")),
    )


def _seconds(text: str | None) -> float | None:
    """A Retry-After: seconds, or a date."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _delay(error: ApiError, tries: int) -> float | None:
    """Seconds until the next try; None when there is none. Jitter comes on top of what the service asked for."""
    asked = error.retry_after or 0.0
    if tries >= RETRIES or error.status not in _WORTH_ANOTHER or asked > LONGEST_DELAY:
        return None
    return asked + random.uniform(0, FIRST_DELAY * 2**tries)
