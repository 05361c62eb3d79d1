"""Read JSON that leaves no doubt: what two readers would read differently is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from shared.errors import WorkqueueError

MAX_INTEGER = 2**53 - 1
"""The largest integer that every client reads exactly (RFC 8259, section 6)."""

_SHOWN = 64
_BAD_TEXT = re.compile("[\0\ud800-\udfff]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Refused(WorkqueueError):
    """What a caller sent breaks a rule; the message names the field and the rule."""

    def __init__(self, field: str, rule: str, *, too_large: bool = False) -> None:
        """Say what is wrong.

        Args:
            field: path of the value, such as `payload.items[3]`; `body` for the whole.
            rule: reads on from the field: `must be between 1 and 10`.
            too_large: it is a matter of size.
        """
        super().__init__(f"{field} {rule}")
        self.field = field
        self.rule = rule
        self.too_large = too_large

    def inside(self, name: str | int) -> Refused:
        """The same refusal, seen from the container of the value."""
        rest = self.field if not self.field or self.field.startswith("[") else f".{self.field}"
        return Refused(f"{_step(name)}{rest}", self.rule, too_large=self.too_large)


class NotJson(Refused):
    """The text is no JSON at all."""

    def __init__(self, why: str) -> None:
        """Say where the reader stopped."""
        super().__init__("body", f"is not JSON: {why}")


def parse(raw: bytes, depth: int) -> Any:
    """The value that `raw` holds.

    Args:
        raw: UTF-8, without a byte order mark.
        depth: containers that may lie within one another.

    Raises:
        NotJson: it cannot be read.
        Refused: it holds a repeated key, a number that is not finite, an integer beyond 2^53 - 1, U+0000,
            half a surrogate pair, or too many levels.
    """
    value = _read(raw, depth)
    try:
        _check(value, depth, escaped=b"\\u" in raw)
    except Refused as refusal:
        raise refusal if refusal.field else Refused("body", refusal.rule) from None
    return value


class _Repeated:
    """Stands for an object in which a key stands twice, until its place is known."""

    def __init__(self, key: str) -> None:
        self.key = key


def _read(raw: bytes, depth: int) -> Any:
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Refused("body", f"must not be nested deeper than {depth} levels") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Repeated:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    return _Repeated(next(name for name in names if names.count(name) > 1))


def _integer(text: str) -> int:
    """Thousands of digits make `int` raise, without a place; a stand-in is refused where it stands."""
    return int(text) if len(text) <= _SHOWN else MAX_INTEGER + 1


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer)


def _check(value: Any, room: int, escaped: bool) -> None:
    """Refuse what is wrong in a value; `room` is how many levels it may have."""
    kind = type(value)
    if kind is str:
        if escaped:
            _check_text(value, "text")
    elif kind is dict or kind is list:
        if room == 0:
            raise Refused("", "is nested too deeply")
        _check_members(value.items() if kind is dict else enumerate(value), room - 1, escaped)
    elif kind is not bool and value is not None:
        _check_number(value)


def _check_members(members: Iterable[tuple[str | int, Any]], room: int, escaped: bool) -> None:
    for name, value in members:
        if escaped and type(name) is str:
            _check_text(name, "key")
        try:
            _check(value, room, escaped)
        except Refused as refusal:
            raise refusal.inside(name) from None


def _check_text(text: str, what: str) -> None:
    if _BAD_TEXT.search(text):
        raise Refused("", f"must not hold U+0000 or half a surrogate pair in a {what}")


def _check_number(value: int | float | _Repeated) -> None:
    if isinstance(value, _Repeated):
        raise Refused(_step(value.key), "stands twice in one object")
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused("", "must be a finite number of at most 1.8e308: JSON has no NaN and no Infinity")
    elif not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise Refused("", "must be an integer between -(2^53-1) and 2^53-1: send a larger one as a string")


def _step(name: str | int) -> str:
    """A name or an index as one step of a path; one that could forge a path or a log line is quoted, cut."""
    if isinstance(name, int):
        return f"[{name}]"
    return name if _PLAIN_NAME.fullmatch(name) else ascii(name[:_SHOWN])
