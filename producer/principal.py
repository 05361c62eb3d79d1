"""Who asks, and whose jobs they may see: the one place where a caller becomes a principal."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import cast

from flask import Request, g, request

from producer.access import ACCESS, PUBLIC
from producer.envelope import Problem
from producer.settings import Settings
from shared import keys


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller."""

    tenant: str
    """Whose jobs, queues and counts they see."""
    admin: bool
    """They showed `ADMIN_KEY`."""


def admit(settings: Settings) -> None:
    """Know the caller of this request, or turn them away.

    Raises:
        Problem: 401, when a key is asked for and none, or a wrong one, was shown.
    """
    if request.endpoint is None or ACCESS[request.endpoint] == PUBLIC or request.method == "OPTIONS":
        return
    g.principal = _identify(settings, request)


def current() -> Principal:
    """The caller of this request."""
    return cast(Principal, g.principal)


def _identify(settings: Settings, incoming: Request) -> Principal:
    if not settings.keys:
        return Principal(keys.DEFAULT_TENANT, admin=False)
    shown = _shown_key(incoming).encode()
    is_admin = _same(shown, settings.admin_key)
    is_caller = _same(shown, settings.api_key)
    if not (is_admin or is_caller):
        raise Problem(
            401,
            "unauthorized",
            "a valid key is needed: send it as X-API-Key or as Authorization: Bearer <key>",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return Principal(keys.DEFAULT_TENANT, is_admin)


def _shown_key(incoming: Request) -> str:
    key = incoming.headers.get("X-API-Key")
    if key:
        return key
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _same(shown: bytes, key: str | None) -> bool:
    """Compare in a time that says nothing about where the two differ."""
    return hmac.compare_digest(shown, (key or "").encode()) and bool(key)
