"""One stream in this process: by a clock that the test turns, through outages, and for as long as its key works."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.servers import RedisServer
from producer import live, live_events, live_telling
from producer.live import Live, Start, Stream
from producer.live_events import Frame
from producer.stores import open_stores
from producer.waiting import Waiting
from shared.errors import DatabaseUnavailable
from shared.keys import DEFAULT_TENANT
from tests.integration.accounts.conftest import Register
from tests.integration.conftest import Start as Begin
from tests.integration.conftest import stores_of
from tests.integration.live.conftest import put


class Clock:
    """Seconds, as the test has them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def streams(start: Begin, clock: Clock) -> Live:
    """The streams of a producer on Redis alone."""
    work = stores_of(start())
    return Live(work, Waiting(work.queue, work.settings), clock)


def opened(streams: Live, known: Any = lambda: True, connection: socket.socket | None = None) -> Stream:
    return streams.open(DEFAULT_TENANT, None, known, connection)


def told(frames: Iterator[Frame]) -> dict[str, Any]:
    """The next event."""
    body = next(frame.body for frame in frames if frame.body is not None)
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.mark.parametrize("answer", [False, DatabaseUnavailable("away")])
def test_a_stream_ends_when_its_key_no_longer_works_or_nobody_can_say(
    streams: Live, clock: Clock, answer: Any
) -> None:
    def known() -> bool:
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    stream = opened(streams, known)
    frames = stream.frames()
    next(frames)
    clock.now += live.RECHECK
    assert told(frames)["payload"]["reason"] == live.ENDED
    assert list(frames) == []
    streams.close(stream)


def test_while_nothing_happens_there_are_signs_of_life(streams: Live, clock: Clock) -> None:
    stream = opened(streams)
    frames = stream.frames()
    first = next(frames)
    clock.now += live.HEARTBEAT
    sign = next(frames)
    assert (sign.body, sign.id) == (None, first.id)
    assert sign.block == f"id: {first.id}\n: here\n\n".encode()
    streams.close(stream)


def test_a_write_that_hangs_costs_a_reader_its_stream_only_when_it_is_behind(
    streams: Live, clock: Clock
) -> None:
    stream = opened(streams)
    frames = stream.frames()
    next(frames)
    (job_id,) = put(streams.queue, DEFAULT_TENANT)
    assert told(frames)["job_id"] == job_id
    put(streams.queue, DEFAULT_TENANT)
    told(frames)  # from here on a write hangs, until the next frame is asked for
    stream.fall_behind()
    clock.now += live.SLOW - 0.1
    streams.look()
    clock.now += 0.2
    streams.look()
    assert told(frames)["payload"]["reason"] == live.TOO_SLOW
    streams.close(stream)


def test_a_connection_that_takes_nothing_is_cut(streams: Live, clock: Clock) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        stream = opened(streams, connection=ours)
        frames = stream.frames()
        next(frames)
        clock.now += live.STUCK
        streams.look()
        assert theirs.recv(1) == b""
        streams.close(stream)


def test_more_than_may_wait_is_read_from_redis_in_order(
    streams: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_telling, "MOST_WAITING", 5)
    stream = opened(streams)
    frames = stream.frames()
    next(frames)
    jobs = put(streams.queue, DEFAULT_TENANT, 300)
    assert [told(frames)["job_id"] for _ in jobs] == jobs
    more = [put(streams.queue, DEFAULT_TENANT)[0] for _ in range(40)]
    assert [told(frames)["job_id"] for _ in more] == more
    streams.close(stream)


def test_what_comes_within_a_moment_is_told_together(streams: Live) -> None:
    stream = opened(streams)
    bundles = stream.bundles()
    next(bundles)
    first = put(streams.queue, DEFAULT_TENANT)
    assert [json.loads(frame.body or b"")["job_id"] for frame in next(bundles)] == first
    jobs = [put(streams.queue, DEFAULT_TENANT)[0] for _ in range(100)]
    heard: list[str] = []
    tellings = 0
    while len(heard) < len(jobs):
        events = [json.loads(frame.body) for frame in next(bundles) if frame.body is not None]
        heard += [event["job_id"] for event in events if "job_id" in event]
        tellings += 1
    assert heard == jobs
    assert tellings < 20
    streams.close(stream)


def test_a_telling_is_no_larger_than_it_may_be(streams: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_telling, "BUNDLE", 2000)
    stream = opened(streams)
    bundles = stream.bundles()
    next(bundles)
    jobs = put(streams.queue, DEFAULT_TENANT, 100)
    heard = 0
    while heard < len(jobs):
        bundle = next(bundles)
        heard += len(bundle)
        assert sum(len(frame.block) for frame in bundle) <= 2000
    streams.close(stream)


def test_places_are_free_again(streams: Live) -> None:
    for _ in range(3 * streams.most):
        streams.close(opened(streams))
    standing = [opened(streams) for _ in range(streams.most)]
    for stream in standing:
        streams.close(stream)
        streams.close(stream)


def test_a_tenant_has_only_so_many_streams(start: Begin) -> None:
    client = start(max_streams_per_tenant=1).test_client()
    only = client.get("/events", buffered=False)
    refused = client.get("/events")
    assert (refused.status_code, refused.get_json()["meta"]["code"]) == (429, "too_many_streams")
    assert refused.headers["Retry-After"]
    only.close()
    again = client.get("/events", buffered=False)
    assert again.status_code == 200
    again.close()


def test_an_outage_of_redis_costs_no_event(servers_folder: Path, start: Begin, clock: Clock) -> None:
    with RedisServer(servers_folder / "redis-of-streams") as server:
        app = start(redis_url=server.url, redis_timeout=5)
        work = stores_of(app)
        streams = Live(work, Waiting(work.queue, work.settings), clock)
        stream = opened(streams)
        frames = stream.frames()
        next(frames)
        before = put(work.queue, DEFAULT_TENANT, 2)
        assert [told(frames)["job_id"] for _ in before] == before
        server.kill()
        stream.fall_behind()
        clock.now += live.HEARTBEAT
        assert next(frames).body is None
        server.start()
        other = open_stores(work.settings)
        after = put(other.queue, DEFAULT_TENANT, 2)
        other.queue.client.close()
        assert [told(frames)["job_id"] for _ in after] == after
        streams.close(stream)


@pytest.mark.usefixtures("at_once")
def test_a_revoked_key_ends_the_stream_that_it_opened(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "RECHECK", 0.0)
    ada = register()
    answer = ada.client.get("/events", headers=ada.by_key, buffered=False)
    blocks = iter(answer.response)
    next(blocks)
    assert ada.client.delete(f"/api/v1/keys/{ada.key_id}", headers=ada.by_session).status_code == 200
    assert any(b"credentials_ended" in block for block in blocks)
    answer.close()


@pytest.mark.parametrize(
    ("last_id", "key"), [("5-0", (5, 0, live_events.WHOLE)), ("5-1-3", (5, 1, 3)), ("0-0-0", (0, 0, 0))]
)
def test_an_id_says_where_to_go_on(last_id: str, key: tuple[int, int, int]) -> None:
    found: Start = live.start_after(last_id, "Last-Event-ID")
    assert found.key == key
    assert live_events.id_of(key) == last_id
