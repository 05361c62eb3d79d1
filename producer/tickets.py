"""Tickets for pages: good for opening one live stream within half a minute, so that no key stands in an address.

Redis keeps what the caller showed, sealed with the ticket itself and under a digest of it: neither alone says who it was.
"""

from __future__ import annotations

import hashlib
import re

from cryptography.fernet import Fernet, InvalidToken

from shared.queue import Queue

SECONDS = 30
_TICKET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def issue(queue: Queue, shown: str) -> str:
    """A fresh ticket that stands for the key or token `shown`; empty where callers need none.

    Raises:
        QueueUnavailable: Redis is away.
    """
    key = Fernet.generate_key()
    ticket = key.decode().rstrip("=")
    queue.keep_ticket(_digest(ticket), Fernet(key).encrypt(shown.encode()), SECONDS * 1000)
    return ticket


def redeem(queue: Queue, ticket: str) -> str | None:
    """The key or token that a ticket stands for, once; None for one that is used, expired or made up.

    Raises:
        QueueUnavailable: Redis is away.
    """
    if not _TICKET.fullmatch(ticket):
        return None
    sealed = queue.take_ticket(_digest(ticket))
    if sealed is None:
        return None
    try:
        return Fernet(f"{ticket}=").decrypt(sealed, ttl=SECONDS).decode()
    except InvalidToken:
        return None


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
