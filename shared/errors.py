"""What can go wrong between us and the stores, in our words."""

from __future__ import annotations


class WorkqueueError(Exception):
    """Base of the errors that the project raises itself."""


class QueueUnavailable(WorkqueueError):
    """Redis is away (unreachable, loading, full, read-only or failing over); try again shortly."""


class RedisFull(QueueUnavailable):
    """Redis is at its memory limit: it takes nothing in until workers or somebody else have made room."""


class QueueFull(WorkqueueError):
    """The queue holds as much as its limits allow; try again when workers have caught up."""


class DatabaseUnavailable(WorkqueueError):
    """Postgres is away (unreachable, restarting or out of connections); try again shortly."""


class KeyReused(WorkqueueError):
    """The Idempotency-Key was used before, for a different request; use a fresh key for a different job."""


class UsageExceeded(WorkqueueError):
    """monthly job limit reached — upgrade your plan to continue."""  # noqa: D403 - the documented text


class TablesNeeded(WorkqueueError):
    """This needs Postgres, and the service runs without: set DATABASE_URL and restart it."""


class ConfigurationError(WorkqueueError):
    """A setting is missing or cannot be used; the message names it and says what it may be."""
