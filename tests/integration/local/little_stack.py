"""Small programs under the real supervisor, for the tests: `python little_stack.py FIFO NAME...`.

Everything that is started keeps FIFO open for writing, so its reader meets the end when all of it is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from local.console import Console
from local.program import Program
from local.supervisor import HopelessError, StopRequestedError, Supervisor, raise_on_signals

PLAIN = """
import os, signal, sys
fifo = os.open(sys.argv[1], os.O_WRONLY)
print("pid", os.getpid(), flush=True)
signal.pause()
"""

FORKING = """
import os, signal, sys
fifo = os.open(sys.argv[1], os.O_WRONLY)
if os.fork() != 0:
    print("pid", os.getpid(), flush=True)
signal.pause()
"""

DEAF = """
import os, signal, sys
fifo = os.open(sys.argv[1], os.O_WRONLY)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("pid", os.getpid(), flush=True)
while True:
    signal.pause()
"""

MISUSED = """
print("no such table")
raise SystemExit(2)
"""

PROGRAMS = {"plain": PLAIN, "forking": FORKING, "deaf": DEAF, "misused": MISUSED}


def main(fifo: str, *names: str) -> int:
    console = Console(sys.stdout)
    supervisor = Supervisor(console, on_quiet=lambda: None)
    raise_on_signals()
    try:
        for name in names:
            supervisor.add([program(name, fifo, console)], stop_seconds=0.5)
        supervisor.watch()
    except StopRequestedError as request:
        console.line("stack", f"stopping ({request})")
    except HopelessError as error:
        console.line("stack", str(error))
        return 2
    finally:
        supervisor.stop_all()
    return 0


def program(name: str, fifo: str, console: Console) -> Program:
    command = [sys.executable, "-c", PROGRAMS[name], fifo]
    when_orphaned = signal.SIGKILL if name == "deaf" else signal.SIGTERM
    return Program(
        name, command, console=console, cwd=Path.cwd(), env=dict(os.environ), when_orphaned=when_orphaned
    )


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
