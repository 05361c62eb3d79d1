"""A Redis that forgets its scripts, loses its reply, is full, read-only, loading or gone: what still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from local.servers import RedisServer
from shared import job as jobs
from shared.connections import redis_for_commands
from shared.errors import QueueFull, QueueUnavailable
from shared.job import Job
from shared.lifecycle import Next
from shared.queue import Crashed, Ended, Failed, Queue
from shared.states import State
from tests.integration.queue.cutting_proxy import CuttingProxy
from tests.integration.queue.engine import LEASE_MS, RUNNER, TYPE, Engine


@pytest.fixture
def proxy(redis_server: RedisServer) -> Iterator[CuttingProxy]:
    with CuttingProxy(redis_server.port) as standing:
        yield standing


@pytest.fixture
def shaky(proxy: CuttingProxy, namespace: str) -> Iterator[Engine]:
    """An engine whose replies can be lost. Every connection is warm: what is lost is the reply of the move."""
    client = redis_for_commands(proxy.url, timeout=5, connections=4)
    client.ping()
    yield Engine(Queue(client, namespace))
    client.close()


@pytest.fixture(scope="module")
def own_server(servers_folder: Path) -> Iterator[RedisServer]:
    with RedisServer(servers_folder / "redis-of-outages", options={"appendonly": "no"}) as server:
        yield server


@pytest.fixture
def own(own_server: RedisServer, namespace: str) -> Iterator[Engine]:
    """An engine on a server that the test may torment."""
    own_server.start()
    client = redis_for_commands(own_server.url, timeout=5, connections=8)
    yield Engine(Queue(client, namespace))
    client.close()


def test_a_server_that_forgot_the_scripts_is_told_again(own: Engine) -> None:
    job_id = own.put()
    own.queue.client.script_flush()
    fence = own.take_one().fence or ""
    own.queue.client.script_flush()

    assert own.ack(job_id, fence) == "done"


def test_a_restarted_server_is_found_again(own: Engine, own_server: RedisServer) -> None:
    own.put()
    own_server.stop()
    with pytest.raises(QueueUnavailable, match="Redis cannot be reached"):
        own.take()

    own_server.start()

    assert own.take() == []
    own.put()
    assert len(own.take()) == 1


# -- a lost reply ---------------------------------------------------------------------------------------


def test_a_lost_reply_to_enqueue_leaves_one_job(shaky: Engine, proxy: CuttingProxy) -> None:
    shaky.put()
    new = Job(id=jobs.new_id(), type=TYPE)
    proxy.lose_next_replies(1)

    assert shaky.queue.enqueue([new]) == ["pending"], "the first try had done it"

    assert proxy.lost == 1
    assert shaky.listed() == [shaky.ids[0], new.id]
    assert [event.kind for event in shaky.events(new.id)] == ["enqueued"]


def test_a_lost_reply_to_a_claim_answers_the_same_jobs(shaky: Engine, proxy: CuttingProxy) -> None:
    put = shaky.put_many(5)
    shaky.claim(0)
    proxy.lose_next_replies(1)

    taken = shaky.take(3)

    assert proxy.lost == 1
    assert [job.id for job in taken] == put[:3]
    assert shaky.listed() == put[3:]


def test_a_claim_that_is_only_sent_takes_jobs_before_it_is_answered(engine: Engine) -> None:
    put = engine.put_many(5)
    answers = [engine.ask(f"sent-{number}", 2) for number in range(2)]
    assert engine.take(5) != [], "other connections are free meanwhile"
    assert [[job.id for job in answer().jobs] for answer in answers] == [put[:2], put[2:4]]
    assert engine.listed() == []


def test_a_claim_that_is_only_sent_is_told_to_a_server_that_forgot_it(own: Engine) -> None:
    job_id = own.put()
    own.queue.client.script_flush()
    assert [job.id for job in own.ask("sent")().jobs] == [job_id]


def test_lost_replies_to_claims_that_were_sent_cost_neither_jobs_nor_connections(
    proxy: CuttingProxy, namespace: str
) -> None:
    client = redis_for_commands(proxy.url, timeout=5, connections=1)
    shaky = Engine(Queue(client, namespace, pause_after_failure=0))
    put = shaky.put_many(6)
    for number in range(3):
        shaky.claim(0)
        proxy.lose_next_replies(1)
        answer = shaky.ask(f"sent-{number}", 2)
        with pytest.raises(QueueUnavailable, match="Redis cannot be reached"):
            answer()
        again = shaky.claim_as(f"sent-{number}", 2)
        assert [job.id for job in again.jobs] == put[2 * number : 2 * number + 2]
    assert proxy.lost == 3
    client.close()


_DEAD = Next("dead", 0, "hopeless")
Repeat = tuple[Callable[[Engine, Job], Any], Any, State]
REPEATS: dict[str, Repeat] = {
    "ack": (lambda engine, job: engine.ack(job.id, job.fence or ""), "repeated", State.COMPLETED),
    "nack retry": (
        lambda engine, job: engine.nack(job.id, job.fence or "", delay_ms=3_600_000),
        "repeated",
        State.FAILED,
    ),
    "nack dead": (lambda engine, job: engine.nack(job.id, job.fence or "", "dead"), "repeated", State.DEAD),
    "release": (lambda engine, job: engine.release(job.id, job.fence or ""), "lost", State.PENDING),
    "reclaim": (lambda engine, job: engine.reclaim(job.id, job.fence or ""), "lost", State.PENDING),
    "cancel": (lambda engine, job: engine.queue.cancel(job.id)[0], "requested", State.RUNNING),
}


@pytest.mark.parametrize("move", REPEATS)
def test_a_lost_reply_to_a_move_is_answered_by_its_repeat(
    shaky: Engine, proxy: CuttingProxy, move: str
) -> None:
    act, answer, state = REPEATS[move]
    warm, job_id = shaky.put_many(2)
    first, job = shaky.take(2)
    act(shaky, first)
    version, told = job.version, len(shaky.events(job_id))
    proxy.lose_next_replies(1)

    assert act(shaky, job) == answer

    assert proxy.lost == 1
    moved = state is not State.RUNNING
    assert shaky.job(job_id).state is state
    assert shaky.job(job_id).version == version + moved
    assert len(shaky.events(job_id)) == told + moved
    assert shaky.places(job_id) == shaky.places(warm)


def test_replies_lost_twice_are_an_outage_and_the_move_may_have_happened(
    shaky: Engine, proxy: CuttingProxy
) -> None:
    shaky.put()
    new = Job(id=jobs.new_id(), type=TYPE)
    proxy.lose_next_replies(2)

    with pytest.raises(QueueUnavailable):
        shaky.queue.enqueue([new])

    assert shaky.queue.enqueue([new]) == ["pending"]
    assert shaky.listed() == [shaky.ids[0], new.id]


# -- a full server --------------------------------------------------------------------------------------


@pytest.fixture
def full(servers_folder: Path, namespace: str) -> Iterator[tuple[Engine, list[Job]]]:
    """A server at its `maxmemory` while jobs run, wait and are due; the running jobs."""
    with RedisServer(servers_folder / namespace, options={"maxmemory": "30mb"}) as server:
        client = redis_for_commands(server.url, timeout=5, connections=8)
        engine = Engine(Queue(client, namespace))
        engine.put_many(8)
        engine.queue.enqueue([Job(id=jobs.new_id(), type=TYPE, state=State.SCHEDULED, run_at=1)])
        running = engine.take(6)
        _fill(client)
        yield engine, running
        client.close()


def _fill(client: redis.Redis) -> None:
    for number in range(40):
        try:
            client.set(f"ballast-{number}", b"x" * 1_000_000)
        except redis.exceptions.OutOfMemoryError:
            client.config_set("maxmemory", "20mb")
            return
    raise AssertionError("the server never said that it is full")


def test_a_full_server_drains_and_takes_nothing_in(full: tuple[Engine, list[Job]]) -> None:
    engine, running = full
    done, retried, buried, given_back, crashed, asked = running
    queue = engine.queue

    with pytest.raises(QueueUnavailable, match="refuses for now"):
        queue.enqueue([Job(id=jobs.new_id(), type=TYPE)])

    assert queue.extend(RUNNER, LEASE_MS) == {}
    assert queue.progress([(done.id, done.fence or "", b"{}")]) == ["ok"]
    assert queue.move_deadline(done.id, done.fence or "", 5_000) == "ok"
    assert queue.cancel(asked.id)[0] == "requested"
    assert engine.ack(done.id, done.fence or "") == "done"
    assert engine.nack(retried.id, retried.fence or "", delay_ms=3_600_000) == "failed"
    assert engine.nack(buried.id, buried.fence or "", "dead") == "dead"
    assert engine.nack(asked.id, asked.fence or "") == "cancelled"
    assert engine.release(given_back.id, given_back.fence or "") == "pending"
    assert engine.reclaim(crashed.id, crashed.fence or "") == "pending"
    assert queue.promote()[0] == 1
    assert not any(health.mended for health in queue.heal(engine.ids, LEASE_MS))
    assert queue.retell([(done.id, 9)]) == [10]
    assert queue.settle([(done.id, "completed", 10)]) == 0
    assert queue.withdraw("never-answered")
    assert queue.claim_id("asked", "fresh", 60_000) == "fresh"
    queue.refresh_worker("own", 60_000, "acme")
    queue.tally_worker("own", "done")
    assert len(engine.drain()) == 5


def test_a_full_server_takes_jobs_in_again_when_there_is_room(full: tuple[Engine, list[Job]]) -> None:
    engine, _ = full
    new = Job(id=jobs.new_id(), type=TYPE)
    with pytest.raises(QueueUnavailable):
        engine.queue.enqueue([new])
    assert engine.queue.get(new.id) is None

    engine.queue.client.config_set("maxmemory", 0)

    assert engine.queue.enqueue([new]) == ["created"]


def test_a_long_events_stream_refuses_new_jobs_and_nothing_else(engine: Engine) -> None:
    tight = Queue(engine.queue.client, engine.queue.namespace, max_events=3)
    running = engine.put_many(3)
    engine.put()
    fence = engine.take(3)[0].fence or ""
    new = Job(id=jobs.new_id(), type=TYPE)

    with pytest.raises(QueueFull, match="the mirror has not read"):
        tight.enqueue([new])

    assert tight.get(new.id) is None
    assert tight.ack([Ended(running[0], fence, b"1", b"")]) == ["done"]
    engine.queue.trim_events(engine.queue.last_event())
    engine.queue.client.xtrim(engine.queue.keys.events, maxlen=0, approximate=False)
    assert tight.enqueue([new]) == ["created"]


def test_a_replica_refuses_as_if_it_were_away(own: Engine) -> None:
    own.put()
    own.queue.client.config_set("replica-read-only", "yes")
    own.queue.client.execute_command("REPLICAOF", "127.0.0.1", "1")
    with pytest.raises(QueueUnavailable):
        own.take()

    own.queue.client.execute_command("REPLICAOF", "NO", "ONE")

    assert len(own.take()) == 1


def test_after_an_outage_calls_fail_at_once_for_a_while(own: Engine, own_server: RedisServer) -> None:
    wary = Queue(own.queue.client, own.queue.namespace, pause_after_failure=60.0)
    own_server.stop()
    with pytest.raises(QueueUnavailable, match="cannot be reached"):
        wary.get(jobs.new_id())

    with pytest.raises(QueueUnavailable, match="a moment ago"):
        wary.get(jobs.new_id())


# -- bounds ---------------------------------------------------------------------------------------------

MANY = 450


def test_a_claim_brings_200_at_most(engine: Engine) -> None:
    engine.put_many(MANY)

    assert len(engine.take(MANY)) == 200


def test_promote_and_expired_touch_200_at_most(engine: Engine) -> None:
    engine.queue.enqueue(
        [Job(id=jobs.new_id(), type=TYPE, state=State.SCHEDULED, run_at=1) for _ in range(MANY)]
    )
    assert [engine.queue.promote()[0] for _ in range(4)] == [200, 200, 50, 0]

    while engine.take(200, lease_ms=0):
        pass
    assert len(engine.queue.expired()[0]) == 200


def test_moves_over_many_jobs_go_in_pages(engine: Engine) -> None:
    put = engine.put_many(MANY)
    taken = engine.take(200) + engine.take(200) + engine.take(200)
    fences = {job.id: job.fence or "" for job in taken}
    assert list(fences) == put

    assert (
        engine.queue.release([(job_id, fence, b"") for job_id, fence in fences.items()]) == ["pending"] * MANY
    )
    again = [job for _ in range(3) for job in engine.take(200)]
    assert [job.id for job in again] == put
    crashed = [Crashed(job.id, job.fence or "", "head", "died", b"") for job in again]
    assert engine.queue.reclaim(crashed, known_dead=True) == ["pending"] * MANY
    again = [job for _ in range(3) for job in engine.take(200)]
    assert [job.id for job in again] == put
    half = again[: MANY // 2]
    acked = engine.queue.ack([Ended(job.id, job.fence or "", b"1", b"") for job in half])
    assert acked == ["done"] * len(half)
    rest = [Failed(job.id, job.fence or "", _DEAD, b"") for job in again[MANY // 2 :]]
    assert engine.queue.nack(rest) == ["dead"] * len(rest)
    assert engine.queue.dead_letters(0, 500)[1] == len(rest)
    assert [one.state for one in engine.queue.get_many(put) if one] == ["completed"] * 225 + ["dead"] * 225


def test_one_runner_may_hold_thousands(engine: Engine) -> None:
    put = engine.put_many(4_200)
    while engine.take(200):
        pass

    assert engine.queue.extend(RUNNER, LEASE_MS) == {}
    assert engine.queue.counts()["leased"] == len(put)


def test_depth_counts_more_lists_than_one_page(engine: Engine) -> None:
    new = [Job(id=jobs.new_id(), type=TYPE, tenant=f"tenant-{number}") for number in range(MANY)]
    engine.queue.enqueue(new)
    oldest = engine.job(new[0].id).queued_at

    depth = engine.queue.depth("default")

    assert (depth.jobs, depth.oldest) == (MANY, oldest)


def test_a_scan_finds_every_record_and_nothing_else(engine: Engine) -> None:
    put = engine.put_many(50)
    engine.take(5)
    found: list[str] = []
    cursor = 0
    for _ in range(10_000):
        cursor, ids = engine.queue.scan(cursor)
        found += ids
        if cursor == 0:
            break

    assert sorted(set(found)) == sorted(put)
