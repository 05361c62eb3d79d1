"""A runner as its parent sees it: started, listened to, spoken to, replaced."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared import logs
from worker import link
from worker.stats import Tally

ROOT = Path(__file__).resolve().parent.parent


class Child:
    """One runner process."""

    def __init__(self, name: str, tally: Tally, ended: Callable[[Child, int], None]) -> None:
        """Start it.

        Args:
            name: under which it claims; never used before.
            tally: where its counts are added.
            ended: called once, from another thread, with its exit code (negative: the signal that killed it).
        """
        self.name = name
        self.last: dict[str, Any] = {}
        """Its last report, without the counts."""
        self.started_at = time.monotonic()
        self.heard_at = time.monotonic()
        self._tally = tally
        reading, writing = link.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "worker.runner", name, str(writing)],
            stdin=subprocess.PIPE,
            pass_fds=[writing],
            env={**os.environ, "PYTHONPATH": _python_path()},
        )
        os.close(writing)
        assert self.process.stdin is not None
        self._writer = link.Writer(self.process.stdin)  # type: ignore[arg-type]
        threading.Thread(
            target=self._listen, args=(reading, ended), name=f"hears {name}", daemon=True
        ).start()

    def say(self, message: link.Message) -> None:
        """Send it a message; nothing happens when it is gone."""
        self._writer.send(message)

    @property
    def silent_for(self) -> float:
        """Seconds since it last said something."""
        return time.monotonic() - self.heard_at

    def _listen(self, reading: Any, ended: Callable[[Child, int], None]) -> None:
        with reading:
            for message in link.messages(reading):
                self.heard_at = time.monotonic()
                self._tally.add(message.pop("stats"))
                self.last = message
        ended(self, self.process.wait())


def log_exit(name: str, code: int) -> None:
    """Say how an unexpected end came about."""
    how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
    logs.get("parent").error("runner died: taking its jobs back, starting another", runner=name, how=how)


def _python_path() -> str:
    """Runners import `worker` from where their parent did, wherever they were started."""
    known = os.environ.get("PYTHONPATH")
    return f"{ROOT}{os.pathsep}{known}" if known else str(ROOT)
