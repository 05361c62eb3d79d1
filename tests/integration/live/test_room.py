"""How many streams a process has room for: what makes more, and that readers who left hold none."""

from __future__ import annotations

import json
import socket

import pytest

from producer import live
from producer.envelope import Problem
from producer.live import Live
from producer.waiting import Waiting
from shared.keys import DEFAULT_TENANT
from tests.integration.conftest import Start, stores_of


@pytest.mark.parametrize(
    ("threads", "most", "holds", "raise_it"),
    [
        (16, None, 4, "raise MAX_STREAMS"),
        (16, 7, 7, "raise MAX_STREAMS"),
        (16, 8, 8, "raise WEB_THREADS"),
        (4, 50, 2, "raise WEB_THREADS"),
        (1, None, 0, "raise MAX_STREAMS"),
    ],
)
def test_the_sentence_names_what_to_raise(
    start: Start, threads: int, most: int | None, holds: int, raise_it: str
) -> None:
    work = stores_of(start(web_threads=threads, max_streams=most))
    streams = Live(work, Waiting(work.queue, work.settings))
    opened = [streams.open(DEFAULT_TENANT, None, lambda: True, None) for _ in range(holds)]

    with pytest.raises(Problem) as refused:
        streams.open(DEFAULT_TENANT, None, lambda: True, None)

    assert (refused.value.status, refused.value.code) == (503, "too_many_streams")
    assert f"holds {holds} streams" in refused.value.sentence
    assert raise_it in refused.value.sentence
    for stream in opened:
        streams.close(stream)


def test_a_reader_that_left_holds_no_place_until_the_next_sign_of_life(start: Start) -> None:
    work = stores_of(start(max_streams=2))
    streams = Live(work, Waiting(work.queue, work.settings))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        left = streams.open(DEFAULT_TENANT, None, lambda: True, ours)
        stays = streams.open(DEFAULT_TENANT, None, lambda: True, None)
        theirs.close()

        streams.look()

        told = [frame.body for frame in left.frames() if frame.body is not None]
        assert json.loads(told[-1])["payload"]["reason"] == live.LEFT
    for stream in (left, stays):
        streams.close(stream)
