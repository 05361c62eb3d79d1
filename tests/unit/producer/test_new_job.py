"""What a new job may look like, field by field, and the record that it becomes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from shared import requests
from shared.requests import NotJson, Refused
from shared.states import State


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "type"),
    ({"type": ""}, "type"),
    ({"type": 5}, "type"),
    ({"type": "a b"}, "type"),
    ({"type": "-a"}, "type"),
    ({"type": "a\n"}, "type"),
    ({"type": "a" * 65}, "type"),
    ({"type": "a", "typo": 1}, "typo"),
    ({"type": "a", "id": "x"}, "id"),
    ({"type": "a", "tenant": "x"}, "tenant"),
    ({"type": "a", "status": "dead"}, "status"),
    ({"type": "a", "priority": 0}, "priority"),
    ({"type": "a", "priority": 11}, "priority"),
    ({"type": "a", "priority": "5"}, "priority"),
    ({"type": "a", "priority": True}, "priority"),
    ({"type": "a", "priority": 5.0}, "priority"),
    ({"type": "a", "queue_name": "Upper"}, "queue_name"),
    ({"type": "a", "queue_name": "a:b"}, "queue_name"),
    ({"type": "a", "queue_name": "{a}"}, "queue_name"),
    ({"type": "a", "queue_name": ""}, "queue_name"),
    ({"type": "a", "max_attempts": 0}, "max_attempts"),
    ({"type": "a", "max_attempts": 26}, "max_attempts"),
    ({"type": "a", "retries": 25}, "retries"),
    ({"type": "a", "retries": 3, "max_attempts": 3}, "retries"),
    ({"type": "a", "scheduled_at": 5}, "scheduled_at"),
    ({"type": "a", "scheduled_at": "tomorrow"}, "scheduled_at"),
    ({"type": "a", "scheduled_at": "2026-11-22T09:30:00"}, "scheduled_at"),
    ({"type": "a", "scheduled_at": "2026-02-30T09:30:00Z"}, "scheduled_at"),
    ({"type": "a", "scheduled_at": in_days(367)}, "scheduled_at"),
    ({"type": "a", "delay_ms": -1}, "delay_ms"),
    ({"type": "a", "delay_ms": requests.YEAR_MS + 1}, "delay_ms"),
    ({"type": "a", "delay_ms": 1, "scheduled_at": in_days(1)}, "delay_ms"),
    ({"type": "a", "ttl_seconds": 0}, "ttl_seconds"),
    ({"type": "a", "ttl_seconds": requests.MAX_TTL + 1}, "ttl_seconds"),
    ({"type": "a", "timeout_seconds": 0.5}, "timeout_seconds"),
    ({"type": "a", "timeout_seconds": 86_401}, "timeout_seconds"),
    ({"type": "a", "timeout_seconds": True}, "timeout_seconds"),
    ({"type": "a", "backoff": {"base": 1}}, "backoff.base"),
    ({"type": "a", "backoff": {"jitter": 1}}, "backoff.jitter"),
    ({"type": "a", "backoff": {"factor": 0.5}}, "backoff.factor"),
    ({"type": "a", "tags": []}, "tags"),
    ({"type": "a", "tags": {"": "x"}}, "tags.''"),
    ({"type": "a", "tags": {"k" * 65: "x"}}, f"tags.'{'k' * 64}'"),
    ({"type": "a", "tags": {"k": "v" * 257}}, "tags.k"),
    ({"type": "a", "tags": {"k": 1}}, "tags.k"),
    ({"type": "a", "tags": {str(number): "" for number in range(21)}}, "tags"),
]


@pytest.mark.parametrize(("body", "field"), REFUSED, ids=range(len(REFUSED)))
def test_a_bad_field_is_named(body: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        requests.row(requests.new_job(body), "default")
    assert refused.value.field == field
    assert str(refused.value).startswith(field)


def test_a_large_payload_is_refused_as_large_at_one_byte_over() -> None:
    fits = {"type": "a", "payload": "x" * (requests.MAX_PAYLOAD - 2)}
    assert len(requests.row(requests.new_job(fits), "default").job.payload) == requests.MAX_PAYLOAD
    with pytest.raises(Refused, match="262144") as refused:
        requests.row(requests.new_job({"type": "a", "payload": "x" * (requests.MAX_PAYLOAD - 1)}), "default")
    assert refused.value.too_large


def test_a_full_request_becomes_the_record_it_describes() -> None:
    body = {
        "type": "Send.Email-2",
        "payload": [1.5, None, "é"],
        "priority": 10,
        "queue_name": "mail",
        "max_attempts": 25,
        "delay_ms": 1500,
        "ttl_seconds": 60,
        "timeout_seconds": 1.5,
        "backoff": {"base_seconds": 1, "jitter": False},
        "tags": {"team": "billing"},
    }
    row = requests.row(requests.new_job(body), "acme")
    job = row.job
    assert (job.type, job.tenant, job.queue, job.priority) == ("Send.Email-2", "acme", "mail", 10)
    assert job.payload == '[1.5,null,"é"]'.encode()
    assert (row.delay_ms, job.state, job.max_attempts, job.ttl_seconds) == (1500, State.SCHEDULED, 25, 60)
    assert job.timeout_ms == 1500
    assert orjson.loads(job.backoff or b"")["base_seconds"] == 1
    assert job.tags == b'{"team":"billing"}'


def test_a_scheduled_time_that_is_past_means_now() -> None:
    job = requests.row(requests.new_job({"type": "a", "scheduled_at": in_days(-1)}), "default").job
    assert (job.state, job.run_at) == (State.PENDING, None)


def test_a_scheduled_time_counts_with_its_zone() -> None:
    assert requests.instant_ms("at", "1970-01-02T01:00:00.250+01:00") == 86_400_250


def test_null_is_the_same_as_absent() -> None:
    names = set(requests.NewJob.model_fields) - {"type", "payload"}
    with_nulls = requests.new_job({"type": "a", **dict.fromkeys(names)})
    assert with_nulls == requests.new_job({"type": "a"})


def test_the_index_of_the_bad_job_in_a_batch_is_named() -> None:
    with pytest.raises(Refused) as refused:
        requests.batch([{"type": "a"}, {"type": "b"}, {"type": "c", "tags": {"k": 1}}])
    assert refused.value.field == "[2].tags.k"


@pytest.mark.parametrize("body", [{}, [], [{"type": "a"}] * 501, [5], "x"])
def test_a_batch_holds_1_to_500_jobs(body: Any) -> None:
    with pytest.raises(Refused):
        requests.batch(body)


def test_a_raw_entry_in_the_short_form_becomes_a_row() -> None:
    before = time.time_ns() // 1_000_000
    row = requests.parse_raw(b'{"type":"sleep","payload":{"seconds":1},"retries":3}', "default", "some-id")
    assert (row.job.id, row.job.type, row.job.max_attempts) == ("some-id", "sleep", 4)
    assert row.job.payload == b'{"seconds":1}'
    assert (row.job.created_at or 0) >= before


RAW = {
    b"hello": "body is not JSON",
    b"[]": "body is not JSON",
    b'{"payload": {}}': "type is required",
    b'{"type": "a", "retries": -1}': "retries cannot be negative",
    b'{"type": "a", "payload": [1]}': "payload must be an object",
    b'{"type": "a", "payload": {"x": NaN}}': "payload.x must be a finite number",
    b'{"type": "a", "job_id": "x"}': "job_id is not a known field",
}


@pytest.mark.parametrize("raw", RAW)
def test_a_bad_raw_entry_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        requests.parse_raw(raw, "default")
    assert str(refused.value).startswith(RAW[raw])
    assert isinstance(refused.value, NotJson) == RAW[raw].startswith("body")
