"""What a caller must be allowed to do for each route: the one table, complete by test."""

from __future__ import annotations

PUBLIC = "public"
"""Answers without a key: it shows nobody's jobs."""
ANYONE = "anyone"
"""Any caller who is known."""
ADMIN = "admin"
"""Administrators of the whole service."""

ACCESS: dict[str, str] = {
    "health.health": PUBLIC,
    "page.page": PUBLIC,
    "stats.scrape": ANYONE,
    "v0.enqueue": "jobs:submit",
    "v0.newest": "jobs:read",
    "jobs.create": "jobs:submit",
    "jobs.create_batch": "jobs:submit",
    "jobs.list_by_offset": "jobs:read",
    "jobs.list_by_cursor": "jobs:read",
    "jobs.show": "jobs:read",
    "jobs.result": "jobs:read",
    "jobs.list_attempts": "jobs:read",
    "jobs.stop": "jobs:manage",
    "jobs.retry": "jobs:manage",
    "jobs.remove_old": "jobs:manage",
    "queues.list_queues": "jobs:read",
    "queues.pause": "jobs:manage",
    "queues.resume": "jobs:manage",
    "workers.list_workers": "jobs:read",
    "stats.show": "jobs:read",
    "dlq.list_dead": "jobs:read",
    "dlq.show": "jobs:read",
    "dlq.drop": "jobs:manage",
    "dlq.requeue": "jobs:manage",
    "dlq.requeue_matching": "jobs:manage",
}
"""Endpoint -> what it takes: one of the words above, or a scope of an API key."""
