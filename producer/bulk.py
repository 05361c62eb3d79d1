"""Acts on many jobs at once: retry, cancel, requeue, delete; each job passes the gate of the single act.

A call does a part and says from where the next one goes on, so whoever loops sees progress, and can stop. Filtered jobs
are met oldest first and once: what is refused, and what the acts themselves make, is not met again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from producer import cancel, dead_letters, job_search, listing, purge, rerun, statements
from producer.dead_letters import Edit
from producer.dead_matching import Identity
from producer.envelope import Problem, problem_of
from producer.job_search import Filter, Place, Search
from producer.listing import seal_of
from producer.principal import Principal
from producer.stores import Stores
from shared import mirror
from shared.errors import WorkqueueError
from shared.requests import Refused
from shared.states import FINAL, State

Act = Literal["retry", "cancel", "requeue", "delete"]
MOST = 200
"""Jobs of one call."""
LONGEST = 5.0
"""Seconds after which a call ends with what it has done."""
OPEN = frozenset(State) - FINAL
STATES: dict[str, frozenset[State]] = {
    "retry": frozenset({State.SCHEDULED, State.FAILED, State.DEAD}),
    "cancel": OPEN,
    "requeue": frozenset({State.DEAD}),
    "delete": FINAL,
}
"""Act -> the states that it is for: a filter means those of its jobs alone."""


EITHER: JsonDict = {
    "oneOf": [
        {"required": ["ids"], "properties": {"ids": {"type": "array"}, "filter": {"type": "null"}}},
        {"required": ["filter"], "properties": {"filter": {"type": "object"}, "ids": {"type": "null"}}},
    ]
}
"""`ids` or `filter`, and not both."""


class BulkAct(BaseModel):
    """The body of `POST /jobs/bulk`."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra=EITHER)

    act: Act
    ids: list[Identity] | None = Field(default=None, min_length=1, max_length=MOST)
    """Either these jobs,"""
    filter: Filter | None = None
    """or those that match, as in the list; `{}`: all."""
    limit: int = Field(default=MOST, ge=1, le=MOST)
    """Of those that match: at most so many in this call."""
    cursor: str | None = Field(default=None, max_length=500)
    """`next_cursor` of the call before, with the same act and filter."""


@dataclass
class Outcome:
    """What a call has done."""

    done: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    """`id`, `code` and `sentence` of each job that did not allow it."""
    remaining: int = 0
    """That still match behind the cursor; at least so many, where `remaining_is_exact` is false."""
    remaining_is_exact: bool = True
    next_cursor: str | None = None
    """None when that was all."""
    stopped: dict[str, str] | None = None
    """`code` and `sentence`, where something made the call end early: the same cursor again goes on."""
    deferred: bool = False
    """Redis is away: fresh jobs are put in line when it returns."""

    def view(self) -> dict[str, Any]:
        """As it is answered."""
        return {
            "done": self.done,
            "refused": self.refused,
            "remaining": self.remaining,
            "remaining_is_exact": self.remaining_is_exact,
            "next_cursor": self.next_cursor or "",
            "has_more": self.next_cursor is not None,
            "stopped": self.stopped,
        }


def perform(stores: Stores, caller: Principal, asked: BulkAct) -> Outcome:
    """Do the act to the next jobs.

    Raises:
        Refused: it names both ids and a filter, or neither.
        Problem: 400 `invalid_cursor`.
        TablesNeeded: a filter, or a deletion, and the queue runs on Redis alone.
        WorkqueueError: nothing was done, as a store is away or the tenant may make no more jobs.
    """
    if (asked.ids is None) == (asked.filter is None):
        raise Refused("ids", "or filter is needed, and not both")
    if asked.ids is not None:
        return _to_these(stores, caller, asked, list(dict.fromkeys(one.lower() for one in asked.ids)))
    return _to_matching(stores, caller, asked, asked.filter or Filter())


def _to_these(stores: Stores, caller: Principal, asked: BulkAct, ids: Sequence[str]) -> Outcome:
    outcome = Outcome()
    reached = _act(stores, caller, asked.act, ids, outcome)
    outcome.remaining = len(ids) - reached
    return outcome


def _to_matching(stores: Stores, caller: Principal, asked: BulkAct, wanted: Filter) -> Outcome:
    search, seal, after = _search(stores, caller.tenant, asked, wanted)
    found = job_search.find(stores.tables, search, after, asked.limit)
    outcome = Outcome()
    reached = _act(stores, caller, asked.act, [place.id for place in found.places], outcome)
    following = found.following
    if reached < len(found.places):
        following = found.places[reached - 1] if reached else after or _before(found.places[0])
    if following is not None:
        outcome.next_cursor = listing.sealed(following, seal, str(search.values["created_before"]))
        outcome.remaining, outcome.remaining_is_exact = job_search.count(stores.tables, search, following)
    return outcome


def _search(
    stores: Stores, tenant: str, asked: BulkAct, wanted: Filter
) -> tuple[Search, bytes, Place | None]:
    """The jobs made before the first call, whichever call this is: its moment travels in the cursor."""
    search = job_search.read(tenant, wanted, "created_at").within(STATES[asked.act])
    seal = asked.act.encode() + seal_of(search)
    if asked.cursor is None:
        (now,) = stores.tables.of(tenant).run(lambda cursor: statements.rows(cursor, "now_us", {}))[0]
        return search.until(now), seal, None
    after, until = listing.opened(asked.cursor, seal)
    return search.until(int(until) * 1000), seal, after


def _before(first: Place) -> Place:
    """The place from which `first` comes next."""
    return replace(first, us=first.us - 1)


def _act(stores: Stores, caller: Principal, act: Act, ids: Sequence[str], outcome: Outcome) -> int:
    """Do it to each; how many were reached before something, or the time, ended it."""
    if act == "delete":
        _delete(stores, caller.tenant, ids, outcome)
        return len(ids)
    begun = time.monotonic()
    for reached, job_id in enumerate(ids):
        if time.monotonic() - begun > LONGEST:
            return reached
        try:
            outcome.deferred = _SINGLE[act](stores, caller, job_id) or outcome.deferred
            outcome.done += 1
        except Problem as problem:
            outcome.refused.append(_refusal(job_id, problem))
        except WorkqueueError as error:
            if not outcome.done:
                raise
            cause = problem_of(error)
            outcome.stopped = {"code": cause.code, "sentence": cause.sentence}
            return reached
    return len(ids)


def _retry(stores: Stores, caller: Principal, job_id: str) -> bool:
    return rerun.rerun(stores, caller.tenant, job_id, caller.who)[1]


def _requeue(stores: Stores, caller: Principal, job_id: str) -> bool:
    return dead_letters.requeue_one(stores, caller.tenant, job_id, Edit(), caller.who).deferred


def _cancel(stores: Stores, caller: Principal, job_id: str) -> bool:
    cancel.cancel(stores, job_id, caller.tenant)
    return False


_SINGLE: dict[str, Callable[[Stores, Principal, str], bool]] = {
    "retry": _retry,
    "requeue": _requeue,
    "cancel": _cancel,
}
"""Act -> the single act, which answers whether its job waits until Redis returns."""


def _delete(stores: Stores, tenant: str, ids: Sequence[str], outcome: Outcome) -> None:
    """All at once, as a purge does: rows decide, as an end stands in them for good."""
    rows = mirror.read(stores.tables.of(tenant), ids) if ids else {}
    known = {job_id: rows[job_id] for job_id in ids if job_id in rows and rows[job_id].tenant == tenant}
    ended = [job_id for job_id, job in known.items() if job.state in FINAL]
    gone = purge.remove(stores, tenant, ended) if ended else set()
    outcome.done = len(gone)
    for job_id in ids:
        if job_id in gone:
            continue
        open_job = known.get(job_id)
        if open_job is None or open_job.state in FINAL:
            outcome.refused.append(_refusal(job_id, Problem(404, "not_found", "job not found", "id")))
        else:
            sentence = f"a job that is {open_job.state} cannot be deleted: cancel it first"
            outcome.refused.append(_refusal(job_id, Problem(409, "not_ended", sentence)))


def _refusal(job_id: str, problem: Problem) -> dict[str, str]:
    return {"id": job_id, "code": problem.code, "sentence": problem.sentence}
