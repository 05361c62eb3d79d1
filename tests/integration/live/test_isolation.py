"""Two tenants at both kinds of stream, both directions: whatever one does, the other's stream says nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import websocket

from shared.lifecycle import Next
from shared.queue import Failed
from tests.integration.live.conftest import Reader, Service, Tenant, claim, complete, put, reading
from tests.integration.producer.test_process import PATIENCE, ask

Following = Callable[[], dict[str, Any]]
"""Waits for the next event that is of a job, or says that there was a gap."""
ABOUT_NO_JOB = {"stats.update", "worker.heartbeat"}


@contextmanager
def by_events(service: Service, tenant: Tenant, last_id: str | None = None) -> Iterator[Following]:
    resumed = {"Last-Event-ID": last_id} if last_id else {}
    with reading(service.port, **{"X-API-Key": tenant.key}, **resumed) as reader:
        yield lambda: reader.event()


@contextmanager
def by_socket(service: Service, tenant: Tenant, last_id: str | None = None) -> Iterator[Following]:
    resumed = f"?last_event_id={last_id}" if last_id else ""
    address, header = f"ws://127.0.0.1:{service.port}/ws{resumed}", [f"X-API-Key: {tenant.key}"]
    connection = websocket.create_connection(address, timeout=PATIENCE, header=header)

    def following() -> dict[str, Any]:
        while True:
            found: dict[str, Any] = json.loads(connection.recv())
            if found["type"] not in ABOUT_NO_JOB:
                return found

    try:
        if last_id is None:
            assert json.loads(connection.recv())["type"] in ABOUT_NO_JOB  # it has begun
        yield following
    finally:
        connection.close()


KINDS = pytest.mark.parametrize("listening", [by_events, by_socket], ids=["/events", "/ws"])
TURNS = pytest.mark.parametrize("turned", [False, True], ids=["ada listens to bob", "bob listens to ada"])


def live_through_everything(service: Service, tenant: Tenant) -> list[str]:
    """Jobs of a tenant that complete, are retried, die, progress, are cancelled and are requeued; their ids."""
    queue = service.queue
    told = [service.put(tenant, type="secret-type") for _ in range(4)]
    service.call("DELETE", f"/api/v1/jobs/{told[3]}", tenant)
    done, retried, dead = claim(queue, 3)
    queue.progress([(done.id, done.fence or "", b'{"fraction":0.5}')])
    complete(queue, [done])
    error = b'{"worker":"w.1","error":"secret"}'
    again = Failed(retried.id, retried.fence or "", Next("retry", 3_600_000, "secret"), error)
    buried = Failed(dead.id, dead.fence or "", Next("dead", 0, "secret"), error)
    assert set(queue.nack([again, buried])) == {"failed", "dead"}
    status, answer = service.call("POST", f"/api/v1/dlq/{dead.id}/requeue", tenant)
    assert status < 300, answer
    told.append(answer["data"]["new_job"]["id"])
    status, answer = service.call(
        "POST", "/api/v1/jobs/batch", tenant, [{"type": "secret-type"}, {"type": "secret-type"}]
    )
    assert status == 201, answer
    told += put(queue, tenant.name, 2)
    return told


@pytest.fixture
def nothing_waits(service: Service) -> Iterator[None]:
    drain(service)
    yield
    drain(service)


def drain(service: Service) -> None:
    while found := claim(service.queue, 50):
        complete(service.queue, found)


@KINDS
@TURNS
@pytest.mark.usefixtures("nothing_waits")
def test_a_stream_says_nothing_of_another_tenant(
    service: Service, listening: Callable[..., Any], turned: bool
) -> None:
    me, other = (service.bob, service.ada) if turned else (service.ada, service.bob)
    with listening(service, me) as mine, by_events(service, other) as theirs:
        secrets = live_through_everything(service, other)
        last = service.put(me, type="mine")
        first = mine()
        heard = theirs()
        while heard["type"] != "job.cancelled":
            heard = theirs()
    assert (first["type"], first["job_id"]) == ("job.enqueued", last), (
        "the very first that it hears is its own"
    )
    assert not [word for word in (*secrets, other.name, "secret") if word in json.dumps(first)]


@KINDS
@TURNS
@pytest.mark.usefixtures("nothing_waits")
def test_an_id_of_another_s_stream_brings_nothing_of_theirs(
    service: Service, listening: Callable[..., Any], turned: bool
) -> None:
    """Also one that lies before all that they did: an id is a place, and says nothing of whose."""
    me, other = (service.bob, service.ada) if turned else (service.ada, service.bob)
    with by_events(service, other) as theirs:
        service.put(other, type="secret-type")
        stolen = theirs()["id"]
    live_through_everything(service, other)
    last = service.put(me, type="mine")
    with listening(service, me, last_id=stolen) as mine:
        first = mine()
    assert (first["type"], first["job_id"]) == ("job.enqueued", last)


@TURNS
def test_a_ticket_opens_its_own_tenant_s_stream_whoever_shows_it(service: Service, turned: bool) -> None:
    """It wins over a key beside it: one stream is never told two tenants' events."""
    me, other = (service.bob, service.ada) if turned else (service.ada, service.bob)
    reader = Reader(service.port, f"/events?ticket={service.ticket(other)}", **{"X-API-Key": me.key})
    try:
        reader.block()
        service.put(me)
        theirs = service.put(other)
        assert reader.event()["job_id"] == theirs
    finally:
        reader.answer.close()
        reader.connection.close()


def test_no_query_names_a_tenant_or_a_channel(service: Service) -> None:
    for query in ("tenant=", "tenant_id=", "channel=", "queue="):
        path = f"/events?{query}{service.bob.name}"
        assert ask(service.port, "GET", path, **{"X-API-Key": service.ada.key})[0] == 422, path
