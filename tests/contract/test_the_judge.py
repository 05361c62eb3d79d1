"""The judge of `make faults` finds a loss that other jobs could hide, and its exit code says so."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.states import State
from tests.faults import __main__ as harness
from tests.faults import oracle, trial
from tests.faults.evidence import Attempt, Evidence, Row
from tests.faults.executions import Execution
from tests.faults.ledger import Promise
from tests.faults.trial import Verdict

SECOND = 10**9


def sound() -> Evidence:
    """Ten jobs, each accepted, run once and completed."""
    ids = [f"job-{number}" for number in range(10)]
    return Evidence(
        requests=[],
        promises={job_id: Promise(job_id, "quick", {}) for job_id in ids},
        rows={
            job_id: Row(job_id, n, "quick", "completed", 1, 5, 0, None, None) for n, job_id in enumerate(ids)
        },
        attempts={job_id: [Attempt(f"f-{job_id}", 1, "w", 1.0, 2.5, "completed", None)] for job_id in ids},
        endings={job_id: [("running", "completed")] for job_id in ids},
        records=dict.fromkeys(ids, State.COMPLETED),
        executions={job_id: [execution(job_id, f"f-{job_id}")] for job_id in ids},
        acts=[],
        unreachable={},
        unexpected=[],
        refused_reports=0,
        agreed=1.0,
        ended=1.0,
    )


def execution(job_id: str, fence: str) -> Execution:
    return Execution(job_id, "quick", 1, fence, 7, SECOND, 1.0, 2 * SECOND, 2.0, "end")


def without_its_row(found: Evidence) -> Evidence:
    """Accepted and run, and of what became of it nothing is left."""
    rows = {job_id: row for job_id, row in found.rows.items() if job_id != "job-3"}
    attempts = {job_id: tries for job_id, tries in found.attempts.items() if job_id != "job-3"}
    return replace(found, rows=rows, attempts=attempts)


def still_open(found: Evidence) -> Evidence:
    open_row = replace(found.rows["job-3"], status="pending")
    return replace(found, rows={**found.rows, "job-3": open_row})


def run_twice(found: Evidence) -> Evidence:
    runs = [execution("job-3", "f-job-3"), execution("job-3", "f-job-3")]
    return replace(found, executions={**found.executions, "job-3": runs})


def never_run(found: Evidence) -> Evidence:
    runs = {job_id: runs for job_id, runs in found.executions.items() if job_id != "job-3"}
    return replace(found, executions=runs)


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [(without_its_row, "lost"), (still_open, "lost"), (run_twice, "again"), (never_run, "unexecuted")],
)
def test_one_job_in_ten_is_missed_or_found_twice(spoil: Callable[[Evidence], Evidence], promise: str) -> None:
    assert oracle.judge(sound()) == []
    found = oracle.judge(spoil(sound()))
    assert (promise, "job-3") in {(violation.promise, violation.job) for violation in found}


@pytest.mark.parametrize(("spoil", "code"), [(lambda found: found, 0), (without_its_row, 1)])
def test_the_exit_code_is_the_verdict(
    spoil: Callable[[Evidence], Evidence], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(settings: trial.Settings, *_: object) -> Verdict:
        evidence = spoil(sound())
        return Verdict(settings, evidence, [], oracle.judge(evidence))

    monkeypatch.setattr(trial, "run", judged)
    monkeypatch.setattr(sys, "argv", ["faults", "--seconds", "1"])
    assert harness.main() == code
