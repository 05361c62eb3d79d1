"""procrastinate, which keeps its jobs in Postgres."""

# /// script
# dependencies = ["procrastinate==3.10.0", "psycopg[binary,pool]==3.3.9"]
# ///
from __future__ import annotations

import asyncio
import os

import procrastinate
import shape
import work

DATABASE = os.environ.get("DATABASE_URL", "")
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=DATABASE))
BATCH = 500


@app.task(name="noop")
async def noop() -> None:
    """Nothing."""
    work.done()


@app.task(name="sleep")
async def sleep() -> None:
    """Wait."""
    await asyncio.sleep(work.NAP)
    work.done()


@app.task(name="labour")
async def labour() -> None:
    """Compute."""
    work.labour()
    work.done()


@app.task(name="stamp")
async def stamp(number: int) -> None:
    """Note when it ran."""
    work.arrived(number)
    work.done()


class Sender:
    """Its application, opened without an event loop."""

    def __init__(self, _: str) -> None:
        app.open()
        if not app.check_connection():
            app.schema_manager.apply_schema()

    def fill(self, kind: str, count: int) -> None:
        """Five hundred to a `batch_defer`."""
        for start in range(0, count, BATCH):
            app.configure_task(kind).batch_defer(*[{}] * min(BATCH, count - start))

    def send(self, number: int) -> None:
        """One."""
        app.configure_task("stamp").defer(number=number)


def _workers(processes: int, concurrency: int) -> list[list[str]]:
    command = [str(shape.BIN / "procrastinate"), "--app", "procrastinate_workers.app", "worker"]
    return [[*command, "--concurrency", str(concurrency), "--delete-jobs", "always"]] * processes


if __name__ == "__main__":
    shape.main(
        "procrastinate",
        {"workers": shape.Way("procrastinate", "--delete-jobs always", 8, _workers, stores=("postgres",))},
        sender=Sender,
    )
