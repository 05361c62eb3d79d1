"""When the health check fails, and with which sentence."""

from __future__ import annotations

import pytest

from worker.health import complaint


@pytest.mark.parametrize(
    ("turned", "stopping", "reason"),
    [
        ({"w.1": 0.3}, False, None),
        ({"w.1": 15.0, "w.2": 0.0}, False, None),
        ({"w.1": 0.1, "w.2": 15.6}, False, "the claim loop of runner w.2 has not turned for 16 s"),
        ({"w.1": 99.0, "w.2": 20.0}, False, "the claim loop of runner w.1 has not turned for 99 s"),
        ({}, False, "no runner is alive; the log says why they died"),
        ({"w.1": 0.3}, True, "the worker is stopping: handlers end, nothing is claimed"),
    ],
)
def test_a_worker_of_no_use_says_why(turned: dict[str, float], stopping: bool, reason: str | None) -> None:
    assert complaint(turned, stopping) == reason
