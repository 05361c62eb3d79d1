"""A child process of the stack whose output is shown line by line under its name."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from local import processes
from local.console import Console


class Program:
    """A producer, a worker, or one step such as the migration; started and stopped any number of times."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        console: Console,
        cwd: Path,
        env: Mapping[str, str],
        when_orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Remember what to run; `command` begins with an absolute path."""
        self.name = name
        self._command = command
        self._console = console
        self._cwd = cwd
        self._env = env
        self._when_orphaned = when_orphaned
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._groups: set[int] = set()

    @property
    def running(self) -> bool:
        """Whether the process exists."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the last process ended, as `Popen.returncode` has it; None while it runs and before."""
        return self._process.poll() if self._process else None

    def start(self) -> Self:
        """Start it; children that an earlier, killed process left behind are asked to end."""
        self._signal_leftovers(signal.SIGTERM)
        self._process = processes.start(
            self._command,
            output=subprocess.PIPE,
            cwd=self._cwd,
            env=self._env,
            when_orphaned=self._when_orphaned,
        )
        self._groups.add(self._process.pid)
        self._reader = threading.Thread(target=self._show, args=[self._process.stdout], daemon=True)
        self._reader.start()
        return self

    def run(self) -> int:
        """Start it and wait for its end; returns the exit code."""
        self.start()
        try:
            return self._wait()
        finally:
            self.kill()

    def ask_to_stop(self) -> None:
        """SIGTERM, without waiting."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)

    def finish(self, seconds: float) -> None:
        """Wait for the end, kill it after `seconds`; nothing that it ever started is left afterwards."""
        if self._process:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._console.line("stack", f"{self.name} did not stop within {seconds:.0f} s and is killed")
        self.kill()

    def kill(self) -> None:
        """SIGKILL it and everything that it started."""
        if self._process is None:
            return
        processes.kill_tree(self._process)
        self._signal_leftovers(signal.SIGKILL)
        if self._reader:
            self._reader.join(timeout=2)  # its last lines

    def _wait(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process.wait()

    def _signal_leftovers(self, number: signal.Signals) -> None:
        """Signal whatever is left of the process groups: each start made one, which outlives its leader."""
        for group in list(self._groups):
            try:
                os.killpg(group, number)
            except ProcessLookupError:
                self._groups.discard(group)

    def _show(self, output: IO[bytes]) -> None:
        with output, suppress(ValueError):
            for line in output:
                self._console.line(self.name, line.decode(errors="replace").rstrip("\r\n"))
