"""Webhooks, as both sides know them: what can be told, and how a telling is signed so that nobody can forge it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets

EVENTS = ("job.enqueued", "job.started", "job.completed", "job.failed", "job.dead", "job.cancelled")
"""What a webhook can hear of. `job.failed`: an attempt failed and another is due; `job.dead`: none is."""
DEFAULT_EVENTS = ("job.completed", "job.failed", "job.dead")
TEST_EVENT = "webhook.test"
"""What `POST /webhooks/{id}/test` tells; nobody subscribes to it."""
ATTEMPTS = 10
"""Times that one delivery is tried, over about a day."""

PREFIX = "whsec_"
"""Of secrets as Standard Webhooks writes them."""
_BROUGHT = re.compile(r"[\x21-\x7e]{16,128}")


def new_secret() -> str:
    """A fresh secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def check(secret: str) -> None:
    """See that a secret which somebody brings can sign, and is not soon guessed.

    Raises:
        ValueError: it cannot be used; the message reads on from its name.
    """
    key_of(secret)
    if not _BROUGHT.fullmatch(secret):
        raise ValueError("must be whsec_ and base64, or 16 to 128 printable ASCII characters without blanks")


def key_of(secret: str) -> bytes:
    """The bytes that a secret signs with.

    Args:
        secret: `whsec_` and 24 to 64 bytes in base64; or any other word, which signs by its own bytes: receivers that
            were made for an older sender bring theirs along.

    Raises:
        ValueError: it begins with `whsec_` and does not go on so; the message reads on from its name.
    """
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not 24 <= len(key) <= 64:
        raise ValueError("must be whsec_ and then 24 to 64 random bytes in base64")
    return key


def signature(key: bytes, id: str, timestamp: int, body: bytes) -> str:
    """The header of Standard Webhooks (https://www.standardwebhooks.com): `v1,` and HMAC-SHA256 in base64.

    Args:
        key: `key_of` the secret.
        id: of the message, the same however often it is sent.
        timestamp: of this sending, in seconds since 1970.
        body: the bytes that are sent.
    """
    signed = b".".join((id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def older_signature(secret: str, body: bytes) -> str:
    """The header `X-Webhook-Signature`: HMAC-SHA256 of the body alone, by the secret as it is written, in hex.

    It does not say when it was made, so a copy of the call can be sent again: receivers should prefer the other.
    """
    return "sha256=" + hmac.digest(secret.encode(), body, hashlib.sha256).hex()
