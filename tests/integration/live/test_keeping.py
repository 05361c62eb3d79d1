"""What of the events stream is kept to resume from, and what is noticed when it is not."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from producer import event_log
from producer.event_log import Place
from shared.connections import Postgres
from shared.events import Event
from shared.keys import DEFAULT_TENANT
from shared.queue import Queue
from shared.states import State
from tests.integration.live.conftest import put
from worker.duties import mirror
from worker.duties.mirror import Kept, Mirror


def entries(first: int, count: int, data: bytes = b"") -> list[Event]:
    return [
        Event(f"{number}-0", "id", "t", "work", "default", "enqueued", State.PENDING, 1, 0, "", data)
        for number in range(first, first + count)
    ]


@pytest.mark.parametrize(("most", "behind"), [(0, [1, 2, 3]), (1, [None, 1, 2]), (2, [None, None, 1])])
def test_the_newest_entries_are_kept(most: int, behind: list[int | None]) -> None:
    kept = Kept(most)
    positions = [f"{number}-0" for number in (1, 2, 3)]
    found = [kept.add(position, entries(int(position[0]), 1)) for position in positions]
    assert found == [None if number is None else f"{number}-0" for number in behind]


def test_a_batch_stays_whole_while_any_of_it_is_needed() -> None:
    kept = Kept(15)
    assert kept.add("10-0", entries(1, 10)) is None
    assert kept.add("20-0", entries(11, 10)) is None
    assert kept.add("30-0", entries(21, 10)) == "10-0"


def test_what_is_large_is_not_kept_for_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "KEPT_BYTES", 10_000)
    kept = Kept(1000)
    assert kept.add("1-0", entries(1, 1, b"x" * 8000)) is None
    assert kept.add("2-0", entries(2, 1, b"x" * 8000)) == "1-0"


def test_the_mirror_leaves_the_newest_entries_and_drops_older_ones(
    redis_url: str, namespace: str, database_url: str
) -> None:
    client = redis.Redis.from_url(redis_url)
    queue, postgres = Queue(client, namespace), Postgres(database_url, 2)
    duty = Mirror(queue, postgres, client, events_kept=100)
    jobs = [put(queue, DEFAULT_TENANT)[0] for _ in range(400)]
    for _ in range(400 // mirror.BATCH):
        duty.turn()
    left = int(client.xlen(queue.keys.events))
    assert 100 <= left < 400
    assert queue.events_from(queue.last_event(), 1)[0].job_id == jobs[-1]
    postgres.close()
    client.close()


@pytest.fixture
def queue(redis_url: str, namespace: str) -> Queue:
    return Queue(redis.Redis.from_url(redis_url), namespace)


def test_reading_on_tells_a_trim_from_a_pause(queue: Queue) -> None:
    put(queue, DEFAULT_TENANT)
    place = event_log.end(queue)
    assert event_log.read_on(queue, place, 10) == event_log.Page(
        queue.events_from(place.position, 1), place, False
    )

    queue.trim_events_to_length(0)
    queue.client.xtrim(queue.keys.events, maxlen=0, approximate=False)
    page = event_log.read_on(queue, place, 10)
    assert (page.place, page.lost) == (Place(place.position, False), False), "all of it had been read"

    put(queue, DEFAULT_TENANT)
    assert not event_log.read_on(queue, page.place, 10).lost
    assert event_log.read_on(queue, place, 10).lost, "nobody knows what was between"


def test_a_wipe_is_noticed_also_on_a_clock_that_went_back(queue: Queue) -> None:
    put(queue, DEFAULT_TENANT)
    place = event_log.end(queue)
    found: Any = queue.client.xrange(queue.keys.events)
    ((_, fields),) = found
    queue.client.delete(queue.keys.events)
    assert event_log.read_on(queue, place, 10) == event_log.Page([], Place("0-0", False), True)
    queue.client.xadd(queue.keys.events, fields, id="5-0")
    page = event_log.read_on(queue, place, 10)
    assert (page.place.position, page.lost) == ("0-0", True)
    assert len(event_log.read_on(queue, page.place, 10).events) == 1


def test_from_the_very_beginning_nothing_is_lost_until_something_is_dropped(queue: Queue) -> None:
    beginning = Place(event_log.BEGINNING, True)
    assert not event_log.read_on(queue, beginning, 10).lost
    put(queue, DEFAULT_TENANT)
    put(queue, DEFAULT_TENANT)
    assert not event_log.read_on(queue, beginning, 10).lost
    queue.client.xtrim(queue.keys.events, maxlen=1, approximate=False)
    assert event_log.read_on(queue, beginning, 10).lost
