"""What the scheduler makes of slots that are due: one job each, whatever dies, stops or is edited in between."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from shared import mirror
from shared.enqueue import Accepted, Door
from shared.job import id_for
from shared.mirror import Row
from shared.queue import Ended
from shared.states import State
from tests.integration.cron.conftest import MINUTE, NOON, Clockwork
from worker.duties import scheduler

HOUR = 60 * MINUTE


@pytest.mark.feature(22, "Cron schedules")
def test_a_due_slot_makes_one_job_with_everything_the_schedule_says(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule(
        job_type="report",
        queue="reports",
        priority=9,
        max_attempts=2,
        timeout_ms=90_000,
        tags='{"team": "a"}',
    )
    clockwork.tick(NOON)
    job_id = id_for("cron", schedule, str(NOON))
    made = mirror.read(clockwork.postgres, [job_id])[job_id]
    assert (made.type, made.payload, made.queue, made.priority) == ("report", b'{"a":1.5}', "reports", 9)
    assert (made.max_attempts, made.timeout_ms, made.state) == (2, 90_000, State.PENDING)
    ((name,),) = clockwork.ask("SELECT name FROM schedules")
    assert made.enqueued_by == f"schedule {name}"
    assert made.tags == f'{{"team": "a", "schedule": "{schedule}"}}'.encode()
    assert clockwork.queue.get(job_id) is not None
    assert clockwork.outcomes(schedule) == [("12:00", "queued")]
    assert clockwork.next_run(schedule) == NOON + MINUTE
    assert clockwork.ask(
        "SELECT last_job_id, last_run_at = to_timestamp(%(noon)s) FROM schedules", noon=NOON / 1000
    ) == [(job_id, True)]


def test_nothing_happens_before_its_time_and_the_next_look_is_at_it(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    assert clockwork.tick(NOON - 400) == 0.4
    assert clockwork.tick(NOON - HOUR) == 1.0
    assert clockwork.outcomes(schedule) == []


def test_the_clock_of_postgres_says_what_is_due(clockwork: Clockwork) -> None:
    due = clockwork.schedule(next_run_at=datetime(2026, 1, 1, tzinfo=UTC))
    later = clockwork.schedule(next_run_at=datetime(9999, 1, 1, tzinfo=UTC))
    duty = scheduler.duty(clockwork.door, clockwork.postgres)
    assert 0 < duty.turn() <= 1
    assert [outcome for _, outcome in clockwork.outcomes(due)] == ["queued"]
    assert clockwork.outcomes(later) == []


def test_a_repeated_look_makes_nothing_more(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    for now in (NOON, NOON, NOON + 1, NOON + MINUTE - 1):
        clockwork.tick(now)
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]


def test_a_paused_schedule_makes_nothing(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule(enabled=False, next_run_at=None)
    clockwork.tick(NOON + HOUR)
    assert clockwork.outcomes(schedule) == []


@pytest.mark.parametrize(
    ("policy", "late", "expected"),
    [
        ({"missed_policy": "skip"}, 30_000, [("12:00", "queued")]),
        ({"missed_policy": "skip", "cron_expression": "0 * * * *"}, 61_000, [("12:00", "missed")]),
        ({"missed_policy": "skip"}, 5 * MINUTE, [("12:05", "queued")]),
        ({"missed_policy": "skip", "cron_expression": "0 * * * *", "max_lateness_seconds": 3600}, HOUR - 1,
         [("12:00", "queued")]),
        ({"missed_policy": "run_once"}, 5 * MINUTE + 7, [("12:05", "queued")]),
        ({"missed_policy": "run_once", "cron_expression": "0 12 * * *"}, 23 * HOUR, [("12:00", "queued")]),
        ({"missed_policy": "run_once", "cron_expression": "0 12 * * *", "max_lateness_seconds": 3600}, 2 * HOUR,
         [("12:00", "missed")]),
        ({"missed_policy": "run_all"}, 2 * MINUTE, [("12:00", "queued"), ("12:01", "queued"), ("12:02", "queued")]),
        ({"missed_policy": "run_all", "max_missed_runs": 2}, 9 * MINUTE, [("12:08", "queued"), ("12:09", "queued")]),
        ({"missed_policy": "run_all", "max_lateness_seconds": 60}, 9 * MINUTE, [("12:08", "queued"), ("12:09", "queued")]),
    ],
)  # fmt: skip
def test_slots_that_nobody_was_there_for(
    clockwork: Clockwork, policy: dict[str, Any], late: int, expected: list[tuple[str, str]]
) -> None:
    schedule = clockwork.schedule(**policy)
    clockwork.tick(NOON + late)
    assert clockwork.outcomes(schedule) == expected
    assert clockwork.slots_with_jobs(schedule) == [slot for slot, outcome in expected if outcome == "queued"]
    following = clockwork.next_run(schedule)
    assert following is not None
    assert following > NOON + late


def test_a_year_of_missed_minutes_costs_one_job(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    clockwork.tick(NOON + 365 * 24 * HOUR)
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]
    assert clockwork.next_run(schedule) == NOON + 365 * 24 * HOUR + MINUTE


def test_no_job_beside_an_open_one_where_the_schedule_says_so(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule(overlap_policy="skip", missed_policy="run_all")
    for minute in (0, 1):
        clockwork.tick(NOON + minute * MINUTE)
    assert clockwork.outcomes(schedule) == [("12:00", "queued"), ("12:01", "overlapped")]

    # When it ends in Redis, and the mirror has not told the row yet.
    (job,) = clockwork.queue.claim(
        "f", "r", ["default"], None, want=1, lease_ms=60_000, timeout_ms=60_000
    ).jobs
    clockwork.tick(NOON + 2 * MINUTE)
    clockwork.queue.ack([Ended(job.id, job.fence or "", b"1", b"{}")])
    clockwork.tick(NOON + 3 * MINUTE)
    # And when its row is gone, as `RETENTION` has it.
    clockwork.ask("DELETE FROM jobs RETURNING 1")
    clockwork.tick(NOON + 4 * MINUTE)
    assert [outcome for _, outcome in clockwork.outcomes(schedule)[2:]] == ["overlapped", "queued", "queued"]


def test_a_crash_between_deciding_and_accepting_is_made_good_by_anybody(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule(overlap_policy="skip")
    broken = RefusingDoor(clockwork.queue, clockwork.postgres)
    with pytest.raises(KeyboardInterrupt):
        scheduler.tick(broken, clockwork.postgres, NOON)
    assert clockwork.outcomes(schedule) == [("12:00", "decided")]
    clockwork.tick(NOON + 1)
    assert clockwork.outcomes(schedule) == [("12:00", "queued")]
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]


def test_a_crash_between_accepting_and_saying_so_makes_no_second_job(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    clockwork.tick(NOON)
    clockwork.ask("UPDATE schedule_runs SET outcome = 'decided' RETURNING 1")
    clockwork.tick(NOON + 1)
    assert clockwork.outcomes(schedule) == [("12:00", "queued")]
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]


def test_a_job_accepted_while_redis_is_away_is_queued_for_later(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    door = Door(clockwork.queue, clockwork.postgres)
    clockwork.queue.client.connection_pool.connection_kwargs["port"] = 1
    clockwork.queue.client.connection_pool.disconnect()
    scheduler.tick(door, clockwork.postgres, NOON)
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]
    assert clockwork.outcomes(schedule) == [("12:00", "queued")]


def test_a_schedule_that_cannot_be_read_keeps_no_other_from_its_job(clockwork: Clockwork) -> None:
    unreadable = clockwork.schedule(time_zone="Mars/Olympus")
    schedule = clockwork.schedule()
    clockwork.tick(NOON)
    assert clockwork.outcomes(schedule) == [("12:00", "queued")]
    assert clockwork.outcomes(unreadable) == [("12:00", "refused")]
    assert clockwork.next_run(unreadable) is None


def test_a_tenant_whose_month_is_used_up_gets_no_job_and_delays_nobody(clockwork: Clockwork) -> None:
    clockwork.ask("INSERT INTO tenants (id) VALUES ('full') RETURNING 1")
    clockwork.ask(
        "INSERT INTO usage (tenant, month, used, allowed)"
        " VALUES ('full', date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC'), 1000, 1000) RETURNING 1"
    )
    full = clockwork.schedule(tenant="full")
    schedule = clockwork.schedule()
    clockwork.tick(NOON)
    assert (clockwork.outcomes(full), clockwork.outcomes(schedule)) == (
        [("12:00", "refused")],
        [("12:00", "queued")],
    )


def test_runs_are_remembered_up_to_a_hundred(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule(missed_policy="run_all", max_missed_runs=60)
    for hours in (2, 4):
        clockwork.tick(NOON + hours * HOUR)
    assert len(clockwork.outcomes(schedule)) == 100
    assert len(clockwork.slots_with_jobs(schedule)) == 120


@dataclass(frozen=True)
class RefusingDoor(Door):
    """Its process dies before the row is written."""

    def accept(self, rows: Sequence[Row], entries: Sequence[str] = ()) -> list[Accepted]:
        raise KeyboardInterrupt(rows, entries)


@dataclass(frozen=True)
class SlowDoor(Door):
    """Stands still before its first job until it is told to go on."""

    arrived: threading.Event
    go_on: threading.Event

    def accept(self, rows: Sequence[Row], entries: Sequence[str] = ()) -> list[Accepted]:
        self.arrived.set()
        assert self.go_on.wait(10)
        return super().accept(rows, entries)


def test_a_scheduler_that_stood_still_at_the_door_finds_its_work_done(clockwork: Clockwork) -> None:
    schedule = clockwork.schedule()
    slow = SlowDoor(clockwork.queue, clockwork.postgres, threading.Event(), threading.Event())
    stopped = threading.Thread(target=scheduler.tick, args=(slow, clockwork.postgres, NOON))
    stopped.start()
    assert slow.arrived.wait(10)
    for minute in (0, 1, 2):
        clockwork.tick(NOON + minute * MINUTE)
    slow.go_on.set()
    stopped.join(10)
    assert not stopped.is_alive()
    assert clockwork.slots_with_jobs(schedule) == ["12:00", "12:01", "12:02"]
    assert clockwork.next_run(schedule) == NOON + 3 * MINUTE


def test_a_scheduler_that_decides_by_what_it_read_long_ago_changes_nothing(
    clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = clockwork.schedule()
    decide = scheduler.decision
    entered: list[bool] = []

    def decided_late(*args: Any) -> scheduler.Decision:
        """While it thinks about noon, the others make the jobs of three minutes."""
        if not entered:
            entered.append(True)
            for minute in (0, 1, 2):
                clockwork.tick(NOON + minute * MINUTE)
        return decide(*args)

    monkeypatch.setattr(scheduler, "decision", decided_late)
    clockwork.tick(NOON)
    assert clockwork.slots_with_jobs(schedule) == ["12:00", "12:01", "12:02"]
    assert clockwork.next_run(schedule) == NOON + 3 * MINUTE


def test_an_edit_in_between_wins_over_a_decision_by_the_older_text(
    clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = clockwork.schedule()
    decide = scheduler.decision

    def edited_first(*args: Any) -> scheduler.Decision:
        clockwork.ask("UPDATE schedules SET cron_expression = '0 * * * *', version = 2 RETURNING 1")
        return decide(*args)

    monkeypatch.setattr(scheduler, "decision", edited_first)
    clockwork.tick(NOON)
    assert (clockwork.slots_with_jobs(schedule), clockwork.next_run(schedule)) == ([], NOON)
    monkeypatch.undo()
    clockwork.tick(NOON)
    assert (clockwork.slots_with_jobs(schedule), clockwork.next_run(schedule)) == (["12:00"], NOON + HOUR)


def test_what_was_read_too_long_ago_is_read_again_before_a_job_is_accepted(
    clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = clockwork.schedule()
    monkeypatch.setattr(scheduler, "STALE", -1.0)
    clockwork.tick(NOON)
    assert clockwork.outcomes(schedule) == [("12:00", "decided")]
    monkeypatch.undo()
    clockwork.tick(NOON)
    assert clockwork.slots_with_jobs(schedule) == ["12:00"]
