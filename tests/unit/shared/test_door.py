"""The one door: the row first, then the line; whatever is lost between them, one job."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from local import ports
from local.servers import RedisServer
from shared import enqueue, mirror
from shared import job as jobs
from shared.connections import Postgres, redis_for_commands
from shared.enqueue import Door
from shared.errors import DatabaseUnavailable, KeyReused, QueueFull, QueueUnavailable
from shared.job import Job
from shared.mirror import Row
from shared.queue import Ended, Queue
from shared.states import State


@pytest.fixture
def line(redis_url: str, namespace: str) -> Iterator[Queue]:
    client = redis_for_commands(redis_url, timeout=5, connections=8)
    yield Queue(client, namespace)
    client.close()


@pytest.fixture
def postgres(database_url: str) -> Iterator[Postgres]:
    pool = Postgres(database_url, size=4)
    yield pool
    pool.close()


@pytest.fixture
def door(line: Queue, postgres: Postgres) -> Door:
    return Door(line, postgres)


@pytest.fixture(params=["with Postgres", "on Redis alone"])
def either(request: pytest.FixtureRequest, line: Queue, postgres: Postgres) -> Door:
    """Both ways of running; what follows holds for each."""
    return Door(line, postgres if request.param == "with Postgres" else None)


def row(**fields: object) -> Row:
    return Row(Job(**{"id": jobs.new_id(), "type": "work", **fields}))  # type: ignore[arg-type]


def waiting(line: Queue) -> list[str]:
    return [entry.decode() for entry in line.client.lrange(line.namespace, 0, -1)]  # type: ignore[union-attr]


def test_an_accepted_job_waits_in_line(either: Door) -> None:
    new = row(payload=b'{"a":[1.50,"\\u00e4"]}', tags=b'{"k":"v"}', timeout_ms=5)

    (accepted,) = either.accept([new])

    assert (accepted.created, accepted.deferred) == (True, False)
    assert waiting(either.queue) == [new.job.id]
    stored = either.queue.get(new.job.id)
    assert stored is not None
    assert (stored.payload, stored.tags, stored.timeout_ms) == (new.job.payload, b'{"k":"v"}', 5)


def test_the_same_id_twice_is_one_job_and_the_same_answer(either: Door) -> None:
    new = row(payload=b"[1]")
    (first,) = either.accept([new])

    (second,) = either.accept([replace(new, job=replace(new.job, payload=b"[2]"))])

    assert (first.created, second.created) == (True, False)
    assert second.job.id == first.job.id
    assert second.job.payload == b"[1]"
    assert waiting(either.queue) == [new.job.id]


def test_a_batch_keeps_its_order(either: Door) -> None:
    rows = [row(id=str(uuid.uuid4()), payload=b"%d" % number) for number in range(500)]

    accepted = either.accept(rows)

    ids = [new.job.id for new in rows]
    assert [one.job.id for one in accepted] == ids
    assert waiting(either.queue) == ids


def test_a_batch_keeps_its_order_in_the_table(door: Door, database: psycopg2.extensions.connection) -> None:
    rows = [row(id=str(uuid.uuid4())) for _ in range(500)]
    door.accept(rows)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM jobs WHERE id = ANY(%s::uuid[]) ORDER BY seq", ([r.job.id for r in rows],)
        )
        assert [found[0] for found in cursor.fetchall()] == [new.job.id for new in rows]


def test_one_id_twice_in_a_batch_is_one_job(either: Door) -> None:
    new, other = row(), row()

    accepted = either.accept([new, other, new])

    assert [one.job.id for one in accepted] == [new.job.id, other.job.id, new.job.id]
    assert waiting(either.queue) == [new.job.id, other.job.id]


def test_a_key_used_for_another_request_is_refused(either: Door) -> None:
    new = row(digest="of-this-request")
    either.accept([new])

    with pytest.raises(KeyReused):
        either.accept([replace(new, job=replace(new.job, digest="of-another"))])

    assert waiting(either.queue) == [new.job.id]


def test_a_batch_with_one_refused_key_is_refused_whole(door: Door) -> None:
    known, fresh = row(digest="of-this-request"), row()
    door.accept([known])
    again = replace(known, job=replace(known.job, digest="of-another"))

    with pytest.raises(KeyReused):
        door.accept([fresh, again])

    assert waiting(door.queue) == [known.job.id]
    assert door.postgres is not None
    assert mirror.read(door.postgres, [fresh.job.id]) == {}


def test_a_delayed_job_waits_for_its_time_in_both_places(either: Door) -> None:
    new = Row(row(state=State.SCHEDULED).job, delay_ms=60_000)
    before = either.queue.now_ms()

    (accepted,) = either.accept([new])

    stored = either.queue.get(new.job.id)
    assert stored is not None
    assert stored.run_at is not None
    assert before + 59_000 < stored.run_at < before + 70_000
    assert either.queue.counts()["scheduled"] == 1
    assert either.postgres is None or abs((accepted.job.run_at or 0) - stored.run_at) < 5_000


def test_a_job_that_has_run_meanwhile_is_answered_as_it_stands_and_not_run_again(either: Door) -> None:
    new = row()
    either.accept([new])
    claim = either.queue.claim("c", "r", ["default"], None, want=1, lease_ms=9_000, timeout_ms=9_000)
    either.queue.ack([Ended(claim.jobs[0].id, "c", b"1", b"")])

    (again,) = either.accept([new])

    assert not again.created
    assert either.queue.claim("d", "r", ["default"], None, want=1, lease_ms=9, timeout_ms=9).jobs == []


# -- when something is away -----------------------------------------------------------------------------


@pytest.fixture
def mortal(servers_folder: Path, namespace: str) -> Iterator[tuple[RedisServer, Queue]]:
    """A Redis of the test's own, and a queue on it."""
    with RedisServer(servers_folder / namespace) as server:
        client = redis_for_commands(server.url, timeout=5, connections=4)
        yield server, Queue(client, namespace)
        client.close()


def test_with_redis_away_a_job_is_accepted_and_deferred(
    mortal: tuple[RedisServer, Queue], postgres: Postgres
) -> None:
    server, line = mortal
    door, new = Door(line, postgres), row()
    server.stop()

    (accepted,) = door.accept([new])

    assert (accepted.created, accepted.deferred) == (True, True)
    assert set(mirror.read(postgres, [new.job.id])) == {new.job.id}
    server.start()
    (again,) = door.accept([new])
    assert (again.created, again.deferred) == (False, False)
    assert waiting(line) == [new.job.id], "a repeat puts in line what the first could not"


def test_a_full_stream_defers_too(door: Door) -> None:
    door.accept([row()])
    tight = Door(Queue(door.queue.client, door.queue.namespace, max_events=1), door.postgres)

    assert tight.accept([row()])[0].deferred


def test_on_redis_alone_nothing_is_accepted_when_redis_is_away(mortal: tuple[RedisServer, Queue]) -> None:
    server, line = mortal
    server.stop()

    with pytest.raises(QueueUnavailable):
        Door(line, None).accept([row()])


def test_on_redis_alone_nothing_is_accepted_when_the_stream_is_full(line: Queue) -> None:
    Door(line, None).accept([row()])
    tight = Door(Queue(line.client, line.namespace, max_events=1), None)

    with pytest.raises(QueueFull):
        tight.accept([row()])


def test_with_postgres_away_nothing_is_accepted(line: Queue) -> None:
    away = Postgres(f"postgresql://nobody@127.0.0.1:{ports.free_port()}/none", size=2)

    with pytest.raises(DatabaseUnavailable):
        Door(line, away).accept([row()])

    assert waiting(line) == []


def test_a_push_that_comes_too_late_is_left_to_the_reconciler(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A producer that was stopped for longer than this: the job may have run and been forgotten by now."""
    monkeypatch.setattr(enqueue, "STALE_PUSH", -1.0)
    new = row()

    (accepted,) = door.accept([new])

    assert (accepted.created, accepted.deferred) == (True, True)
    assert door.queue.get(new.job.id) is None


def test_a_raw_entry_whose_job_went_on_meanwhile_leaves_the_intake(door: Door, postgres: Postgres) -> None:
    new = row()
    door.accept([new])
    number = f"{door.queue.now_ms()}-1"
    door.queue.client.hset(door.queue.keys.intake, number, b'{"type":"work"}')
    postgres.run(lambda cursor: cursor.execute("UPDATE jobs SET version = 4 WHERE id = %s", (new.job.id,)))

    door.accept([new], [number])

    assert door.queue.intake() == {}
    assert waiting(door.queue) == [new.job.id]
