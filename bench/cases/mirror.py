"""How fast the mirror writes down what became of jobs, while a worker runs them as fast as it can."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.cases.drain import until_mirrored
from bench.places import place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way

NAMES = ("mirror",)
TIMES_AS_MANY = 4
"""Jobs, beside those of a drain, so that a mirror that falls behind is seen to."""


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module; the peers have no mirror."""
    jobs = scale.jobs * TIMES_AS_MANY
    found = [way for way in ways if way.system == "ours" and "postgres" in way.stores]
    for way in found:
        yield Case(
            "mirror",
            f"The mirror, {jobs:,} jobs that do nothing",
            "From the first end of a job until Postgres knows of all of them; the lag is from the last end until then.",
            [
                Contender(name, way.told, Mirror(way, jobs, number).measure)
                for number, name in ((1, "one worker process"), (2, "two worker processes"))
            ],
            rounds=scale.rounds,
        )


@dataclass(frozen=True)
class Mirror:
    """A drain, and the mirror after it."""

    way: Way
    jobs: int
    processes: int

    def measure(self) -> Figures:
        """One round."""
        with place(self.way.stores) as here:
            self.way.fill(here, "noop", self.jobs)
            with self.way.workers(here, self.processes) as workers:
                workers.wait_for(1)
                begun = time.perf_counter()
                workers.wait_for(self.jobs)
                ended = time.perf_counter()
                lag = until_mirrored(here)
        return {
            "rows/s": self.jobs / (ended - begun + lag),
            "jobs/s": self.jobs / (ended - begun),
            "mirror lag s": lag,
        }
