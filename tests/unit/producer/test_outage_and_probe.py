"""An outage is told once at either end, and a store that hangs holds one thread, however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog
from structlog.testing import capture_logs

from producer.outage import Outage
from producer.probe import Probe
from shared.errors import QueueUnavailable


def test_an_outage_is_logged_once_when_it_begins_and_once_when_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("producer.outage.log", structlog.get_logger())
    outage = Outage("redis")
    with capture_logs() as lines:
        outage.ended()
        for _ in range(3):
            outage.began(QueueUnavailable("gone"))
        for _ in range(3):
            outage.ended()
    assert [line["event"] for line in lines] == ["store is away", "store is back"]


def test_a_check_that_hangs_runs_once_and_everyone_is_told() -> None:
    runs, release = [], threading.Event()

    def hang() -> None:
        runs.append(1)
        release.wait(10)

    probe = Probe(Outage("redis"), hang)
    with ThreadPoolExecutor(4) as pool:
        words = list(pool.map(lambda _: probe.word(0.05), range(8)))
    assert set(words) == {"unhealthy: no answer within 0.05 s"}
    assert len(runs) == 1
    release.set()
    assert probe.word(5) == "healthy"


def test_a_store_that_is_away_is_unhealthy_and_its_words_stay_inside() -> None:
    def refuse() -> None:
        raise QueueUnavailable("connection to 10.1.2.3 refused")

    word = Probe(Outage("redis"), refuse).word(5)
    assert word.startswith("unhealthy")
    assert "10.1.2.3" not in word
