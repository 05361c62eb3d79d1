"""`/api/v1/jobs/lease` and what the holder of a lease says: workers in any language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from producer import envelope, leasing, presence, principal, stores, validation
from producer.openapi import described
from producer.openapi.answers import leases as answers
from producer.stores import Stores
from producer.waiting import Waiting

A = TypeVar("A", bound=leasing.Asked)

FENCE = "Zk1xS0dYbTJWUEpx"
"""In examples."""


def blueprint(waiting: Waiting) -> Blueprint:
    """The routes."""
    routes = Blueprint("leases", __name__, url_prefix="/api/v1/jobs")

    @routes.post("/lease")
    @described(
        "leaseJobs",
        "Lease jobs to run",
        text="Without jobs it answers an empty list, at once or after `wait_seconds`.",
        body=leasing.Lease,
        body_may_lack=True,
        example={
            "queues": ["default"],
            "limit": 10,
            "lease_seconds": 60,
            "wait_seconds": 20,
            "worker_id": "box-1",
        },
        answers={200: list[answers.LeasedJob]},
        problems=("too_many_workers", "too_many_waiting"),
        key=True,
        redis=True,
    )
    def lease() -> Response:
        work, tenant = stores.current(), principal.current().tenant
        asked = validation.optional_body(leasing.Lease, work.settings.max_body_bytes)
        return envelope.answer(
            leasing.lease(
                work,
                waiting,
                tenant,
                asked,
                validation.idempotency_key(),
                partial(presence.is_there, request.environ),
            )
        )

    for name, view in {
        "extend": described(
            "extendLease",
            "Keep a leased job for longer",
            body=leasing.Extend,
            example={"fence": FENCE, "seconds": 60},
            answers={200: answers.ExtendedLease},
            problems=("lease_lost", "overdue"),
            redis=True,
        )(_told(leasing.Extend, leasing.extend)),
        "ack": described(
            "ackJob",
            "Say that a leased job succeeded",
            body=leasing.Ack,
            example={"fence": FENCE, "result": {"sent": True}},
            answers={200: answers.LeaseReport},
            problems=("lease_lost",),
            redis=True,
        )(_told(leasing.Ack, leasing.ack)),
        "nack": described(
            "nackJob",
            "Say that a leased job failed",
            text="Another attempt follows, or the job is dead.",
            body=leasing.Nack,
            example={"fence": FENCE, "error": "the mail server is away", "retry_after_seconds": 30},
            answers={200: answers.FailureReport},
            problems=("lease_lost",),
            redis=True,
        )(_told(leasing.Nack, leasing.nack)),
        "progress": described(
            "reportProgress",
            "Say how far a leased job is",
            body=leasing.Progress,
            example={"fence": FENCE, "fraction": 0.5, "message": "half of it"},
            answers={200: answers.RunningReport},
            problems=("lease_lost",),
            redis=True,
        )(_told(leasing.Progress, leasing.progress)),
        "release": described(
            "releaseJob",
            "Give a leased job back unharmed",
            body=leasing.Held,
            example={"fence": FENCE},
            answers={200: answers.LeaseReport},
            problems=("lease_lost",),
            redis=True,
        )(_told(leasing.Held, leasing.release)),
    }.items():
        routes.add_url_rule(f"/<raw_id>/{name}", name, view, methods=["POST"])
    return routes


def _told(model: type[A], tell: Callable[[Stores, str, str, A], dict[str, Any]]) -> Callable[[str], Response]:
    """The view of one thing that the holder of a lease says."""

    def view(raw_id: str) -> Response:
        work = stores.current()
        asked = validation.report(model, work.settings.max_batch_bytes)
        return envelope.answer(tell(work, principal.current().tenant, validation.identity(raw_id), asked))

    return view
