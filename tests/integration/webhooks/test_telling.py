"""What webhooks are told of a job's life, to whom, how often, and how they know that it is true."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from standardwebhooks import WebhookVerificationError

from producer.webhooks import NewWebhook
from shared import mirror
from shared.job import Job
from shared.mirror import Row
from shared.webhooks import EVENTS
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.scene import Scene
from worker.duties import telling

FIRST, SECOND = "ada", "bob"


def test_every_step_of_a_job_that_completes_is_told_signed(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/all", *EVENTS)
    job_id = scene.enqueue()
    scene.fail("retry")
    scene.queue.promote()
    scene.complete()
    scene.mirror()
    scene.deliver()

    calls = receiver.at("/all")
    told = {(call.told["event"], call.told["attempt"]): call.verify(hook["secret"]) for call in calls}
    assert set(told) == {
        ("job.enqueued", 0),
        ("job.started", 1),
        ("job.failed", 1),
        ("job.started", 2),
        ("job.completed", 2),
    }
    assert {(body["job_id"], body["job_type"], body["queue"]) for body in told.values()} == {
        (job_id, "report", "default")
    }
    assert told["job.failed", 1]["error"] == "Boom: it broke"
    assert told["job.failed", 1]["duration_ms"] >= 0
    assert told["job.completed", 2]["status"] == "completed"
    assert "error" not in told["job.completed", 2]
    assert told["job.enqueued", 0]["timestamp"] <= told["job.completed", 2]["timestamp"]
    assert len({call.headers["webhook-id"] for call in calls}) == len(calls)


def test_the_default_hears_of_ends_and_failures_only(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/default")
    assert hook["events"] == ["job.completed", "job.failed", "job.dead"]
    job_id = scene.dead_jobs(1)[0]
    scene.deliver()
    (call,) = receiver.at("/default")
    assert (call.told["event"], call.told["job_id"]) == ("job.dead", job_id)
    shown = scene.delivery(hook)
    assert (shown["status"], shown["attempts"], shown["response_status"]) == ("delivered", 1, 200)
    assert (shown["response_body"], shown["job_id"], shown["event"]) == ("ok", job_id, "job.dead")
    assert shown["payload"] == call.told
    assert shown["latency_ms"] >= 0


def test_the_headers_say_who_sends_and_sign_in_both_ways(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a", secret="a-word-from-an-older-system")
    scene.dead_jobs(1)
    scene.deliver()
    (call,) = receiver.at("/a")
    digest = hmac.new(b"a-word-from-an-older-system", call.body, hashlib.sha256).hexdigest()
    assert call.headers["x-webhook-signature"] == f"sha256={digest}"
    assert call.headers["user-agent"] == "workqueue-webhook/1.0"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-id"] == f"msg_{scene.delivery(hook)['id'].replace('-', '')}"


def test_a_changed_body_or_another_secret_is_found_out(scene: Scene, receiver: Receiver) -> None:
    hook, other = scene.hook(f"{receiver.url}/a"), scene.hook(f"{receiver.url}/b")
    scene.dead_jobs(1)
    scene.deliver()
    (call,) = receiver.at("/a")
    with pytest.raises(WebhookVerificationError):
        call.verify(other["secret"])
    call.body = call.body.replace(b"job.dead", b"job.done")
    with pytest.raises(WebhookVerificationError):
        call.verify(hook["secret"])


def test_for_a_day_after_a_rotation_both_secrets_verify(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    rotated = scene.call("POST", f"/{hook['id']}/rotate-secret")
    assert rotated["secret"] != hook["secret"]
    assert rotated["previous_secret_expires_at"] > rotated["updated_at"]
    scene.dead_jobs(1)
    scene.deliver()
    (call,) = receiver.at("/a")
    assert call.verify(hook["secret"]) == call.verify(rotated["secret"])

    scene.sql("UPDATE webhooks SET previous_secret_until = clock_timestamp()")
    scene.dead_jobs(1)
    scene.deliver()
    later = receiver.at("/a")[1]
    later.verify(rotated["secret"])
    with pytest.raises(WebhookVerificationError):
        later.verify(hook["secret"])
    assert "previous_secret_expires_at" not in scene.call("GET", f"/{hook['id']}")


@pytest.mark.parametrize(("mine", "other"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_a_tenant_hears_of_its_own_jobs_only(scene: Scene, receiver: Receiver, mine: str, other: str) -> None:
    hooks = {
        tenant: scene.webhooks.create(tenant, new_webhook(f"{receiver.url}/{tenant}"))
        for tenant in (mine, other)
    }
    job = Job(id="0190b6a4-0000-7000-8000-00000000000a", type="t", tenant=mine)
    mirror.insert(scene.postgres, [Row(job)])
    scene.queue.enqueue([job])
    scene.fail("dead")
    scene.mirror()
    scene.deliver()
    assert [call.told["job_id"] for call in receiver.at(f"/{mine}")] == [job.id] * 3
    assert receiver.at(f"/{other}") == []
    receiver.at(f"/{mine}")[0].verify(hooks[mine]["secret"])


def test_what_the_stream_says_again_is_told_once(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a", *EVENTS)
    scene.enqueue()
    scene.complete()
    events = scene.queue.events_after("0-0", 100)
    scene.mirror()
    before = scene.deliveries(hook)
    finals = [(events[0].job_id, "completed", events[-1].version)]
    scene.postgres.transaction(lambda cursor: telling.write(cursor, events, finals, {}))
    assert scene.deliveries(hook) == before
    assert len(before) == 3


def test_an_end_that_lost_to_another_is_not_told(scene: Scene, receiver: Receiver) -> None:
    """The row was cancelled while Redis was wiped: what ran on elsewhere ended for nobody."""
    hook = scene.hook(f"{receiver.url}/a", *EVENTS)
    job_id = scene.enqueue()
    scene.complete()
    assert mirror.finish_cancelled(scene.postgres, job_id, "default", 9)
    scene.mirror()
    told = {delivery["event"] for delivery in scene.deliveries(hook)}
    assert told == {"job.enqueued", "job.started", "job.cancelled"}


def test_a_cancel_is_told_once_although_row_and_stream_both_know(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a", "job.cancelled")
    job_id = scene.enqueue()
    assert scene.client.delete(f"/api/v1/jobs/{job_id}").status_code == 200
    assert scene.delivery(hook)["payload"]["job_id"] == job_id
    scene.mirror()
    scene.deliver()
    (call,) = receiver.at("/a")
    assert (call.told["event"], call.told["status"]) == ("job.cancelled", "cancelled")


def test_an_end_that_only_a_repair_tells_is_told(scene: Scene, receiver: Receiver) -> None:
    """The events were lost with the stream; the record is told again."""
    hook = scene.hook(f"{receiver.url}/a")
    job_id = scene.enqueue()
    scene.fail("dead")
    scene.queue.client.xtrim(scene.queue.keys.events, maxlen=0)
    scene.queue.retell([(job_id, 0)])
    scene.mirror()
    delivery = scene.delivery(hook)
    assert (delivery["event"], delivery["job_id"]) == ("job.dead", job_id)
    assert delivery["payload"]["error"] == "Boom: it broke"


def test_a_disabled_webhook_hears_nothing(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a", enabled=False)
    scene.dead_jobs(1)
    assert scene.deliveries(hook) == []


def test_a_test_call_is_made_once_and_says_what_it_is(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    queued = scene.call("POST", f"/{hook['id']}/test", status=202)
    assert (queued["event"], queued["status"], queued["attempts"]) == ("webhook.test", "pending", 0)
    scene.deliver()
    (call,) = receiver.at("/a")
    assert call.verify(hook["secret"])["event"] == "webhook.test"
    assert scene.delivery(hook)["status"] == "delivered"
    scene.call("PATCH", f"/{hook['id']}", enabled=False)
    scene.call("POST", f"/{hook['id']}/test", status=409)


def new_webhook(url: str) -> NewWebhook:

    return NewWebhook(url=url, events=["job.enqueued", "job.started", "job.dead"])
