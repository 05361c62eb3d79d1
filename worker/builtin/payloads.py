"""Reads payloads, so that a mistake in one sends its job to a person at once with the field's name."""

from __future__ import annotations

import base64
import binascii
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from workqueue import Dead, Job


class Payload(BaseModel):
    """What the payloads of the handlers that ship have in common: a field that is not known is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


Shape = TypeVar("Shape", bound=Payload)

_FAULTS_TOLD = 5


def read(shape: type[Shape], job: Job) -> Shape:
    """The job's payload in the shape its handler needs.

    Raises:
        Dead: it has another shape; every wrong field is named. Trying again would not change it.
    """
    try:
        return shape.model_validate(job.payload)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        told = "; ".join(f"{_field(fault['loc'])}: {fault['msg']}" for fault in faults[:_FAULTS_TOLD])
        raise Dead(f"the payload of {job.type} is wrong: {told}") from None


def mistake(field: str, what: str) -> Dead:
    """The exception for a field whose fault shows only when it is used."""
    return Dead(f"{field}: {what}")


def decode_base64(field: str, text: str) -> bytes:
    """The bytes that a field holds as base64.

    Raises:
        Dead: it is not base64.
    """
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise mistake(field, f"not base64: {error}") from None


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "payload"
