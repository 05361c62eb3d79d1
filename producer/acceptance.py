"""Accept jobs that a request asks for, once, however often it is sent under the same Idempotency-Key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from producer.stores import Stores
from shared import job, mirror, requests
from shared.enqueue import Accepted
from shared.errors import KeyReused
from shared.mirror import Row
from shared.requests import NewJob


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of one request for jobs."""

    rows: list[Row]
    accepted: list[Accepted]
    replayed: bool
    """The same request was accepted before, under the same key."""

    @property
    def deferred(self) -> bool:
        """Redis is away: the jobs are safe in their rows and are put in line when it returns."""
        return any(one.deferred for one in self.accepted)

    @property
    def status(self) -> int:
        """Of the answer, where its form does not say another."""
        return 202 if self.deferred else 201

    @property
    def headers(self) -> dict[str, str]:
        """Of the answer."""
        return {"Idempotent-Replayed": "true"} if self.replayed else {}


def accept_one(stores: Stores, tenant: str, key: str | None, new: NewJob, by: str | None) -> Admission:
    """Accept a job.

    Args:
        stores: where.
        tenant: whose it is.
        key: the request's Idempotency-Key.
        new: what was asked for.
        by: who asked, for people.

    Raises:
        KeyReused: the key was used for another request.
        DatabaseUnavailable, QueueUnavailable, QueueFull: nothing was accepted.
    """
    rows = _rows(tenant, key, [new], new, by)
    return _admission(stores, rows, [stores.singles.do(tenant, rows[0])])


def accept_batch(
    stores: Stores, tenant: str, key: str | None, jobs: Sequence[NewJob], by: str | None
) -> Admission:
    """Accept all jobs of a batch or none; takes and raises what `accept_one` does."""
    rows = _rows(tenant, key, jobs, jobs, by)
    if key is not None:
        _check_key(stores, rows[0])
    return _admission(stores, rows, stores.door_of(tenant).accept(rows))


def _admission(stores: Stores, rows: list[Row], accepted: list[Accepted]) -> Admission:
    _tell_outages(stores, accepted[0])
    replayed = rows[0].idempotency_key is not None and not any(one.created for one in accepted)
    return Admission(rows, accepted, replayed)


def _tell_outages(stores: Stores, first: Accepted) -> None:
    """What the first shows holds for all; a queue that is full, or a push that came late, says nothing of Redis."""
    if stores.postgres is not None:
        stores.postgres_outage.ended()
    if first.away is not None:
        stores.redis_outage.began(first.away)
    elif not first.deferred:
        stores.redis_outage.ended()


def _rows(
    tenant: str,
    key: str | None,
    jobs: Sequence[NewJob],
    request: NewJob | Sequence[NewJob],
    by: str | None,
) -> list[Row]:
    """The rows of a request; under a key their ids follow from it, and the first one's row carries it."""
    if key is None:
        return [requests.row(new, tenant, enqueued_by=by) for new in jobs]
    digest = _digest(request)
    rows = [requests.row(new, tenant, _id(tenant, key, index), digest, by) for index, new in enumerate(jobs)]
    return [replace(rows[0], idempotency_key=key), *rows[1:]]


def _id(tenant: str, key: str, index: int) -> str:
    return job.id_for("idempotency", tenant, key, *([str(index)] if index else []))


def _digest(request: NewJob | Sequence[NewJob]) -> str:
    """Of what was asked for, however it was written."""
    asked = request.model_dump() if isinstance(request, NewJob) else [new.model_dump() for new in request]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def _check_key(stores: Stores, first: Row) -> None:
    """Refuse a reused key before any of the batch is written: a longer batch would add jobs of its own."""
    if stores.postgres is not None:
        known = mirror.read(stores.postgres.of(first.job.tenant), [first.job.id]).get(first.job.id)
    else:
        known = stores.queue.get(first.job.id)
    if known is not None and known.digest != first.job.digest:
        raise KeyReused
