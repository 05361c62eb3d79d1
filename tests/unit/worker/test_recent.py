"""A worker's live figures are those of the last minute, and no longer."""

from __future__ import annotations

from worker.recent import SECONDS, Recent
from worker.stats import BUCKETS, Tally


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def report(*attempts: tuple[str, float, float]) -> dict[str, object]:
    runner = Tally()
    runner.count(("a", *attempt) for attempt in attempts)
    return runner.take()


def test_attempts_count_for_a_minute() -> None:
    clock = Clock()
    recent = Recent(BUCKETS, clock)
    recent.add(
        report(("completed", 0.2, 0.0), ("failed", 0.2, 0.0), ("dead", 0.2, 0.0), ("released", 0.2, 0.0))
    )
    clock.now += SECONDS / 2
    recent.add(report(("completed", 0.2, 0.0)))
    figures = recent.figures()
    assert (figures["done_per_minute"], figures["failed_per_minute"]) == (2, 2)
    clock.now += SECONDS / 2
    assert recent.figures()["done_per_minute"] == 1
    clock.now += SECONDS / 2
    assert recent.figures() == {
        "done_per_minute": 0,
        "failed_per_minute": 0,
        "wait_ms": {"p50": None, "p95": None},
        "run_ms": {"p50": None, "p95": None},
    }


def test_latencies_lie_in_the_bucket_of_what_was_counted() -> None:
    recent = Recent(BUCKETS, Clock())
    recent.add(report(*[("completed", 0.2, 0.001)] * 90, *[("completed", 20.0, 4000.0)] * 10))
    figures = recent.figures()
    assert 100 < figures["run_ms"]["p50"] <= 250
    assert 10_000 < figures["run_ms"]["p95"] <= 30_000
    assert figures["wait_ms"]["p50"] <= 5
    assert figures["wait_ms"]["p95"] == BUCKETS[-1] * 1000


def test_the_parent_s_tally_knows_them_and_a_runner_s_own_does_not() -> None:
    runner, parent = Tally(), Tally()
    runner.count([("a", "completed", 0.1, 0.1)])
    assert runner.recent.figures()["done_per_minute"] == 0
    parent.add(runner.take())
    assert parent.recent.figures()["done_per_minute"] == 1
