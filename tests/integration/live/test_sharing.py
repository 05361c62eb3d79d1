"""What the streams of a tenant are told is made once, and each takes it in its own time: no event twice, none left out."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from producer import event_log, live, live_events, live_telling
from producer.live import Live, Stream
from producer.live_events import Bundle, Frame
from producer.live_telling import Telling
from producer.waiting import Waiting
from shared.keys import DEFAULT_TENANT
from tests.integration.conftest import Start, stores_of
from tests.integration.live.conftest import put
from tests.integration.live.test_one_stream import Clock

PATIENCE = 20.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def streams(start: Start, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Live:
    """The streams of a producer on Redis alone; none is dropped because the test lets it wait."""
    monkeypatch.setattr(live, "SLOW", 1_000_000.0)
    work = stores_of(start(max_streams=8))
    return Live(work, Waiting(work.queue, work.settings), clock)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each thread read the events from Redis."""
    found = Counter[str]()
    really = event_log.read_on

    def read_on(*args: object) -> event_log.Page:
        found[threading.current_thread().name] += 1
        return really(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(event_log, "read_on", read_on)
    return found


def opened(streams: Live, tenant: str = DEFAULT_TENANT) -> Stream:
    return streams.open(tenant, None, lambda: True, None)


def jobs_of(bundle: Bundle) -> list[str]:
    return [json.loads(frame.body or b"")["job_id"] for frame in bundle]


def events_of(bundles: Iterator[Bundle]) -> Bundle:
    """The next bundle that tells of jobs."""
    return next(bundle for bundle in bundles if bundle[0].type.startswith("job."))


def hear(bundles: Iterator[Bundle], count: int) -> list[str]:
    """The jobs of the next events, so many at the least."""
    heard: list[str] = []
    while len(heard) < count:
        heard += jobs_of(events_of(bundles))
    return heard


def level(bundles: Iterator[Bundle], clock: Clock) -> Iterator[Bundle]:
    """Go on until the stream follows what is told to all: only from there it gives a sign of life."""
    clock.now += live.HEARTBEAT
    assert next(bundles)[0].body is None
    return bundles


def begun(stream: Stream, clock: Clock) -> Iterator[Bundle]:
    bundles = stream.bundles()
    next(bundles)
    return level(bundles, clock)


def test_a_bundle_is_one_and_the_same_for_all_who_are_level(streams: Live, clock: Clock) -> None:
    open_ones = [opened(streams) for _ in range(3)]
    told = [begun(stream, clock) for stream in open_ones]

    jobs = put(streams.queue, DEFAULT_TENANT, 5)

    found = [events_of(bundles) for bundles in told]
    assert jobs_of(found[0]) == jobs
    assert {id(bundle) for bundle in found} == {id(found[0])}
    for stream in open_ones:
        streams.close(stream)


def test_one_that_lags_among_level_ones_hears_of_each_event_once_and_in_order(
    streams: Live, clock: Clock, reads: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads from Redis what is kept here no longer, and goes on with the others; they read nothing by themselves."""
    monkeypatch.setattr(live_telling, "MOST_WAITING", 20)
    open_ones = [opened(streams) for _ in range(4)]
    lagging, *others = [begun(stream, clock) for stream in open_ones]
    reads.clear()
    jobs: list[str] = []
    with ThreadPoolExecutor(3, "level") as threads:
        for _ in range(10):
            more = put(streams.queue, DEFAULT_TENANT, 10)
            jobs += more
            heard = [threads.submit(hear, bundles, len(more)) for bundles in others]
            assert [one.result(PATIENCE) for one in heard] == [more] * 3
    assert reads.keys() == {"waiting"}

    assert hear(lagging, len(jobs)) == jobs
    assert reads[threading.current_thread().name] > 0
    level(lagging, clock)
    reads.clear()
    more = put(streams.queue, DEFAULT_TENANT, 10)
    assert [hear(bundles, len(more)) for bundles in (lagging, *others)] == [more] * 4
    assert reads.keys() == {"waiting"}
    for stream in open_ones:
        streams.close(stream)


def test_one_that_lags_a_little_reads_nothing_by_itself(
    streams: Live, clock: Clock, reads: Counter[str]
) -> None:
    open_ones = [opened(streams) for _ in range(2)]
    lagging, other = [begun(stream, clock) for stream in open_ones]
    reads.clear()
    jobs = [put(streams.queue, DEFAULT_TENANT)[0] for _ in range(50)]
    assert hear(other, 50) == hear(lagging, 50) == jobs
    assert reads.keys() == {"waiting"}
    for stream in open_ones:
        streams.close(stream)


def frame(number: int) -> Frame:
    return live_events.framed((number, 0, 1), f"{number}-0-1", "job.enqueued", b"{}")


def test_all_who_wait_are_woken_one_by_the_other() -> None:
    telling, here = Telling(), threading.Barrier(21, timeout=PATIENCE)

    def wait() -> Bundle | None:
        here.wait()
        telling.wait(0, 600.0)
        return telling.take(0)

    with ThreadPoolExecutor(20) as threads:
        waiting = [threads.submit(wait) for _ in range(20)]
        here.wait()
        telling.hear([frame(1)], "1-0")
        telling.tell_when_due()
        assert {one.result(PATIENCE) for one in waiting} == {Bundle([frame(1)])}


def test_what_follows_within_a_moment_waits_until_it_makes_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_telling, "PACE", 600.0)
    telling = Telling()
    for number in (1, 2, 3):
        telling.hear([frame(number)], f"{number}-0")
        telling.tell_when_due()
    assert (telling.take(0), telling.take(1)) == (Bundle([frame(1)]), None)
    assert 0 < telling.tell_when_due() <= 600.0
    assert telling.reached(1) == "1-0", "what waits is not told yet"

    monkeypatch.setattr(live_telling, "BUNDLE", 2 * len(frame(1).block))
    telling.hear([frame(4)], "4-0")
    telling.tell_when_due()

    assert (telling.take(1), telling.take(2)) == (Bundle([frame(2), frame(3)]), Bundle([frame(4)]))
    assert telling.reached(3) == "4-0"


@pytest.mark.parametrize(("most", "size"), [("MOST_WAITING", 2), ("MOST_BYTES", 2 * len(frame(1).block))])
def test_only_the_newest_is_kept(monkeypatch: pytest.MonkeyPatch, most: str, size: int) -> None:
    monkeypatch.setattr(live_telling, "PACE", 0.0)
    monkeypatch.setattr(live_telling, most, size)
    telling = Telling()
    for number in (1, 2, 3):
        telling.hear([frame(number)], f"{number}-0")
        telling.tell_when_due()
    assert [telling.has(number) for number in (0, 1, 2, 3)] == [False, True, True, True]
    assert telling.take(0) is None

    telling.forget()

    assert [telling.has(number) for number in (2, 3, telling.next)] == [False, False, True]
    assert telling.reached(telling.next) is None, "nobody knows where the reader is"
