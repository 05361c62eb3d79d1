"""A runner as its parent sees it: started, listened to, spoken to, replaced."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from worker import link
from worker.stats import Tally

ROOT = Path(__file__).resolve().parent.parent
LAST_WORDS = 1.0
"""Seconds to wait for a dead runner's last report: a process that its handler has left behind may hold the pipe open."""


class Child:
    """One runner process."""

    def __init__(self, name: str, tally: Tally, ended: Callable[[Child, int], None]) -> None:
        """Start it.

        Args:
            name: under which it claims; never used before.
            tally: where its counts are added.
            ended: called once, from another thread, with its exit code (negative: the signal that killed it).

        Raises:
            OSError: the machine has no process to spare.
        """
        self.name = name
        self.last: dict[str, Any] = {}
        """Its last report, without the counts."""
        self.overdue: list[str] = []
        """Jobs of its that were past their deadline at the last heartbeat, and that it should have ended itself."""
        self.started_at = time.monotonic()
        self.heard_at = time.monotonic()
        self._tally = tally
        hears, to_it = os.pipe()
        from_it, says = os.pipe()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "worker.runner", name, str(hears), str(says)],
                # Not the pipe: a program that a handler starts reads from there.
                stdin=subprocess.DEVNULL,
                pass_fds=[hears, says],
                env={**os.environ, "PYTHONPATH": _with_our_path(os.environ.get("PYTHONPATH"))},
            )
        except OSError:
            os.close(to_it)
            os.close(from_it)
            raise
        finally:
            os.close(hears)
            os.close(says)
        self._writer = link.Writer(to_it, waits=False)
        self._listener = threading.Thread(
            target=self._listen, args=(from_it,), name=f"hears {name}", daemon=True
        )
        self._listener.start()
        threading.Thread(target=self._await_end, args=(ended,), name=f"awaits {name}", daemon=True).start()

    def beat(self, at: float, words: Mapping[str, str]) -> None:
        """Tell it that its leases were extended, and which of its jobs need attention.

        Args:
            at: seconds of `time.monotonic()`, which all processes of a machine share, before the leases were extended.
            words: by job id, as `Queue.extend` answers.
        """
        self.overdue = [job_id for job_id, word in words.items() if word == "overdue"]
        pairs = iter(words.items())
        self._writer.send({"beat": at, "words": dict(itertools.islice(pairs, link.WORDS))})
        while page := dict(itertools.islice(pairs, link.WORDS)):
            self._writer.send({"words": page})

    def drain(self, seconds: float) -> None:
        """Ask it to claim no more and to end when its handlers have, at the latest in so many seconds."""
        self._writer.send({"drain": seconds})

    @property
    def silent_for(self) -> float:
        """Seconds since it last said something."""
        return time.monotonic() - self.heard_at

    def _listen(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "rb") as stream:
            for message in link.messages(stream):
                self.heard_at = time.monotonic()
                self._tally.add(message.pop("stats"))
                self.last = message

    def _await_end(self, ended: Callable[[Child, int], None]) -> None:
        """By the process, not by the pipe: what a handler has forked holds the pipe open after the runner's death."""
        code = self.process.wait()
        self._listener.join(LAST_WORDS)
        self._writer.close()
        ended(self, code)


def _with_our_path(known: str | None) -> str:
    """Runners import `worker` from where their parent did, wherever they were started."""
    return f"{ROOT}{os.pathsep}{known}" if known else str(ROOT)


def restore_path() -> None:
    """Undo `_with_our_path` in a runner's environment: programs that handlers start are none of ours."""
    first, _, known = os.environ.get("PYTHONPATH", "").partition(os.pathsep)
    if first != str(ROOT):
        return
    if known:
        os.environ["PYTHONPATH"] = known
    else:
        del os.environ["PYTHONPATH"]
