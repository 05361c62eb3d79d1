"""Where a process has no room for a stream, the answer names the setting that makes some."""

from __future__ import annotations

import pytest

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
