"""Why a job is not running (or is): its reasons in sentences, each with a word for programs, and the facts behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from producer import lookup, queue_state
from producer.job_view import instant
from producer.stores import Stores
from shared import states
from shared.errors import DatabaseUnavailable
from shared.job import Job
from shared.queue import LOOKED_AT, Place
from shared.states import State


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a job waits for."""

    code: str
    sentence: str


@dataclass(slots=True)
class Findings:
    """What was seen of one job."""

    job: Job
    now: int
    place: Place | None
    paused: bool
    workers: list[dict[str, Any]]
    """Live ones that may serve its tenant."""
    rate: int | None
    """Jobs of its tenant that ended in its queue in the last minute; None: nobody measured it."""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def able(self) -> list[dict[str, Any]]:
        """Workers that serve its queue and know its type."""
        return [worker for worker in self.workers if self._serves(worker) and self._knows(worker)]

    @property
    def serving(self) -> list[dict[str, Any]]:
        """Workers that serve its queue, whatever they know."""
        return [worker for worker in self.workers if self._serves(worker)]

    def _serves(self, worker: dict[str, Any]) -> bool:
        return bool({"*", self.job.queue} & set(worker.get("queues", ())))

    def _knows(self, worker: dict[str, Any]) -> bool:
        return bool({"*", self.job.type} & set(worker.get("types", ())))


def why(stores: Stores, job_id: str, tenant: str) -> dict[str, Any]:
    """The main reason as a sentence, all reasons by code, and the facts.

    Raises:
        Problem: 404, the tenant has no such job.
        QueueUnavailable: Redis is away.
        DatabaseUnavailable: Postgres is configured and away.
    """
    job = lookup.job(stores, job_id, tenant)
    found = _look(stores, job, tenant)
    reasons = list(_reasons(found))
    return {
        "id": job.id,
        "status": job.state,
        "sentence": reasons[0].sentence,
        "reasons": [{"code": reason.code, "sentence": reason.sentence} for reason in reasons],
        "facts": {name: value for name, value in found.facts.items() if value is not None},
    }


def _look(stores: Stores, job: Job, tenant: str) -> Findings:
    queue = stores.queue
    waits = job.state == State.PENDING
    record = queue.get(job.id) if job.state == State.RUNNING else None
    return Findings(
        job=record or job,
        now=queue.now_ms(),
        place=None if job.state in states.FINAL else queue.place(job.id),
        paused=(job.queue, tenant) in queue.paused(),
        workers=queue_state.workers(queue, tenant),
        rate=_rate(stores, job, tenant) if waits else None,
    )


def _rate(stores: Stores, job: Job, tenant: str) -> int | None:
    """None also when Postgres went away meanwhile: only the estimate is missed."""
    try:
        rates = queue_state.rates(stores.postgres, tenant)
    except DatabaseUnavailable as error:
        stores.postgres_outage.began(error)
        return None
    return None if rates is None else rates.get(job.queue, 0)


def _reasons(found: Findings) -> Iterator[Reason]:
    """The first one is what the job waits for now."""
    job = found.job
    if job.state in states.FINAL:
        found.facts["ended_at"] = instant(job.finished_at)
        yield Reason("ended", f"It is {job.state} and will not run again.")
    elif job.state == State.RUNNING:
        yield from _running(found)
    elif found.place is None:
        yield Reason(
            "not_in_line",
            "It is stored but not in line: Redis was away or lost it, and the queue restores it.",
        )
    elif job.state in (State.SCHEDULED, State.FAILED):
        yield from _not_due(found)
        yield from _hindered(found)
    else:
        yield from _hindered(found)
        yield from _in_line(found, found.place)


def _running(found: Findings) -> Iterator[Reason]:
    job, until = found.job, found.place.lease_until if found.place else None
    found.facts.update(worker_id=job.worker, attempt=job.attempt, started_at=instant(job.started_at))
    found.facts.update(lease_until=instant(until), deadline=instant(job.deadline))
    if until is not None and until <= found.now:
        yield Reason(
            "lease_ran_out",
            f"Worker {job.worker} fell silent: its lease ended at {instant(until)}, and the job is taken back now.",
        )
    if job.cancel:
        yield Reason("cancelling", f"Worker {job.worker} was asked to stop it and has not stopped yet.")
    yield Reason(
        "running", f"It runs: worker {job.worker} holds it until {instant(until) or 'it says more'}."
    )


def _not_due(found: Findings) -> Iterator[Reason]:
    job = found.job
    found.facts.update(run_at=instant(job.run_at), attempt=job.attempt, last_error=job.error)
    if job.state == State.FAILED:
        sentence = f"Attempt {job.attempt} failed; the next one follows at {instant(job.run_at)}."
        yield Reason("waiting_for_retry", sentence)
    else:
        yield Reason("scheduled", f"It is scheduled for {instant(job.run_at)}.")


def _hindered(found: Findings) -> Iterator[Reason]:
    """What keeps it from running although it were due: nothing passes by itself here, so it stands first."""
    job = found.job
    found.facts.update(workers=len(found.workers), workers_able=len(found.able))
    if found.paused:
        yield Reason("queue_paused", f"Queue {job.queue} is paused: resume it.")
    if not found.workers:
        yield Reason("no_worker", "No worker is alive: start one.")
    elif not found.serving:
        yield Reason("queue_not_served", f"No live worker serves queue {job.queue}.")
    elif not found.able:
        yield Reason(
            "type_unknown", f"No live worker that serves queue {job.queue} knows the type {job.type}."
        )


def _in_line(found: Findings, place: Place) -> Iterator[Reason]:
    job = found.job
    if place.suspect:
        yield Reason(
            "suspect",
            f"Its process died {job.crash_count} times, so it waits for an idle worker to run it alone.",
        )
        return
    found.facts.update(ahead=place.ahead, urgent_ahead=place.urgent, line_length=place.length)
    if place.urgent:
        yield Reason(
            "urgent_first", f"{_jobs(place.urgent)} of higher priority in queue {job.queue} go first."
        )
    if place.ahead is None:
        yield _far_behind(place)
    elif place.ahead:
        yield Reason("in_line", f"{_jobs(place.ahead)} of the same queue and priority came before it.")
    if place.others_first:
        yield Reason("turn", "Lines of other priorities or tenants have their turn before its own.")
    if not (place.urgent or place.ahead or place.others_first or place.ahead is None):
        yield Reason("next", "It is next: it starts as soon as a worker that knows its type is free.")
    found.facts["estimated_seconds"] = _estimate(found, place)


def _far_behind(place: Place) -> Reason:
    if place.length > LOOKED_AT:
        return Reason("in_line", f"More than {LOOKED_AT} jobs of the same queue and priority came before it.")
    return Reason("not_in_line", "It is not in its line: it was taken this moment, or the queue restores it.")


def _estimate(found: Findings, place: Place) -> float | None:
    """By the rate of the last minute; None when nothing ended in it, or the job is too far behind to be counted."""
    if not found.rate or place.ahead is None or found.paused or not found.able:
        return None
    return round((place.urgent + place.ahead + 1) * 60 / found.rate, 1)


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count} jobs"
