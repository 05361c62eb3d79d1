"""Sessions: a short token that says who calls, and a refresh token that is good for one use.

Access tokens are JWTs (RFC 7519) under HS256 alone. Refresh tokens rotate, and one that is shown a second time ends its
session (RFC 9700, section 4.14.2): either whoever showed it first had stolen it, or whoever shows it now has.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import jwt
from psycopg2 import extensions

from producer import access, statements
from producer.envelope import Problem
from producer.known import Known
from producer.principal import Principal
from producer.stores import Stores

ACCESS_SECONDS = 900
REFRESH_SECONDS = 30 * 86_400
"""How long a login lasts, however often it is refreshed."""
ISSUER = "workqueue"
AUDIENCE = "workqueue-api"
ALGORITHM = "HS256"
CLAIMS = ["exp", "iat", "sub", "jti", "aud", "iss", "sid"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What a caller receives at login and at each refresh."""

    token: str
    refresh_token: str

    def view(self) -> dict[str, Any]:
        """As it is answered."""
        return {"token": self.token, "refresh_token": self.refresh_token, "expires_in": ACCESS_SECONDS}


class Sessions:
    """The sessions of people who registered."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is read yet."""
        self._stores = stores
        self._known = Known(self._read)

    def identify(self, shown: str) -> Principal | None:
        """Whose session this is; None for a token that is not ours, or whose session has ended.

        Raises:
            DatabaseUnavailable: nobody can say whether it has.
        """
        session_id = self._session_in(shown) if self._stores.settings.has_accounts else None
        found = self._known.get(session_id) if session_id else None
        if found is None:
            return None
        user, tenant, email = found
        return Principal(tenant, access.EVERYTHING, f"user:{user}", email)

    def begin(self, cursor: extensions.cursor, user: str) -> Pair:
        """A new session, in the transaction of `cursor`; the user's old ones are swept on the way."""
        session_id = str(uuid4())
        statements.run(cursor, "drop_old_sessions", {"user_id": user})
        values = {"id": session_id, "user_id": user, "seconds": REFRESH_SECONDS}
        statements.run(cursor, "insert_session", values)
        return self._pair(cursor, session_id, user)

    def refresh(self, refresh_token: str) -> tuple[Pair, str]:
        """A new pair for a refresh token that was not used before, and the user whose it is.

        Raises:
            Problem: 401, it was used before (its session has ended now), has expired, or is none.
        """
        hashed = {"hash": digest(refresh_token)}

        def use(cursor: extensions.cursor) -> tuple[Pair, str] | None:
            found = statements.row(cursor, "use_refresh_token", hashed)
            if found is None:
                statements.run(cursor, "revoke_reused", hashed)
                return None
            return self._pair(cursor, *found), found[1]

        done = self._stores.tables.transaction(use)
        if done is None:
            raise Problem(
                401, "invalid_refresh_token", "the refresh token is not valid any more: log in again"
            )
        return done

    def end(self, refresh_token: str) -> None:
        """End the session that a refresh token belongs to; one that is unknown or has ended is no mistake."""
        values = {"hash": digest(refresh_token)}
        self._stores.tables.run(lambda cursor: statements.run(cursor, "revoke_session_of_token", values))

    def _pair(self, cursor: extensions.cursor, session_id: str, user: str) -> Pair:
        refresh_token = secrets.token_urlsafe(32)
        values = {"hash": digest(refresh_token), "session_id": session_id}
        statements.run(cursor, "insert_refresh_token", values)
        return Pair(self._signed(session_id, user), refresh_token)

    def _signed(self, session_id: str, user: str) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": user,
            "sid": session_id,
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + ACCESS_SECONDS,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def _session_in(self, token: str) -> str | None:
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": CLAIMS},
            )
            return str(UUID(claims["sid"]))
        except (jwt.PyJWTError, ValueError, AttributeError):
            return None

    def _read(self, session_id: str) -> tuple[str, str, str] | None:
        values = {"id": session_id}
        row = self._stores.tables.run(lambda cursor: statements.row(cursor, "live_session", values))
        return row and (row[0], row[1], row[2])

    @property
    def _secret(self) -> str:
        secret = self._stores.settings.jwt_secret
        assert secret is not None  # noqa: S101 - has_accounts was asked before
        return secret.get_secret_value()


def digest(token: str) -> bytes:
    """What is stored of a random token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
