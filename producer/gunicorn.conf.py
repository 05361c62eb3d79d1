# ruff: noqa: N999 - gunicorn looks for this name
"""How gunicorn runs the producer: one process, many threads, and what it does before it listens."""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
from pathlib import Path
from typing import Any

from producer import startup
from producer.settings import read
from shared import logs
from shared.errors import ConfigurationError

UNUSABLE = 2
"""The exit code that says: trying again is of no use before a setting is changed."""

try:
    settings = read()
except ConfigurationError as error:
    print(f"the producer cannot start: {error}", file=sys.stderr)
    sys.exit(UNUSABLE)

bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
worker_class = "producer.arrival.Worker"
workers = settings.web_concurrency
threads = settings.web_threads
keepalive = 75
graceful_timeout = 30
timeout = 60
backlog = 1024
limit_request_line = 8190  # the most that gunicorn allows: filters of lists are long
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat files, in memory so that a slow disk stops no worker
    worker_tmp_dir = "/dev/shm"  # noqa: S108
loglevel = settings.log_level


NEW_OBJECTS = 100_000
"""Objects made and not yet gone after which Python looks for garbage: a few megabytes; by itself it looks at 700."""
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>; see prctl(2)


def on_starting(server: Any) -> None:  # noqa: ARG001 - gunicorn passes it
    """Check the stores before anything listens."""
    logs.configure(settings.log_level, settings.log_format, process="producer")
    try:
        startup.prepare(settings)
    except ConfigurationError as error:
        print(f"the producer cannot start: {error}", file=sys.stderr)
        sys.exit(UNUSABLE)


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn passes them
    """Die with the master: a worker that outlived its kill would keep the port from the next master for half a minute."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def post_worker_init(worker: Any) -> None:
    """Streams end when the process stops; a Postgres that was away at the start is migrated when it returns.

    And garbage is looked for once in many requests: what one leaves behind goes without a look, as it holds no circles,
    while a batch of 500 jobs had a fifth of its time taken by looks at what was in use.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    worker.wsgi.extensions["workqueue.live"].goes_on = lambda: worker.alive
    startup.migrate_when_it_returns(settings)
