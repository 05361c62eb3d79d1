"""Schedules are made, changed, paused and deleted."""

from __future__ import annotations

import pytest

from tests.contract.conftest import BY_HAND, Caller


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
