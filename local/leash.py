"""Become a program that dies with its parent, so that a killed supervisor or test run leaves nothing.

Run as a script, by path, and never imported: `python -I -S leash.py PARENT SIGNAL USER PROGRAM ARG...`. It
turns into PROGRAM by exec, so the process id stays the same. It is a program of its own because code between
fork and exec (`preexec_fn`) may deadlock in a process that has threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>; see prctl(2)


def main(parent: str, death_signal: str, user: str, *command: str) -> None:
    """Take on the user, tie the own life to the parent's, then become the command.

    PARENT is the process id expected above us, SIGNAL the number sent when it dies, USER `uid:gid` or `-` to
    stay who we are. The exit status is 125 when something of this failed, as `env` and `docker run` have it.
    """
    reset_signals()
    if user != "-":
        become(*(int(part) for part in user.split(":")))
    die_with(int(parent), int(death_signal))
    os.execv(command[0], command)  # noqa: S606 - a command without a shell is what we are for


def reset_signals() -> None:
    """Undo what a background shell (SIGINT) and Python (SIGPIPE) ignore, as exec would hand that on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def become(uid: int, gid: int) -> None:
    """Give up root. It comes before the leash, because a change of user clears the death signal."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel for the signal when the parent dies; other systems than Linux know no such wish."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # it died before we had asked
        raise SystemExit(125)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        print(f"cannot start {' '.join(sys.argv[4:5])}: {error}", file=sys.stderr, flush=True)
        raise SystemExit(125) from error
