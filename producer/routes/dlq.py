"""`/api/v1/dlq`: what failed for good, and how it gets another chance."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import dead_groups, dead_letters, envelope, job_view, principal, stores, validation
from producer.dead_groups import DeadGroups
from producer.dead_letters import BulkDrop, BulkRequeue, DeadPage, Edit
from producer.openapi import deferred, described, page_of
from producer.openapi.answers import dead_letters as answers

SHOWN_IDS = 1000
"""Fresh jobs that an answer names."""


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("dlq", __name__, url_prefix="/api/v1/dlq")

    @routes.get("")
    @described(
        "listDeadLetters",
        "See dead letters, the newest first",
        query=DeadPage,
        answers={200: page_of(answers.DeadLetter)},
        problems=("tables_needed",),
        redis=True,
    )
    def list_dead() -> Response:
        asked = validation.query(DeadPage)
        page = dead_letters.page(stores.current(), principal.current().tenant, asked)
        return envelope.page(page, asked, job_view.dead_letter)

    @routes.delete("")
    @described(
        "dropDeadLetters",
        "Drop all dead letters that match for good",
        text="At least one of the filters is required."
        " Up to `limit` in one call, 1,000 when absent; ask again while some remain.",
        query=BulkDrop,
        answers={200: answers.ManyDropped},
        problems=("tables_needed",),
        redis=True,
    )
    def drop_matching() -> Response:
        asked = validation.query(BulkDrop)
        done, left = dead_letters.drop_matching(stores.current(), principal.current().tenant, asked)
        return envelope.answer({"dropped": done, "remaining": left})

    @routes.get("/groups")
    @described(
        "listDeadGroups",
        "See dead letters that are alike together, the largest group first",
        text="A group is those of one type whose errors read alike.",
        query=DeadGroups,
        answers={200: page_of(answers.DeadGroup)},
        tables=True,
    )
    def list_groups() -> Response:
        asked = validation.query(DeadGroups)
        found = dead_groups.page(stores.current(), principal.current().tenant, asked)
        return envelope.page(found, asked)

    @routes.get("/<raw_id>")
    @described("getDeadLetter", "See a dead letter", answers={200: answers.DeadLetter}, redis=True)
    def show(raw_id: str) -> Response:
        found = dead_letters.find(stores.current(), principal.current().tenant, validation.identity(raw_id))
        return envelope.answer(job_view.dead_letter(found))

    @routes.delete("/<raw_id>")
    @described("dropDeadLetter", "Drop a dead letter for good", answers={200: answers.Dropped}, redis=True)
    def drop(raw_id: str) -> Response:
        job_id = validation.identity(raw_id)
        dead_letters.drop(stores.current(), principal.current().tenant, job_id)
        return envelope.answer({"id": job_id, "status": "dropped"})

    @routes.post("/<raw_id>/requeue")
    @described(
        "requeueDeadLetter",
        "Make a fresh job from a dead letter, once",
        text="With another payload or number of attempts, where the body says so.",
        body=Edit,
        body_may_lack=True,
        example={"payload": {"to": "ada@example.com"}},
        answers={201: deferred(answers.Requeued)},
        problems=("already_requeued", "monthly_limit_reached", "queue_full"),
        redis=True,
    )
    def requeue(raw_id: str) -> Response:
        work, caller, job_id = stores.current(), principal.current(), validation.identity(raw_id)
        edit = validation.optional_body(Edit, work.settings.max_body_bytes)
        done = dead_letters.requeue_one(work, caller.tenant, job_id, edit, caller.who)
        data = {"new_job": job_view.view(done.jobs[0]), "dlq_entry_id": job_id}
        return envelope.answer(data, 201, deferred=done.deferred)

    @routes.post("/requeue")
    @described(
        "requeueDeadLetters",
        "Make fresh jobs from all dead letters that match",
        text="The oldest first. The answer names the first thousand of the new jobs.",
        body=BulkRequeue,
        example={"filter": {"type": "send_email", "error_contains": "timeout"}, "limit": 100},
        answers={200: deferred(answers.ManyRequeued)},
        problems=("monthly_limit_reached", "queue_full", "tables_needed"),
        redis=True,
    )
    def requeue_matching() -> Response:
        work, caller = stores.current(), principal.current()
        asked = validation.body(BulkRequeue, work.settings.max_body_bytes)
        done = dead_letters.requeue_matching(work, caller.tenant, asked, caller.who)
        data = {
            "requeued": len(done.jobs),
            "remaining": done.remaining,
            "new_job_ids": [job.id for job in done.jobs[:SHOWN_IDS]],
        }
        return envelope.answer(data, deferred=done.deferred)

    return routes
