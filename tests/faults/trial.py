"""One run of the harness: a calm beginning, faults under load, quiet, and the judgement."""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from tests.faults import audit, evidence, load, oracle, schedule
from tests.faults.client import Client
from tests.faults.evidence import Evidence
from tests.faults.injections import FAULTS
from tests.faults.ledger import Ledger
from tests.faults.oracle import Violation
from tests.faults.system import LEASE, System

QUIET_WITHIN = 90.0
"""Seconds in which, after the last fault, every job has to end."""
CALM_JOBS = 150
"""Quick jobs of the calm beginning, in one queue of their own."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run is to do."""

    seconds: float
    """For how long faults are injected."""
    seed: int
    faults: tuple[str, ...] = tuple(FAULTS)
    workers: int = 2
    poison_every: float = 25.0
    """The longest pause between two poison jobs in seconds; 0: none."""
    least: int = 0
    """Faults that are injected however long they take."""
    pause: float = 0.2
    """The longest pause of each caller between two requests, in seconds."""
    quiet_within: float = QUIET_WITHIN


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a run."""

    settings: Settings
    evidence: Evidence
    injected: Sequence[str]
    """The faults, in the order in which they were injected."""
    violations: Sequence[Violation]


def run(settings: Settings, say: Say = lambda _: None, kept: Path | None = None) -> Verdict:
    """Do one run in a folder of its own.

    Args:
        settings: what to do.
        say: told what happens, line by line.
        kept: an empty folder for data and logs; None: one that is removed at the end.
    """
    with (
        contextlib.nullcontext(kept) if kept else temporary_folder() as folder,
        System(folder, workers=settings.workers) as system,
    ):
        audit.install(system)
        ledger = Ledger(folder / "requests.jsonl")
        watch = audit.Watch(system)
        watch.start()
        say("calm: first in, first out, and nothing runs twice")
        out_of_order = _calm(system, ledger)
        with load.on(system, ledger, settings.seed, pause=settings.pause, poison_every=settings.poison_every):
            injected = _inject(system, settings, say)
        say("quiet: waiting until every job has ended")
        times = audit.quiesce(system, settings.quiet_within)
        watch.stop()
        found = evidence.gather(system, ledger.requests, ledger.promises, watch.found, times)
        return Verdict(settings, found, injected, out_of_order + oracle.judge(found))


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that the user of Postgres may pass through."""
    with tempfile.TemporaryDirectory(prefix="workqueue-faults-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def _inject(system: System, settings: Settings, say: Say) -> list[str]:
    """What was injected, in order."""
    chance = random.Random(f"faults {settings.seed}")
    until = time.monotonic() + settings.seconds
    complete = settings.seconds >= schedule.COMPLETE
    injected: list[str] = []
    for gap, name in schedule.plan(settings.seed, settings.seconds, settings.faults):
        over = time.monotonic() >= until and len(injected) >= settings.least
        if over and not (complete and set(injected) < set(settings.faults)):
            break
        threading.Event().wait(gap)
        say(f"{settings.seconds - (until - time.monotonic()):6.1f} s  {name}")
        FAULTS[name](system, chance)
        injected.append(name)
    return injected


def _calm(system: System, ledger: Ledger) -> list[Violation]:
    """Before any fault: one caller's jobs begin in the order of acceptance, beside slow and greedy ones."""
    client = Client(system.port, ledger)
    client.create({"type": "slow", "payload": {"seconds": LEASE * 1.4}})
    client.create({"type": "greedy", "payload": {"seconds": LEASE * 0.5}})
    for number in range(CALM_JOBS // 3):
        client.enqueue({"type": "quick", "payload": {"n": number}, "queue_name": "calm"})
    for _ in range(2):
        client.create_batch(
            [{"type": "quick", "payload": {"n": n}, "queue_name": "calm"} for n in range(CALM_JOBS // 3)]
        )
    client.close()
    _wait_for_calm(system, CALM_JOBS)
    return _out_of_order(system)


def _wait_for_calm(system: System, jobs: int) -> None:
    """Until they have ended; jobs that do not are left to the oracle."""
    connection, pause = system.database(), threading.Event()
    until = time.monotonic() + 30.0
    with connection, connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM jobs WHERE status = 'completed'")
            if cursor.fetchone() == (jobs + 2,):
                break
            pause.wait(0.1)
    connection.close()


def _out_of_order(system: System) -> list[Violation]:
    """P3: pairs of neighbours in the order of acceptance of which the later one began first."""
    connection = system.database()
    with connection, connection.cursor() as cursor:
        found = _inversions(cursor)
    connection.close()
    return [
        Violation("order", "it began before the job that was accepted before it", job_id) for job_id in found
    ]


def _inversions(cursor: psycopg2.extensions.cursor) -> Sequence[str]:
    cursor.execute(
        "SELECT id FROM (SELECT id, first, lag(first) OVER (ORDER BY seq) AS before FROM"
        " (SELECT id, seq, (SELECT min(started_at) FROM job_attempts WHERE job_id = id) AS first"
        "  FROM jobs WHERE queue = 'calm') AS firsts) AS neighbours WHERE first < before"
    )
    return [row[0] for row in cursor.fetchall()]
