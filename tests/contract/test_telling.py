"""Others are told what happens to jobs: by webhooks, by server-sent events, over a WebSocket."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import websocket
from standardwebhooks import WebhookVerificationError

from tests.contract.conftest import AT_ONCE, Caller, Service
from tests.integration.webhooks.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started = Receiver()
    yield started
    started.close()


@pytest.mark.feature(64, "Make, list, change and delete webhooks")
def test_a_webhook_is_made_listed_changed_and_deleted(ada: Caller, receiver: Receiver) -> None:
    made = ada.ask("POST", "/api/v1/webhooks", {"url": f"{receiver.url}/a"}, status=201)
    place = f"/api/v1/webhooks/{made['id']}"
    assert made["events"] == ["job.completed", "job.failed", "job.dead"]
    changed = ada.ask("PATCH", place, {"enabled": False, "events": ["job.dead"]})
    assert (changed["enabled"], changed["events"]) == (False, ["job.dead"])
    assert [(hook["id"], "secret" in hook) for hook in ada.get("/api/v1/webhooks")] == [(made["id"], False)]
    ada.ask("DELETE", place)
    assert ada.get("/api/v1/webhooks") == []


@pytest.mark.feature(65, "Signed deliveries of the events of a job")
def test_each_event_of_a_job_is_delivered_signed(ada: Caller, receiver: Receiver) -> None:
    events = ["job.enqueued", "job.started", "job.completed", "job.failed", "job.dead"]
    hook = ada.post("/api/v1/webhooks", {"url": f"{receiver.url}/a", "events": events})
    ada.put("fail", {"times": 1}, backoff=AT_ONCE)
    ada.put("fail", {"message": "boom"}, max_attempts=1)
    calls = receiver.wait_for("/a", 8)
    assert {call.verify(hook["secret"])["event"] for call in calls} == set(events)
    assert {call.told["error"] for call in calls if call.told["event"] == "job.dead"} == {
        "RuntimeError: boom"
    }
    for call in calls:
        by_hand = hmac.new(hook["secret"].encode(), call.body, hashlib.sha256).hexdigest()
        assert call.headers["x-webhook-signature"] == f"sha256={by_hand}"
    calls[0].headers["webhook-timestamp"] = str(int(calls[0].headers["webhook-timestamp"]) - 1)
    with pytest.raises(WebhookVerificationError):
        calls[0].verify(hook["secret"])


@pytest.mark.feature(66, "Live events over a WebSocket")
def test_a_websocket_tells_each_change_in_a_frame_of_its_own(ada: Caller, service: Service) -> None:
    with socket_of(ada, service) as socket:
        job_id = ada.put()
        told = [socket_event(socket)]
        while told[-1]["type"] != "job.completed":
            told.append(socket_event(socket))
    own = [event for event in told if event.get("job_id") == job_id]
    kinds = [event["type"] for event in own if event["type"] != "job.progress"]
    assert kinds == ["job.enqueued", "job.started", "job.completed"]
    assert own[-1]["payload"]["job"]["status"] == "completed"


@pytest.mark.feature(67, "Live events as server-sent events")
def test_a_stream_tells_what_was_missed_and_goes_on(ada: Caller) -> None:
    job_id = ada.put()
    ada.ended(job_id)
    told = ada.events_until("job.completed")
    kinds = [event["type"] for event in told if event["type"] != "job.progress"]
    assert kinds == ["job.enqueued", "job.started", "job.completed"]
    assert {event["job_id"] for event in told} == {job_id}
    assert told[-1]["payload"]["job"]["status"] == "completed"


@contextmanager
def socket_of(ada: Caller, service: Service) -> Iterator[websocket.WebSocket]:
    """A socket of the tenant, opened as pages do: by a ticket."""
    ticket = ada.ask("POST", "/events/ticket", status=201)["ticket"]
    socket = websocket.create_connection(f"ws{service.url[4:]}/ws?ticket={ticket}", timeout=20)
    try:
        yield socket
    finally:
        socket.close()


def socket_event(socket: websocket.WebSocket) -> dict[str, Any]:
    return dict(json.loads(socket.recv()))
