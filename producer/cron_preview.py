"""What a cron expression means, for who is typing one."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pydantic import BaseModel, ConfigDict

from producer.cron import SHOWN_RUNS
from shared.cron import Cron


class Expression(BaseModel):
    """The body of `POST /cron/explain`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    cron_expression: str
    """Five fields, or a nickname such as `@daily`."""
    time_zone: str | None = None
    """IANA name; absent means UTC."""


def explained(asked: Expression) -> dict[str, Any]:
    """The sentence and the coming runs, by the clock of the zone.

    Raises:
        Refused: names `cron_expression` or `time_zone`, and which part of it is wrong.
    """
    cron = Cron(asked.cron_expression, asked.time_zone or "UTC")
    coming = islice(cron.after(datetime.now(UTC)), SHOWN_RUNS)
    return {
        "cron_expression": asked.cron_expression,
        "time_zone": asked.time_zone or "UTC",
        "description": cron.sentence,
        "next_runs": [slot.isoformat() for slot in coming],
    }
