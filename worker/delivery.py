"""Sends one message to one webhook: to a checked address only, signed, without redirects, within one time limit."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import httpx

from shared import public_address, webhooks
from worker import public_transport, retry_after

LONGEST = 15.0
"""Seconds for all of it: name, connection, answer."""
MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
MAX_SHOWN = 1024
"""Bytes of an answer that are kept, for the person who looks into a failure."""
USER_AGENT = "workqueue-webhook/1.0"


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent."""

    id: str
    """The same at every attempt, so that the receiver can tell a repeat."""
    url: str
    body: bytes
    secrets: Sequence[str]
    """One, or during a change of secrets the newer and the older one: it is signed with each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it."""

    latency_ms: int
    error: str | None = None
    """Why it counts as failed; None: it was taken."""
    status: int | None = None
    """Of HTTP; None where there was no answer."""
    body: str | None = None
    """The first KiB."""
    retry_after: float | None = None
    """Seconds that the receiver asked for."""

    @property
    def gone(self) -> bool:
        """The receiver wants nothing more, ever."""
        return self.status == HTTPStatus.GONE


def send(
    message: Message,
    *,
    allow_private: bool = False,
    resolver: public_address.Resolver | None = None,
    longest: float = LONGEST,
) -> Answer:
    """Send it once.

    Args:
        message: to whom and what.
        allow_private: skip the check of addresses (development).
        resolver: answers (host, port) with addresses; the system's by default.
        longest: seconds for all of it.
    """
    begun = time.monotonic()
    try:
        url = public_address.check_url(message.url, allow_private=allow_private)
        with (
            public_transport.client(longest, allow_private=allow_private, resolver=resolver) as client,
            client.stream(
                "POST", url, content=message.body, headers=_headers(message), follow_redirects=False
            ) as answer,
        ):
            return _judge(answer, begun)
    except public_address.AddressError as error:
        return Answer(_since(begun), f"refused to call: {error}")
    except httpx.TimeoutException:
        return Answer(_since(begun), f"no answer within {longest:g} s")
    except httpx.TransportError as error:
        return Answer(_since(begun), f"no answer: {error}")


def _headers(message: Message) -> dict[str, str]:
    now = int(time.time())
    signatures = (
        webhooks.signature(webhooks.key_of(secret), message.id, now, message.body)
        for secret in message.secrets
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        "webhook-id": message.id,
        "webhook-timestamp": str(now),
        "webhook-signature": " ".join(signatures),
        "X-Webhook-Signature": webhooks.older_signature(message.secrets[0], message.body),
    }


def _judge(answer: httpx.Response, begun: float) -> Answer:
    """The status decides; an answer whose rest never came was still an answer."""
    status = answer.status_code
    shown = _beginning(answer)
    return Answer(
        _since(begun),
        error=None if answer.is_success else _complaint(status),
        status=status,
        body=shown,
        retry_after=retry_after.seconds(answer.headers.get("Retry-After"), datetime.now(UTC)),
    )


def _complaint(status: int) -> str:
    if 300 <= status < 400:
        return f"the receiver answered {status}: redirects are not followed, give the address they lead to"
    return f"the receiver answered {status}"


def _beginning(answer: httpx.Response) -> str:
    content = b""
    try:
        for part in answer.iter_raw():
            content += part
            if len(content) > MAX_ANSWER:
                break
    except httpx.TransportError as error:
        content += f" [cut off: {error}]".encode()
    return content[:MAX_SHOWN].decode(errors="replace").replace("\0", "\ufffd")


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
