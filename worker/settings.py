"""The worker's own settings, read once at start."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import NoDecode

from shared import requests, settings

ALL_QUEUES = ("*",)
LEAST_EVENTS = 4
"""Times `EVENTS_KEPT` that `MAX_EVENTS` must be: what is kept counts to it, and a new chief may keep twice as much."""


class WorkerSettings(settings.Settings):
    """See `shared.settings.Settings`; `docs/reference/environment.md` lists them all."""

    handlers: str = Field("worker.builtin:handlers", pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")
    """The table of handlers, as `module:variable`."""
    handlers_path: str = "."
    """The folder that the table's module is imported from; appended to the path, so that it hides nothing of ours."""
    queues: Annotated[tuple[str, ...], NoDecode] = ALL_QUEUES
    """Names with commas between; `*`: every queue that has jobs."""
    worker_concurrency: int = Field(10, ge=1, le=200)
    """Jobs that one runner runs at a time, each on a thread."""
    worker_processes: int = Field(1, ge=1, le=64)
    """Runners, each a process of its own."""
    worker_host: str = "127.0.0.1"
    worker_port: int = Field(8081, ge=0, le=65535)
    """Where `/metrics` and `/health` are served; 0 picks a free port."""
    worker_shutdown_timeout: float = Field(30.0, ge=0, le=3600)
    """Seconds that running handlers have to finish after SIGTERM; then their jobs are given back, uncounted."""
    lease_seconds: float = Field(30.0, ge=1, le=3600)
    """How long a worker that has fallen silent keeps its jobs."""
    job_timeout: float = Field(1800.0, gt=0, le=86_400)
    """Seconds that one attempt may take, where neither the job nor its handler says."""
    timeout_grace: float = Field(2.0, ge=0, le=60)
    """Seconds that a handler has to notice that its time is up before its slot is given to another."""
    reconcile_interval: float = Field(5.0, ge=0.2, le=3600)
    """Seconds between two looks of the reconciler."""
    reconcile_grace: float = Field(3.0, ge=0.2, le=3600)
    """Seconds that a fresh row has to reach Redis before the reconciler looks for it."""
    retention: int = Field(30 * 86_400, ge=60)
    """Seconds that completed and cancelled jobs stay in Postgres; dead letters stay until a person acts."""
    webhook_delivery_retention: int = Field(7 * 86_400, ge=60)
    """Seconds that deliveries to webhooks are kept after their end."""
    events_kept: int = Field(10_000, ge=100)
    """Entries of the events stream that stay after they are written down, for live streams to resume from."""

    @field_validator("queues", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("queues")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if value != ALL_QUEUES and not (value and all(re.fullmatch(requests.NAME, name) for name in value)):
            raise ValueError("write names of queues (a-z 0-9 _ . -) with commas between, or * alone")
        return value

    @model_validator(mode="after")
    def _room_beyond_what_is_kept(self) -> Self:
        if self.database_url is not None and self.max_events < LEAST_EVENTS * self.events_kept:
            raise ValueError(
                f"MAX_EVENTS={self.max_events} would soon be full of the EVENTS_KEPT={self.events_kept} that stay:"
                f" set it to {LEAST_EVENTS * self.events_kept} or more, or EVENTS_KEPT lower"
            )
        return self

    @property
    def lease_ms(self) -> int:
        """The lease in ms."""
        return round(self.lease_seconds * 1000)

    @property
    def heartbeat_interval(self) -> float:
        """Seconds between heartbeats: six in a lease, at most two seconds apart, as they look for unheard work, too."""
        return min(2.0, self.lease_seconds / 6)

    @property
    def overdue_grace_ms(self) -> int:
        """Ms past its deadline after which a job is no longer extended: by then its own runner should have acted."""
        return round((self.timeout_grace + 2.0) * 1000)
