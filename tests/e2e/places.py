"""Every place of the page that needs nothing to be opened, by its address: the title that it has."""

from __future__ import annotations

PLACES = {
    "/": "Overview",
    "/jobs": "Jobs",
    "/dead-letters": "Dead letters",
    "/queues": "Queues",
    "/workers": "Workers",
    "/cron": "Cron",
    "/webhooks": "Webhooks",
    "/keys": "Keys",
    "/usage": "Usage",
    "/live": "Live",
    "/new": "Enqueue",
    "/account": "Account",
}
WAYS_IN = ("/auth", "/auth?mode=register", "/auth?mode=forgot", "/auth?mode=key")
