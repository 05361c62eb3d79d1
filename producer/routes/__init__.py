"""One module for each noun of the API; views are short: parse, call, answer."""

from __future__ import annotations

from producer.routes import (
    accounts,
    cron,
    dlq,
    health,
    jobs,
    keys,
    leases,
    live,
    me,
    page,
    portal,
    queues,
    reference,
    stats,
    stripe_events,
    types,
    usage,
    v0,
    webhooks,
    workers,
)

__all__ = [
    "accounts",
    "cron",
    "dlq",
    "health",
    "jobs",
    "keys",
    "leases",
    "live",
    "me",
    "page",
    "portal",
    "queues",
    "reference",
    "stats",
    "stripe_events",
    "types",
    "usage",
    "v0",
    "webhooks",
    "workers",
]
