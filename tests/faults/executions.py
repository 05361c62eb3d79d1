"""What really ran: the lines that the handlers wrote, read back as executions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Execution:
    """One run of one handler."""

    job: str
    type: str
    attempt: int
    fence: str
    pid: int
    began: int
    """Nanoseconds of the machine's monotonic clock."""
    began_wall: float
    """Seconds since 1970: the clock of Redis is this machine's too."""
    ended: int | None = None
    """Nanoseconds; None: its process did not survive it, or it still runs."""
    ended_wall: float | None = None
    outcome: str = "unfinished"
    """`end`, `failed`, `stopped` (it was told to), `poison` (it killed its process), or `unfinished`."""

    def __str__(self) -> str:
        """For the story of a job."""
        return f"attempt {self.attempt} fence {self.fence} in process {self.pid}: {self.outcome}"


def read(log: Path) -> dict[str, list[Execution]]:
    """All executions by job, the oldest first."""
    found: list[Execution] = []
    by_fence: dict[tuple[str, str], Execution] = {}
    for text in log.read_text().splitlines():
        line = json.loads(text)
        key = (line["job"], line["fence"])
        if line["what"] == "start":
            by_fence[key] = _begun(line)
            found.append(by_fence[key])
        else:
            execution = by_fence[key]
            execution.outcome, execution.ended, execution.ended_wall = line["what"], line["at"], line["wall"]
    return _by_job(found)


def _begun(line: dict[str, Any]) -> Execution:
    return Execution(
        line["job"], line["type"], line["attempt"], line["fence"], line["pid"], line["at"], line["wall"]
    )


def _by_job(executions: Iterable[Execution]) -> dict[str, list[Execution]]:
    found: dict[str, list[Execution]] = defaultdict(list)
    for execution in executions:
        found[execution.job].append(execution)
    for runs in found.values():
        runs.sort(key=lambda run: run.began)
    return dict(found)
