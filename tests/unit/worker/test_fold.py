"""What a run of events comes to, and that it does not matter where a run is cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events import Event
from shared.states import FINAL, State
from worker.duties.mirror import Batch, fold

JOBS = ("11111111-0000-7000-8000-000000000001", "22222222-0000-7000-8000-000000000002")
AFTER: dict[str, str] = {
    "enqueued": "pending",
    "started": "running",
    "progress": "running",
    "completed": "completed",
    "failed": "failed",
    "dead": "dead",
    "cancelled": "cancelled",
    "released": "pending",
    "crashed": "pending",
    "promoted": "pending",
}
MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    "pending": ("started", "cancelled"),
    "running": ("progress", "completed", "failed", "dead", "cancelled", "released", "crashed"),
    "failed": ("promoted", "cancelled"),
}


def event(
    kind: str,
    version: int,
    *,
    job: str = JOBS[0],
    attempt: int = 1,
    fence: str = "f1",
    data: bytes | None = None,
    state: str | None = None,
    **said: Any,
) -> Event:
    """An event at 1000 ms plus its version; what it says is its data, where that is not given."""
    return Event(
        position=f"{1000 + version}-0",
        job_id=job,
        tenant="default",
        type="story",
        queue="default",
        kind=kind,
        state=State(state or AFTER[kind]),
        version=version,
        attempt=attempt,
        fence=fence,
        data=data if data is not None else orjson.dumps(said) if said else b"",
    )


START = event("started", 2, data=b"w.1")
RUN = {
    "job_id": JOBS[0],
    "fence": "f1",
    "number": 1,
    "tenant": "default",
    "worker": "w.1",
    "started_at": 1002,
}


@pytest.mark.parametrize(
    ("events", "row", "run"),
    [
        ([START], {"status": "running", "worker": "w.1", "started_at": 1002, "finished_at": None}, RUN),
        (
            [START, event("completed", 3, result={"n": [1.5, "ü"]}, logs=[[1, "a"]])],
            {"status": "completed", "finished_at": 1003, "result": '{"n":[1.5,"ü"]}', "error": None},
            {**RUN, "ended_at": 1003, "outcome": "completed", "logs": '[[1,"a"]]'},
        ),
        (
            [START, event("failed", 3, error="no", traceback="tb", delay_ms=500, max_attempts=4)],
            {"status": "failed", "scheduled_at": 1503, "error": "no", "max_attempts": 4, "finished_at": None},
            {**RUN, "ended_at": 1003, "outcome": "failed", "error": "no", "traceback": "tb"},
        ),
        (
            [START, event("crashed", 3, attempt=0, error="died", crash_count=1, worker="w.1")],
            {"status": "pending", "attempt": 0, "crash_count": 1, "error": "died"},
            {**RUN, "ended_at": 1003, "outcome": "crashed", "error": "died"},
        ),
        (
            [event("dead", 3, attempt=1, error="crash-loop", crash_count=3, worker="w.1", started_at=9)],
            {"status": "dead", "attempt": 1, "crash_count": 3, "finished_at": 1003},
            {**RUN, "number": 2, "started_at": 9, "ended_at": 1003, "outcome": "dead", "error": "crash-loop"},
        ),
        (
            [event("released", 3, attempt=0, worker="w.1", started_at=9)],
            {"status": "pending", "attempt": 0},
            {**RUN, "started_at": 9, "ended_at": 1003, "outcome": "released"},
        ),
        (
            [START, event("progress", 3, data=b'{"fraction":0.5,"message":""}')],
            {"status": "running", "progress": '{"fraction":0.5,"message":""}'},
            RUN,
        ),
        ([event("cancelled", 3, fence="")], {"status": "cancelled", "finished_at": 1003}, None),
        ([event("enqueued", 1, attempt=0, fence="")], {"status": "pending", "version": 1}, None),
    ],
)
def test_what_events_come_to(events: list[Event], row: dict[str, Any], run: dict[str, Any] | None) -> None:
    batch = fold(events)
    (change,) = batch.changes.values()
    assert asdict(change).items() >= row.items()
    assert change.version == events[-1].version
    assert [_known(attempt) for attempt in batch.attempts.values()] == ([run] if run else [])


def test_an_older_event_changes_no_row_but_still_tells_of_its_attempt() -> None:
    late = event("completed", 3, result=1)
    batch = fold([event("started", 5, fence="f2", attempt=2, data=b"w.2"), late])
    assert batch.changes[JOBS[0]].status == "running"
    assert batch.attempts[JOBS[0], "f1"].outcome == "completed"


def test_the_jobs_that_ended_and_those_to_be_read_again_are_named() -> None:
    batch = fold([event("completed", 3), event("snapshot", 9, job=JOBS[1], state="running")])
    assert batch.ended == [JOBS[0]]
    assert batch.told_again == {JOBS[1]}


# -- any cut gives the same rows -------------------------------------------------------------------------


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """The events of two jobs, each as the scripts could have made it, shuffled into one another."""
    told = [list(_life(draw, job)) for job in JOBS]
    order = draw(st.permutations([number for number, life in enumerate(told) for _ in life]))
    left = [iter(life) for life in told]
    return [
        Event(**{**_fields(next(left[number])), "position": f"{place}-0"})
        for place, number in enumerate(order, start=1000)
    ]


def _life(draw: st.DrawFn, job: str) -> Iterable[Event]:
    state, attempt, fence, crashes = "pending", 0, "", 0
    yield event("enqueued", 1, job=job, attempt=0, fence="")
    for version in itertools.count(2):
        if State(state) in FINAL or not draw(st.integers(0, 7)):
            return
        kind = draw(st.sampled_from(MAY_FOLLOW[state]))
        if kind == "started":
            attempt, fence = attempt + 1, f"f{version}"
        elif kind in {"released", "crashed"}:
            attempt, crashes = attempt - 1, crashes + (kind == "crashed")
        shown = (
            ""
            if kind == "promoted" or state == "failed" or (state, kind) == ("pending", "cancelled")
            else fence
        )
        yield event(kind, version, job=job, attempt=attempt, fence=shown, data=_said(draw, kind, crashes))
        state = AFTER[kind]


def _said(draw: st.DrawFn, kind: str, crashes: int) -> bytes:
    if kind == "started":
        return draw(st.sampled_from([b"w.1", b"w.2"]))
    said: dict[str, dict[str, Any]] = {
        "progress": {"fraction": draw(st.sampled_from([0.1, 0.9])), "message": ""},
        "released": {"worker": "w.1", "started_at": 5},
        "crashed": {"worker": "w.1", "started_at": 5, "crash_count": crashes, "error": "died"},
        "completed": {"worker": "w.1", "result": [1]},
        "failed": {"worker": "w.1", "error": "no", "delay_ms": 7},
        "dead": {"worker": "w.1", "error": "no", "max_attempts": 1},
    }
    return orjson.dumps(said[kind]) if kind in said else b""


@given(events=lives(), data=st.data())
def test_wherever_a_run_is_cut_the_rows_are_the_same(events: list[Event], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(events)))))
    pieces = [events[start:end] for start, end in itertools.pairwise([0, *cuts, len(events)])]
    assert _written(pieces) == _written([events])


@given(events=lives(), data=st.data())
def test_a_run_that_is_told_again_changes_nothing(events: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.integers(0, len(events)))
    assert _written([events, events[:again]]) == _written([events])


def _written(
    pieces: Iterable[list[Event]],
) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], dict[str, Any]]]:
    """The rows after each piece was applied, by the rules of `sql/mirror.sql`."""
    rows: dict[str, dict[str, Any]] = {}
    runs: dict[tuple[str, str], dict[str, Any]] = {}
    for piece in pieces:
        batch = fold(piece)
        _apply_changes(rows, batch)
        for key, attempt in batch.attempts.items():
            new, old = asdict(attempt), runs.get(key)
            kept = {"ended_at", "outcome", "error", "traceback", "logs"}
            runs[key] = new if old is None else old | {n: new[n] for n in kept if old[n] is None}
    return rows, runs


def _apply_changes(rows: dict[str, dict[str, Any]], batch: Batch) -> None:
    for change in batch.changes.values():
        row = rows.setdefault(change.id, {"version": 0, "status": "pending", "crash_count": 0})
        if row["version"] >= change.version or State(row["status"]) in FINAL:
            continue
        new = asdict(change)
        row |= {name: new[name] for name in ("status", "version", "attempt", "finished_at")}
        for name in ("worker", "started_at", "scheduled_at", "result", "progress", "max_attempts", "error"):
            row[name] = row.get(name) if new[name] is None else new[name]
        row["error"] = None if change.status == "completed" else row["error"]
        row["crash_count"] = max(row["crash_count"], change.crash_count)


def _known(attempt: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(attempt).items() if value is not None}


def _fields(told: Event) -> dict[str, Any]:
    return {field.name: getattr(told, field.name) for field in fields(Event)}
