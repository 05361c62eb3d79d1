"""The pieces of which the models of answers are made."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Uuid = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""RFC 3339 in UTC, with milliseconds."""


class Shown(BaseModel):
    """An object of ours: it has these members and no others."""

    # Validators of answers are made where one is asked for: the service itself never does.
    model_config = ConfigDict(extra="forbid", defer_build=True)


def left_out(**more: Any) -> Any:
    """The default of a member that is left out where there is nothing to say; it is never null."""
    return Field(default_factory=lambda: None, **more)
