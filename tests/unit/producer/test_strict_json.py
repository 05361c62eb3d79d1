"""What JSON is taken, what is refused, and that both say where."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import strict_json
from shared.strict_json import MAX_INTEGER, NotJson, Refused

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
numbers = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_whatever_is_taken_is_stored_as_it_came(value: Any) -> None:
    for written in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        parsed = strict_json.parse(written.encode(), depth=64)
        assert parsed == value
        assert json.loads(orjson.dumps(parsed)) == value


NOT_JSON = [
    b"",
    b" ",
    b"{",
    b"[1,]",
    b"{'a': 1}",
    b"\xff",
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b"[1] [2]",
    b'"\n"',
]


@pytest.mark.parametrize("raw", NOT_JSON)
def test_what_is_no_json_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(NotJson, match=r"^body is not JSON: "):
        strict_json.parse(raw, depth=32)


BAD = {
    b'{"a": 1, "b": 2, "a": 3}': ("a", "stands twice"),
    b'{"p": {"q": [1, {"x": 1, "x": 1}]}}': ("p.q[1].x", "stands twice"),
    b'{"a": NaN}': ("a", "finite"),
    b'{"a": [1, -Infinity]}': ("a[1]", "finite"),
    b"[1e400]": ("[0]", "finite"),
    b'{"a": 9007199254740992}': ("a", "as a string"),
    b'{"a": -9007199254740992}': ("a", "as a string"),
    b'{"a": ' + b"9" * 6000 + b"}": ("a", "as a string"),
    b'{"a": "x\\u0000"}': ("a", "U+0000"),
    b'{"a": {"\\u0000": 1}}': ("a", "U+0000"),
    b'{"a": "\\ud800"}': ("a", "surrogate"),
    b'"\\udfff"': ("body", "surrogate"),
    b"NaN": ("body", "finite"),
    b'{"a\\n]b": NaN}': (r"'a\n]b'", "finite"),
}


@pytest.mark.parametrize("raw", BAD)
def test_a_doubtful_value_is_refused_with_its_place(raw: bytes) -> None:
    field, rule = BAD[raw]
    with pytest.raises(Refused) as refused:
        strict_json.parse(raw, depth=32)
    assert refused.value.field == field
    assert rule in str(refused.value)


@pytest.mark.parametrize("number", [MAX_INTEGER, -MAX_INTEGER, 1.7976931348623157e308, 5e-324, -0.0, 0.1])
def test_the_edges_of_what_numbers_may_be_are_taken(number: float) -> None:
    assert strict_json.parse(json.dumps(number).encode(), depth=1) == number


def test_levels_are_counted_exactly() -> None:
    assert strict_json.parse(b"[" * 32 + b"]" * 32, depth=32)
    with pytest.raises(Refused, match="nested"):
        strict_json.parse(b"[" * 33 + b"]" * 33, depth=32)


def test_a_hundred_thousand_levels_are_refused_and_crash_nothing() -> None:
    with pytest.raises(Refused, match="nested"):
        strict_json.parse(b"[" * 100_000, depth=32)


def test_an_emoji_written_as_two_escapes_is_one_character() -> None:
    assert strict_json.parse(b'"\\ud83d\\ude00"', depth=1) == "\U0001f600"
