"""API keys: made and shown once, known by their id, compared by the hash of their secret, rotated and revoked."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from producer import access, listing, statements
from producer.envelope import Problem
from producer.job_view import instant
from producer.known import Known
from producer.listing import Page, Window
from producer.principal import Principal
from producer.stores import Stores
from shared import requests
from shared.errors import DatabaseUnavailable
from shared.requests import Refused

Kind = Literal["client", "worker", "admin"]
Scope = Annotated[str, WithJsonSchema({"type": "string", "enum": [*access.KINDS["admin"]]})]
MOST_KEYS = 100
"""Working keys of one tenant."""
OVERLAP = 86_400
"""Seconds that a rotated key still works, where the caller says nothing."""
MOST_OVERLAP = 30 * 86_400
WARNING = "store it now: it is not shown again"
_KEY = re.compile(r"wq_(client|worker|admin)_([a-z0-9]{8})_([A-Za-z0-9_-]{43})", re.ASCII)
_ID = re.compile(r"[a-z0-9]{8}", re.ASCII)
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class NewKey(BaseModel):
    """The body of `POST /keys`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=100)]
    kind: Kind = "client"
    scopes: list[Scope] | None = Field(default=None, min_length=1, max_length=10)
    """Fewer than the kind has; absent: all of them."""
    expires_at: requests.Instant | None = None
    """RFC 3339; absent: never, or with the key that the caller shows."""


class Rotation(BaseModel):
    """The body of `POST /keys/{id}/rotate`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    overlap_seconds: int = Field(default=OVERLAP, ge=0, le=MOST_OVERLAP)
    """How long the old key still works."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key that does not exist yet, and the only time that its secret is known."""

    id: str
    kind: str
    secret: str

    @property
    def text(self) -> str:
        """What a caller shows."""
        return f"{_prefix(self.kind, self.id)}_{self.secret}"

    @property
    def secret_hash(self) -> bytes:
        """What is stored."""
        return _hash(self.secret)


@dataclass(frozen=True, slots=True)
class Held:
    """What the table says of a key that was shown."""

    tenant: str
    scopes: frozenset[str]
    secret_hash: bytes
    works: bool
    """Neither revoked nor expired."""
    use_is_news: bool
    """Its last use was written down more than a minute ago."""
    name: str


class ApiKeys:
    """The keys that callers show."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is read yet."""
        self._stores = stores
        self._known = Known(self._read)

    def identify(self, shown: str) -> Principal | None:
        """Whose key this is; None for one that does not work, whatever the reason.

        Raises:
            DatabaseUnavailable: nobody can say.
        """
        parts = _KEY.fullmatch(shown)
        held = self._known.get(parts[2]) if parts and self._stores.postgres else None
        if parts is None or held is None:
            return None
        if not hmac.compare_digest(_hash(parts[3]), held.secret_hash) or not held.works:
            return None
        if held.use_is_news:
            self._write_use(parts[2])
        who = f"key {held.name} ({_prefix(parts[1], parts[2])})"
        return Principal(held.tenant, held.scopes, f"key:{parts[2]}", who)

    def _read(self, key_id: str) -> Held | None:
        row = self._stores.tables.run(lambda cursor: statements.row(cursor, "key_by_id", {"id": key_id}))
        if row is None:
            return None
        tenant, scopes, secret_hash, works, use_is_news, name = row
        return Held(tenant, frozenset(scopes), bytes(secret_hash), works, use_is_news, name)

    def _write_use(self, key_id: str) -> None:
        """The statement looks again, so that a minute's uses are one write; a use that is lost harms nobody."""
        try:
            self._stores.tables.run(lambda cursor: statements.run(cursor, "key_was_used", {"id": key_id}))
        except DatabaseUnavailable as error:
            self._stores.postgres_outage.began(error)


def fresh(kind: str) -> Made:
    """A key that nobody has."""
    key_id = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return Made(key_id, kind, secrets.token_urlsafe(32))


def create(stores: Stores, caller: Principal, new: NewKey) -> dict[str, Any]:
    """Make a key for the caller's tenant; the answer alone holds the key itself.

    Raises:
        Refused: a scope that the kind does not have, a time that is past, or after the end of the caller's own key.
        Problem: 403, the key could do more than the caller; 429, the tenant has as many as it may.
    """
    scopes = _scopes(new)
    _check_reach(caller, scopes)
    made = fresh(new.kind)
    asked, latest = _expiry(new.expires_at), _end_of(stores, caller)
    if asked is not None and latest is not None and asked > latest:
        raise Refused("expires_at", f"must not be after your own key ends, at {instant(latest)}")
    expires = latest if asked is None else asked
    tables = stores.tables.of(caller.tenant)
    tables.transaction(lambda cursor: insert(cursor, caller.tenant, made, new.name, scopes, expires))
    return shown_once(show(stores, caller.tenant, made.id), made)


def insert(
    cursor: extensions.cursor,
    tenant: str,
    made: Made,
    name: str,
    scopes: Sequence[str],
    expires: int | None = None,
    rotated_from: str | None = None,
) -> None:
    """Write a key in the transaction of `cursor`; again, when the answer to its commit was lost, is no harm.

    Raises:
        Problem: 429, the tenant has as many as it may.
    """
    values = {
        "id": made.id,
        "tenant": tenant,
        "name": name,
        "kind": made.kind,
        "scopes": list(scopes),
        "secret_hash": made.secret_hash,
        "rotated_from": rotated_from,
        "expires_at": expires,
    }
    statements.run(cursor, "lock_keys", values)
    statements.run(cursor, "insert_key", values)
    if statements.number(cursor, "count_keys", values) > MOST_KEYS:
        sentence = f"a tenant may have {MOST_KEYS} working keys, and has them: revoke one that is not used"
        raise Problem(429, "too_many_keys", sentence)


def page(stores: Stores, tenant: str, asked: Window) -> Page[dict[str, Any]]:
    """The tenant's keys without their secrets, newest first."""
    values = {"tenant": tenant, "id": None}
    return stores.tables.of(tenant).run(
        lambda cursor: listing.page(cursor, "list_keys", "count_all_keys", values, asked, _view)
    )


def show(stores: Stores, tenant: str, key_id: str) -> dict[str, Any]:
    """One key without its secret.

    Raises:
        Problem: 404, the tenant has no such key.
    """
    row = None
    if _ID.fullmatch(key_id):
        values = {"tenant": tenant, "id": key_id, "limit": 1, "offset": 0}
        row = stores.tables.of(tenant).run(lambda cursor: statements.row(cursor, "list_keys", values))
    if row is None:
        raise Problem(404, "not_found", "API key not found", "id")
    return _view(row)


def revoke(stores: Stores, tenant: str, key_id: str) -> None:
    """End a key; it works no longer than a second.

    Raises:
        Problem: 404, the tenant has no such key.
    """
    show(stores, tenant, key_id)
    values = {"tenant": tenant, "id": key_id}
    stores.tables.of(tenant).run(lambda cursor: statements.run(cursor, "revoke_key", values))


def rotate(stores: Stores, caller: Principal, key_id: str, asked: Rotation) -> dict[str, Any]:
    """Make a key that may do the same, for as long; the old one works until the overlap ends.

    Raises:
        Problem: 404, the tenant has no such key; 403, it can do more than the caller; 409, it works no longer.
    """
    old = show(stores, caller.tenant, key_id)
    _check_reach(caller, old["scopes"])
    made = fresh(old["kind"])
    ends = (_lifetime(stores, caller.tenant, key_id), _end_of(stores, caller))
    expires = min((end for end in ends if end is not None), default=None)

    def replace(cursor: extensions.cursor) -> None:
        statements.run(cursor, "lock_keys", {"tenant": caller.tenant})
        if statements.row(cursor, "key_by_id", {"id": made.id}) is not None:
            return  # done before, and the answer to its commit was lost: the old key may have ended with it
        values = {"tenant": caller.tenant, "id": key_id, "seconds": asked.overlap_seconds}
        statements.run(cursor, "end_key", values)
        if cursor.rowcount == 0:
            raise Problem(
                409, "key_ended", "the key works no longer, so it cannot be rotated: make a new one"
            )
        insert(cursor, caller.tenant, made, old["name"], old["scopes"], expires, rotated_from=key_id)

    stores.tables.of(caller.tenant).transaction(replace)
    return shown_once(show(stores, caller.tenant, made.id), made)


def shown_once(view: dict[str, Any], made: Made) -> dict[str, Any]:
    """The key as it is answered when it is made."""
    return {**view, "key": made.text, "warning": WARNING}


def _scopes(new: NewKey) -> list[str]:
    of_kind = access.KINDS[new.kind]
    for index, scope in enumerate(new.scopes or ()):
        if scope not in of_kind:
            raise Refused(f"scopes[{index}]", f"must be one that a {new.kind} key has: {' '.join(of_kind)}")
    return [scope for scope in of_kind if new.scopes is None or scope in new.scopes]


def _check_reach(caller: Principal, scopes: Sequence[str]) -> None:
    """Nobody makes a key that can do more than they can."""
    missing = [scope for scope in scopes if scope not in caller.scopes]
    if missing:
        raise Problem(
            403, "forbidden", f"you cannot give what you do not have: the scope {missing[0]}", "scopes"
        )


def _end_of(stores: Stores, caller: Principal) -> int | None:
    """When the key that the caller shows ends (ms); None: never, or it is no key. No key outlives the one that made it."""
    kind, _, key_id = caller.name.partition(":")
    return _lifetime(stores, caller.tenant, key_id) if kind == "key" else None


def _lifetime(stores: Stores, tenant: str, key_id: str) -> int | None:
    values = {"tenant": tenant, "id": key_id}
    row = stores.tables.of(tenant).run(lambda cursor: statements.row(cursor, "key_lifetime", values))
    return None if row is None or row[0] is None else int(row[0])


def _expiry(text: str | None) -> int | None:
    if text is None:
        return None
    expires = requests.instant_ms("expires_at", text)
    if expires <= time.time_ns() // 1_000_000:
        raise Refused("expires_at", "must be a time to come")
    return expires


def _view(row: Sequence[Any]) -> dict[str, Any]:
    return {
        "id": row[0],
        "name": row[1],
        "kind": row[2],
        "scopes": row[3],
        "key_prefix": _prefix(row[2], row[0]),
        "rotated_from": row[4],
        "created_at": instant(row[5]),
        "expires_at": instant(row[6]),
        "last_used_at": instant(row[7]),
        "revoked_at": instant(row[8]),
    }


def _prefix(kind: str, key_id: str) -> str:
    return f"wq_{kind}_{key_id}"


def _hash(secret: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
