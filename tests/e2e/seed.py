"""Fills a service with what a busy week leaves behind, for pictures and for tests that need much."""

from __future__ import annotations

from typing import Any

from tests.e2e.stack import Stack

ERRORS = (
    "the mail server said 421: try again later",
    "connection to partner.example refused",
    "<b>not</b> a template: {{ customer.name }}",
)
QUEUES = {"send_email": "mail", "charge_card": "billing"}
HOUR = """
INSERT INTO job_minutes (tenant, minute, queue, enqueued, completed, failed, dead, waits, runs)
SELECT 'default', date_trunc('minute', now()) - n * interval '1 minute', queue,
       made, made - CASE WHEN ill THEN made / 3 ELSE 0 END, CASE WHEN ill THEN made / 3 ELSE n * 31 %% 11 / 9 END,
       CASE WHEN ill THEN made / 9 ELSE 0 END,
       CASE WHEN ill THEN '{0,0,0,0,0,0,0,1,2,5,9,12,14,9,5,3}' ELSE '{0,0,0,0,0,1,3,8,12,9,4,2,1}' END::integer[],
       CASE WHEN ill THEN '{0,0,0,0,0,0,1,2,4,6,8,9,9,8,6,5,4,3}' ELSE '{0,0,0,1,2,4,8,9,6,4,2,1}' END::integer[]
FROM (SELECT n, queue, n BETWEEN 21 AND 25 AS ill,
             (usual * (1 + 0.3 * sin(n / 6.0) + 0.15 * sin(n * 1.7)))::integer AS made
      FROM generate_series(1, 60) AS n,
           (VALUES ('default', 38), ('mail', 24), ('billing', 11)) AS queues (queue, usual)) AS minutes
ON CONFLICT DO NOTHING
RETURNING minute
"""
PEOPLE = ("ada", "grace", "edsger", "barbara", "tony")


def fill(service: Stack) -> dict[str, str]:
    """Jobs in every state, schedules, webhooks and keys.

    Returns:
        The id of one job by its state.
    """
    kinds = ("send_email", "resize_image", "import_orders")
    done = [_job(kinds[n % 3], {"customer": {"id": n, "name": PEOPLE[n % 5]}}, n) for n in range(60)]
    dead = [_job("charge_card", {"message": ERRORS[n % 3], "order": n}, n, max_attempts=1) for n in range(14)]
    failed = [_job("send_email", {"message": ERRORS[0]}, n, backoff={"base_seconds": 600}) for n in range(4)]
    later = [_job("import_orders", {"week": n}, n, delay_ms=3_600_000 * (n + 1)) for n in range(5)]
    unknown = [_job("translate", {"text": "hello", "to": "fr"}, n) for n in range(3)]
    twice = {
        "message": ERRORS[1],
        "times": 2,
        "seconds": 0.4,
        "answer": {"rows": 1204, "rejected": 0},
        "week": 47,
    }
    mended = [_job("import_orders", twice, 0, backoff={"base_seconds": 1, "max_seconds": 1})]
    running = [_job("resize_image", {"seconds": 300, "image": f"{n}.png"}, n) for n in range(2)]
    made = {
        "completed": _make(service, [*mended, *done]),
        "dead": _make(service, dead),
        "failed": _make(service, failed),
        "scheduled": _make(service, later),
        "pending": _make(service, unknown),
    }
    for state in ("completed", "dead", "failed"):
        for job_id in made[state]:
            service.once(job_id, state)
    made["running"] = _make(service, running)
    service.once(made["running"][0], "running")
    service.call("DELETE", f"/api/v1/jobs/{made['scheduled'].pop()}")
    service.call("POST", "/api/v1/queues/billing/pause")
    _others(service)
    return {state: ids[0] for state, ids in made.items()}


def remember_an_hour(service: Stack) -> None:
    """Figures of the hour before now, in which partners were away for five minutes; there are no jobs behind them."""
    service.corner.rows(HOUR)


def act(service: Stack) -> None:
    """A little of everything happens, and has happened when this returns."""
    done = [_job("send_email", {"customer": {"id": n}}, n) for n in range(4)]
    dead = [
        _job("charge_card", {"message": ERRORS[n % 3]}, n, max_attempts=1, queue_name="mail")
        for n in range(3)
    ]
    slow = [_job("import_orders", {"seconds": 0.5, "week": 7}, 0)]
    for job_id in _make(service, [*done, *dead, *slow]):
        service.once(job_id, "completed", "dead")


def _job(job_type: str, payload: Any, number: int, **fields: Any) -> dict[str, Any]:
    return {
        "type": job_type,
        "payload": payload,
        "queue_name": QUEUES.get(job_type, "default"),
        "tags": {"customer": PEOPLE[number % 5]},
        **fields,
    }


def _make(service: Stack, jobs: list[dict[str, Any]]) -> list[str]:
    return [job["id"] for job in service.call("POST", "/api/v1/jobs/batch", jobs)]


def _others(service: Stack) -> None:
    for name, expression, zone in (
        ("nightly report", "30 2 * * *", "Europe/Berlin"),
        ("invoices", "0 9 1 * *", "UTC"),
        ("clean up", "@hourly", "America/New_York"),
    ):
        schedule = {
            "name": name,
            "job_type": "import_orders",
            "cron_expression": expression,
            "time_zone": zone,
        }
        service.call("POST", "/api/v1/cron", {**schedule, "enabled": name != "invoices"})
    hook = {"url": "https://example.com/hooks/workqueue", "events": ["job.completed", "job.dead"]}
    service.call("POST", "/api/v1/webhooks", hook)
    for name, kind in (("billing service", "client"), ("importer", "worker"), ("old laptop", "client")):
        key = service.call("POST", "/api/v1/keys", {"name": name, "kind": kind})
        if name == "old laptop":
            service.call("DELETE", f"/api/v1/keys/{key['id']}")
