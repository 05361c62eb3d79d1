"""Everything that a run has left behind, gathered once it is quiet: what the oracle judges from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from psycopg2 import extensions

from shared.states import State
from tests.faults import executions
from tests.faults.disturbances import Disturbance
from tests.faults.executions import Execution
from tests.faults.ledger import Promise, Request
from tests.faults.system import System


@dataclass(frozen=True, slots=True)
class Row:
    """A job's row."""

    id: str
    seq: int
    type: str
    status: str
    attempt: int
    max_attempts: int | None
    crash_count: int
    error: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A row of `job_attempts`; times in seconds since 1970 by the clock of Redis."""

    fence: str
    number: int
    worker: str | None
    started: float | None
    ended: float | None
    outcome: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a run."""

    requests: list[Request]
    promises: dict[str, Promise]
    rows: dict[str, Row]
    attempts: dict[str, list[Attempt]]
    endings: dict[str, list[tuple[str, str]]]
    """Per job its changes of status into or out of a final one."""
    records: dict[str, State | None]
    executions: dict[str, list[Execution]]
    acts: list[Disturbance]
    unreachable: dict[str, str]
    unexpected: list[str]
    refused_reports: int
    """Reports of attempts that were no longer theirs, as the runners wrote them down."""
    agreed: float | None
    """Seconds from the last fault until both stores agreed; None: they did not."""
    ended: float | None
    """Seconds from the last fault until every job had ended; None: some did not."""

    def story(self, job_id: str) -> str:
        """All that is known of one job."""
        lines = [
            f"job {job_id}",
            f"  promised: {self.promises.get(job_id)}",
            f"  row: {self.rows.get(job_id)}",
        ]
        lines += [f"  record: {self.records.get(job_id)}", f"  endings: {self.endings.get(job_id, [])}"]
        lines += [f"  attempt: {attempt}" for attempt in self.attempts.get(job_id, [])]
        runs = self.executions.get(job_id, [])
        lines += [f"  execution: {run}, began {run.began_wall:.3f}, ended {run.ended_wall}" for run in runs]
        if runs:
            first, last = runs[0].began, runs[-1].ended or runs[-1].began
            near = [act for act in self.acts if act.touches(first - 5 * 10**9, last + 5 * 10**9)]
            lines += [
                f"  {act.fault} {(act.began - first) / 1e9:+.2f} s after it first began" for act in near
            ]
        return "\n".join(lines)


def gather(
    system: System,
    requests: list[Request],
    promises: dict[str, Promise],
    unreachable: dict[str, str],
    times: tuple[float | None, float | None],
) -> Evidence:
    """All evidence of a run that has become quiet (or has not, in the time it had)."""
    connection = system.database()
    try:
        with connection.cursor() as cursor:
            rows = _rows(cursor)
            attempts = _attempts(cursor)
            endings = _endings(cursor)
    finally:
        connection.close()
    ids = sorted({*rows, *promises})
    records = zip(ids, system.queue().get_many(ids), strict=True)
    return Evidence(
        requests=requests,
        promises=promises,
        rows=rows,
        attempts=attempts,
        endings=endings,
        records={job_id: record.state if record else None for job_id, record in records},
        executions=executions.read(system.executions_log),
        acts=system.disturbances.acts,
        unreachable=unreachable,
        unexpected=system.unexpected,
        refused_reports=system.logs("worker").count("result refused"),
        agreed=times[0],
        ended=times[1],
    )


def _rows(cursor: extensions.cursor) -> dict[str, Row]:
    cursor.execute(
        "SELECT id, seq, type, status, attempt, max_attempts, crash_count, error, idempotency_key FROM jobs"
    )
    return {row[0]: Row(*row) for row in cursor.fetchall()}


def _attempts(cursor: extensions.cursor) -> dict[str, list[Attempt]]:
    cursor.execute(
        "SELECT job_id, fence, number, worker, extract(epoch FROM started_at)::float,"
        " extract(epoch FROM ended_at)::float, outcome, error FROM job_attempts ORDER BY started_at, ended_at"
    )
    found: dict[str, list[Attempt]] = defaultdict(list)
    for job_id, *values in cursor.fetchall():
        found[job_id].append(Attempt(*values))
    return dict(found)


def _endings(cursor: extensions.cursor) -> dict[str, list[tuple[str, str]]]:
    cursor.execute("SELECT job_id, before, after FROM fault_endings ORDER BY at")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for job_id, before, after in cursor.fetchall():
        found[job_id].append((before, after))
    return dict(found)
