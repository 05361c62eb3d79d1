"""Bodies whose rules stand partly outside of the models that check them: the same models, with those rules said."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from producer.cron import NewSchedule
from shared import requests
from shared.requests import NewJob

RULES: JsonDict = {
    "not": {
        "properties": {"scheduled_at": {"type": "string"}, "delay_ms": {"type": "integer"}},
        "required": ["scheduled_at", "delay_ms"],
    }
}
"""`scheduled_at` does not stand beside `delay_ms`."""


class ShortJob(NewJob):
    """A job in the short form, whose payload is an object; null is the same as absent.

    `scheduled_at` and `delay_ms` exclude each other; `retries` beside `max_attempts` must be one less. A payload has at
    most 256 KiB as compact JSON, and 32 levels.
    """

    model_config = ConfigDict(json_schema_extra=RULES)

    payload: dict[str, Any] | None = None
    """Any JSON object; comes out equal."""


class LongJob(NewJob):
    """A job as a caller asks for it; null is the same as absent, but in `payload`.

    `scheduled_at` and `delay_ms` exclude each other; `retries` beside `max_attempts` must be one less. A payload has at
    most 256 KiB as compact JSON, and 32 levels.
    """

    model_config = ConfigDict(title="NewJob", json_schema_extra=RULES)


Batch = Annotated[list[LongJob], Field(min_length=1, max_length=requests.MAX_BATCH)]


def _nothing_is_required(schema: JsonDict) -> None:
    schema.pop("required", None)


class ScheduleChange(NewSchedule):
    """The members of a schedule that are to be different; null is the same as absent where a schedule may lack it."""

    model_config = ConfigDict(title="CronScheduleChange", json_schema_extra=_nothing_is_required)
