"""`python -m local up`: the whole system on this machine; `python -m local page`: its web page alone."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from local import page
from local import settings as settings_module
from local.binaries import NoServerFoundError
from local.console import Console
from local.servers import ServerError
from local.settings import SettingsError
from local.stack import ROOT, UpError, up
from local.supervisor import HopelessError, StopRequestedError


def main() -> int:
    """Run the stack as the command line says; returns the exit code, 2 when it cannot start as asked."""
    verb = _arguments().parse_args().verb
    console = Console(sys.stdout)
    if verb == "page":
        return 0 if page.build(ROOT / "web", console, os.environ) else 1
    logging.basicConfig(handlers=[ConsoleHandler(console)], level=logging.WARNING, format="%(message)s")
    try:
        up(settings_module.read(ROOT), console)
    except StopRequestedError:  # a signal before or after all that there is to stop
        return 0
    except (SettingsError, UpError, HopelessError) as error:
        print(error, file=sys.stderr)
        return 2
    except (ServerError, NoServerFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class ConsoleHandler(logging.Handler):
    """Shows log records of our own modules as lines of the stack."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self._console.lines("stack", self.format(record))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m local",
        description="Run Workqueue on this machine: Redis, Postgres, producer and workers.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser(
        "up",
        help="start everything and stop it on Ctrl-C; `up --help` lists the settings",
        description="Start everything; Ctrl-C stops all of it. Settings are environment variables:",
        epilog=settings_module.HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs.add_parser("page", help="build the web page, if its sources changed")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
