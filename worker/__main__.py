"""`python -m worker [TABLE] [--check]`: run jobs with the handlers of TABLE (`module:variable`)."""

from __future__ import annotations

import argparse
import os
import sys

from shared import logs, settings
from shared.errors import ConfigurationError
from worker import loader
from worker.parent import Parent
from worker.settings import WorkerSettings
from workqueue import Handlers


def main() -> int:
    """The worker's process; the exit code."""
    arguments = _parser().parse_args()
    if arguments.table:
        os.environ["HANDLERS"] = arguments.table
    if arguments.port is not None:
        os.environ["WORKER_PORT"] = str(arguments.port)
    try:
        config = settings.load(WorkerSettings)
        logs.configure(config.log_level, config.log_format, process="worker")
        handlers = loader.load(config.handlers, config.handlers_path)
        if arguments.check:
            return _check(handlers, config)
        return Parent(config, handlers).run()
    except ConfigurationError as error:
        print(f"worker: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument(
        "table", nargs="?", help="the handlers, as module:variable (else HANDLERS, else those that ship)"
    )
    parser.add_argument(
        "--port", type=int, help="where /metrics and /health are served (else WORKER_PORT, 8081)"
    )
    parser.add_argument(
        "--check", action="store_true", help="print type, function, time-out, attempts and exit"
    )
    return parser


def _check(handlers: Handlers, config: WorkerSettings) -> int:
    if not len(handlers):
        print(f"worker: {config.handlers} has no handlers", file=sys.stderr)
        return 2
    for handler in handlers:
        timeout = handler.timeout or config.job_timeout
        attempts = handler.max_attempts or "default"
        print(f"{handler.type:<24} {handler.name:<48} timeout {timeout:g} s  attempts {attempts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
