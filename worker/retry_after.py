"""Knows when a server asks to be called again."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

STATUSES = frozenset({408, 425, 429})
"""What HTTP calls a client's error and yet asks to be tried again (RFC 9110, 8470, 6585)."""
LONGEST_WAIT = 24 * 3600.0
"""Seconds; a server that asks for more is taken at this."""


def seconds(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header (RFC 9110, section 10.2.3) asks for, a day at most; else None."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or a zone that no clock has
        return None
    wait = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return min(max(math.ceil(wait), 0.0), LONGEST_WAIT)
