"""Every word that `meta.code` may be, with its statuses and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that may be wrong."""

    statuses: tuple[int, ...]
    meaning: str


PROBLEMS: Mapping[str, Kind] = {
    "bad_request": Kind((400, 426), "it cannot be read, or is not what this path speaks"),
    "invalid_json": Kind((400,), "the body is no JSON"),
    "invalid_id": Kind((400,), "an id in the path is no UUID"),
    "invalid_cursor": Kind((400,), "the cursor was altered, or belongs to a list with other filters"),
    "no_billing_account": Kind((400,), "the tenant never began to pay"),
    "invalid_signature": Kind((400,), "Stripe did not sign it, or too long ago"),
    "wrong_mode": Kind((400,), "the event is of the other mode of Stripe than the service's key"),
    "invalid_token": Kind((400,), "the link is unknown, used or too old"),
    "unauthorized": Kind((401,), "no key, or one that does not work"),
    "invalid_credentials": Kind((401,), "no such address, or another password"),
    "invalid_refresh_token": Kind((401,), "the refresh token was used, has expired or is none"),
    "forbidden": Kind((403,), "the key works and may not do this; the sentence names the scope"),
    "origin_refused": Kind((403,), "a page of this origin may not open it"),
    "not_found": Kind((404,), "there is no such thing, or it is another tenant's"),
    "already_ended": Kind((409,), "the job has ended"),
    "not_ended": Kind((409,), "the job has not ended"),
    "already_requeued": Kind((409,), "the dead letter was requeued before"),
    "not_retryable": Kind((409,), "the job is neither failed, scheduled nor dead"),
    "lease_lost": Kind((409,), "the lease is over: nothing that this attempt says counts"),
    "overdue": Kind((409,), "the attempt is out of time and is extended no more"),
    "webhook_disabled": Kind((409,), "the webhook is disabled"),
    "limit_reached": Kind((409,), "the tenant has as many as it may"),
    "name_taken": Kind((409,), "another schedule has this name"),
    "edited_meanwhile": Kind((409,), "others are editing it"),
    "email_taken": Kind((409,), "the address is registered"),
    "key_ended": Kind((409,), "the key works no longer"),
    "no_plan": Kind((409,), "the operator's own tenant has no plan"),
    "checkout_under_way": Kind((409,), "another checkout of the tenant is being opened"),
    "already_subscribed": Kind((409,), "the tenant subscribes already"),
    "too_large": Kind((413,), "a payload or a body over its limit"),
    "invalid": Kind((422,), "`meta.field` breaks the rule that the sentence gives"),
    "idempotency_key_reused": Kind((422,), "the Idempotency-Key was used for another request"),
    "rate_limited": Kind((429,), "too many requests: again after `Retry-After` seconds"),
    "monthly_limit_reached": Kind((429,), "the tier's jobs of this month are made; nothing was accepted"),
    "too_many_keys": Kind((429,), "the tenant has as many working keys as it may"),
    "too_many_schedules": Kind((429,), "the tenant has as many schedules as it may"),
    "too_many_workers": Kind((429,), "the tenant's workers lease under too many names"),
    "too_many_streams": Kind((429, 503), "the tenant, or the process, has as many streams as it may"),
    "billing_refused": Kind((502,), "Stripe refused what was asked"),
    "billing_unavailable": Kind((503,), "Stripe is away: again after `Retry-After` seconds"),
    "billing_not_configured": Kind((503,), "billing needs the settings of Stripe"),
    "accounts_off": Kind((503,), "accounts need `JWT_SECRET`"),
    "tables_needed": Kind((503,), "this needs Postgres, and the service runs without"),
    "database_unavailable": Kind((503,), "Postgres is away: again after `Retry-After` seconds"),
    "queue_unavailable": Kind((503,), "Redis is away: again after `Retry-After` seconds"),
    "queue_full": Kind((503,), "the queue takes no more now: again after `Retry-After` seconds"),
    "too_many_exports": Kind(
        (429, 503),
        "the tenant, or the process, has as many downloads under way as it may: again when one has ended",
    ),
    "too_many_waiting": Kind((503,), "too many requests wait already: again shortly, or without waiting"),
}

OLDER_STATUSES = {"invalid": 400, "database_unavailable": 500, "queue_unavailable": 500}
"""Where the older paths, which say it in text, answer another status."""


def by_status(codes: Iterable[str], *, older: bool) -> dict[int, list[str]]:
    """The codes of an operation under each status that they are answered with.

    Raises:
        KeyError: `PROBLEMS` lacks a code: say there what it means.
    """
    found: dict[int, list[str]] = {}
    for code in PROBLEMS:
        if code not in codes:
            continue
        statuses = PROBLEMS[code].statuses
        for status in (OLDER_STATUSES.get(code, statuses[0]),) if older else statuses:
            found.setdefault(status, []).append(code)
    unknown = set(codes) - PROBLEMS.keys()
    if unknown:
        raise KeyError(f"producer/openapi/problems.py does not say what these mean: {sorted(unknown)}")
    return dict(sorted(found.items()))
