"""Start, signal and kill whole process trees, so that whoever starts a server can get rid of all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LEASH = Path(__file__).with_name("leash.py")

# The kernel's death signal follows the *thread* that forked, not its process (prctl(2)). So one thread that
# lives as long as the process starts every child, whichever thread asks.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="process-starter")


@dataclass(frozen=True)
class User:
    """Whom a child runs as, by number."""

    uid: int
    gid: int


def start(
    command: Sequence[str | Path],
    *,
    output: int | IO[bytes],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: User | None = None,
    inherit: Sequence[int] = (),
    when_orphaned: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, both its outputs going to `output` and its input empty.

    On Linux the child gets `when_orphaned` as soon as this process is gone, however it went; elsewhere it
    would live on. Being in its own session it does not hear the terminal's Ctrl-C: the caller decides the
    order of stopping. The command's first word must be an absolute path; `inherit` names file descriptors to
    hand on.
    """
    who = f"{user.uid}:{user.gid}" if user else "-"
    leashed = [
        sys.executable, "-I", "-S", str(LEASH),
        str(os.getpid()), str(int(when_orphaned)), who, *(str(word) for word in command),
    ]  # fmt: skip
    return _starter.submit(
        subprocess.Popen,
        leashed,
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=tuple(inherit),
    ).result()


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL the process and everything under it, and wait until the process itself is gone.

    Everything is stopped first, so that nothing is born between the listing and the blow.
    """
    tree = signal_tree(process, signal.SIGSTOP)
    for pid in tree:
        send(pid, signal.SIGKILL)
    process.wait()


def signal_tree(process: subprocess.Popen[bytes], number: signal.Signals) -> list[int]:
    """Send a signal to the process and everything under it, the parent first; returns whom it reached."""
    reached: list[int] = []
    while new := [pid for pid in _tree(process) if pid not in reached]:
        for pid in new:
            send(pid, number)
        reached += new
    return reached


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is already gone is no error."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def descendants(pid: int) -> list[int]:
    """All processes under this one, parents before children."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents().items():
        children.setdefault(parent, []).append(child)
    found = [pid]
    for ancestor in found:
        found += children.get(ancestor, [])
    return found[1:]


def describe_exit(code: int) -> str:
    """Say how a process ended, from what `Popen.returncode` holds: `exit 1` or `killed by SIGKILL`."""
    if code >= 0:
        return f"exit {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal has no name
        return f"killed by signal {-code}"


def _tree(process: subprocess.Popen[bytes]) -> list[int]:
    if process.poll() is not None:  # reaped: its number may be somebody else's by now
        return []
    return [process.pid, *descendants(process.pid)]


def _parents() -> dict[int, int]:
    """Every process of the machine with its parent; from /proc, as slim containers have no `ps`."""
    if not Path("/proc/self/stat").exists():
        return _parents_by_ps()
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended while we looked
            after_name = stat.read_text(errors="replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(after_name[1])
    return parents


def _parents_by_ps() -> dict[int, int]:
    listing = subprocess.run(
        ["/bin/ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    return {int(pid): int(parent) for pid, parent in (line.split() for line in listing.stdout.splitlines())}
