"""What live streams tell, to whom, and what they tell of what they could not."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import websocket

from local.servers import RedisServer
from shared.queue import Queue
from tests.integration.live.conftest import FINAL, Service, bury, claim, complete, put, reading, run_all
from tests.integration.producer.test_process import PATIENCE, ask, gunicorn


@pytest.fixture(autouse=True)
def nothing_waits(service: Service) -> Iterator[None]:
    yield
    run_all(service.queue)


def by_key(tenant: Any) -> dict[str, str]:
    return {"X-API-Key": tenant.key}


# -- what is told --------------------------------------------------------------------------------------------


def test_a_job_is_told_as_it_is_after_each_change(service: Service) -> None:
    with reading(service.port, **by_key(service.ada)) as reader:
        job_id = service.put(service.ada, payload={"secret": "kept"})
        (job,) = claim(service.queue)
        service.queue.progress([(job_id, job.fence or "", b'{"fraction":0.5,"message":"half"}')])
        bury(service.queue, job, "boom")
        told = reader.until("job.dead")

    assert [event["type"] for event in told] == ["job.enqueued", "job.started", "job.progress", "job.dead"]
    assert {event["job_id"] for event in told} == {job_id}
    shown = [event["payload"]["job"] for event in told]
    assert [job["status"] for job in shown] == ["pending", "running", "running", "dead"]
    assert [job["version"] for job in shown] == sorted(job["version"] for job in shown)
    assert told[1]["worker_id"] == shown[1]["worker_id"] == "w.1"
    assert shown[2]["progress"] == {"fraction": 0.5, "message": "half"}
    assert (shown[3]["error_message"], shown[3]["attempts"]) == ("boom", 1)
    assert "secret" not in json.dumps(told)


def test_a_cancel_is_told(service: Service) -> None:
    with reading(service.port, **by_key(service.ada)) as reader:
        job_id = service.put(service.ada)
        assert service.call("DELETE", f"/api/v1/jobs/{job_id}", service.ada)[0] == 200
        assert [event["type"] for event in reader.until("job.cancelled")] == ["job.enqueued", "job.cancelled"]


def test_counts_and_workers_are_told(service: Service) -> None:
    service.queue.report_worker("w", b'{"host":"inside","types":["work"]}', 60_000)
    told: dict[str, Any] = {}
    with reading(service.port, **by_key(service.bob)) as reader:
        while told.keys() != {"stats.update", "worker.heartbeat"}:
            fields = reader.block()
            told[fields["event"]] = json.loads(fields["data"])
    stats = service.call("GET", "/api/v1/stats", service.bob)[1]["data"]
    assert told["stats.update"]["payload"].keys() == stats.keys()
    assert told["worker.heartbeat"]["worker_id"] == "w"
    assert told["worker.heartbeat"]["payload"].keys() == {"status", "last_seen"}


def test_neither_tenant_hears_of_the_other(service: Service) -> None:
    with (
        reading(service.port, **by_key(service.ada)) as ada,
        reading(service.port, **by_key(service.bob)) as bob,
    ):
        readers = {service.ada: ada, service.bob: bob}
        mine = {tenant: {service.put(tenant) for _ in range(3)} for tenant in readers}
        run_all(service.queue)
        last = {tenant: service.put(tenant, type="last") for tenant in readers}
        for tenant, reader in readers.items():
            told = reader.event()
            heard = set()
            while told["job_id"] != last[tenant]:
                heard.add(told["job_id"])
                told = reader.event()
            assert heard == mine[tenant]


def test_an_entry_that_several_tenants_share_counts_for_each_alone(service: Service) -> None:
    with (
        reading(service.port, **by_key(service.ada)) as ada,
        reading(service.port, **by_key(service.bob)) as bob,
    ):
        put(service.queue, service.ada.name, 2)
        put(service.queue, service.bob.name, 2)
        run_all(service.queue)
        for reader in (ada, bob):
            told = [event for event in reader.until("job.completed") + [reader.event()]]
            ends = [event["id"] for event in told if event["type"] == "job.completed"]
            assert [end.rpartition("-")[2] for end in ends] == ["1", "2"]


# -- going on where one was ----------------------------------------------------------------------------------


def test_who_comes_back_has_missed_nothing(service: Service) -> None:
    """Also when it left in the middle of an entry: the batch below is one."""
    known: dict[str, str] = {}
    with reading(service.port, **by_key(service.ada)) as reader:
        first = put(service.queue, service.ada.name, 20)
        for _ in range(7):
            reader.event()
        left_at = reader.last_id
    jobs = [service.put(service.ada) for _ in range(5)]
    run_all(service.queue)

    with reading(service.port, **by_key(service.ada), **{"Last-Event-ID": left_at}) as reader:
        enqueued = 0
        while sum(state == "completed" for state in known.values()) < 25:
            told = reader.event()
            enqueued += told["type"] == "job.enqueued"
            assert told["type"] != "gap"
            known[told["job_id"]] = told["payload"]["job"]["status"]
    assert enqueued == 13 + 5
    assert known.keys() == {*first, *jobs}
    by_rest = {
        job_id: service.call("GET", f"/api/v1/jobs/{job_id}", service.ada)[1]["data"] for job_id in jobs
    }
    assert {job_id: job["status"] for job_id, job in by_rest.items()} == {
        job_id: known[job_id] for job_id in jobs
    }


def test_a_wipe_is_told_as_a_gap_to_who_stayed_and_to_who_comes_back(service: Service) -> None:
    with reading(service.port, **by_key(service.ada)) as stayed:
        service.put(service.ada)
        stayed.event()
        left_at = stayed.last_id
        service.queue.client.delete(service.queue.keys.events)
        job_id = service.put(service.ada)
        assert [event["type"] for event in stayed.until("job.enqueued")] == ["gap", "job.enqueued"]
    with reading(service.port, f"/events?last_event_id={left_at}", **by_key(service.ada)) as back:
        gap, told = back.event(), back.event()
    assert (gap["type"], told["type"], told["job_id"]) == ("gap", "job.enqueued", job_id)
    assert told["id"].startswith(gap["payload"]["continues_at"])


@pytest.mark.parametrize("last_id", ["x", "1", "1-2-3-4", "-1-1", "1-2-%D9%A3"])
def test_what_is_no_id_is_refused(service: Service, last_id: str) -> None:
    status, answer = service.call("GET", f"/events?last_event_id={last_id}", service.ada)
    assert (status, answer["meta"]["field"]) == (422, "last_event_id")


@pytest.mark.parametrize(
    ("query", "header", "field"), [("x", "1-2", "last_event_id"), ("1-2", "x", "Last-Event-ID")]
)
def test_where_both_are_sent_both_must_be_ids(service: Service, query: str, header: str, field: str) -> None:
    sent = {**by_key(service.ada), "Last-Event-ID": header}
    status, answer = ask(service.port, "GET", f"/events?last_event_id={query}", **sent)
    assert (status, json.loads(answer)["meta"]["field"]) == (422, field)


# -- many, and slow ------------------------------------------------------------------------------------------


def test_twenty_readers_all_hear_of_every_end(service: Service) -> None:
    heard: list[set[str]] = [set() for _ in range(20)]
    begun = threading.Barrier(21, timeout=PATIENCE)

    def listen(mine: set[str]) -> None:
        with reading(service.port, **by_key(service.ada)) as reader:
            begun.wait()
            while len(mine) < 300:
                told = reader.event()
                assert told["type"] != "gap"
                if told["type"] in FINAL:
                    mine.add(told["job_id"])

    threads = [threading.Thread(target=listen, args=(mine,)) for mine in heard]
    for thread in threads:
        thread.start()
    begun.wait()
    jobs: set[str] = set()
    for _ in range(30):
        jobs |= set(put(service.queue, service.ada.name, 10))
        complete(service.queue, claim(service.queue, 10))
    for thread in threads:
        thread.join(PATIENCE)
    assert heard == [jobs] * 20


def test_a_reader_that_takes_nothing_is_dropped_and_told(service: Service) -> None:
    """It reads no more than its buffers hold until the service gave it up, and finds the reason at their end."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", service.port))
        head = f"GET /events HTTP/1.1\r\nHost: x\r\nX-API-Key: {service.ada.key}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        connection.recv(64)
        overwhelm(service)
        received = bytearray()
        give_up_at = time.monotonic() + PATIENCE
        while chunk := connection.recv(65_536):
            received += chunk
            assert time.monotonic() < give_up_at, "the stream goes on"
    last = received.decode().rpartition("event: ")[2]
    assert last.startswith("closed")
    assert '"reason":"too_slow"' in last


def overwhelm(service: Service) -> None:
    """Tell more than all buffers hold, and wait until another stream has seen ten seconds pass."""
    with reading(service.port, **by_key(service.bob)) as clock:
        job_id = service.put(service.ada)
        (job,) = claim(service.queue)
        for number in range(300):
            said = json.dumps({"fraction": number / 300, "message": "x" * 60_000}).encode()
            assert service.queue.progress([(job_id, job.fence or "", said)]) == ["ok"]
        ticks = 0
        while ticks < 3:
            ticks += clock.block().get("event") == "stats.update"
        complete(service.queue, [job])


# -- who may listen ------------------------------------------------------------------------------------------


def test_a_ticket_opens_one_stream_and_nothing_else(service: Service) -> None:
    ticket = service.ticket(service.ada)
    assert ask(service.port, "GET", f"/api/v1/stats?ticket={ticket}")[0] == 401
    with reading(service.port, f"/events?ticket={ticket}") as reader:
        job_id = service.put(service.ada)
        assert reader.event()["job_id"] == job_id
        with reading(service.port, f"/events?ticket={ticket}") as second:
            assert second.answer.status == 401
    assert ask(service.port, "GET", "/events?ticket=" + "A" * 43)[0] == 401
    assert ask(service.port, "GET", "/events")[0] == 401


def test_redis_alone_does_not_say_whom_a_ticket_stands_for(service: Service) -> None:
    service.ticket(service.ada)
    found = list(service.queue.client.scan_iter(match=f"*{service.queue.keys.ticket('')}*".replace("{", "*")))
    assert found
    for name in found:
        assert 0 < service.queue.client.pttl(name) <= 30_000
        assert service.ada.key not in str(service.queue.client.get(name))


@contextmanager
def opened(service: Service, path: str, **options: Any) -> Iterator[websocket.WebSocket]:
    connection = websocket.create_connection(
        f"ws://127.0.0.1:{service.port}{path}", timeout=PATIENCE, **options
    )
    try:
        yield connection
    finally:
        connection.close()


def next_of(connection: websocket.WebSocket, kind: str) -> dict[str, Any]:
    while True:
        found: dict[str, Any] = json.loads(connection.recv())
        if found["type"] == kind:
            return found


def test_a_websocket_tells_the_same_and_goes_on_from_an_id(service: Service) -> None:
    with opened(service, f"/ws?ticket={service.ticket(service.ada)}") as connection:
        next_of(connection, "stats.update")
        first = service.put(service.ada)
        service.put(service.bob)
        told = next_of(connection, "job.enqueued")
        assert told["job_id"] == first
    second = service.put(service.ada)
    path = f"/ws?ticket={service.ticket(service.ada)}&last_event_id={told['id']}"
    with opened(service, path) as connection:
        assert next_of(connection, "job.enqueued")["job_id"] == second


@pytest.mark.parametrize("origin", ["https://elsewhere.example.com", "null", "https://page.example.com.evil"])
def test_pages_of_other_origins_get_no_websocket(service: Service, origin: str) -> None:
    with (
        pytest.raises(websocket.WebSocketBadStatusException) as refused,
        opened(service, f"/ws?ticket={service.ticket(service.ada)}", origin=origin),
    ):
        pass
    assert refused.value.status_code == 403


def test_pages_that_may_call_and_our_own_get_one(service: Service) -> None:
    for origin in ("https://page.example.com", f"http://127.0.0.1:{service.port}"):
        with opened(service, f"/ws?ticket={service.ticket(service.ada)}", origin=origin) as connection:
            next_of(connection, "stats.update")


def test_what_only_looks_like_a_websocket_is_refused(service: Service) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "X-API-Key": service.ada.key}
    assert ask(service.port, "GET", "/ws", **upgrade)[0] == 400
    assert ask(service.port, "GET", "/ws", **{**upgrade, "Sec-WebSocket-Key": "eA=="})[0] == 426
    assert ask(service.port, "GET", "/ws", **by_key(service.ada))[0] == 400


# -- how many, and how they end ------------------------------------------------------------------------------


def test_streams_leave_threads_for_requests_and_end_with_the_process(
    redis_server: RedisServer, corner: Queue
) -> None:
    environment = {"REDIS_URL": redis_server.url, "QUEUE_NAME": corner.namespace, "WEB_THREADS": "8"}
    with ExitStack() as streams:
        with gunicorn(**environment, MAX_STREAMS="50") as port:
            for _ in range(4):
                last = streams.enter_context(reading(port))
            status, answer = ask(port, "GET", "/events")
            assert (status, json.loads(answer)["meta"]["code"]) == (503, "too_many_streams")
            assert ask(port, "GET", "/api/v1/queues")[0] == 200
        closed = last.event()
        assert (closed["type"], closed["payload"]["reason"]) == ("closed", "stopping")
