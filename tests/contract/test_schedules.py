"""Schedules are made, changed, paused and deleted."""

from __future__ import annotations

import pytest

from tests.contract.conftest import BY_HAND, Caller, Service
from tests.integration.conftest import run
from tests.integration.worker.deployment import until


@pytest.mark.feature(22, "Cron schedules")
def test_a_slot_that_is_due_makes_one_job_of_its_owner_and_tells_of_it(ada: Caller, service: Service) -> None:
    asked = {"name": "yearly", "job_type": "sleep", "payload": {"seconds": 0}, "cron_expression": "@yearly"}
    schedule = ada.ask("POST", "/api/v1/cron", asked, status=201)
    run(
        str(service.corner.database_url),
        "UPDATE schedules SET next_run_at = date_trunc('minute', now()) WHERE id = %s",
        schedule["id"],
    )
    mine = f"?tags=schedule:{schedule['id']}"
    until(lambda: ada.listed(mine), "the slot has made its job")
    (job,) = ada.listed(mine)
    assert ada.ended(job["id"])["status"] == "completed"
    until(
        lambda: ada.get(f"/api/v1/cron/{schedule['id']}/runs")[0].get("job_status") == "completed",
        "the run says so",
    )
    assert ada.events_until("job.completed")[0]["job_id"] == job["id"]
    assert len(ada.listed(mine)) == 1


@pytest.mark.feature(23, "Pause, resume, edit and delete a schedule")
def test_a_schedule_is_paused_resumed_changed_and_deleted(ada: Caller) -> None:
    asked = {"name": "nightly", "job_type": "later", "queue_name": BY_HAND, "cron_expression": "0 3 * * *"}
    schedule = ada.ask("POST", "/api/v1/cron", asked, status=201)
    place = f"/api/v1/cron/{schedule['id']}"
    assert schedule["next_run_at"].endswith("T03:00:00.000Z")
    assert len(schedule["next_runs"]) == 10

    assert ada.ask("PATCH", place, {"enabled": False}).get("next_run_at") is None
    changed = ada.ask(
        "PATCH", place, {"enabled": True, "cron_expression": "30 4 * * MON", "payload": {"n": 2}}
    )
    assert (changed["description"], changed["next_run_at"][11:19]) == ("At 04:30 on Monday", "04:30:00")
    assert ada.post(f"{place}/trigger")["payload"] == {"n": 2}

    assert [one["name"] for one in ada.get("/api/v1/cron")] == ["nightly"]
    ada.ask("DELETE", place)
    assert ada.get("/api/v1/cron") == []
