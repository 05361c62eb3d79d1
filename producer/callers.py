"""The one place where a caller becomes a principal, or is turned away: 401 unknown, 403 not allowed, 429 too often."""

from __future__ import annotations

import hmac
from typing import cast

from flask import Request, current_app, g

from producer import access, foreign_pages, incoming, tickets
from producer.envelope import Problem
from producer.keys import ApiKeys
from producer.limits import Limits
from producer.principal import Principal
from producer.sessions import Sessions
from producer.stores import Stores
from shared.keys import DEFAULT_TENANT

TAKE_TICKETS = frozenset({"live.stream", "live.follow"})
"""Endpoints that browsers open without headers of ours."""


class Callers:
    """Knows the callers of one producer process."""

    def __init__(self, stores: Stores, limits: Limits) -> None:
        """Nobody is known yet."""
        self._settings = stores.settings
        self._queue = stores.queue
        self._limits = limits
        self._keys = ApiKeys(stores)
        self._sessions = Sessions(stores)

    def admit(self) -> None:
        """Know the caller of this request and let them through, or turn them away.

        Raises:
            Problem: 401, no key or none that works; 403, it may not do this, or comes from another's page;
                429, too many requests.
            DatabaseUnavailable: nobody can say whether the key works.
        """
        asked = incoming.current()
        if asked.endpoint is None or asked.method == "OPTIONS":
            return
        needed = access.ACCESS[asked.endpoint]
        if needed == access.PUBLIC:
            self._limits.admit_unknown()
            return
        caller = self._identify(asked)
        g.principal = caller
        if not caller.name:
            foreign_pages.refuse(asked, self._settings)
        self._limits.admit_known(caller)
        _check(caller, needed)

    def _identify(self, asked: Request) -> Principal:
        shown = self._shown_by_ticket(asked) or _shown_key(asked)
        g.shown_key = shown
        found = self.know(shown)
        if found is None:
            raise self._unknown(
                "a valid key is needed: send it as X-API-Key or as Authorization: Bearer <key>"
            )
        return found

    def know(self, shown: str) -> Principal | None:
        """Whom a key or a token stands for now; None for one that does not work.

        Raises:
            DatabaseUnavailable: nobody can say.
        """
        return self._by_static_key(shown.encode()) or self._by_what_we_gave(shown)

    def _shown_by_ticket(self, asked: Request) -> str:
        """What the page showed that asked for the ticket; a ticket is good for live streams alone.

        Raises:
            Problem: 401, the ticket is used, expired or made up; 429, that was too often.
        """
        ticket = asked.args.get("ticket") if asked.endpoint in TAKE_TICKETS else None
        if ticket is None:
            return ""
        shown = tickets.redeem(self._queue, ticket)
        if shown is None:
            raise self._unknown(
                "the ticket was used, has expired or is none: ask POST /events/ticket for another"
            )
        return shown

    def _unknown(self, sentence: str) -> Problem:
        """What a caller is told who showed nothing that works.

        Raises:
            Problem: 429, their address has tried too often.
        """
        self._limits.charge_stranger()
        return Problem(401, "unauthorized", sentence, headers={"WWW-Authenticate": "Bearer"})

    def _by_static_key(self, shown: bytes) -> Principal | None:
        is_admin, is_caller = _same(shown, self._settings.admin_key), _same(shown, self._settings.api_key)
        if is_admin:
            return Principal(DEFAULT_TENANT, access.EVERYTHING, "static:admin", "static key ADMIN_KEY")
        if is_caller:
            return Principal(DEFAULT_TENANT, access.SERVICES, "static:api", "static key API_KEY")
        return None

    def _by_what_we_gave(self, shown: str) -> Principal | None:
        """A key or a session of ours counts also where anybody may call: its jobs belong to its tenant."""
        if shown.startswith("wq_"):
            return self._keys.identify(shown)
        if shown.count(".") == 2:
            return self._sessions.identify(shown)
        return Principal(DEFAULT_TENANT, access.EVERYTHING) if self._settings.open else None


def current() -> Callers:
    """The callers of the application that serves this request."""
    return cast(Callers, current_app.extensions["workqueue.callers"])


def _check(caller: Principal, needed: str) -> None:
    if needed == access.ANYONE or needed in caller.scopes:
        return
    if needed == access.OPERATOR and caller.tenant == DEFAULT_TENANT:
        return
    what = "a key of whoever runs the service" if needed == access.OPERATOR else f"the scope {needed}"
    raise Problem(403, "forbidden", f"this key may not do that: it needs {what}")


def _shown_key(asked: Request) -> str:
    key = asked.headers.get("X-API-Key")
    if key:
        return key
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _same(shown: bytes, key: str | None) -> bool:
    """Compare in a time that says nothing about where the two differ."""
    return hmac.compare_digest(shown, (key or "").encode()) and bool(key)
