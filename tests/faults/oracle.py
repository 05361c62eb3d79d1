"""Judges a run: every promise of the service against everything that the run has left behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from shared.lifecycle import CRASH_LIMIT
from shared.states import FINAL
from tests.faults.evidence import Attempt, Evidence, Row
from tests.faults.executions import Execution

CONVERGENCE = 30.0
"""Seconds in which both stores have to agree after the last fault."""
CLOCK_GRAIN = 0.003
"""Seconds by which times of the executions and of Redis (whole milliseconds) may differ."""
REPORT_MARGIN = 8 * 10**9
"""Nanoseconds that the report of an ended handler may take to arrive: a neighbour may hold the interpreter first."""
MIRROR_MARGIN = round(CONVERGENCE * 10**9)
"""Nanoseconds for which what happened may stand in Redis alone: a wipe in this time takes it back."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken."""

    promise: str
    """One word for it; the mutants are told apart by them."""
    sentence: str
    job: str | None = None


Check = Callable[[Evidence], Iterator[Violation]]


def judge(evidence: Evidence) -> list[Violation]:
    """Every broken promise, in the order of the promises."""
    return [violation for check in CHECKS for violation in check(evidence)]


# -- what is owed --------------------------------------------------------------------------------------------


def accepted_jobs_end(evidence: Evidence) -> Iterator[Violation]:
    """P1: a job answered with 2xx reaches a final state."""
    for job_id in evidence.promises:
        row = evidence.rows.get(job_id)
        if row is None:
            yield Violation("lost", "accepted, and there is no row", job_id)
        elif row.status not in FINAL:
            yield Violation("lost", f"accepted, and still {row.status}", job_id)


def other_jobs_end(evidence: Evidence) -> Iterator[Violation]:
    """Jobs whose answer did not arrive are owed an end all the same, where they were stored."""
    for job_id in evidence.rows.keys() - evidence.promises.keys():
        if evidence.rows[job_id].status not in FINAL:
            yield Violation("lost", f"stored, and still {evidence.rows[job_id].status}", job_id)


def stores_agree(evidence: Evidence) -> Iterator[Violation]:
    """P6: the mirror converges in time, and Redis holds the same end, or nothing after a loss."""
    if evidence.agreed is None or evidence.agreed > CONVERGENCE:
        yield Violation("mirror", f"the stores did not agree within {CONVERGENCE:g} s: {evidence.agreed}")
    wiped = any(act.reach == "data" for act in evidence.acts)
    for job_id, row in evidence.rows.items():
        record = evidence.records[job_id]
        if record is None and not wiped:
            yield Violation("tombstone", "its record is gone although nothing was wiped", job_id)
        elif record is not None and record != row.status:
            yield Violation("mirror", f"the row says {row.status} and the record {record}", job_id)


def one_end_each(evidence: Evidence) -> Iterator[Violation]:
    """P5: exactly one final state, and nothing leaves it."""
    for job_id, endings in evidence.endings.items():
        if len(endings) != 1 or endings[0][0] in FINAL:
            yield Violation("ends", f"its final states: {endings}", job_id)


def keys_make_one_job(evidence: Evidence) -> Iterator[Violation]:
    """P7: the same Idempotency-Key is one job, and every answer names it."""
    answers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for request in evidence.requests:
        if request.key and request.answer == "accepted":
            answers[request.key].add(tuple(request.ids))
    for key, ids in answers.items():
        if len(ids) > 1:
            yield Violation("idempotency", f"key {key} was answered with {ids}")
    keyed = [row.key for row in evidence.rows.values() if row.key]
    for key in {key for key in keyed if keyed.count(key) > 1} if len(set(keyed)) < len(keyed) else ():
        yield Violation("idempotency", f"key {key} has more than one row")


def answers_are_known(evidence: Evidence) -> Iterator[Violation]:
    """P10: an outage is an acceptance or a refusal, never another error."""
    for request in evidence.requests:
        if request.answer == "wrong":
            yield Violation("answer", f"{request.status} {request.said[:200]}")


def daemons_stay(evidence: Evidence) -> Iterator[Violation]:
    """No process ends, or hangs, but by our hand."""
    for sentence in evidence.unexpected:
        yield Violation("process", sentence)


def open_jobs_can_be_found(evidence: Evidence) -> Iterator[Violation]:
    """Every move is atomic: no open record ever lacks its entry while nobody damaged the data."""
    for job_id, state in evidence.unreachable.items():
        yield Violation("unreachable", f"{state}, and in no list, lease or schedule", job_id)


# -- how it came about ---------------------------------------------------------------------------------------


def completed_means_done(evidence: Evidence) -> Iterator[Violation]:
    """P2: completed implies that the handler of that very claim had returned before it was recorded."""
    for job_id, row in evidence.rows.items():
        if row.status != "completed":
            continue
        runs = {run.fence: run for run in evidence.executions.get(job_id, [])}
        if not any(run.outcome == "end" for run in runs.values()):
            yield Violation("unexecuted", "completed, and no handler ever returned", job_id)
        for attempt in evidence.attempts.get(job_id, []):
            if attempt.outcome == "completed" and not _returned_before(runs.get(attempt.fence), attempt):
                yield Violation(
                    "unexecuted", f"fence {attempt.fence} completed before its handler did", job_id
                )


def no_zombie_is_heard(evidence: Evidence) -> Iterator[Violation]:
    """P2: an attempt whose job was claimed again changes nothing any more."""
    for job_id, attempts in evidence.attempts.items():
        for early in attempts:
            for late in attempts:
                if _ended_after_it_was_superseded(early, late):
                    sentence = f"fence {early.fence} {early.outcome} after fence {late.fence} had claimed it"
                    yield Violation("zombie", sentence, job_id)
        if not _ended_by_its_newest_attempt(evidence, job_id):
            yield Violation("zombie", "it ended, and not by its newest attempt", job_id)


def attempts_are_written_down(evidence: Evidence) -> Iterator[Violation]:
    """P6: nothing is passed over: every execution has its attempt, and what it reported."""
    for job_id, runs in evidence.executions.items():
        attempts = {attempt.fence: attempt for attempt in evidence.attempts.get(job_id, [])}
        for run in runs:
            if _lost_meanwhile(evidence, run, None):
                continue
            attempt = attempts.get(run.fence)
            if attempt is None or attempt.outcome is None:
                yield Violation("timeline", f"nothing, or no end, is recorded of {run}: {attempt}", job_id)


def runs_have_reasons(evidence: Evidence) -> Iterator[Violation]:
    """P2, P4: a job runs again only when it failed, or because of what we did to its process or to Redis."""
    for job_id, runs in evidence.executions.items():
        for before, after in pairwise(runs):
            if not _may_follow(evidence, before, after):
                yield Violation("again", f"ran again for no reason: {before}, then {after}", job_id)
        for fence in {run.fence for run in runs}:
            if sum(run.fence == fence for run in runs) > 1:
                yield Violation("again", f"fence {fence} ran more than once", job_id)


def failures_are_counted(evidence: Evidence) -> Iterator[Violation]:
    """P4: what always fails is dead after exactly `max_attempts` failures, more only where data were lost."""
    for job_id, row in _rows_of(evidence, "doomed"):
        failures = sum(run.outcome == "failed" for run in evidence.executions.get(job_id, []))
        crashed = row.error is not None and row.error.startswith("crash-loop")
        if row.status != "dead" and row.status in FINAL:
            yield Violation("attempts", f"it always fails, and is {row.status}", job_id)
        elif (
            row.status == "dead"
            and not crashed
            and (row.attempt != row.max_attempts or failures < row.attempt)
        ):
            yield Violation(
                "attempts",
                f"dead at attempt {row.attempt} of {row.max_attempts}, after {failures} failures",
                job_id,
            )


def poison_is_buried(evidence: Evidence) -> Iterator[Violation]:
    """P4: a job that kills its process is dead as `crash-loop`."""
    for job_id, row in _rows_of(evidence, "poison"):
        if row.status in FINAL and (row.status != "dead" or not (row.error or "").startswith("crash-loop")):
            yield Violation("crash-loop", f"poison is {row.status}: {row.error}", job_id)
        runs = evidence.executions.get(job_id, [])
        if not runs:
            continue
        losses = sum(
            act.reach == "data" and act.touches(runs[0].began, runs[-1].began) for act in evidence.acts
        )
        allowed = CRASH_LIMIT * (1 + losses)
        if sum(run.outcome == "poison" for run in runs) > allowed:
            yield Violation("crash-loop", f"poison ran {len(runs)} times, {allowed} are allowed", job_id)


def innocents_complete(evidence: Evidence) -> Iterator[Violation]:
    """P4: no other job is dead, unless we ourselves took its process each time, the last time alone."""
    for job_id, row in evidence.rows.items():
        if row.type in {"doomed", "poison"} or row.status != "dead":
            continue
        runs = evidence.executions.get(job_id, [])
        if not runs or not _taken_by_us(evidence, runs[-1]):
            yield Violation("innocent", f"dead: {row.error}", job_id)


CHECKS: list[Check] = [
    accepted_jobs_end,
    other_jobs_end,
    stores_agree,
    one_end_each,
    keys_make_one_job,
    answers_are_known,
    daemons_stay,
    open_jobs_can_be_found,
    completed_means_done,
    no_zombie_is_heard,
    attempts_are_written_down,
    runs_have_reasons,
    failures_are_counted,
    poison_is_buried,
    innocents_complete,
]


# -- excuses -------------------------------------------------------------------------------------------------


def _may_follow(evidence: Evidence, before: Execution, after: Execution) -> bool:
    if before.outcome == "failed" and after.attempt == before.attempt + 1:
        return True
    if _lost_meanwhile(evidence, before, after):
        return True
    recorded = _attempt_of(evidence, before)
    if recorded is not None and recorded.outcome == "completed":
        return False
    if before.pid in poisoned(evidence) or _taken_by_us(evidence, before):
        return True
    last = (before.ended or after.began) + REPORT_MARGIN
    return any(act.reach == "redis" and act.touches(before.began, last) for act in evidence.acts)


def _lost_meanwhile(evidence: Evidence, run: Execution, following: Execution | None) -> bool:
    """Whether data were lost or damaged between a claim and the next one, or the record of its end."""
    until = following.began if following else (run.ended or run.began) + MIRROR_MARGIN
    return any(
        act.reach in {"data", "hints"} and act.touches(run.began - REPORT_MARGIN, until)
        for act in evidence.acts
    )


def _taken_by_us(evidence: Evidence, run: Execution) -> bool:
    """Whether a fault hit its process, or Redis, while it ran or before its report could have arrived."""
    last = (run.ended or run.began + 60 * 10**9) + REPORT_MARGIN
    return any(
        act.touches(run.began, last) and (run.pid in act.pids or act.reach == "redis")
        for act in evidence.acts
    )


def poisoned(evidence: Evidence) -> set[int]:
    """Processes that a poison job took down."""
    return {run.pid for runs in evidence.executions.values() for run in runs if run.outcome == "poison"}


def _attempt_of(evidence: Evidence, run: Execution) -> Attempt | None:
    return next((a for a in evidence.attempts.get(run.job, []) if a.fence == run.fence), None)


def _returned_before(run: Execution | None, attempt: Attempt) -> bool:
    if run is None or run.outcome != "end" or run.ended_wall is None or attempt.ended is None:
        return False
    return run.ended_wall <= attempt.ended + CLOCK_GRAIN


def _ended_after_it_was_superseded(early: Attempt, late: Attempt) -> bool:
    if early.outcome not in {"completed", "failed", "dead"} or late.started is None:
        return False
    if early.started is None or early.ended is None:
        return False
    return early.started < late.started < early.ended


def _ended_by_its_newest_attempt(evidence: Evidence, job_id: str) -> bool:
    """True also where it cannot be known: what was claimed after the data were lost may never end."""
    newest = max(evidence.attempts[job_id], key=lambda attempt: attempt.started or 0.0)
    runs = [run for run in evidence.executions.get(job_id, []) if run.fence == newest.fence]
    if evidence.rows[job_id].status not in FINAL or not runs or _lost_meanwhile(evidence, runs[0], None):
        return True
    return newest.outcome == evidence.rows[job_id].status


def _rows_of(evidence: Evidence, job_type: str) -> Iterator[tuple[str, Row]]:
    return ((job_id, row) for job_id, row in evidence.rows.items() if row.type == job_type)
