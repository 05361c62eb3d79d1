"""http_request and a real receiver: what is sent, what each answer means, and where it may not go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from shared import public_address, webhooks
from tests.unit.builtin.conftest import Configure, Receiver, start_receiver
from worker import retry_after
from worker.builtin import http_request as module
from worker.builtin.http_request import CallError, http_request
from workqueue import Cancelled, Dead, Retry
from workqueue.testing import Outcome, RecordingControls, run

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def call(url: str, method: str = "GET", **payload: Any) -> Outcome:
    return run(http_request, {"method": method, "url": url, **payload}, id="job-1", type="http_request")


def test_the_answer_is_the_result(open_receiver: Receiver) -> None:
    url = open_receiver.answer("/orders", 201, b'{"id": 7}', Content_Type="application/json")

    outcome = call(f"{url}", "post", json={"a": "ä"}, headers={"X-Shop": "blue"})

    assert outcome.error is None
    assert outcome.result == {
        "status": 201,
        "url": url,
        "content_type": "application/json",
        "body": '{"id": 7}',
        "truncated": False,
    }
    (asked,) = open_receiver.requests
    assert (asked.method, asked.path, asked.body) == ("POST", "/orders", '{"a":"ä"}'.encode())
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-shop"] == "blue"
    assert asked.headers["idempotency-key"] == "job-1"
    assert asked.headers["accept-encoding"] == "identity"
    assert "webhook-signature" not in asked.headers


@pytest.mark.parametrize(
    ("payload", "body", "content_type"),
    [
        ({"body": "plain"}, b"plain", "text/plain; charset=utf-8"),
        ({"body": "<a/>", "headers": {"content-type": "text/xml"}}, b"<a/>", "text/xml"),
        ({"json": None}, b"null", "application/json"),
        ({}, b"", None),
    ],
)
def test_what_is_sent_as_the_body(
    open_receiver: Receiver, payload: dict[str, Any], body: bytes, content_type: str | None
) -> None:
    assert call(open_receiver.url + "/", "PUT", **payload).error is None

    (asked,) = open_receiver.requests
    assert asked.body == body
    assert asked.headers.get("content-type") == content_type


def test_a_secret_signs_the_call_as_standard_webhooks_does(
    open_receiver: Receiver, configure: Configure
) -> None:
    configure(http_request_secret=SECRET)

    assert call(open_receiver.url + "/hook", "POST", json={"a": 1}).error is None

    (asked,) = open_receiver.requests
    sent_at = asked.headers["webhook-timestamp"]
    signed = b".".join((b"job-1", sent_at.encode(), asked.body))
    expected = base64.b64encode(hmac.digest(KEY, signed, hashlib.sha256)).decode()
    assert asked.headers["webhook-id"] == "job-1"
    assert asked.headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(sent_at) - time.time()) < 60


def test_the_signature_of_the_specification_s_own_example() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    signed = webhooks.signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_query_is_sent_but_not_shown(open_receiver: Receiver) -> None:
    outcome = call(open_receiver.url + "/a?token=hunter2")

    assert open_receiver.requests[0].path == "/a?token=hunter2"
    assert outcome.result["url"] == open_receiver.url + "/a"


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (500, {}, CallError),
        (502, {"Retry_After": "7"}, CallError),
        (503, {}, CallError),
        (503, {"Retry_After": "soon"}, CallError),
        (429, {}, CallError),
        (408, {}, CallError),
        (425, {}, CallError),
        (400, {}, Dead),
        (401, {}, Dead),
        (404, {"Retry_After": "7"}, Dead),
        (410, {}, Dead),
        (422, {}, Dead),
        (304, {}, Dead),
    ],
)
def test_what_an_answer_means_for_the_job(
    open_receiver: Receiver, status: int, headers: dict[str, str], error: type[Exception]
) -> None:
    url = open_receiver.answer("/a", status, b"" if status == 304 else b"out of\n paper", **headers)

    outcome = call(url)

    assert type(outcome.error) is error
    assert f"GET {url} answered {status}" in str(outcome.error)
    assert ("out of paper" in str(outcome.error)) is (status != 304)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(open_receiver: Receiver, status: int) -> None:
    outcome = call(open_receiver.answer("/a", status, Retry_After="120"))

    assert isinstance(outcome.error, Retry)
    assert outcome.error.after == 120
    assert f"answered {status}" in outcome.error.reason


NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 60 ", 60),
        ("999999999999999999999", 24 * 3600),
        ("Sun, 01 Nov 2026 12:01:30 GMT", 90),
        ("Sun, 01 Nov 2026 11:00:00 GMT", 0),
        ("Sun, 01 Nov 2037 11:00:00 GMT", 24 * 3600),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_reading_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after.seconds(value, NOW) == seconds


def test_a_date_in_retry_after_is_counted_from_now(open_receiver: Receiver) -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    url = open_receiver.answer("/a", 503, Retry_After=until.strftime("%a, %d %b %Y %H:%M:%S GMT"))

    error = call(url).error

    assert isinstance(error, Retry)
    assert error.after == pytest.approx(7200, abs=60)


@pytest.mark.parametrize(
    ("status", "expected", "succeeds"),
    [(404, 404, True), (404, [200, 404], True), (200, 201, False), (302, [302], True), (500, [500], True)],
)
def test_the_job_may_say_what_it_expects(
    open_receiver: Receiver, status: int, expected: Any, succeeds: bool
) -> None:
    url = open_receiver.answer("/a", status, Location="/b")

    outcome = call(url, expected_status=expected)

    assert (outcome.error is None) is succeeds
    if not succeeds:
        assert isinstance(outcome.error, Dead)
        assert "answered 200 OK, not 201" in str(outcome.error)


def test_only_the_beginning_of_a_long_answer_is_kept(open_receiver: Receiver) -> None:
    url = open_receiver.answer("/a", 200, "ä".encode() * 100_000)

    result = call(url).result

    assert result["truncated"] is True
    assert result["body"] == "ä" * (module.MAX_ANSWER_BYTES // 2)


def test_an_answer_cut_within_a_letter_is_still_text(open_receiver: Receiver) -> None:
    result = call(open_receiver.answer("/a", 200, b"x" + "ä".encode() * 100_000)).result

    assert result["body"] == "x" + "ä" * (module.MAX_ANSWER_BYTES // 2 - 1)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"\xff\xfe\x00", {"body_base64": "//4A"}),
        (b"a\x00b", {"body": "a\ufffdb"}),
        (b"\xc3", {"body_base64": "ww=="}),
        (b"", {"body": ""}),
    ],
)
def test_an_answer_that_is_no_text_is_kept_whole(
    open_receiver: Receiver, body: bytes, kept: dict[str, str]
) -> None:
    result = call(open_receiver.answer("/a", 200, body)).result

    assert {name: value for name, value in result.items() if name.startswith("body")} == kept
    assert json.dumps(result)


def test_a_server_that_is_not_there_is_a_failure_that_may_pass(open_receiver: Receiver) -> None:
    outcome = call(f"http://127.0.0.3:{open_receiver.port}/a?token=hunter2")

    assert isinstance(outcome.error, CallError)
    assert f"GET http://127.0.0.3:{open_receiver.port}/a got no answer" in str(outcome.error)
    assert "hunter2" not in str(outcome.error)


def test_an_attempt_without_time_left_does_not_call(open_receiver: Receiver) -> None:
    controls = RecordingControls(timeout=0)

    outcome = run(http_request, {"method": "GET", "url": open_receiver.url + "/a"}, controls=controls)

    assert isinstance(outcome.error, Cancelled | CallError)
    assert open_receiver.requests == []


def test_redirects_are_not_followed_unasked(open_receiver: Receiver) -> None:
    url = open_receiver.answer("/a", 302, Location=f"{open_receiver.url}/b?token=hunter2")

    outcome = call(url)

    assert isinstance(outcome.error, Dead)
    assert f"answered 302 Found to {open_receiver.url}/b; set follow_redirects" in str(outcome.error)
    assert len(open_receiver.requests) == 1


def test_redirects_are_followed_when_asked(open_receiver: Receiver) -> None:
    open_receiver.answer("/a", 303, Location="/b")
    open_receiver.answer("/b", 302, Location="/c")
    open_receiver.answer("/c", 301, Location="/d")

    outcome = call(open_receiver.url + "/a", "POST", json={}, headers={"X-Key": "1"}, follow_redirects=True)

    assert outcome.result["url"] == open_receiver.url + "/d"
    assert [(asked.method, asked.path) for asked in open_receiver.requests] == [
        ("POST", "/a"),
        ("GET", "/b"),
        ("GET", "/c"),
        ("GET", "/d"),
    ]
    assert open_receiver.requests[3].headers["x-key"] == "1"
    assert len(outcome.logs) == 3


def test_a_fourth_redirect_is_one_too_many(open_receiver: Receiver) -> None:
    url = open_receiver.answer("/a", 307, Location="/a")

    outcome = call(url, follow_redirects=True)

    assert isinstance(outcome.error, Dead)
    assert "one redirect too many" in str(outcome.error)
    assert len(open_receiver.requests) == 4


def test_another_server_gets_the_body_but_none_of_the_headers(
    open_receiver: Receiver, configure: Configure
) -> None:
    configure(http_request_secret=SECRET)
    elsewhere = f"http://localhost:{open_receiver.port}/b"
    url = open_receiver.answer("/a", 307, Location=elsewhere)

    outcome = call(url, "POST", json={"a": 1}, headers={"Authorization": "Bearer 1"}, follow_redirects=True)

    assert outcome.error is None
    first, second = open_receiver.requests
    assert first.headers["authorization"] == "Bearer 1"
    assert second.body == b'{"a":1}'
    assert second.headers["content-type"] == "application/json"
    assert second.headers["host"] == f"localhost:{open_receiver.port}"
    assert not {"authorization", "webhook-signature"} & set(second.headers)


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "file:///etc/passwd",
        "http://rebind.example:{port}/",
    ],
)
def test_a_redirect_into_this_network_is_refused(
    receiver: Receiver, configure: Configure, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    configure(http_request_ports=f"80,{receiver.port}")
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    monkeypatch.setattr(public_address, "is_public", lambda address: address == "127.0.0.1")
    if "rebind" in location:
        monkeypatch.setattr(public_address, "system_resolver", lambda *_: next(answers))
    receiver.answer("/a", 302, Location=location.format(port=receiver.port))
    host = "rebind.example" if "rebind" in location else "127.0.0.1"

    outcome = call(f"http://{host}:{receiver.port}/a", follow_redirects=True)

    assert isinstance(outcome.error, Dead)
    assert str(outcome.error).startswith("url: ")
    assert len(receiver.requests) == 1


def test_a_redirect_out_of_encryption_is_refused(open_receiver: Receiver, trusted: trustme.CA) -> None:
    encrypted, stop = start_receiver(certificate=trusted.issue_cert("127.0.0.1"))
    try:
        outcome = call(encrypted.answer("/a", 302, Location=open_receiver.url + "/b"), follow_redirects=True)
    finally:
        stop()

    assert isinstance(outcome.error, Dead)
    assert "which is not encrypted" in str(outcome.error)
    assert len(encrypted.requests) == 1
    assert open_receiver.requests == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://127.1/", "http://localhost/", "http://[::1]/"]
)
def test_nothing_on_this_machine_can_be_called(receiver: Receiver, url: str) -> None:
    outcome = call(url.format(port=receiver.port))

    assert isinstance(outcome.error, Dead)
    assert str(outcome.error).startswith("url: ")
    assert receiver.requests == []


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "method"),
        ({"method": "GET"}, "url"),
        ({"method": "TRACE", "url": "https://example.com"}, "method"),
        ({"method": "GET", "url": "https://example.com", "retries": 1}, "retries"),
        ({"method": "GET", "url": "https://example.com", "headers": {"Host": "a"}}, "headers"),
        ({"method": "GET", "url": "https://example.com", "headers": {"Webhook-Id": "a"}}, "headers"),
        ({"method": "GET", "url": "https://example.com", "headers": {"A": "b\r\nC: d"}}, "headers"),
        ({"method": "GET", "url": "https://example.com", "headers": {"A b": "c"}}, "headers"),
        ({"method": "GET", "url": "https://example.com", "headers": {"A": "ä"}}, "headers"),
        ({"method": "POST", "url": "https://example.com", "json": 1, "body": "1"}, "json or body"),
        ({"method": "GET", "url": "https://example.com", "timeout_seconds": 0}, "timeout_seconds"),
        ({"method": "GET", "url": "https://example.com", "timeout_seconds": 301}, "timeout_seconds"),
        ({"method": "GET", "url": "https://example.com", "expected_status": "ok"}, "expected_status"),
        ({"method": "GET", "url": "ftp://example.com"}, "url"),
    ],
)
def test_a_mistake_in_the_payload_names_its_field(payload: dict[str, Any], field: str) -> None:
    outcome = run(http_request, payload)

    assert isinstance(outcome.error, Dead)
    assert field in str(outcome.error)
