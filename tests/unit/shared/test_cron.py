"""Cron expressions: what they mean, what is wrong with them, and every slot around both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.cron import NICKNAMES, Cron, zones
from shared.strict_json import Refused

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday


def slots(expression: str, zone: str, after: datetime, count: int) -> list[str]:
    """The next slots as `MM-DD HH:MM` with the offset of the zone at that moment."""
    found = islice(Cron(expression, zone).after(after), count)
    return [f"{slot:%m-%d %H:%M}{slot.isoformat()[-6:]}" for slot in found]


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 9 * * 1", ["01-05 09:00", "01-12 09:00", "01-19 09:00"]),  # not every day
        ("0 2 1 * *", ["01-01 02:00", "02-01 02:00", "03-01 02:00"]),
        ("0 0 13 * FRI", ["01-02 00:00", "01-09 00:00", "01-13 00:00"]),  # either day, where both are named
        ("0 12 * * 7", ["01-04 12:00", "01-11 12:00", "01-18 12:00"]),
        ("0 12 * * sun", ["01-04 12:00", "01-11 12:00", "01-18 12:00"]),
        ("0 12 * * 5-7", ["01-02 12:00", "01-03 12:00", "01-04 12:00"]),
        ("0 0 1 JAN,JUL *", ["07-01 00:00", "01-01 00:00", "07-01 00:00"]),
        ("10-30/10 0 * * *", ["01-01 00:10", "01-01 00:20", "01-01 00:30"]),
        ("5/20 1 * * *", ["01-01 01:05", "01-01 01:25", "01-01 01:45"]),
        ("0 0 L * *", ["01-31 00:00", "02-28 00:00", "03-31 00:00"]),
        ("0 0 * * MON#1", ["01-05 00:00", "02-02 00:00", "03-02 00:00"]),
        ("0 0 29 2 *", ["02-29 00:00", "02-29 00:00", "02-29 00:00"]),
        ("@hourly", ["01-01 01:00", "01-01 02:00", "01-01 03:00"]),
        ("@daily", ["01-02 00:00", "01-03 00:00", "01-04 00:00"]),
        ("@weekly", ["01-04 00:00", "01-11 00:00", "01-18 00:00"]),
        (" @Monthly ", ["02-01 00:00", "03-01 00:00", "04-01 00:00"]),
        ("@yearly", ["01-01 00:00", "01-01 00:00", "01-01 00:00"]),
    ],
)
def test_slots_in_a_zone_without_changes(expression: str, expected: list[str]) -> None:
    assert slots(expression, "UTC", NEW_YEAR, 3) == [f"{slot}+00:00" for slot in expected]


# What the wall shows on the days of the change. New York 2026: 8 March 02:00 becomes 03:00, 1 November 02:00 becomes
# 01:00. Berlin 2026: 29 March 02:00 becomes 03:00, 25 October 03:00 becomes 02:00. Lord Howe 2026: 5 April 02:00
# becomes 01:30, 4 October 02:00 becomes 02:30: half an hour only.
FORWARD = [
    ("30 2 * * *", "America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC),
     ["03-08 03:00-04:00", "03-09 02:30-04:00"]),
    ("0,30 2,3 * * *", "America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC),
     ["03-08 03:00-04:00", "03-08 03:30-04:00", "03-09 02:00-04:00"]),
    ("*/30 2 * * *", "America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC),
     ["03-08 03:00-04:00", "03-09 02:00-04:00", "03-09 02:30-04:00"]),
    ("0 * * * *", "America/New_York", datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
     ["03-08 01:00-05:00", "03-08 03:00-04:00", "03-08 04:00-04:00"]),
    ("0 */2 * * *", "America/New_York", datetime(2026, 3, 8, 4, 30, tzinfo=UTC),
     ["03-08 00:00-05:00", "03-08 03:00-04:00", "03-08 04:00-04:00", "03-08 06:00-04:00"]),
    ("30 2 * * *", "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC),
     ["03-29 03:00+02:00", "03-30 02:30+02:00"]),
    ("*/20 * * * *", "Europe/Berlin", datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
     ["03-29 01:40+01:00", "03-29 03:00+02:00", "03-29 03:20+02:00"]),
    ("0 2 * * SUN", "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC),
     ["03-29 03:00+02:00", "04-05 02:00+02:00"]),
    ("15 2 * * *", "Australia/Lord_Howe", datetime(2026, 10, 3, 0, tzinfo=UTC),
     ["10-04 02:30+11:00", "10-05 02:15+11:00"]),
    ("15,30 2 * * *", "Australia/Lord_Howe", datetime(2026, 10, 3, 15, tzinfo=UTC),
     ["10-04 02:30+11:00", "10-05 02:15+11:00", "10-05 02:30+11:00"]),
    ("*/15 * * * *", "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 10, tzinfo=UTC),
     ["10-04 01:45+10:30", "10-04 02:30+11:00", "10-04 02:45+11:00"]),
]  # fmt: skip
BACK = [
    ("30 1 * * *", "America/New_York", datetime(2026, 10, 31, 12, tzinfo=UTC),
     ["11-01 01:30-04:00", "11-02 01:30-05:00"]),
    ("*/30 1 * * *", "America/New_York", datetime(2026, 11, 1, 4, tzinfo=UTC),
     ["11-01 01:00-04:00", "11-01 01:30-04:00", "11-02 01:00-05:00"]),
    ("0 * * * *", "America/New_York", datetime(2026, 11, 1, 4, 30, tzinfo=UTC),
     ["11-01 01:00-04:00", "11-01 01:00-05:00", "11-01 02:00-05:00"]),
    ("30 1 * * *", "America/New_York", datetime(2026, 11, 1, 6, 10, tzinfo=UTC),  # 01:10 for the second time
     ["11-02 01:30-05:00", "11-03 01:30-05:00"]),
    ("30 2 * * *", "Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC),
     ["10-25 02:30+02:00", "10-26 02:30+01:00"]),
    ("0 */2 * * *", "Europe/Berlin", datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
     ["10-25 02:00+02:00", "10-25 04:00+01:00", "10-25 06:00+01:00"]),
    ("*/30 0-23 * * *", "Europe/Berlin", datetime(2026, 10, 25, 0, 10, tzinfo=UTC),  # every hour, spelled out
     ["10-25 02:30+02:00", "10-25 02:00+01:00", "10-25 02:30+01:00", "10-25 03:00+01:00"]),
    ("45 1 * * *", "Australia/Lord_Howe", datetime(2026, 4, 4, 0, tzinfo=UTC),
     ["04-05 01:45+11:00", "04-06 01:45+10:30"]),
    ("*/15 * * * *", "Australia/Lord_Howe", datetime(2026, 4, 4, 14, 35, tzinfo=UTC),
     ["04-05 01:45+11:00", "04-05 01:30+10:30", "04-05 01:45+10:30", "04-05 02:00+10:30"]),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "zone", "after", "expected"), FORWARD)
def test_a_time_that_does_not_exist_runs_at_the_next_that_does(
    expression: str, zone: str, after: datetime, expected: list[str]
) -> None:
    assert slots(expression, zone, after, len(expected)) == expected


@pytest.mark.parametrize(("expression", "zone", "after", "expected"), BACK)
def test_a_time_that_occurs_twice_runs_once_unless_every_hour_is_meant(
    expression: str, zone: str, after: datetime, expected: list[str]
) -> None:
    assert slots(expression, zone, after, len(expected)) == expected


@pytest.mark.parametrize(("expression", "zone", "after", "expected"), FORWARD + BACK)
def test_asking_for_one_slot_after_the_other_is_the_same_as_asking_for_all(
    expression: str, zone: str, after: datetime, expected: list[str]
) -> None:
    cron = Cron(expression, zone)
    one_by_one, last = [], ms(after)
    for _ in expected:
        last = cron.next_ms(last) or 0
        one_by_one.append(last)
    assert one_by_one == [ms(slot) for slot in islice(cron.after(after), len(expected))]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("61 * * * *", "a wrong minute, '61': it must be 0 to 59"),
        ("* 24 * * *", "a wrong hour, '24'"),
        ("* * 0 * *", "a wrong day of month, '0'"),
        ("* * * FEV *", "a wrong month, 'FEV'"),
        ("* * * * 8", "a wrong day of week, '8'"),
        ("* * * * MONDAY", "a wrong day of week, 'MONDAY'"),
        ("1,99 * * * *", "a wrong minute, '99'"),
        ("1,,2 * * * *", "a comma stands where a value should"),
        ("* 17-9 * * *", "a wrong hour, '17-9': a range must not run backwards: write 17-23,0-9"),
        ("*/90 * * * *", "a wrong minute, '*/90': the step must be 1 to 59"),
        ("*/0 * * * *", "the step must be 1 to 59"),
        ("*/\u00b2 * * * *", "the step must be 1 to 59"),
        ("* * \u00b2 * *", "a wrong day of month, '\\xb2'"),
        ("* * * *", "must have 5 fields (minute, hour, day of month, month, day of week) and has 4"),
        ("0 0 * * * *", "and has 6"),
        ("", "and has 0"),
        ("@often", "no nickname that is known"),
        ("0 0 31 2 *", "would never run"),
        ("0 0 30,31 FEB *", "would never run"),
        ("0 0 */30 * MON#2", "would never run"),
        ("1" * 5000 + " * * * *", "must be at most 100 characters"),
    ],
)
def test_a_bad_expression_is_refused_with_its_field_and_the_reason(expression: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        Cron(expression, "UTC")
    assert caught.value.field == "cron_expression"
    assert said in caught.value.rule


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "America", "../etc/passwd", "localtime", "europe/berlin"]
)
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="IANA") as caught:
        Cron("* * * * *", zone)
    assert caught.value.field == "time_zone"


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("0 9 * * 1-5", "At 09:00 on Monday through Friday"),
        ("0 2 22 * *", "At 02:00 on the 22nd day of every month"),
        ("0 2 1,11,21,23 * *", "At 02:00 on the first, the 11th, the 21st, and the 23rd day of month"),
        ("@hourly", "At the start of every hour"),
        ("*/30 2 * * *", "Every 30th minute from 02:00 through 02:59"),
    ],
)
def test_an_expression_is_explained(expression: str, sentence: str) -> None:
    assert Cron(expression, "UTC").sentence == sentence


MINUTE = 60_000


def test_the_newest_slots_of_a_long_absence_come_oldest_first_and_no_more_than_asked_for() -> None:
    cron, now = Cron("* * * * *", "Europe/Berlin"), ms(NEW_YEAR)
    years_ago = now - 5 * 366 * 86_400_000
    assert cron.newest(years_ago, now, 3) == [now - 2 * MINUTE, now - MINUTE, now]
    assert cron.newest(now - MINUTE, now + 1, 100) == [now - MINUTE, now]
    assert cron.newest(now, now, 1) == [now]


def test_the_newest_slots_of_a_rare_schedule_are_found_however_far_back() -> None:
    cron = Cron("@yearly", "UTC")
    years = [ms(datetime(year, 1, 1, tzinfo=UTC)) for year in (2021, 2022, 2023, 2024, 2025, 2026)]
    assert cron.newest(years[0], years[-1] + 5, 4) == years[-4:]
    assert cron.newest(years[0], years[-1] + 5, 100) == years


VALUES = (
    some.integers(0, 59),
    some.integers(0, 23),
    some.integers(1, 31),
    some.integers(1, 12),
    some.integers(0, 7),
)


@some.composite
def a_field(draw: some.DrawFn, place: int) -> str:
    low, high = sorted((draw(VALUES[place]), draw(VALUES[place])))
    step = draw(some.integers(1, 7))
    return draw(
        some.sampled_from(
            ["*", f"{low}", f"{low}-{high}", f"*/{step}", f"{low}-{high}/{step}", f"{low},{high}"]
        )
    )


@given(some.tuples(*(a_field(place) for place in range(5))), some.sampled_from(sorted(zones())))
def test_whatever_is_accepted_has_slots_in_order_and_a_sentence(fields: tuple[str, ...], zone: str) -> None:
    expression = " ".join(fields)
    try:
        cron = Cron(expression, zone)
    except Refused as refused:
        assert "would never run" in refused.rule
        return
    found = [slot.astimezone(UTC) for slot in islice(cron.after(NEW_YEAR), 5)]
    assert found == sorted(set(found))
    assert found[0] > NEW_YEAR
    assert all(slot.second == 0 for slot in found)
    assert cron.sentence


@given(
    some.text(max_size=30)
    | some.lists(some.text("0123456789*/,-#LWMON?@ \t", max_size=6), max_size=7).map(" ".join)
)
def test_any_text_is_read_or_refused(expression: str) -> None:
    try:
        assert Cron(expression, "UTC").sentence
    except Refused as refused:
        assert refused.field == "cron_expression"


def test_every_nickname_can_be_read() -> None:
    for nickname in NICKNAMES:
        assert Cron(nickname, "UTC").next_ms(0) is not None
