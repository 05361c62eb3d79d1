"""Keep a set of services running: say when one dies, start it again, and stop all of them in order."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from local import processes
from local.console import Console
from local.servers import ServerError

_FIRST_DELAY = 0.5  # seconds before a dead service is started again; doubled each time
_LONGEST_DELAY = 30.0
_STABLE_AFTER = 60.0  # seconds after which a death counts as the first one again
_LOOK_EVERY = 0.1  # seconds; a death shows only to who looks, and this is about as soon as a person sees it

# Exit codes by which a program says that trying again is of no use: 2 a usage error, 3 and 4 gunicorn's
# "worker failed to boot" and "application failed to load". They are believed only until the stack was ready
# once.
_HOPELESS = {2, 3, 4}


class StopRequestedError(BaseException):
    """A signal asked for the end. No Exception, so that nothing on the way up takes it for a failure."""


class HopelessError(RuntimeError):
    """A service ended in a way that says that it cannot run with these settings."""


class Service(Protocol):
    """What can be supervised: `local.servers.Server` and `local.program.Program`."""

    name: str

    @property
    def running(self) -> bool: ...  # noqa: D102 - see the classes named above
    @property
    def exit_code(self) -> int | None: ...  # noqa: D102
    def start(self) -> object: ...  # noqa: D102
    def ask_to_stop(self) -> None: ...  # noqa: D102
    def finish(self, seconds: float) -> None: ...  # noqa: D102
    def kill(self) -> None: ...  # noqa: D102


@dataclass
class _Watched:
    service: Service
    stop_seconds: float
    deaths: int = 0
    started_at: float = 0.0
    start_again_at: float | None = None


@dataclass
class Supervisor:
    """Runs services until a signal comes.

    `on_quiet` is called about ten times a second while nothing else is to be done; `ready` is set by its
    owner once everything answered, and from then on every exit leads to a restart.
    """

    console: Console
    on_quiet: Callable[[], None]
    ready: bool = False
    _groups: list[list[_Watched]] = field(default_factory=list)

    def add(self, services: Sequence[Service], stop_seconds: float) -> None:
        """Start services and watch them from now on. Those added last are stopped first, together."""
        group: list[_Watched] = []
        self._groups.append(group)
        for service in services:
            watched = _Watched(service, stop_seconds)
            group.append(watched)  # before the start: a signal may come in the middle of it
            watched.started_at = time.monotonic()
            service.start()

    def watch(self) -> None:
        """Restart what dies, until nobody reads any more. Raises HopelessError when something cannot even start."""
        while not self.console.closed.wait(_LOOK_EVERY):
            for watched in self._watched():
                self._look_after(watched)
            self.on_quiet()

    def stop_all(self) -> None:
        """Stop in the reverse order of `add`, each group within its time. A second signal kills all."""
        try:
            for group in reversed(self._groups):
                self._stop_group(group)
        except StopRequestedError:
            self.console.line("stack", "killing everything that still runs")
            for watched in self._watched():
                watched.service.kill()

    def _watched(self) -> list[_Watched]:
        return [watched for group in self._groups for watched in group]

    def _look_after(self, watched: _Watched) -> None:
        if watched.service.running:
            return
        if watched.start_again_at is None:
            self._announce(watched)
        elif time.monotonic() >= watched.start_again_at:
            self._start_again(watched)

    def _announce(self, watched: _Watched) -> None:
        code = watched.service.exit_code or 0
        name = watched.service.name
        if not self.ready and code in _HOPELESS:
            raise HopelessError(f"{name} cannot run like this (exit {code}); its own lines above say why")
        if time.monotonic() - watched.started_at > _STABLE_AFTER:
            watched.deaths = 0
        delay = min(_FIRST_DELAY * 2**watched.deaths, _LONGEST_DELAY)
        watched.deaths += 1
        watched.start_again_at = time.monotonic() + delay
        ended = processes.describe_exit(code)
        self.console.line("stack", f"{name} ended by itself: {ended}. Starting it again in {delay:g} s.")

    def _start_again(self, watched: _Watched) -> None:
        watched.start_again_at = None
        watched.started_at = time.monotonic()
        try:
            watched.service.start()
        except ServerError as error:
            self.console.lines("stack", str(error))
        else:
            self.console.line("stack", f"{watched.service.name} was started again")

    def _stop_group(self, group: list[_Watched]) -> None:
        for watched in group:
            watched.service.ask_to_stop()
        give_up_at = {id(watched): time.monotonic() + watched.stop_seconds for watched in group}
        for watched in group:
            watched.service.finish(max(0.0, give_up_at[id(watched)] - time.monotonic()))


def raise_on_signals() -> None:
    """Turn SIGINT, SIGTERM and SIGHUP into StopRequestedError in the main thread, wherever it is."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)


def _request_stop(number: int, _frame: FrameType | None) -> None:
    raise StopRequestedError(signal.Signals(number).name)
