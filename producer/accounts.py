"""Accounts: people register, log in, and get back in when they forgot their password."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field, field_validator

from producer import access, keys, limits, statements
from producer.envelope import Problem
from producer.job_view import instant
from producer.limits import Bucket
from producer.listing import Window
from producer.mail import Mailer
from producer.passwords import LONGEST, SHORTEST, Passwords
from producer.sessions import Pair, Sessions, digest
from producer.stores import Stores

RESET_SECONDS = 3600
VERIFY_SECONDS = 3 * 86_400
MAILS = (1 / 300, 3)
"""Links a second that one address may be sent, and at once."""
FIRST_KEY = "first key"
KEYS_SHOWN = 100
SAME_ANSWER = "If that email is registered you will receive a reset link shortly."
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)

Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
Token = Annotated[str, Field(min_length=1, max_length=200)]


class Address(BaseModel):
    """A body with a mail address, which is the same in capitals."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"})]

    @field_validator("email")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        address = value.strip().lower()
        if not _EMAIL.fullmatch(address):
            raise ValueError("it should be one mail address, as ada@example.com")
        return address


class Registration(Address):
    """The body of `POST /auth/register`."""

    password: Password


class Login(Address):
    """The body of `POST /auth/login`; any password may be tried, but not one that takes long to hash."""

    password: Annotated[str, Field(max_length=LONGEST)]


class Refresh(BaseModel):
    """The body of `POST /auth/refresh` and `/auth/logout`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    refresh_token: Token


class Reset(BaseModel):
    """The body of `POST /auth/reset-password`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: Token
    password: Password


class Verification(BaseModel):
    """The body of `POST /auth/verify`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: Token


@dataclass(frozen=True, slots=True)
class User:
    """A person who registered."""

    id: str
    tenant: str
    email: str
    password_hash: str
    verified: bool
    created_at: int
    """ms since 1970."""

    def view(self) -> dict[str, Any]:
        """As it is answered."""
        return {
            "id": self.id,
            "tenant": self.tenant,
            "email": self.email,
            "verified": self.verified,
            "created_at": instant(self.created_at),
        }


class Accounts:
    """What `/auth` works on."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is read yet."""
        self._stores = stores
        self._sessions = Sessions(stores)
        self._passwords = Passwords()
        self.mailer = Mailer(stores.settings)

    def register(self, asked: Registration) -> dict[str, Any]:
        """A tenant, its first person, and its first key, all or none.

        Raises:
            Problem: 409, the address is registered.
        """
        self._check()
        user, tenant = str(uuid4()), f"t{secrets.token_hex(8)}"
        values = {
            "id": user,
            "tenant": tenant,
            "email": asked.email,
            "password_hash": self._passwords.hash(asked.password),
        }
        made = keys.fresh("client")
        pair = self._stores.tables.transaction(lambda cursor: self._register(cursor, values, made))
        self.mailer.later(lambda: self._send_verification(user, asked.email))
        key = keys.shown_once(keys.show(self._stores, tenant, made.id), made)
        return {**pair.view(), "user": self._user(user).view(), "api_key": key}

    def log_in(self, asked: Login) -> dict[str, Any]:
        """A new session.

        Raises:
            Problem: 401, no such person or another password; 429, it was tried too often.
            QueueUnavailable: nobody can say how often it was tried.
        """
        self._check()
        limits.current().guard(_attempts(asked.email))
        user = self._find("user_by_email", {"email": asked.email})
        stored = user.password_hash if user else None
        if not self._passwords.matches(stored, asked.password) or user is None:
            raise Problem(401, "invalid_credentials", "invalid email or password")
        if self._passwords.is_outdated(user.password_hash):
            self._run("set_password_hash", id=user.id, password_hash=self._passwords.hash(asked.password))
        pair = self._stores.tables.transaction(lambda cursor: self._sessions.begin(cursor, user.id))
        held = keys.page(self._stores, user.tenant, Window(limit=KEYS_SHOWN)).items
        return {**pair.view(), "user": user.view(), "keys": held}

    def refresh(self, asked: Refresh) -> dict[str, Any]:
        """The next pair of tokens of a session.

        Raises:
            Problem: 401, the token is not valid any more.
        """
        self._check()
        pair, user = self._sessions.refresh(asked.refresh_token)
        return {**pair.view(), "user": self._user(user).view()}

    def log_out(self, asked: Refresh) -> None:
        """End the session; its access token works no longer than a second."""
        self._check()
        self._sessions.end(asked.refresh_token)

    def forget_password(self, asked: Address) -> None:
        """Send a link to whoever has this address; nothing tells the caller whether anybody does."""
        self._check()
        if limits.current().permits([(f"mail:{limits.hidden(asked.email)}", *MAILS)]):
            self.mailer.later(lambda: self._send_reset(asked.email))

    def reset_password(self, asked: Reset) -> None:
        """Set a new password by the link of a mail, once, and end every session.

        Raises:
            Problem: 400, the link is unknown, used or an hour old.
        """
        self._check()
        token = {"hash": digest(asked.token), "purpose": "reset"}
        if self._row("find_mail_token", token) is None:
            raise _no_such_link("reset")
        hashed = self._passwords.hash(asked.password)

        def change(cursor: extensions.cursor) -> None:
            user = _use(cursor, token)
            statements.run(cursor, "set_new_password", {"id": user, "password_hash": hashed})
            statements.run(cursor, "revoke_sessions", {"user_id": user})
            statements.run(cursor, "drop_reset_tokens", {"user_id": user})

        self._stores.tables.transaction(change)

    def verify(self, asked: Verification) -> None:
        """Know that the address is theirs, by the link of a mail.

        Raises:
            Problem: 400, the link is unknown, used or three days old.
        """
        self._check()
        token = {"hash": digest(asked.token), "purpose": "verify"}

        def change(cursor: extensions.cursor) -> None:
            statements.run(cursor, "verify_user", {"id": _use(cursor, token)})

        self._stores.tables.transaction(change)

    def _check(self) -> None:
        """There must be tables, and a secret to sign sessions with."""
        _ = self._stores.tables
        if not self._stores.settings.has_accounts:
            raise Problem(
                503,
                "accounts_off",
                "accounts are off: set JWT_SECRET to what `openssl rand -hex 32` prints, and restart the producer",
            )

    def _register(self, cursor: extensions.cursor, values: dict[str, Any], made: keys.Made) -> Pair:
        """When its answer was lost and it runs again, it finds its own rows and opens one more session."""
        statements.run(cursor, "insert_tenant", values)
        statements.run(cursor, "insert_user", values)
        found = _user(statements.row(cursor, "user_by_email", values))
        if found is None or found.id != values["id"]:
            raise Problem(409, "email_taken", "email already registered", "email")
        keys.insert(cursor, values["tenant"], made, FIRST_KEY, access.KINDS["client"])
        return self._sessions.begin(cursor, values["id"])

    def _send_verification(self, user: str, email: str) -> None:
        token = self._mail_token(user, "verify", VERIFY_SECONDS)
        self.mailer.send(
            email,
            "Verify your address",
            f"Somebody, probably you, registered this address with Workqueue.\n\n"
            f"Verify it here within three days:\n{self._link('verify', token)}\n\n"
            "If it was not you, do nothing.\n",
        )

    def _send_reset(self, email: str) -> None:
        user = self._find("user_by_email", {"email": email})
        if user is None:
            return
        token = self._mail_token(user.id, "reset", RESET_SECONDS)
        self.mailer.send(
            email,
            "Set a new password",
            f"Somebody, probably you, asked for a new password for this address at Workqueue.\n\n"
            f"Set it here within an hour:\n{self._link('reset', token)}\n\n"
            "If it was not you, do nothing: your password stays as it is.\n",
        )

    def _mail_token(self, user: str, purpose: str, seconds: int) -> str:
        token = secrets.token_urlsafe(32)
        self._run("drop_old_mail_tokens", user_id=user)
        self._run("insert_mail_token", hash=digest(token), user_id=user, purpose=purpose, seconds=seconds)
        return token

    def _link(self, purpose: str, token: str) -> str:
        """To the page, which asks before it does anything: programs that read mail follow links too."""
        return f"{self._stores.settings.page_url}/auth?{purpose}={token}"

    def _user(self, user_id: str) -> User:
        found = self._find("user_by_id", {"id": user_id})
        if found is None:
            raise Problem(401, "unauthorized", "the account is gone")
        return found

    def _find(self, name: str, values: dict[str, Any]) -> User | None:
        return _user(self._row(name, values))

    def _row(self, name: str, values: dict[str, Any]) -> statements.Row | None:
        return self._stores.tables.run(lambda cursor: statements.row(cursor, name, values))

    def _run(self, name: str, **values: Any) -> None:
        self._stores.tables.run(lambda cursor: statements.run(cursor, name, values))


def _use(cursor: extensions.cursor, token: dict[str, Any]) -> str:
    found = statements.row(cursor, "use_mail_token", token)
    if found is None:
        raise _no_such_link(token["purpose"])
    return str(found[0])


def _no_such_link(purpose: str) -> Problem:
    sentence = f"invalid or expired {purpose} token: ask for a new one; each works once"
    return Problem(400, "invalid_token", sentence, "token")


def _user(row: Sequence[Any] | None) -> User | None:
    return User(*row) if row else None


def _attempts(email: str) -> list[Bucket]:
    """A person waits longer the more they guess, from one place much sooner than from many; nobody is locked out."""
    account, address = limits.hidden(email), limits.current().address()
    return [(f"login:{account}:{address}", 0.1, 10), (f"login:{account}", 1.0, 100)]
