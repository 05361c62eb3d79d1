"""An outage is told once at either end, and whoever tries on waits longer and longer."""

from __future__ import annotations

from structlog.testing import capture_logs

from shared.errors import QueueUnavailable
from shared.outage import Outage


def test_an_outage_is_told_when_it_begins_and_when_it_ends() -> None:
    with capture_logs() as told:
        outage = Outage("story", store="redis")
        assert not outage.ended()
        pauses = [outage.began(QueueUnavailable("away")) for _ in range(7)]
        assert outage.lasts
        assert outage.ended()
        assert not outage.ended()
        assert not outage.lasts
    assert [(line["event"], line["store"]) for line in told] == [
        ("store is away", "redis"),
        ("store is back", "redis"),
    ]
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
