"""The dead-letter queue: see what is in it, take jobs out as fresh ones, once each, or drop them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from producer import dead_matching, listing, lookup, statements
from producer.dead_matching import Matching, Which
from producer.envelope import Problem
from producer.listing import Page, Window
from producer.stores import Stores
from shared import job as job_module
from shared import mirror, requests
from shared.connections import Postgres
from shared.errors import QueueUnavailable, UsageExceeded
from shared.job import Job
from shared.mirror import Row
from shared.requests import Refused
from shared.states import State

CHUNK = 100
"""Dead letters that one statement takes out."""
MOST = 10_000
"""Dead letters that one request takes out, or looks through where there is no Postgres."""


class DeadPage(Window, Which):
    """The query of the list."""

    include_requeued: bool = False
    """Also those that were taken out before."""


class Edit(BaseModel):
    """What the fresh job should have instead of the old one's."""

    model_config = ConfigDict(extra="forbid", strict=True)

    payload: Any = None
    max_attempts: int | None = Field(default=None, ge=1, le=25)

    @property
    def payload_bytes(self) -> bytes | None:
        """The new payload; None when none was sent.

        Raises:
            Refused: it is too large.
        """
        return requests.payload_bytes(self.payload) if "payload" in self.model_fields_set else None


class BulkRequeue(BaseModel):
    """The body of `POST /dlq/requeue`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    filter: Matching
    limit: int = Field(default=1000, ge=1, le=MOST)


class BulkDrop(Which):
    """The query of `DELETE /dlq`; it must choose: nobody drops everything by leaving something out."""

    limit: int = Field(default=1000, ge=1, le=MOST)


@dataclass(frozen=True, slots=True)
class Requeued:
    """Fresh jobs made from dead ones."""

    jobs: list[Job]
    deferred: bool
    """Redis is away: they are put in line when it returns."""
    remaining: int = 0
    """Dead letters that still match."""


def page(stores: Stores, tenant: str, asked: DeadPage) -> Page[Job]:
    """Dead letters, the newest death first.

    Raises:
        TablesNeeded: it asks for a group, and the queue runs on Redis alone.
    """
    if stores.postgres is None:
        return _page_in_redis(stores, tenant, asked)
    values = {**dead_matching.values(asked, tenant), "include_requeued": asked.include_requeued}
    return listing.in_time(
        stores.postgres.of(tenant),
        lambda cursor: listing.page(cursor, "list_dead", "count_dead", values, asked, mirror.from_row),
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
        stores.postgres.of(tenant).run(
            lambda cursor: statements.run(cursor, "drop_dead", {"id": job_id, "tenant": tenant})
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


def requeue_matching(stores: Stores, tenant: str, asked: BulkRequeue, by: str | None) -> Requeued:
    """Requeue all dead letters that match, the oldest deaths first, up to the limit.

    Raises:
        TablesNeeded: it asks for a group, and the queue runs on Redis alone.
        UsageExceeded: the tenant may make no job more this month, and none was made.
    """
    if stores.postgres is None:
        return _requeue_matching_in_redis(stores, tenant, asked)
    values = _until_now(stores.postgres, dead_matching.values(asked.filter, tenant))
    jobs: list[Job] = []
    deferred = False
    while len(jobs) < asked.limit and (ids := _matching(stores.postgres, values, asked.limit - len(jobs))):
        try:
            chunk = _requeue_rows(stores, stores.postgres, tenant, ids, Edit(), by)
        except UsageExceeded:
            if not jobs:
                raise
            break  # what was done is answered; the next call is told why there is no more
        jobs += chunk.jobs
        deferred = deferred or chunk.deferred
    return Requeued(jobs, deferred, _count_matching(stores.postgres, values))


def drop_matching(stores: Stores, tenant: str, asked: BulkDrop) -> tuple[int, int]:
    """Remove all dead letters that match for good, up to the limit; answers how many, and how many are left.

    Raises:
        Refused: it does not say which.
        TablesNeeded: it asks for a group, and the queue runs on Redis alone.
        QueueUnavailable, DatabaseUnavailable: the same call again goes on with it.
    """
    if not dead_matching.chooses(asked):
        raise Refused("query", "must say which: by type, queue, group, error_contains or before")
    if stores.postgres is None:
        return _drop_matching_in_redis(stores, tenant, asked)
    values = _until_now(stores.postgres, dead_matching.values(asked, tenant))
    done = 0
    while done < asked.limit and (ids := _matching(stores.postgres, values, asked.limit - done)):
        done += _drop_rows(stores, stores.postgres, tenant, ids)
    return done, _count_matching(stores.postgres, values)


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
    rows = postgres.of(tenant).run(lambda cursor: statements.rows(cursor, "requeue", values))
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


def _until_now(postgres: Postgres, values: dict[str, Any]) -> dict[str, Any]:
    """Jobs made from now on do not match: a requeued one that dies again at once would be requeued for ever."""
    rows = postgres.of(values["tenant"]).run(lambda cursor: statements.rows(cursor, "this_moment", {}))
    return {**values, "made_until": rows[0][0]}


def _matching(postgres: Postgres, values: dict[str, Any], most: int) -> list[str]:
    limited = {**values, "limit": min(CHUNK, most)}
    tables = postgres.of(values["tenant"])
    rows = tables.run(lambda cursor: statements.rows(cursor, "matching_dead", limited))
    return [row[0] for row in rows]


def _count_matching(postgres: Postgres, values: dict[str, Any]) -> int:
    tables = postgres.of(values["tenant"])
    return tables.run(lambda cursor: statements.number(cursor, "count_matching_dead", values))


def _drop_rows(stores: Stores, postgres: Postgres, tenant: str, ids: Sequence[str]) -> int:
    """In Redis first: a record without its row would be written down again."""
    stores.queue.forget(ids)
    values = {"ids": list(ids), "tenant": tenant}
    return postgres.of(tenant).run(lambda cursor: statements.number(cursor, "drop_dead_matching", values))


def _page_in_redis(stores: Stores, tenant: str, asked: DeadPage) -> Page[Job]:
    if not dead_matching.chooses(asked):
        found, total = stores.queue.dead_letters(asked.offset, asked.limit)
        return Page(_of_tenant(found, tenant), total, asked.offset + asked.limit < total)
    end = asked.offset + asked.limit
    matching = _matching_in_redis(stores, tenant, asked)
    return Page(matching[asked.offset : end], len(matching), end < len(matching))


def _matching_in_redis(stores: Stores, tenant: str, asked: Which) -> list[Job]:
    fits = dead_matching.predicate(asked)
    return [letter for letter in _all_letters(stores, tenant) if fits(letter)]


def _requeue_matching_in_redis(stores: Stores, tenant: str, asked: BulkRequeue) -> Requeued:
    matching = _matching_in_redis(stores, tenant, asked.filter)
    chosen = matching[-asked.limit :]  # the oldest deaths: the list has the newest first
    pairs = [(old, _fresh(old, Edit())) for old in reversed(chosen)]
    jobs = [fresh for old, fresh in pairs if _won_in_redis(stores, old, fresh)]
    return Requeued(jobs, deferred=False, remaining=len(matching) - len(chosen))


def _drop_matching_in_redis(stores: Stores, tenant: str, asked: BulkDrop) -> tuple[int, int]:
    matching = _matching_in_redis(stores, tenant, asked)
    chosen = matching[-asked.limit :]
    stores.queue.forget([letter.id for letter in chosen])
    return len(chosen), len(matching) - len(chosen)


def _all_letters(stores: Stores, tenant: str) -> Iterator[Job]:
    for offset in range(0, MOST, CHUNK):
        found, total = stores.queue.dead_letters(offset, CHUNK)
        yield from _of_tenant(found, tenant)
        if offset + CHUNK >= total:
            return


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
