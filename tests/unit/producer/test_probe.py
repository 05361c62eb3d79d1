"""A store that hangs holds one thread, however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from producer.probe import Probe
from shared.errors import QueueUnavailable
from shared.outage import Outage


def test_a_check_that_hangs_runs_once_and_everyone_is_told() -> None:
    runs, release = [], threading.Event()

    def hang() -> None:
        runs.append(1)
        release.wait(10)

    probe = Probe(Outage("producer"), hang)
    with ThreadPoolExecutor(4) as pool:
        words = list(pool.map(lambda _: probe.word(0.05), range(8)))
    assert set(words) == {"unhealthy: no answer within 0.05 s"}
    assert len(runs) == 1
    release.set()
    assert probe.word(5) == "healthy"


def test_a_store_that_is_away_is_unhealthy_and_its_words_stay_inside() -> None:
    def refuse() -> None:
        raise QueueUnavailable("connection to 10.1.2.3 refused")

    word = Probe(Outage("producer"), refuse).word(5)
    assert word.startswith("unhealthy")
    assert "10.1.2.3" not in word
