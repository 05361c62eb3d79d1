"""Whom an address stands for."""

from __future__ import annotations

import pytest

from producer import limits

ADDRESSES = [
    ("203.0.113.7", "203.0.113.7"),
    ("203.0.113.7:4711", "203.0.113.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64"),
    ("[2001:db8:1:2::1]:443", "2001:0db8:0001:0002::/64"),
    ("fe80::1%eth0", "fe80:0000:0000:0000::/64"),
    ("::ffff:203.0.113.7", "203.0.113.7"),
    ("", None),
    ("unknown", None),
    ("203.0.113.7, 10.0.0.1", None),
    ("203.0.113.7\r\nX: y", None),
]


@pytest.mark.parametrize(("text", "stands_for"), ADDRESSES)
def test_an_address_stands_for(text: str, stands_for: str | None) -> None:
    assert limits.network(text) == stands_for


def test_a_name_of_a_bucket_says_not_whose_it_is() -> None:
    assert "ada" not in limits.hidden("ada@example.com")
    assert limits.hidden("ada@example.com") != limits.hidden("bob@example.com")
