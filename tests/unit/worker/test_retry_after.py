"""Whatever a server writes into Retry-After, the answer is a wait of a day at most, or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker import retry_after

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SAID = [
    (None, None),
    ("30", 30.0),
    ("99999999999999999999", 86_400.0),
    ("Thu, 01 Jan 2026 12:00:10 GMT", 10.0),
    ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
    ("Fri, 01 Jan 2027 12:00:00 GMT", 86_400.0),
    ("soon", None),
    ("-5", None),
    ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
]


@pytest.mark.parametrize(("value", "seconds"), SAID)
def test_what_a_server_says(value: str | None, seconds: float | None) -> None:
    assert retry_after.seconds(value, NOW) == seconds
