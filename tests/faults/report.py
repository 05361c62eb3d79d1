"""Says what came of a run, in the words of Jepsen: attempts, acknowledged, lost, recovered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.faults.evidence import Evidence
from tests.faults.oracle import Violation
from tests.faults.trial import Verdict

MOST_STORIES = 8
"""Stories told in full; the rest are counted."""


def lines(verdict: Verdict) -> Iterator[str]:
    """The report, line by line."""
    yield from _figures(verdict.evidence)
    faults = sorted(Counter(verdict.injected).items())
    yield "faults: " + (", ".join(f"{name} {count}" for name, count in faults) or "none")
    if verdict.violations:
        yield from _stories(verdict)
    else:
        yield f"PASSED: every promise was kept (seed {verdict.settings.seed})"


def _figures(evidence: Evidence) -> Iterator[str]:
    for name, value in figures(evidence).items():
        yield f"{name:<24} {value}"


def figures(evidence: Evidence) -> dict[str, object]:
    """The counts of a run by name."""
    statuses = Counter(
        evidence.rows[job_id].status for job_id in evidence.promises if job_id in evidence.rows
    )
    ends = [sum(run.outcome == "end" for run in runs) for runs in evidence.executions.values()]
    requests = Counter(request.answer for request in evidence.requests)
    return {
        "attempts": len(evidence.requests),
        "acknowledged": requests["accepted"],
        "jobs accepted": len(evidence.promises),
        "completed": statuses["completed"],
        "dead": statuses["dead"],
        "lost": len(_lost(evidence)),
        "recovered": sum(_recovered(evidence, job_id) for job_id in evidence.executions),
        "executed twice": sum(count > 1 for count in ends),
        "zombie acks refused": evidence.refused_reports,
        "deferred": sum(request.deferred for request in evidence.requests),
        "refused": requests["refused"],
        "unanswered": requests["unknown"],
        "seconds to agree": _seconds(evidence.agreed),
        "seconds until all ended": _seconds(evidence.ended),
    }


def _lost(evidence: Evidence) -> list[str]:
    final = {"completed", "dead", "cancelled"}
    return [
        job_id
        for job_id in evidence.promises
        if job_id not in evidence.rows or evidence.rows[job_id].status not in final
    ]


def _recovered(evidence: Evidence, job_id: str) -> bool:
    """Whether an execution was cut off and another one took its place."""
    runs = evidence.executions[job_id]
    return any(run.outcome in {"unfinished", "stopped"} for run in runs[:-1])


def _seconds(value: float | None) -> str:
    return "not in time" if value is None else f"{value:.1f}"


def _stories(verdict: Verdict) -> Iterator[str]:
    counts = Counter(violation.promise for violation in verdict.violations)
    yield f"FAILED (seed {verdict.settings.seed}): " + ", ".join(
        f"{n} x {name}" for name, n in counts.items()
    )
    for violation in _one_of_each_first(verdict.violations)[:MOST_STORIES]:
        yield f"* {violation.promise}: {violation.sentence}"
        if violation.job is not None:
            yield verdict.evidence.story(violation.job)
    for violation in verdict.violations:
        yield f"- {violation.promise} {violation.job or ''} {violation.sentence}"


def _one_of_each_first(violations: Sequence[Violation]) -> list[Violation]:
    seen: set[str] = set()
    first = [v for v in violations if not (v.promise in seen or seen.add(v.promise))]  # type: ignore[func-returns-value]
    return first + [violation for violation in violations if violation not in first]
