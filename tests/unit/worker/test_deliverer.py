"""Who gets a place among the deliveries under way, and how long a failed one waits."""

from __future__ import annotations

import random

import pytest

from worker.duties.deliverer import (
    DELAYS,
    OF_ONE_TENANT,
    OF_ONE_WEBHOOK,
    OF_THOSE_IN_TROUBLE,
    UNDER_WAY,
    Taken,
    _Room,
    delay,
)


def under_way(webhook: str, tenant: str = "ada", count: int = 1) -> list[Taken]:
    return [
        Taken(f"{webhook}-{number}", webhook, tenant, 1, 9, "{}", "http://a", "s", None)
        for number in range(count)
    ]


def test_one_webhook_gets_its_share_and_no_more() -> None:
    room = _Room(under_way("a", count=OF_ONE_WEBHOOK - 1), set())
    assert [room.take("a", "ada") for _ in range(2)] == [True, False]
    assert room.take("b", "ada")
    assert room.full_webhooks == ["a"]


def test_one_tenant_gets_its_share_however_many_webhooks_it_has() -> None:
    room = _Room([], set())
    taken = [room.take(f"hook-{number}", "ada") for number in range(OF_ONE_TENANT + 3)]
    assert taken == [True] * OF_ONE_TENANT + [False] * 3
    assert room.full_tenants == ["ada"]
    assert room.take("another", "bob")


def test_a_webhook_in_trouble_gets_one_place() -> None:
    room = _Room([], {"a"})
    assert [room.take("a", "ada") for _ in range(2)] == [True, False]


def test_those_in_trouble_leave_half_of_the_places_to_the_others() -> None:
    troubled = {f"bad-{number}" for number in range(UNDER_WAY)}
    room = _Room([], troubled)
    taken = sum(room.take(name, f"tenant of {name}") for name in troubled)
    assert taken == OF_THOSE_IN_TROUBLE
    assert set(room.full_webhooks) == troubled
    healthy = sum(room.take(f"good-{number}", f"tenant {number}") for number in range(UNDER_WAY))
    assert healthy == UNDER_WAY - OF_THOSE_IN_TROUBLE
    assert room.none


@pytest.mark.parametrize(("attempt", "seconds"), list(enumerate(DELAYS, start=1)))
def test_each_attempt_waits_its_time_give_or_take_a_fifth(attempt: int, seconds: int) -> None:
    waits = [delay(attempt, None, random.Random(seed)) for seed in range(50)]
    assert 0.8 * seconds <= min(waits) < max(waits) <= 1.2 * seconds


def test_a_receiver_may_ask_for_more_time_but_not_for_less() -> None:
    assert delay(1, 900.0) == 900.0
    assert delay(9, 1.0) > 30_000


def test_all_of_them_take_about_a_day() -> None:
    assert 20 * 3600 < sum(DELAYS) < 26 * 3600
