"""The systems under the bench as objects: found in `systems/`, set up, and spoken to in the words of its `shape.py`."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import environments
from bench.environments import SYSTEMS, Unavailable
from bench.places import Place
from local import processes

PARTS = {"shape", "work"}
"""Files of the folder that are no system."""
WARMING = 50
"""Jobs that workers have run when they are ready."""
LOOK_EVERY = 0.002
"""Seconds between two looks at the tally, in which a job more or less is no matter."""
STUCK = 60.0
"""Seconds without one more finished job, after which a system is taken to be stuck."""
TO_STOP = 5.0
"""Seconds that workers have to stop by themselves; then they are killed."""


@dataclass(frozen=True)
class Way:
    """One way to run one system; a contender, in most cases. The fields are those of `shape.Way`."""

    system: str
    program: tuple[str, ...]
    way: str
    title: str
    version: str
    settings: str
    concurrency: int
    stores: tuple[str, ...]
    environment: dict[str, str]
    scales: bool

    @property
    def name(self) -> str:
        """As in a table."""
        return self.title

    @property
    def told(self) -> str:
        """Version and settings, as they stand beside a figure."""
        return f"{self.version + ': ' if self.version else ''}{self.settings}"

    def fill(self, place: Place, kind: str, count: int) -> None:
        """Put jobs in line, and return when they are."""
        self._said(place, "fill", self.way, kind, str(count))

    def send(self, place: Place, count: int, gap: float) -> list[int]:
        """Put jobs of kind `stamp` in line, one by one; when each was handed over, in nanoseconds."""
        return [int(one) for one in json.loads(self._said(place, "send", self.way, str(count), str(gap)))]

    @contextmanager
    def workers(self, place: Place, number: int, concurrency: int | None = None) -> Iterator[Workers]:
        """Workers for the length of a `with` block: as many processes, and jobs at a time in each."""
        words = self._said(place, "commands", self.way, str(number), str(concurrency or self.concurrency))
        started: list[subprocess.Popen[bytes]] = []
        log = place.folder / "workers.log"
        try:
            with log.open("ab") as output:
                for command in json.loads(words):
                    started.append(self._started(place, command, output))
            yield Workers(started, Path(self._environment(place)["BENCH_TALLY"]), log)
        finally:
            _stop(started)

    @contextmanager
    def ready(self, place: Place) -> Iterator[Workers]:
        """One process of workers that has run `WARMING` jobs and has nothing more to do."""
        self.fill(place, "noop", WARMING)
        with self.workers(place, 1) as workers:
            workers.wait_for(WARMING)
            yield workers

    def _started(self, place: Place, command: Sequence[str], output: Any) -> subprocess.Popen[bytes]:
        program = command if Path(command[0]).is_absolute() else ["/usr/bin/env", *command]
        return processes.start(program, output=output, cwd=SYSTEMS, env=self._environment(place))

    def _environment(self, place: Place) -> dict[str, str]:
        given = {**place.environment, **self.environment}
        return {
            **given,
            "PYTHONPATH": f"{SYSTEMS}:{given['PYTHONPATH']}" if self.system == "ours" else str(SYSTEMS),
        }

    def _said(self, place: Place, *words: str) -> str:
        return _answer([*self.program, *words], self._environment(place))


@dataclass(frozen=True)
class Workers:
    """Processes that run, and what they have finished so far."""

    processes: Sequence[subprocess.Popen[bytes]]
    tally: Path
    log: Path

    def finished(self) -> int:
        """Jobs, by all of them."""
        return sum(_number(file) for file in self.tally.glob("*.count"))

    def arrivals(self) -> dict[int, int]:
        """When the first line of each job of kind `stamp` ran, in nanoseconds, by its number."""
        file = self.tally / "arrivals"
        found: dict[int, int] = {}
        for number, moment in struct.iter_unpack("<QQ", file.read_bytes() if file.exists() else b""):
            found.setdefault(number, moment)
        return found

    def wait_for(self, count: int, at_most: float = float("inf")) -> int:
        """Return when so many jobs are finished, or after `at_most` seconds; how many are.

        Raises:
            TimeoutError: nothing was finished for a minute, or the workers have ended; with the end of their log.
        """
        begun = last_move = time.monotonic()
        before = -1
        while (finished := self.finished()) < count and time.monotonic() - begun < at_most:
            if finished != before:
                before, last_move = finished, time.monotonic()
            if time.monotonic() - last_move > STUCK or all(one.poll() is not None for one in self.processes):
                raise TimeoutError(f"stuck at {finished} of {count} jobs; its log ends: {self._last_lines()}")
            time.sleep(LOOK_EVERY)
        return finished

    def _last_lines(self) -> str:
        return " | ".join(self.log.read_text(errors="replace").splitlines()[-5:])


def _number(file: Path) -> int:
    written = file.read_bytes()
    return int.from_bytes(written, "little") if len(written) == 8 else 0


def _stop(started: Iterable[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    until = time.monotonic() + TO_STOP
    for process in started:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
    for process in started:
        if process.poll() is None:
            processes.kill_tree(process)


def ways(chosen: Callable[[str], bool]) -> list[Way]:
    """All ways of the systems whose file is chosen by its name; those that cannot be had say so and are left out."""
    found: list[Way] = []
    for file in sorted([*SYSTEMS.glob("*.py"), *SYSTEMS.glob("*.mjs")]):
        if file.stem in PARTS or not chosen(file.stem):
            continue
        try:
            found += _described(file)
        except (Unavailable, RuntimeError) as reason:
            print(f"{file.stem} is left out: {reason}", file=sys.stderr, flush=True)
    return found


def _described(file: Path) -> list[Way]:
    program = tuple(environments.command(file))
    said = json.loads(_answer([*program, "describe"], None))
    return [Way(system=file.stem, program=program, **{**one, "stores": tuple(one["stores"])}) for one in said]


def _answer(words: Sequence[str], environment: dict[str, str] | None) -> str:
    ended = subprocess.run(words, cwd=SYSTEMS, env=environment, capture_output=True, text=True)
    if ended.returncode != 0:
        last = (ended.stderr.strip() or "it said nothing").splitlines()[-1]
        raise RuntimeError(f"`{Path(words[1]).name} {' '.join(words[2:])}` failed: {last}")
    return ended.stdout
