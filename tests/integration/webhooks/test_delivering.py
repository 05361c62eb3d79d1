"""Deliveries that do not go well: refused, late, led astray, given up; and that nobody else suffers from it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import pytest

from shared import public_address
from tests.integration.webhooks.conftest import Open
from tests.integration.webhooks.receiver import Answer, Receiver
from tests.integration.webhooks.scene import Scene
from worker import delivery
from worker.duties import deliverer, janitor


@pytest.fixture
def canary(receiver: Receiver) -> Iterator[Receiver]:
    """A server inside, at the same port as the receiver; nobody must ever reach it."""
    inside = Receiver("127.0.0.2", receiver.port)
    yield inside
    inside.close()
    assert inside.calls == []


def test_what_is_refused_comes_again_later_under_the_same_id(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(500, body=b"no room")
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    failed = scene.delivery(hook)
    assert (failed["status"], failed["attempts"], failed["attempts_left"]) == ("pending", 1, 9)
    assert (failed["response_status"], failed["response_body"]) == (500, "no room")
    assert failed["error"] == "the receiver answered 500"
    assert 1 < scene.seconds_to_next(failed) <= 6

    scene.turn_clock(6)
    del receiver.answers["/a"]
    scene.deliver()
    first, second = receiver.at("/a")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    second.verify(hook["secret"])
    done = scene.delivery(hook)
    assert (done["status"], done["attempts"]) == ("delivered", 2)
    assert "error" not in done
    assert "next_attempt_at" not in done


def test_ten_attempts_take_about_a_day_and_then_it_is_given_up(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(503)
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    waited = 0.0
    for _ in range(9):
        scene.deliver()
        pause = scene.seconds_to_next(scene.delivery(hook))
        waited += pause
        scene.turn_clock(pause + 1)
    scene.deliver()
    assert len(receiver.at("/a")) == 10
    assert 18 < waited / 3600 < 28
    assert scene.delivery(hook)["status"] == "failed"
    scene.turn_clock(90_000)
    scene.deliver()
    assert len(receiver.at("/a")) == 10


def test_retry_after_is_honoured(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(429, {"Retry-After": "7200"})
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    assert 7190 < scene.seconds_to_next(scene.delivery(hook)) <= 7200


def test_a_receiver_that_is_gone_hears_no_more(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(410)
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    shown = scene.call("GET", f"/{hook['id']}")
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "the receiver answered 410 Gone")
    assert scene.delivery(hook)["status"] == "failed"
    scene.dead_jobs(1)
    assert len(scene.deliveries(hook)) == 1

    del receiver.answers["/a"]
    again = scene.call("PATCH", f"/{hook['id']}", enabled=True)
    assert again["enabled"]
    assert "disabled_reason" not in again


def test_twenty_given_up_in_a_row_disable_a_webhook(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(500)
    hook = scene.hook(f"{receiver.url}/a")
    give_up(scene, 19)
    assert scene.call("GET", f"/{hook['id']}")["enabled"]

    del receiver.answers["/a"]
    scene.dead_jobs(1)
    scene.deliver()
    receiver.answers["/a"] = Answer(500)
    give_up(scene, 19)
    assert scene.call("GET", f"/{hook['id']}")["enabled"]

    give_up(scene, 1)
    shown = scene.call("GET", f"/{hook['id']}")
    assert not shown["enabled"]
    assert shown["disabled_reason"].startswith("20 deliveries in a row were given up")


def test_disabling_skips_what_waits_and_a_person_may_send_it_after_all(
    scene: Scene, receiver: Receiver
) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.call("PATCH", f"/{hook['id']}", enabled=False)
    skipped = scene.delivery(hook)
    assert (skipped["status"], skipped["error"]) == ("skipped", "the webhook was disabled")
    path = f"/{hook['id']}/deliveries/{skipped['id']}/redeliver"
    scene.call("POST", path, status=409)

    scene.call("PATCH", f"/{hook['id']}", enabled=True)
    scene.deliver()
    assert receiver.at("/a") == []
    scene.call("POST", path, status=202)
    scene.deliver()
    assert len(receiver.at("/a")) == 1


def test_what_was_given_up_or_taken_can_be_sent_again(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    sent = scene.delivery(hook)
    again = scene.call("POST", f"/{hook['id']}/deliveries/{sent['id']}/redeliver", status=202)
    assert (again["status"], again["attempts_left"]) == ("pending", 10)
    scene.deliver()
    first, second = receiver.at("/a")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert scene.delivery(hook)["attempts"] == 2


@pytest.mark.usefixtures("canary")
def test_a_redirect_is_a_failure_and_not_followed(scene: Scene, receiver: Receiver) -> None:
    inside = f"http://127.0.0.2:{receiver.port}/inside"
    receiver.answers["/a"] = Answer(307, {"Location": inside})
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    failed = scene.delivery(hook)
    assert (failed["status"], failed["response_status"]) == ("pending", 307)
    assert "redirects are not followed" in failed["error"]
    assert len(receiver.calls) == 1


def test_a_name_is_resolved_once_and_what_was_checked_is_called(
    scene: Scene, receiver: Receiver, canary: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.1 stands for the internet; the name answers with an address inside every second time."""
    monkeypatch.setattr(public_address, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(public_address, "_refuse_port", lambda *_: None)
    answers = itertools.cycle([["127.0.0.1"], ["127.0.0.2"]])
    hook = scene.hook(f"http://rebind.example:{receiver.port}/a")
    scene.dead_jobs(1)
    guarded = scene.another_deliverer(allow_private=False, resolver=lambda *_: next(answers))
    scene.deliver(guarded)
    assert len(receiver.at("/a")) == 1

    scene.dead_jobs(1)
    scene.deliver(guarded)
    refused = scene.deliveries(hook)[0]
    assert refused["status"] == "pending"
    assert "127.0.0.2, which is not on the public internet" in refused["error"]
    assert canary.calls == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "localhost", "[::1]"])
def test_an_address_inside_is_refused_at_sending_too(scene: Scene, receiver: Receiver, host: str) -> None:
    hook = scene.hook(f"http://{host}:{receiver.port}/a")
    scene.dead_jobs(1)
    scene.deliver(scene.another_deliverer(allow_private=False))
    assert scene.delivery(hook)["error"].startswith("refused to call: ")
    assert receiver.calls == []


def test_a_slow_receiver_holds_up_nobody_else(scene: Scene, receiver: Receiver) -> None:
    gate = threading.Event()
    receiver.answers["/slow"] = Answer(gate=gate)
    slow, fast = scene.hook(f"{receiver.url}/slow"), scene.hook(f"{receiver.url}/fast")
    scene.dead_jobs(12)
    assert scene.deliverer is not None
    for _ in range(100):
        if len(receiver.at("/fast")) == 12:
            break
        scene.deliverer.turn()
    assert len(receiver.at("/fast")) == 12
    assert len(receiver.wait_for("/slow", deliverer.OF_ONE_WEBHOOK)) == deliverer.OF_ONE_WEBHOOK
    gate.set()
    scene.deliver()
    assert {delivery["status"] for hook in (slow, fast) for delivery in scene.deliveries(hook)} == {
        "delivered"
    }
    assert len(receiver.at("/slow")) == 12


def test_an_answer_that_does_not_come_is_given_up_in_time(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(gate=threading.Event())
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver(scene.another_deliverer(longest=2))
    failed = scene.delivery(hook)
    assert (failed["status"], failed["error"]) == ("pending", "no answer within 2 s")
    assert "response_status" not in failed


def test_of_a_long_answer_the_beginning_is_kept(scene: Scene, receiver: Receiver) -> None:
    receiver.answers["/a"] = Answer(body=b"\0" + b"x" * 1_000_000)
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    done = scene.delivery(hook)
    assert done["status"] == "delivered"
    assert done["response_body"] == "\ufffd" + "x" * 1023


def test_what_a_dead_worker_was_sending_is_sent_again(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    dead = scene.another_deliverer()
    assert len(scene.postgres.transaction(dead._take)) == 1
    scene.deliver()
    assert receiver.at("/a") == []
    scene.turn_clock(deliverer.LEASE)
    scene.deliver()
    assert len(receiver.at("/a")) == 1
    assert scene.delivery(hook)["attempts"] == 2


def test_who_comes_late_changes_nothing(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    (stalled,) = scene.postgres.transaction(scene.another_deliverer()._take)
    scene.turn_clock(deliverer.LEASE)
    receiver.answers["/a"] = Answer(500)
    scene.deliver()
    late = delivery.Answer(15_000, "no answer within 15 s")
    before = scene.delivery(hook)
    scene.postgres.transaction(lambda cursor: deliverer._write_down(cursor, stalled, late))
    assert scene.delivery(hook) == before

    scene.turn_clock(40)
    del receiver.answers["/a"]
    scene.deliver()
    scene.postgres.transaction(lambda cursor: deliverer._write_down(cursor, stalled, late))
    assert scene.delivery(hook)["status"] == "delivered"


def test_two_chiefs_at_once_send_nothing_twice(scene: Scene, receiver: Receiver) -> None:
    scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(20)
    chiefs = [scene.another_deliverer() for _ in range(2)]
    both = [threading.Thread(target=scene.deliver, args=(chief,)) for chief in chiefs]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    ids = [call.headers["webhook-id"] for call in receiver.at("/a")]
    assert len(ids) == len(set(ids)) == 20


def test_a_secret_that_cannot_be_opened_says_so_and_waits(open_scene: Open, receiver: Receiver) -> None:
    sealed = open_scene(webhook_secret_key="a" * 32)
    hook = sealed.hook(f"{receiver.url}/a")
    ((stored,),) = sealed.sql("SELECT secret FROM webhooks")
    assert stored.startswith("sealed:")
    sealed.dead_jobs(1)

    sealed.deliver(open_scene(webhook_secret_key="b" * 32).deliverer)
    assert "our own fault" in sealed.delivery(hook)["error"]
    assert receiver.calls == []

    sealed.turn_clock(60)
    sealed.deliver(open_scene(webhook_secret_key=f"{'b' * 32},{'a' * 32}").deliverer)
    receiver.at("/a")[0].verify(hook["secret"])


def test_a_rotation_mends_what_a_lost_key_broke(open_scene: Open, receiver: Receiver) -> None:
    hook = open_scene(webhook_secret_key="a" * 32).hook(f"{receiver.url}/a")
    scene = open_scene(webhook_secret_key="b" * 32)
    rotated = scene.call("POST", f"/{hook['id']}/rotate-secret")
    scene.dead_jobs(1)
    scene.deliver()
    receiver.at("/a")[0].verify(rotated["secret"])


def test_a_webhook_with_too_much_waiting_is_disabled(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliverer, "MOST_PENDING", 2)
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(3)
    scene.deliver()
    assert "did not keep up" in scene.call("GET", f"/{hook['id']}")["disabled_reason"]
    assert {delivery["status"] for delivery in scene.deliveries(hook)} == {"skipped"}


def test_old_deliveries_are_forgotten(scene: Scene, receiver: Receiver) -> None:
    hook = scene.hook(f"{receiver.url}/a")
    scene.dead_jobs(1)
    scene.deliver()
    scene.turn_clock(3600)
    scene.dead_jobs(1)
    scene.deliver()
    janitor.duty(
        scene.queue, scene.postgres, retention=86_400, delivery_retention=3000, events_kept=100
    ).turn()
    assert len(scene.deliveries(hook)) == 1


def give_up(scene: Scene, count: int) -> None:
    """Deliveries that fail at their last attempt."""
    scene.dead_jobs(count)
    scene.sql("UPDATE webhook_deliveries SET attempts_left = 1 WHERE status = 'pending'")
    scene.deliver()
    for _ in range(count):  # a receiver in trouble gets one at a time
        scene.deliver()
