"""A claim that waits at the bell: made by Redis when it rings, and by nobody once it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from shared.errors import QueueUnavailable
from shared.queue import Claim, Listening
from tests.integration.queue.engine import RUNNER, Engine
from tests.integration.worker.deployment import until

LONG = 20.0
"""Seconds that no test lasts."""


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as executor:
        yield executor


def waiters(engine: Engine) -> set[str]:
    """The ids of this engine's connections that wait in BRPOP; others may wait at the same server."""
    own = [one for one in engine.queue.client.client_list() if one["name"] == engine.queue.namespace]
    return {client["id"] for client in own if client["cmd"] == "brpop"}


def listen(
    engine: Engine, threads: ThreadPoolExecutor, claim_id: str = "waits", **options: Any
) -> tuple[Future[Claim], str]:
    """A claim that waits, and does by the time this returns; and the id of its connection."""
    before = waiters(engine)
    listening = Listening(engine.queue.client, LONG)
    future = threads.submit(engine.claim_as, claim_id, 2, listening=listening, **options)
    (connection,) = until(lambda: waiters(engine) - before, "it waits")
    return future, connection


def test_it_is_made_when_a_job_comes(engine: Engine, threads: ThreadPoolExecutor) -> None:
    waiting, _ = listen(engine, threads)
    job_id = engine.put()

    claim = waiting.result(LONG)

    assert [job.id for job in claim.jobs] == [job_id]
    assert claim.heard
    assert engine.claim_as("waits").jobs == claim.jobs, "its repeat answers the same"


def test_it_is_made_without_a_bell_when_its_time_is_over(engine: Engine) -> None:
    job_id = engine.put()
    engine.queue.client.delete(engine.queue.keys.bell("default"))

    claim = engine.at_the_bell(seconds=0.1)

    assert [job.id for job in claim.jobs] == [job_id]
    assert not claim.heard


def test_one_waiter_wakes_for_one_job(engine: Engine, threads: ThreadPoolExecutor) -> None:
    (first, _), (second, _) = [listen(engine, threads, name) for name in ("one", "two")]
    engine.put()
    assert len(first.result(LONG).jobs) == 1, "who waits longest"
    assert not second.done()
    engine.put()
    assert len(second.result(LONG).jobs) == 1


def test_a_bell_of_any_of_its_queues_will_do(engine: Engine, threads: ThreadPoolExecutor) -> None:
    waiting, _ = listen(engine, threads, queues=["default", "other"])
    engine.put(queue="other")
    assert [job.queue for job in waiting.result(LONG).jobs] == ["other"]


def test_a_server_that_forgot_the_script_meanwhile_is_told_again(
    engine: Engine, threads: ThreadPoolExecutor
) -> None:
    waiting, _ = listen(engine, threads)
    engine.queue.client.script_flush()
    job_id = engine.put()
    assert [job.id for job in waiting.result(LONG).jobs] == [job_id]


# -- withdrawn ------------------------------------------------------------------------------------------


def test_withdrawn_it_takes_nothing_and_passes_the_bell_on(
    engine: Engine, threads: ThreadPoolExecutor
) -> None:
    waiting, _ = listen(engine, threads)
    assert engine.queue.withdraw("waits")
    assert engine.queue.withdraw("waits"), "twice is once"
    job_id = engine.put()

    assert waiting.result(LONG).jobs == []

    assert engine.bell_rings(), "another waiter must hear of it"
    assert [job.id for job in engine.at_the_bell().jobs] == [job_id]


def test_what_it_has_taken_is_not_withdrawn(engine: Engine) -> None:
    engine.put()
    (job,) = engine.claim_as("waits").jobs
    assert not engine.queue.withdraw("waits")
    assert engine.queue.held(RUNNER) == [job]
    assert engine.claim_as("waits").jobs == [job], "its repeat still answers it"


def test_a_broken_connection_is_told_and_not_tried_again(engine: Engine, threads: ThreadPoolExecutor) -> None:
    waiting, connection = listen(engine, threads)
    engine.queue.client.client_kill_filter(_id=connection)
    with pytest.raises(QueueUnavailable):
        waiting.result(LONG)
    assert connection not in waiters(engine)


def test_an_error_on_the_way_leaves_no_answer_behind(engine: Engine, threads: ThreadPoolExecutor) -> None:
    """Redis ends the wait with an error and runs the claim all the same; the next command must not take its answer."""
    waiting, connection = listen(engine, threads)
    engine.queue.client.execute_command("CLIENT", "UNBLOCK", connection, "ERROR")
    with pytest.raises(QueueUnavailable):
        waiting.result(LONG)
    assert engine.queue.client.ping() is True
