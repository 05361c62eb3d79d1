"""Who asks, and whose jobs they may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import g


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller."""

    tenant: str
    """Whose jobs, queues, schedules, hooks, keys and counts they see; every statement is scoped by it."""
    scopes: frozenset[str]
    """What they may do (`producer/access.py` lists the words)."""
    name: str = ""
    """By which their requests are limited, as `key:ab12cd34`; empty where anybody may call."""
    who: str | None = field(default=None, compare=False)
    """The same for people, as the jobs that they make keep it; None where anybody may call."""


def current() -> Principal:
    """The caller of this request."""
    return cast(Principal, g.principal)
