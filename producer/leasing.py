"""Workers over HTTP: lease jobs, extend, end and give them back, by the same moves and fences as threaded workers."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from producer import job_view, lookup
from producer.envelope import RETRY_AFTER, Problem
from producer.stores import Stores
from producer.waiting import LONGEST, Waiting
from shared import events, lifecycle, requests, strict_json
from shared import job as jobs
from shared.errors import QueueUnavailable
from shared.events import Event
from shared.job import Job
from shared.lifecycle import Failure
from shared.queue import Ended, Failed, Queue
from shared.states import State

MOST_HELD = 200
"""Jobs that one worker may hold at a time."""
MOST_WORKERS = 1000
"""Workers that a tenant may have at a time: it chooses their names, and all of them are looked at to show any."""
MOST_QUEUES = 200
"""Queues that are looked at for a worker that serves every queue; with more than that, others each time."""
REMEMBERED_MS = 60_000
"""How long a lease is answered alike to the same Idempotency-Key; as long as a claim is remembered."""
SHOWN_MS = 60_000
"""How long a worker that has fallen silent is shown, or as long as its lease where that is longer."""
GRACE_MS = 2_000
"""Ms past its deadline after which a job is extended no more."""

MOST_ERROR = 2_000
MOST_TRACEBACK = 16_000
MOST_MESSAGE = 500
MOST_LINES = 500
MOST_LINE = 2_000
MOST_RESULT = 1_048_576
"""What workers report is cut to these (characters, lines; bytes of JSON), never refused: a job that is done is done.

So a report is read far beyond them, up to `max_batch_bytes`.
"""


class Asked(BaseModel):
    """What a request may hold; null is the same as absent."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Lease(Asked):
    """Which jobs a worker wants."""

    queues: list[requests.QueueName] | None = Field(None, min_length=1, max_length=50)
    """Looked at in this order; absent: every queue."""
    types: list[requests.JobType] | None = Field(None, min_length=1, max_length=500)
    """Absent: any type."""
    limit: int = Field(1, ge=1, le=100)
    lease_seconds: float = Field(60, ge=5, le=3600)
    wait_seconds: float = Field(0, ge=0, le=LONGEST)
    """How long to wait for the first job."""
    timeout_seconds: float = Field(1800, ge=1, le=86_400)
    """How long an attempt may take where the job does not say it."""
    worker_id: requests.JobType | None = None
    """The worker's own name, the same in each of its requests."""
    concurrency: int | None = Field(None, ge=1, le=100_000)
    """Jobs that it runs at a time; this and what follows is shown beside its name."""
    host: str | None = Field(None, min_length=1, max_length=100)
    version: str | None = Field(None, min_length=1, max_length=100)


class Held(Asked):
    """Who holds a job."""

    fence: str = Field(min_length=1, max_length=100)


class Extend(Held):
    """More time."""

    seconds: float = Field(ge=5, le=3600)
    """Of the lease, from now."""
    timeout_seconds: float | None = Field(None, ge=1, le=86_400)
    """Of the attempt, from now; absent: as it is."""


class LogLine(Asked):
    """A line that the handler wrote."""

    at_ms: int = Field(ge=0, le=strict_json.MAX_INTEGER)
    line: str


class Ack(Held):
    """The attempt succeeded."""

    result: Any = None
    logs: list[LogLine] = Field(default_factory=list)


class Nack(Held):
    """The attempt failed."""

    error: str
    retry_after_seconds: float | None = Field(None, ge=0, le=366 * 86_400)
    dead: bool = False
    """No other attempt can help."""
    max_attempts: int | None = Field(None, ge=1, le=25)
    """Of the handler, for jobs that do not say it."""
    traceback: str | None = None
    logs: list[LogLine] = Field(default_factory=list)


class Progress(Held):
    """How far the handler is."""

    fraction: float = Field(ge=0, le=1)
    message: str = ""


_NAMELESS = re.compile(r"(:anonymous)\.\w+$")
"""What a lease of a worker without a name is held under, beside what such workers are shown as."""


@dataclass(frozen=True, slots=True)
class Lessee:
    """A worker over HTTP, under names that no threaded worker and no other tenant's can have."""

    worker: str
    """Under which it is shown."""
    runner: str
    """Under which it holds jobs; one that gives no name holds each lease under a fresh one."""

    @classmethod
    def of(cls, tenant: str, worker_id: str | None) -> Lessee:
        """The worker that names itself so."""
        worker = f"http:{tenant}:{worker_id or 'anonymous'}"
        return cls(worker, worker if worker_id else f"{worker}.{secrets.token_hex(4)}")


# -- lease -----------------------------------------------------------------------------------------------------------


def lease(
    stores: Stores,
    waiting: Waiting,
    tenant: str,
    asked: Lease,
    key: str | None,
    is_there: Callable[[], bool] = lambda: True,
) -> list[dict[str, Any]]:
    """Jobs of the tenant under a fresh fence, each with what it takes to run and to end it.

    Args:
        stores: where from.
        waiting: where to wait for the first one.
        tenant: whose jobs.
        asked: which and how many, and for how long.
        key: the caller's Idempotency-Key: under the same one the same jobs are answered again.
        is_there: whether the caller is; a worker that died while it waited gets no job.

    Raises:
        Problem: 429 `too_many_workers`, the tenant has as many as it may; 503 `too_many_waiting`, nothing is there
            and there is no place to wait at.
        QueueUnavailable: Redis is away; jobs that were leased meanwhile come back when their leases end.
    """
    queue, lessee = stores.queue, Lessee.of(tenant, asked.worker_id)
    _report(queue, lessee, tenant, asked)
    fresh = secrets.token_urlsafe(12)
    claim_id = queue.claim_id(_word(tenant, key), fresh, REMEMBERED_MS) if key else fresh
    look = partial(_claimed, queue, lessee.runner, tenant, asked, claim_id, repeated=claim_id != fresh)
    found = look()
    if not found and asked.wait_seconds:
        with waiting.place(tenant, partial(_brings, tenant, asked)) as waiter:
            found = waiter.until(
                lambda: look() if is_there() else [],
                lambda found: bool(found) or not is_there(),
                asked.wait_seconds,
            )
    if found and not is_there():
        # It went while the claim was under way.
        queue.release([(job.id, job.fence or "", b"") for job in found])
        return []
    return [_leased(job, asked) for job in found]


def _report(queue: Queue, lessee: Lessee, tenant: str, asked: Lease) -> None:
    record, shown_ms = _described(lessee, tenant, asked), _shown_ms(asked.lease_seconds)
    if not queue.report_worker(lessee.worker, record, shown_ms, tenant, MOST_WORKERS):
        sentence = (
            f"your tenant has {MOST_WORKERS} workers already, each under a worker_id of its own: let a worker send the"
            " same one in all its requests; one that is silent counts for a minute, or for its lease_seconds"
        )
        retry = {"Retry-After": str(RETRY_AFTER)}
        raise Problem(429, "too_many_workers", sentence, "worker_id", retry)


def _claimed(
    queue: Queue, runner: str, tenant: str, asked: Lease, claim_id: str, *, repeated: bool
) -> list[Job]:
    """A worker that holds a suspect gets nothing beside it, and only an idle one gets a suspect."""
    burden = [] if repeated else queue.burden(runner, MOST_HELD)
    room = MOST_HELD - len(burden)
    if room <= 0 or any(crashes >= lifecycle.SOLO_AFTER for crashes in burden):
        return []
    timeout_ms = _ms(asked.timeout_seconds)
    return queue.claim(
        claim_id,
        runner,
        _queues(queue, asked),
        None if asked.types is None else dict.fromkeys(asked.types, timeout_ms),
        want=min(asked.limit, room),
        lease_ms=_ms(asked.lease_seconds),
        timeout_ms=timeout_ms,
        idle=not burden and not repeated,
        tenant=tenant,
    ).jobs


def _queues(queue: Queue, asked: Lease) -> Sequence[str]:
    """Of all queues another one comes first each time, so that none is always last."""
    if asked.queues is not None:
        return asked.queues
    names = queue.queue_names()
    return random.sample(names, min(len(names), MOST_QUEUES))


def _brings(tenant: str, asked: Lease, event: Event) -> bool:
    """Whether there may be a job to lease after this event."""
    return (
        event.state == State.PENDING
        and event.tenant == tenant
        and (asked.queues is None or event.queue in asked.queues)
        and (asked.types is None or event.type in asked.types)
    )


def _leased(job: Job, asked: Lease) -> dict[str, Any]:
    return {
        **job_view.view(job),
        "tenant": job.tenant,
        "max_attempts": job.max_attempts,
        "attempt": job.attempt,
        "fence": job.fence,
        "lease_until": job_view.instant((job.started_at or 0) + _ms(asked.lease_seconds)),
        "deadline": job_view.instant(job.deadline),
    }


def _described(lessee: Lessee, tenant: str, asked: Lease) -> bytes:
    return orjson.dumps(
        {
            "id": lessee.worker,
            "kind": "http",
            "tenant": tenant,
            "queues": asked.queues or ["*"],
            "types": asked.types or ["*"],
            **asked.model_dump(include={"concurrency", "host", "version"}, exclude_none=True),
        }
    )


def _word(tenant: str, key: str) -> str:
    return jobs.id_for("lease", tenant, key)


# -- what the holder of a lease says ---------------------------------------------------------------------------------


def extend(stores: Stores, tenant: str, job_id: str, asked: Extend) -> dict[str, Any]:
    """Lengthen a lease; the answer says whether a person asked the job to stop.

    Raises:
        Problem: 404; 409 `lease_lost`, or `overdue` when the attempt is out of time.
        QueueUnavailable: Redis is away; the same call again is safe.
    """
    job, queue = _known(stores, job_id, tenant), stores.queue
    if asked.timeout_seconds is not None:
        queue.move_deadline(job_id, asked.fence, _ms(asked.timeout_seconds))
    word, ends = queue.prolong(job_id, asked.fence, _ms(asked.seconds), GRACE_MS)
    if word == "overdue":
        sentence = "the attempt is out of time and is extended no more: end it now, or lose it with its lease"
        raise Problem(409, "overdue", sentence)
    if word not in ("ok", "cancel"):
        return _unchanged(stores, job_id, word)
    if job.worker:
        queue.refresh_worker(job.worker, _shown_ms(asked.seconds), tenant)
    return {
        "id": job_id,
        "status": State.RUNNING,
        "repeated": False,
        "lease_until": job_view.instant(ends),
        "cancelled": word == "cancel",
    }


def ack(stores: Stores, tenant: str, job_id: str, asked: Ack) -> dict[str, Any]:
    """The attempt succeeded; raises what `extend` does."""
    job = _known(stores, job_id, tenant)
    result = _kept(orjson.dumps(asked.result))
    data = _data(job, asked.logs, result=orjson.Fragment(result))
    (word,) = stores.queue.ack([Ended(job_id, asked.fence, result, data)])
    if word == "done":
        _tally(stores, job, "done")
    return _ended(job_id, State.COMPLETED) if word == "done" else _unchanged(stores, job_id, word)


def nack(stores: Stores, tenant: str, job_id: str, asked: Nack) -> dict[str, Any]:
    """The attempt failed: another one follows, or the job is dead, as `shared/lifecycle.py` decides.

    Raises what `extend` does.
    """
    job = _known(stores, job_id, tenant)
    failure = Failure(_line(asked.error), "dead" if asked.dead else "error", asked.retry_after_seconds)
    following = lifecycle.after_failure(job, failure, asked.max_attempts)
    data = _data(
        job,
        asked.logs,
        error=following.error,
        traceback=asked.traceback[-MOST_TRACEBACK:] if asked.traceback else None,
        delay_ms=following.delay_ms,
        max_attempts=job.max_attempts or asked.max_attempts,
    )
    (word,) = stores.queue.nack([Failed(job_id, asked.fence, following, data)])
    if word not in list(State):
        return _unchanged(stores, job_id, word)
    _tally(stores, job, "failed")
    again = {"retry_in_seconds": following.delay_ms / 1000} if word == State.FAILED else {}
    return {**_ended(job_id, State(word)), **again}


def progress(stores: Stores, tenant: str, job_id: str, asked: Progress) -> dict[str, Any]:
    """Keep what the handler says of itself; answers as `extend` does, and raises what it does."""
    job = _known(stores, job_id, tenant)
    said = orjson.dumps({"fraction": asked.fraction, "message": asked.message[:MOST_MESSAGE]})
    (word,) = stores.queue.progress([(job_id, asked.fence, said)])
    if word != "ok":
        return _unchanged(stores, job_id, word)
    return {"id": job_id, "status": State.RUNNING, "repeated": False, "cancelled": job.cancel}


def release(stores: Stores, tenant: str, job_id: str, asked: Held) -> dict[str, Any]:
    """Give the job back unharmed, the attempt uncounted; raises what `extend` does."""
    job = _known(stores, job_id, tenant)
    (word,) = stores.queue.release([(job_id, asked.fence, _data(job, []))])
    return _ended(job_id, State(word)) if word in list(State) else _unchanged(stores, job_id, word)


def _known(stores: Stores, job_id: str, tenant: str) -> Job:
    """The record, asked of Redis alone, so that what runs can end while Postgres is away.

    Raises:
        Problem: 404, the tenant has no such job; 409, Redis has lost it.
    """
    record = stores.queue.get(job_id)
    if record is None:
        lookup.job(stores, job_id, tenant)
        raise _lost()
    if record.tenant != tenant:
        raise Problem(404, "not_found", "job not found", "id")
    return record


def _tally(stores: Stores, job: Job, outcome: str) -> None:
    """Count what a worker did, for the list of workers; the attempt has ended whether that succeeds or not."""
    if job.worker is None:
        return
    try:
        stores.queue.tally_worker(_NAMELESS.sub(r"\1", job.worker), outcome)
    except QueueUnavailable as error:
        stores.redis_outage.began(error)


def _ended(job_id: str, state: State) -> dict[str, Any]:
    return {"id": job_id, "status": state, "repeated": False}


def _unchanged(stores: Stores, job_id: str, word: str) -> dict[str, Any]:
    """The answer to whoever says it again; whoever holds an old lease is refused."""
    record = stores.queue.get(job_id) if word == "repeated" else None
    if record is None:
        raise _lost()
    return {"id": job_id, "status": record.state, "repeated": True}


def _lost() -> Problem:
    sentence = (
        "this lease is over: its time ran out or it was given back, and nothing this attempt says counts"
    )
    return Problem(409, "lease_lost", sentence, "fence")


def _data(job: Job, lines: Sequence[LogLine], **more: Any) -> bytes:
    """What the event carries, with the log lines as a threaded worker's reporter has them."""
    logs = [(line.at_ms, line.line[:MOST_LINE]) for line in lines[:MOST_LINES]]
    return events.of_end(job, logs=logs or None, **more)


def _kept(result: bytes) -> bytes:
    if len(result) <= MOST_RESULT:
        return result
    return orjson.dumps({"dropped": "result too large", "bytes": len(result)})


def _line(text: str) -> str:
    return " ".join(text[:MOST_ERROR].split()) or "failed without a word"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _shown_ms(lease_seconds: float) -> int:
    return max(SHOWN_MS, _ms(lease_seconds))
