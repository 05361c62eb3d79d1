"""What a caller must be allowed to do for each route: the one table, complete by test."""

from __future__ import annotations

PUBLIC = "public"
"""Answers without a key: it shows nobody's jobs."""
ANYONE = "anyone"
"""Any caller who is known."""
OPERATOR = "operator"
"""Whoever runs the service: callers of the tenant `default`, as what it shows is of all tenants."""

_CLIENT = ("jobs:submit", "jobs:read", "jobs:manage")
_WORKER = ("jobs:lease", "jobs:ack", "jobs:read")
KINDS: dict[str, tuple[str, ...]] = {
    "client": _CLIENT,
    "worker": _WORKER,
    "admin": ("jobs:submit", "jobs:read", "jobs:manage", "jobs:lease", "jobs:ack", "keys:manage"),
}
"""Kind of an API key -> the scopes that it may have."""
EVERYTHING = frozenset(KINDS["admin"])
SERVICES = frozenset(_CLIENT + _WORKER)
"""What the static `API_KEY` may do: all that services do, but for making keys."""

ACCESS: dict[str, str] = {
    "health.health": PUBLIC,
    "page.page": PUBLIC,
    "reference.show_document": PUBLIC,
    "reference.show_page": PUBLIC,
    "stats.scrape": OPERATOR,
    "accounts.register": PUBLIC,
    "accounts.log_in": PUBLIC,
    "accounts.refresh": PUBLIC,
    "accounts.log_out": PUBLIC,
    "accounts.forget_password": PUBLIC,
    "accounts.reset_password": PUBLIC,
    "accounts.verify": PUBLIC,
    "keys.list_keys": "keys:manage",
    "keys.create": "keys:manage",
    "keys.show": "keys:manage",
    "keys.revoke": "keys:manage",
    "keys.rotate": "keys:manage",
    "usage.show": ANYONE,
    "portal.show_usage": ANYONE,
    "portal.checkout": "keys:manage",
    "portal.open_customer_portal": "keys:manage",
    "portal.regenerate_key": "keys:manage",
    "stripe_events.receive": PUBLIC,
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
    "jobs.act_on_many": "jobs:manage",
    "jobs.download": "jobs:read",
    "jobs.explain": "jobs:read",
    "jobs.wait": "jobs:read",
    "leases.lease": "jobs:lease",
    "leases.extend": "jobs:ack",
    "leases.ack": "jobs:ack",
    "leases.nack": "jobs:ack",
    "leases.progress": "jobs:ack",
    "leases.release": "jobs:ack",
    "live.stream": "jobs:read",
    "live.follow": "jobs:read",
    "live.issue_ticket": "jobs:read",
    "queues.list_queues": "jobs:read",
    "queues.pause": "jobs:manage",
    "queues.resume": "jobs:manage",
    "workers.list_workers": "jobs:read",
    "stats.show": "jobs:read",
    "stats.show_series": "jobs:read",
    "stats.show_failures": "jobs:read",
    "types.list_types": "jobs:read",
    "me.show": ANYONE,
    "cron.list_schedules": "jobs:read",
    "cron.create": "jobs:manage",
    "cron.explain": "jobs:read",
    "cron.show": "jobs:read",
    "cron.change": "jobs:manage",
    "cron.delete": "jobs:manage",
    "cron.trigger": "jobs:manage",
    "cron.list_runs": "jobs:read",
    "dlq.list_dead": "jobs:read",
    "dlq.list_groups": "jobs:read",
    "dlq.drop_matching": "jobs:manage",
    "dlq.show": "jobs:read",
    "dlq.drop": "jobs:manage",
    "dlq.requeue": "jobs:manage",
    "dlq.requeue_matching": "jobs:manage",
    "webhooks.list_webhooks": "jobs:read",
    "webhooks.create": "jobs:manage",
    "webhooks.show": "jobs:read",
    "webhooks.change": "jobs:manage",
    "webhooks.delete": "jobs:manage",
    "webhooks.rotate_secret": "jobs:manage",
    "webhooks.test": "jobs:manage",
    "webhooks.list_deliveries": "jobs:read",
    "webhooks.redeliver": "jobs:manage",
}
"""Endpoint -> what it takes: one of the words above, or a scope of an API key."""
