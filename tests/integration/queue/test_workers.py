"""The list of workers holds those that live, and of each tenant's own only so many, whatever names they choose."""

from __future__ import annotations

from typing import Any

import pytest

from shared.queue import PAGE, SILENT_MS, Queue
from tests.integration.queue.engine import Engine

MOST = 3


@pytest.fixture
def queue(engine: Engine) -> Queue:
    return engine.queue


def report(queue: Queue, worker: str, tenant: str = "", ttl_ms: int = 60_000) -> bool:
    return queue.report_worker(worker, b'{"n":1}', ttl_ms, tenant, MOST)


def fall_silent(queue: Queue, worker: str, tenant: str = "") -> None:
    """As if the time of its record were over."""
    queue.client.delete(queue.keys.worker(worker))
    if tenant:
        queue.client.zadd(queue.keys.own_workers(tenant), {worker: queue.now_ms() - 1})


def listed(queue: Queue) -> set[str]:
    """The names on the list, whether they have a record or not."""
    names: Any = queue.client.zrange(queue.keys.workers, 0, -1)
    return {name.decode() for name in names}


def shown(queue: Queue) -> set[str]:
    return {name for name, _, _ in queue.workers()}


def test_a_worker_is_shown_with_its_record_and_when_it_was_heard_of(queue: Queue) -> None:
    before = queue.now_ms()

    assert report(queue, "box-1", ttl_ms=60_000)

    ((name, seen, record),) = queue.workers()
    assert (name, record) == ("box-1", b'{"n":1}')
    assert before <= seen <= queue.now_ms()
    assert 0 < queue.client.pttl(queue.keys.worker("box-1")) <= 60_000


# -- who fell silent -----------------------------------------------------------------------------------------


def test_names_without_a_record_leave_the_list_when_it_is_looked_at(queue: Queue) -> None:
    silent = [f"silent-{number}" for number in range(PAGE + 1)]
    for worker in [*silent, "alive"]:
        report(queue, worker)
    for worker in silent:
        fall_silent(queue, worker)

    assert shown(queue) == {"alive"}

    assert listed(queue) == {"alive"}


def test_one_that_reports_while_it_is_found_silent_stays(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(queue, "back")
    fall_silent(queue, "back")
    read = queue.client.mget

    def then_it_reports(names: Any) -> Any:
        found = read(names)
        report(queue, "back")
        return found

    monkeypatch.setattr(queue.client, "mget", then_it_reports)
    assert shown(queue) == set()
    monkeypatch.undo()

    assert shown(queue) == {"back"}


def test_one_that_was_taken_off_comes_back_with_its_next_report(queue: Queue) -> None:
    report(queue, "box-1")
    fall_silent(queue, "box-1")
    assert (shown(queue), listed(queue)) == (set(), set())

    report(queue, "box-1")

    assert shown(queue) == {"box-1"}


def test_a_long_lease_keeps_a_worker_on_the_list(queue: Queue) -> None:
    """Its record lasts as long as the lease that it asked for; only a name that nothing can hold any more goes."""
    hour = 3_600_000
    report(queue, "long", ttl_ms=hour)
    report(queue, "gone")
    queue.client.zadd(
        queue.keys.workers, {"long": queue.now_ms() - hour, "gone": queue.now_ms() - SILENT_MS - 1}
    )

    report(queue, "other")

    assert shown(queue) == {"long", "other"}
    assert listed(queue) == {"long", "other"}


# -- how many are a tenant's ---------------------------------------------------------------------------------


def test_a_tenant_has_only_so_many_and_others_their_own(queue: Queue) -> None:
    assert [report(queue, f"ada-{number}", "ada") for number in range(MOST + 1)] == [True] * MOST + [False]
    assert report(queue, "ada-0", "ada"), "one that is known goes on"
    assert report(queue, "bob-0", "bob")
    assert all(report(queue, f"all-{number}") for number in range(MOST + 1))

    assert "ada-3" not in listed(queue)
    assert not queue.client.exists(queue.keys.worker("ada-3"))


def test_a_place_is_free_when_its_worker_fell_silent_and_its_name_is_dropped(queue: Queue) -> None:
    for number in range(MOST):
        report(queue, f"ada-{number}", "ada")
    fall_silent(queue, "ada-0", "ada")

    assert report(queue, "ada-3", "ada")

    assert listed(queue) == {"ada-1", "ada-2", "ada-3"}
    assert not report(queue, "ada-0", "ada")


def test_a_fresh_name_for_each_report_leaves_few_behind(queue: Queue) -> None:
    for number in range(50):
        assert report(queue, f"ada-{number}", "ada")
        fall_silent(queue, f"ada-{number}", "ada")

    assert listed(queue) == {"ada-49"}


def test_a_worker_whose_lease_was_lengthened_counts_for_as_long(queue: Queue) -> None:
    for number in range(MOST):
        report(queue, f"ada-{number}", "ada")
    queue.refresh_worker("ada-0", 3_600_000, "ada")

    ends = queue.client.zscore(queue.keys.own_workers("ada"), "ada-0")

    assert isinstance(ends, float)
    assert abs(ends - queue.now_ms() - queue.client.pttl(queue.keys.worker("ada-0"))) < 60_000
    assert ends > queue.now_ms() + 3_000_000


def test_hearing_of_a_worker_that_is_off_the_list_does_not_list_it(queue: Queue) -> None:
    queue.refresh_worker("unknown", 60_000, "ada")

    assert listed(queue) == set()
    assert not queue.client.exists(queue.keys.own_workers("ada"))
