"""The reconciler alone, on real stores: what somebody deletes in Redis comes back, in order, by one look."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shared.connections import Postgres, redis_for_commands
from shared.enqueue import Door
from shared.errors import RedisFull
from shared.job import Job, new_id
from shared.mirror import Row
from shared.queue import Queue
from worker.duties.reconciler import WHILE_FULL, Reconciler

MANY = 2_500
"""More than two pages of rows."""


@pytest.fixture
def postgres(database_url: str) -> Iterator[Postgres]:
    pool = Postgres(database_url)
    pool.run(lambda cursor: cursor.execute("TRUNCATE jobs, paused_queues"))
    yield pool
    pool.close()


@pytest.fixture
def queue(redis_url: str, namespace: str) -> Iterator[Queue]:
    client = redis_for_commands(redis_url, timeout=5, connections=4)
    yield Queue(client, namespace)
    client.close()


@pytest.fixture
def reconciler(queue: Queue, postgres: Postgres) -> Reconciler:
    """One that has looked at everything once and found nothing."""
    made = Reconciler(queue, postgres, lease_ms=30_000, every=5.0, grace=0.0)
    made.turn()
    return made


def accept(queue: Queue, postgres: Postgres, count: int) -> list[str]:
    rows = [Row(Job(id=new_id(), type="work")) for _ in range(count)]
    for start in range(0, count, 500):
        Door(queue, postgres).accept(rows[start : start + 500])
    return [row.job.id for row in rows]


def drain(queue: Queue) -> list[str]:
    """The ids in the order in which a runner gets them."""
    taken: list[str] = []
    while True:
        claim = queue.claim(
            new_id(), "runner", ["default"], None, want=200, lease_ms=60_000, timeout_ms=60_000
        )
        if not claim.jobs:
            return taken
        taken += [job.id for job in claim.jobs]


def delete(queue: Queue, *endings: str) -> None:
    """Delete the keys of the namespace that end so; all of them without endings."""
    client: Any = queue.client
    keys = [queue.namespace, *client.scan_iter(f"{{{queue.namespace}}}:*")]
    for key in keys:
        name = key.decode() if isinstance(key, bytes) else key
        if not endings or name.endswith(endings):
            client.delete(name)


def test_a_lost_list_comes_back_whole_and_in_order_by_one_look_at_everything(
    queue: Queue, postgres: Postgres, reconciler: Reconciler
) -> None:
    ids = accept(queue, postgres, MANY)
    delete(queue, queue.namespace, "ready:default")
    ids += accept(queue, postgres, 3)

    reconciler.turn()
    reconciler.turn()

    assert drain(queue) == ids


def test_what_is_deleted_behind_the_newest_rows_is_found_by_a_slice_and_then_looked_for_everywhere(
    queue: Queue, postgres: Postgres, reconciler: Reconciler
) -> None:
    ids = accept(queue, postgres, MANY)
    reconciler.turn()
    assert reconciler.drift == 0
    delete(queue, queue.namespace, "ready:default")

    reconciler.turn()
    reconciler.turn()

    assert drain(queue) == ids


def test_records_are_looked_at_bit_by_bit_where_no_rows_could_give_anything_back(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.duties.reconciler.LOOK", 0.0)
    for _ in range(MANY // 500):
        queue.enqueue([Job(id=new_id(), type="work") for _ in range(500)])
    running = drain(queue)
    delete(queue, "leases")
    lone = Reconciler(queue, None, lease_ms=30_000, every=5.0, grace=0.0)

    lone.turn()
    assert 0 < lone.mended < MANY
    turns = 1
    while lone.mended < MANY and turns < 1_000:  # a page has more of others the more there is in this Redis
        lone.turn()
        turns += 1

    leased: Any = queue.client.zrange(queue.keys.leases, 0, -1)
    assert {job_id.decode() for job_id in leased} == set(running)


def test_a_wiped_redis_is_filled_again_in_order(
    queue: Queue, postgres: Postgres, reconciler: Reconciler
) -> None:
    ids = accept(queue, postgres, MANY)
    delete(queue)

    reconciler.turn()

    assert drain(queue) == ids


def test_a_pause_is_back_before_its_jobs_when_a_look_finds_them_gone_that_had_not_noticed_the_wipe(
    reconciler: Reconciler, queue: Queue, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(queue, postgres, 3)
    postgres.run(
        lambda cursor: cursor.execute(
            "INSERT INTO paused_queues (tenant, queue) VALUES ('default', 'default')"
        )
    )
    notice = reconciler._notice_changed_server

    def wiped_right_after() -> None:
        notice()
        delete(queue)

    monkeypatch.setattr(reconciler, "_notice_changed_server", wiped_right_after)
    reconciler.turn()
    assert queue.depth("default").jobs == 3
    assert queue.paused() == {("default", "default")}
    assert drain(queue) == []


def test_while_redis_is_full_all_is_not_looked_at_again_and_again(
    queue: Queue, postgres: Postgres, reconciler: Reconciler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refuses to take jobs back, and is to be left to the workers, who make room."""
    accept(queue, postgres, MANY)
    delete(queue)
    looks = []
    look, enqueue, clock = Reconciler._look_at_everything, Queue.enqueue, time.monotonic

    def noted(self: Reconciler) -> None:
        looks.append(self)
        look(self)

    def refused(*_: Any) -> Any:
        raise RedisFull("Redis refuses for now: OOM")

    monkeypatch.setattr(Reconciler, "_look_at_everything", noted)
    monkeypatch.setattr(Queue, "enqueue", refused)
    for _ in range(5):
        with contextlib.suppress(RedisFull):
            reconciler.turn()
    assert len(looks) == 1

    monkeypatch.setattr(Queue, "enqueue", enqueue)
    monkeypatch.setattr("worker.duties.reconciler.time.monotonic", lambda: clock() + WHILE_FULL)
    reconciler.turn()
    assert len(looks) == 2
    assert len(drain(queue)) == MANY
