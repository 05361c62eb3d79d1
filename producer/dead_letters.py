"""The dead-letter queue: see what is in it, take jobs out as fresh ones, once each, or drop them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from producer import listing, lookup, statements
from producer.envelope import Problem
from producer.listing import Page, Window
from producer.statements import STATEMENTS
from producer.stores import Stores
from shared import job as job_module
from shared import mirror, requests
from shared.connections import Postgres
from shared.errors import QueueUnavailable
from shared.job import Job
from shared.mirror import Row
from shared.states import State

CHUNK = 100
"""Dead letters that one statement takes out."""
MOST = 10_000
"""Dead letters that one request takes out, or looks through where there is no Postgres."""

Identity = Annotated[str, Field(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]


class DeadPage(Window):
    """The query of the list."""

    include_requeued: bool = False
    """Also those that were taken out before."""


class Edit(BaseModel):
    """What the fresh job should have instead of the old one's."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    payload: Any = None
    max_attempts: int | None = Field(default=None, ge=1, le=25)

    @property
    def payload_bytes(self) -> bytes | None:
        """The new payload; None when none was sent.

        Raises:
            Refused: it is too large.
        """
        return requests.payload_bytes(self.payload) if "payload" in self.model_fields_set else None


class Matching(BaseModel):
    """Which dead letters; all of what is given must hold."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    type: requests.JobType | None = None
    queue: requests.QueueName | None = None
    error_contains: str | None = Field(default=None, min_length=1, max_length=500)
    before: requests.Instant | None = None
    """RFC 3339: those that died before."""
    ids: list[Identity] | None = Field(default=None, min_length=1, max_length=1000)


class BulkRequeue(BaseModel):
    """The body of `POST /dlq/requeue`."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    filter: Matching
    limit: int = Field(default=1000, ge=1, le=MOST)


@dataclass(frozen=True, slots=True)
class Requeued:
    """Fresh jobs made from dead ones."""

    jobs: list[Job]
    deferred: bool
    """Redis is away: they are put in line when it returns."""


def page(stores: Stores, tenant: str, asked: DeadPage) -> Page[Job]:
    """Dead letters, the newest death first."""
    if stores.postgres is None:
        found, total = stores.queue.dead_letters(asked.offset, asked.limit)
        return Page(_of_tenant(found, tenant), total, asked.offset + asked.limit < total)
    values = {"tenant": tenant, "include_requeued": asked.include_requeued}
    return stores.postgres.run(
        lambda cursor: listing.page(cursor, "list_dead", "count_dead", values, asked, mirror.from_row)
    )


def find(stores: Stores, tenant: str, job_id: str) -> Job:
    """One dead letter.

    Raises:
        Problem: 404, there is no such job or it is not dead.
    """
    try:
        found = lookup.job(stores, job_id, tenant)
    except Problem:
        found = None
    if found is None or found.state != State.DEAD:
        raise Problem(404, "not_found", "DLQ entry not found", "id")
    return found


def drop(stores: Stores, tenant: str, job_id: str) -> None:
    """Remove a dead letter for good.

    Raises:
        Problem: 404, there is no such dead letter.
        QueueUnavailable, DatabaseUnavailable: the same call again finishes it.
    """
    find(stores, tenant, job_id)
    stores.queue.forget([job_id])
    if stores.postgres is not None:
        stores.postgres.run(
            lambda cursor: cursor.execute(STATEMENTS["drop_dead"], {"id": job_id, "tenant": tenant})
        )


def requeue_one(stores: Stores, tenant: str, job_id: str, edit: Edit, by: str | None) -> Requeued:
    """Make a fresh job from a dead one.

    Args:
        stores: where.
        tenant: whose it is.
        job_id: the dead one.
        edit: what differs in the fresh one.
        by: who asked for it, for people.

    Raises:
        Problem: 404, there is no such dead letter; 409, it was requeued before, or by somebody else just now.
        Refused: the edited payload is too large.
    """
    old = find(stores, tenant, job_id)
    if stores.postgres is not None:
        done = _requeue_rows(stores, stores.postgres, tenant, [job_id], edit, by)
    else:
        fresh = _fresh(old, edit)
        done = Requeued([fresh] if _won_in_redis(stores, old, fresh) else [], deferred=False)
    if not done.jobs:
        sentence = f"the DLQ entry has already been requeued, as job {fresh_id(job_id)}"
        raise Problem(409, "already_requeued", sentence, "id")
    return done


def requeue_matching(
    stores: Stores, tenant: str, asked: BulkRequeue, by: str | None
) -> tuple[int, int, bool]:
    """Requeue all dead letters that match, up to the limit; answers how many, how many are left, deferred."""
    if stores.postgres is None:
        return (*_requeue_matching_in_redis(stores, tenant, asked), False)
    values = _matching_values(asked.filter, tenant)
    done, deferred = 0, False
    while done < asked.limit:
        limited = {**values, "limit": min(CHUNK, asked.limit - done)}
        matching = stores.postgres.run(partial(statements.rows, name="matching_dead", values=limited))
        if not matching:
            break
        ids = [row[0] for row in matching]
        chunk = _requeue_rows(stores, stores.postgres, tenant, ids, Edit(), by)
        done += len(chunk.jobs)
        deferred = deferred or chunk.deferred
    left = stores.postgres.run(lambda cursor: statements.number(cursor, "count_matching_dead", values))
    return done, left, deferred


def fresh_id(job_id: str) -> str:
    """The id of the job that a dead one is requeued as: whoever does it, it is the same."""
    return job_module.id_for("requeue", job_id)


def _requeue_rows(
    stores: Stores, postgres: Postgres, tenant: str, ids: Sequence[str], edit: Edit, by: str | None
) -> Requeued:
    payload = edit.payload_bytes
    values = {
        "tenant": tenant,
        "ids": list(ids),
        "fresh_ids": [fresh_id(job_id) for job_id in ids],
        "payload": payload.decode() if payload is not None else None,
        "max_attempts": edit.max_attempts,
        "by": by,
    }
    begun = time.monotonic()
    rows = postgres.run(lambda cursor: statements.rows(cursor, "requeue", values))
    fresh = [mirror.from_row(row) for row in rows]
    push = stores.door.put_in_line(fresh, (), (), begun)
    if push.away is not None:
        stores.redis_outage.began(push.away)
    if push.done:
        _mark_in_redis(stores, fresh)
    return Requeued(fresh, deferred=not push.done)


def _mark_in_redis(stores: Stores, fresh: Sequence[Job]) -> None:
    """The rows hold the mark that counts; this one only takes the old jobs off Redis's own list."""
    try:
        stores.queue.mark_requeued([(one.requeued_from or "", one.id) for one in fresh])
    except QueueUnavailable as error:
        stores.redis_outage.began(error)


def _won_in_redis(stores: Stores, old: Job, fresh: Job) -> bool:
    """Mark, then enqueue under the id that follows from the old one: only one caller creates it.

    A mark whose caller died before it enqueued is made good by the next one who tries.
    """
    word = stores.queue.mark_requeued([(old.id, fresh.id)])[0]
    return word in ("marked", "requeued") and stores.door.accept([Row(fresh)])[0].created


def _requeue_matching_in_redis(stores: Stores, tenant: str, asked: BulkRequeue) -> tuple[int, int]:
    fits = _predicate(asked.filter)
    matching = [letter for letter in _all_letters(stores, tenant) if fits(letter)]
    chosen = matching[-asked.limit :]  # the oldest deaths: the list has the newest first
    done = sum(_won_in_redis(stores, old, _fresh(old, Edit())) for old in reversed(chosen))
    return done, len(matching) - len(chosen)


def _all_letters(stores: Stores, tenant: str) -> Iterator[Job]:
    for offset in range(0, MOST, CHUNK):
        found, total = stores.queue.dead_letters(offset, CHUNK)
        yield from _of_tenant(found, tenant)
        if offset + CHUNK >= total:
            return


def _predicate(asked: Matching) -> Callable[[Job], bool]:
    before = None if asked.before is None else requests.instant_ms("filter.before", asked.before)
    ids = None if asked.ids is None else {job_id.lower() for job_id in asked.ids}

    def fits(letter: Job) -> bool:
        return (
            (asked.type is None or letter.type == asked.type)
            and (asked.queue is None or letter.queue == asked.queue)
            and (asked.error_contains is None or asked.error_contains in (letter.error or ""))
            and (before is None or (letter.finished_at or 0) < before)
            and (ids is None or letter.id in ids)
        )

    return fits


def _matching_values(asked: Matching, tenant: str) -> dict[str, Any]:
    before = None if asked.before is None else requests.instant_ms("filter.before", asked.before)
    return {**asked.model_dump(), "before": before, "tenant": tenant}


def _fresh(old: Job, edit: Edit) -> Job:
    payload = edit.payload_bytes
    return Job(
        id=fresh_id(old.id),
        type=old.type,
        payload=old.payload if payload is None else payload,
        tenant=old.tenant,
        queue=old.queue,
        priority=old.priority,
        max_attempts=edit.max_attempts or old.max_attempts,
        created_at=time.time_ns() // 1_000_000,
        timeout_ms=old.timeout_ms,
        backoff=old.backoff,
        ttl_seconds=old.ttl_seconds,
        tags=old.tags,
        requeued_from=old.id,
    )


def _of_tenant(letters: Sequence[Job], tenant: str) -> list[Job]:
    return [letter for letter in letters if letter.tenant == tenant and letter.state == State.DEAD]
