"""People, keys and use as they are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from producer.keys import Kind
from producer.openapi.answers.shown import Instant, Shown, Uuid

Scope = Literal["jobs:submit", "jobs:read", "jobs:manage", "jobs:lease", "jobs:ack", "keys:manage"]

KeyId = Annotated[str, Field(examples=["k3x9a0bz"])]


class User(Shown):
    """A person who registered."""

    id: Uuid
    tenant: str = Field(examples=["t3f9c2a417be04d58"])
    """Whose jobs they see."""
    email: str = Field(examples=["ada@example.com"])
    verified: bool
    created_at: Instant


class Key(Shown):
    """An API key, without its secret."""

    id: KeyId
    name: str = Field(examples=["billing service"])
    kind: Kind
    scopes: list[Scope] = Field(examples=[["jobs:submit", "jobs:read", "jobs:manage"]])
    """What it may do."""
    key_prefix: str = Field(examples=["wq_client_k3x9a0bz"])
    """How the key begins, to know it by."""
    rotated_from: str | None
    """The id of the key that it follows."""
    created_at: Instant
    expires_at: Instant | None
    """null: never."""
    last_used_at: Instant | None
    """Written once a minute."""
    revoked_at: Instant | None


class FreshKey(Key):
    """A key that was just made: the key itself is shown this once."""

    key: str = Field(examples=["wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M"])
    warning: str = Field(examples=["store it now: it is not shown again"])


class RevokedKey(Shown):
    """A key that works no longer."""

    id: KeyId
    status: Literal["revoked"]


class Session(Shown):
    """Who is logged in, and the tokens that show it."""

    token: str = Field(examples=["eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"])
    """Send it as `Authorization: Bearer`."""
    refresh_token: str = Field(examples=["5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a"])
    """Works once, for the next pair."""
    expires_in: int = Field(ge=0, examples=[900])
    """Seconds that the token works."""
    user: User


class Registered(Session):
    """Who has just registered, and their first key."""

    api_key: FreshKey


class LoggedIn(Session):
    """Who has just logged in, and the keys of their tenant."""

    keys: list[Key]


class Message(Shown):
    """A sentence for people."""

    message: str


class Usage(Shown):
    """This month's jobs against the tier."""

    tier: str | None = Field(examples=["free"])
    """null for the operator's own tenant, of which nothing is counted."""
    jobs_used: int | None = Field(ge=0, examples=[12])
    jobs_limit: int = Field(ge=-1, examples=[1000])
    """-1: no limit."""
    usage_percent: float = Field(ge=0, examples=[1.2])
    limit_reached: bool = Field(examples=[False])
    reset_at: Instant | None
    """When the next month begins."""
