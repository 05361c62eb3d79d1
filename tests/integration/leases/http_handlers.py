"""Handlers that a worker over HTTP runs in tests; what they met stands in files of the folder in the payload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workqueue import Cancelled, Dead, Handlers, Job, Retry

handlers = Handlers()


@handlers.handler("add")
def add(job: Job) -> dict[str, Any]:
    job.log("adding", len(job.payload["numbers"]))
    job.progress(0.5, "half")
    return {"sum": sum(job.payload["numbers"])}


@handlers.handler("hold", timeout=60)
def hold(job: Job) -> str:
    """Say that it runs, and run until it is stopped, or until the file `go` is there."""
    folder = Path(job.payload["folder"])
    (folder / f"started-{job.attempt}").touch()
    while not (folder / "go").exists():
        try:
            job.sleep(0.02)
        except Cancelled:
            (folder / "stopped").touch()
            raise
    return f"attempt {job.attempt}"


@handlers.handler("steer", max_attempts=1)
def steer(job: Job) -> Any:
    how = job.payload["how"]
    if how == "dead":
        raise Dead("no use")
    if how == "retry":
        raise Retry(after=0, reason="not yet")
    if how == "exit":
        raise SystemExit(3)
    return {"object": {1, 2}, "large": 2**70}[how]


@handlers.handler("write", max_attempts=1)
def write(job: Job) -> str:
    """Write a line as long as the payload says, and a result."""
    job.log("x" * job.payload["line"])
    return "y" * job.payload["result"]
