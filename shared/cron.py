"""Cron expressions: what they mean, when they fall due, and which part of a wrong one is wrong.

The five fields are those of Vixie cron (minute, hour, day of month, month, day of week), read by `cronsim`. Over a
change of the clocks a schedule that names hours keeps to the clock on the wall: a time that does not exist runs at
the next moment that does, and one that occurs twice runs once. A schedule for every hour runs by the time that passes.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cronsim import CronSim, CronSimError

from shared.strict_json import Refused

LONGEST = 100
"""Characters of an expression."""
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_EVERY_HOUR = 24
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_ZONES = frozenset({"Factory", "localtime"})
_ORDINAL = re.compile(r"\b(\d*)(?<!1)([123])th\b")


@dataclass(frozen=True)
class _Field:
    name: str
    low: int
    high: int
    examples: str

    def rule(self) -> str:
        return f"it must be {self.low} to {self.high}, as in {self.examples}"


_FIELDS = (
    _Field("minute", 0, 59, "5 or 0,30 or 10-20 or */15"),
    _Field("hour", 0, 23, "5 or 9,17 or 9-17 or */6"),
    _Field("day of month", 1, 31, "5 or 1,15 or 1-7 or */2 or L for the last"),
    _Field("month", 1, 12, "5 or JAN,JUL or 4-9 or */3"),
    _Field(
        "day of week", 0, 7, "1 or MON-FRI or SAT,SUN or MON#1 or 5L for the last Friday; 0 and 7 are Sunday"
    ),
)


class Cron:
    """One expression in one time zone."""

    def __init__(self, expression: str, time_zone: str) -> None:
        """Read both.

        Args:
            expression: five fields, or one of `NICKNAMES`.
            time_zone: a name of the IANA database, such as `Europe/Berlin`.

        Raises:
            Refused: names `cron_expression` or `time_zone`, which field of it is wrong and why; or it never runs.
        """
        self._zone = _zone(time_zone)
        self._given = _five_fields(expression)
        self._text = _by_the_wall(self._given)
        if next(self.after(datetime.now(UTC)), None) is None:
            raise _never()

    @property
    def sentence(self) -> str:
        """What it means, in English."""
        return _ORDINAL.sub(_ordinal, CronSim(" ".join(self._given), _EPOCH).explain())

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Its slots after `moment` (aware), in the zone's own time; ends where none follows within fifty years."""
        last = moment.astimezone(UTC)
        for slot in CronSim(self._text, moment.astimezone(self._zone)):
            # In the hour that occurs twice it starts from the wall's time, and so may name one that is over.
            if slot.astimezone(UTC) > last:
                last = slot.astimezone(UTC)
                yield slot

    def next_ms(self, after: int) -> int | None:
        """The first slot after a moment, both in ms since 1970; None where none follows."""
        slot = next(self.after(_moment(after)), None)
        return None if slot is None else _ms(slot)

    def newest(self, first: int, now: int, most: int) -> list[int]:
        """The newest slots of a stretch, in ms since 1970, the oldest first.

        Args:
            first: a slot that is due, the start of the stretch.
            now: its end, included.
            most: no more than these; the search costs about as much, however long the stretch is.
        """
        for days in (1 / 24, 1, 30, 366, 366 * 30):
            start = max(first, now - round(days * 86_400_000))
            found = [start] if start == first else []
            found += self._until(start, now)
            if len(found) >= most or start == first:
                break
        return found[-most:]

    def _until(self, start: int, end: int) -> Iterator[int]:
        for slot in self.after(_moment(start)):
            if _ms(slot) > end:
                return
            yield _ms(slot)


@cache
def zones() -> frozenset[str]:
    """The names of the time zones that this machine knows."""
    return frozenset(zoneinfo.available_timezones()) - _NO_ZONES


def _zone(name: str) -> zoneinfo.ZoneInfo:
    if name not in zones():
        rule = "must be a name of the IANA time zone database, as in UTC, Europe/Berlin or America/New_York"
        raise Refused("time_zone", f"{rule}, and {ascii(name[:64])} is none")
    return zoneinfo.ZoneInfo(name)


def _five_fields(expression: str) -> list[str]:
    """The fields of an expression, each of which can be read."""
    if len(expression) > LONGEST:
        raise _wrong(f"must be at most {LONGEST} characters")
    fields = NICKNAMES.get(expression.strip().lower(), expression).split()
    if expression.strip().startswith("@") and len(fields) == 1:
        raise _wrong(f"is no nickname that is known: {', '.join(NICKNAMES)}")
    if len(fields) != len(_FIELDS):
        order = ", ".join(field.name for field in _FIELDS)
        raise _wrong(f"must have 5 fields ({order}) and has {len(fields)}")
    for place, text in enumerate(fields):
        for term in text.split(","):
            _check(place, term)
    return fields


def _check(place: int, term: str) -> None:
    if not _stands(place, term) or _oversteps(place, term):
        field = _FIELDS[place]
        raise _wrong(f"has a wrong {field.name}, {ascii(term)}: {_why(place, term)}")


def _stands(place: int, term: str) -> bool:
    """Whether one term alone can be read in its field."""
    fields = ["*"] * len(_FIELDS)
    fields[place] = term
    try:
        CronSim(" ".join(fields), _EPOCH)
    except CronSimError:
        return False
    return bool(term)


def _oversteps(place: int, term: str) -> bool:
    """A step beyond the field's end (`*/90` minutes) would quietly mean its first value only."""
    _, slash, step = term.partition("/")
    return bool(slash) and not (step.isdecimal() and 1 <= int(step) <= _FIELDS[place].high)


def _why(place: int, term: str) -> str:
    field = _FIELDS[place]
    if not term:
        return "a comma stands where a value should"
    if _oversteps(place, term):
        return f"the step must be 1 to {field.high}"
    start, dash, end = term.partition("/")[0].partition("-")
    if dash and _stands(place, start) and _stands(place, end):
        return f"a range must not run backwards: write {start}-{field.high},{field.low}-{end}, or the values"
    return field.rule()


def _by_the_wall(fields: list[str]) -> str:
    """The same slots, written so that `cronsim` keeps to the wall's clock unless every hour is meant.

    It decides by how a field is spelled: `*/30 2 * * *` would miss the night in which there is no 02:00, which
    `0,30 2 * * *` does not.
    """
    try:
        read = CronSim(" ".join(fields), _EPOCH)
    except CronSimError:
        raise _never() from None  # each field can be read, so together they name a day that no month has
    if len(read.hours) == _EVERY_HOUR:
        return " ".join([fields[0], "*", *fields[2:]])
    return " ".join([_listed(read.minutes), _listed(read.hours), *fields[2:]])


def _listed(values: set[int]) -> str:
    return ",".join(str(value) for value in sorted(values))


def _ordinal(found: re.Match[str]) -> str:
    """`cronsim` says 22th."""
    return f"{found[1]}{found[2]}{ {'1': 'st', '2': 'nd', '3': 'rd'}[found[2]] }"


def _never() -> Refused:
    return _wrong("would never run: no month that it names has such a day")


def _wrong(rule: str) -> Refused:
    return Refused("cron_expression", rule)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // 1000, UTC)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
