"""Runs a table of handlers over HTTP: leases jobs, beats for them, and says how they ended.

From the command line: `python -m workqueue.worker acme_jobs:handlers --url http://127.0.0.1:8080`, with the key in
`WORKQUEUE_KEY`. Needs httpx: `pip install './sdk/python[http]'`.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import platform
import random
import re
import secrets
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from typing import Any

from workqueue import __version__
from workqueue.client import Client
from workqueue.errors import ApiError, Invalid, LeaseLost, Limited, NotFound, OutOfTime, Unavailable
from workqueue.handlers import Handlers
from workqueue.leased import DEFAULT_TIMEOUT, MOST_RESULT_TEXT, Attempt, as_text, plain
from workqueue.steering import Cancelled, Dead, Retry

log = logging.getLogger("workqueue.worker")

POLL = 5.0
"""Seconds for which one request for jobs waits; a worker that is told to stop waits for its answer."""
TICK = 0.25
"""Seconds between two looks at what runs."""
TIMEOUT_GRACE = 2.0
"""Seconds that a handler has to notice that its time is up before its slot is given to another job."""
FENCE_MARGIN = 0.1
"""The share of a lease before its end at which a worker that could not extend it tells its handler to stop."""
LAST_WORDS = 1.0
"""Seconds that handlers have to stop when the time to finish is over."""
MOST_TEXT = 2_000
MOST_TRACEBACK = 16_000
"""Characters of an error, of a line, and of a traceback that are said again when all of it was refused."""
MOST_AT_ONCE = 100
LONGEST_TIMEOUT = 86_400.0


def run(
    handlers: Handlers,
    url: str,
    key: str | None = None,
    *,
    concurrency: int = 10,
    queues: Sequence[str] | None = None,
    lease_seconds: float = 30.0,
    shutdown_seconds: float = 30.0,
) -> None:
    """Run jobs until SIGTERM or SIGINT: then finish what runs, or give it back, and return.

    Args:
        handlers: the table; only jobs of its types are leased.
        url: where the service is.
        key: an API key with the scopes `jobs:lease` and `jobs:ack`.
        concurrency: jobs at a time, each on a thread.
        queues: to serve, looked at in this order; None for all.
        lease_seconds: how long the service waits for a worker that has fallen silent, 5 to 3600.
        shutdown_seconds: that running handlers have to finish before their jobs are given back, uncounted.

    Raises:
        ApiError: the service refuses this worker (a wrong key, a queue that cannot be); what ran was ended first.
    """
    with Client(url, key) as client:
        worker = Worker(client, handlers, concurrency, queues, lease_seconds, shutdown_seconds)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        worker.run()


class Worker:
    """A loop that leases, a thread for each job, and one that beats for them all."""

    def __init__(
        self,
        client: Client,
        handlers: Handlers,
        concurrency: int = 10,
        queues: Sequence[str] | None = None,
        lease_seconds: float = 30.0,
        shutdown_seconds: float = 30.0,
    ) -> None:
        """Nothing is leased yet; the arguments are those of `run`.

        Raises:
            ValueError: the table is empty, or there is to be no thread.
        """
        if not len(handlers) or concurrency < 1:
            raise ValueError("a worker needs at least one handler and a concurrency of 1 or more")
        self.name = f"{re.sub(r'[^A-Za-z0-9-]', '-', platform.node())[:32].strip('-') or 'worker'}-{secrets.token_hex(4)}"
        self._client = client
        self._handlers = handlers
        self._concurrency = concurrency
        self._lease_seconds = lease_seconds
        self._shutdown_seconds = shutdown_seconds
        self._asked: dict[str, Any] = {
            "types": list(handlers.types),
            "lease_seconds": lease_seconds,
            "timeout_seconds": _longest_timeout(handlers),
            "worker_id": self.name,
            "concurrency": concurrency,
            "host": platform.node()[:100] or "unknown",
            "version": __version__,
        }
        if queues:
            self._asked["queues"] = list(queues)
        self._running: dict[str, Attempt] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._ended = threading.Event()

    def stop(self) -> None:
        """Lease no more, and end when what runs has ended. Takes no lock: a signal handler may call it."""
        self._stopping = True

    def run(self) -> None:
        """Work until told to stop; raises as the function `run` does."""
        beats = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        beats.start()
        log.info("worker %s is ready for %s", self.name, ", ".join(self._handlers.types))
        try:
            while not self._stopping:
                self._turn()
        finally:
            self._drain()
            self._ended.set()
            beats.join()
        log.info("worker %s has ended", self.name)

    # -- leasing -----------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        room = self._wait_for_room()
        if room <= 0 or self._stopping:
            return
        try:
            leased = self._client.post("/api/v1/jobs/lease", {**self._asked, **self._wish(room)}, wait=POLL)
        except (Unavailable, Limited) as error:
            log.warning("cannot lease, trying on: %s", error)
            self._ended.wait(random.uniform(0.5, 2.0))
            return
        ends = time.monotonic() + self._lease_seconds
        for job in leased:
            self._begin(job, ends)

    def _wait_for_room(self) -> int:
        with self._changed:
            self._changed.wait_for(lambda: len(self._running) < self._concurrency, timeout=TICK)
            return self._concurrency - len(self._running)

    def _wish(self, room: int) -> dict[str, Any]:
        return {"limit": min(room, MOST_AT_ONCE), "wait_seconds": POLL}

    def _begin(self, leased: dict[str, Any], lease_ends: float) -> None:
        handler = self._handlers.get(leased["type"])
        if handler is None:
            raise LookupError(f"job {leased['id']} is of type {leased['type']}, which was not asked for")
        attempt = Attempt(leased, handler, lease_ends)
        with self._changed:
            self._running[attempt.id] = attempt
        if self._stopping:
            self._give_back(attempt)
        else:
            threading.Thread(target=self._attend, args=(attempt,), name=attempt.id, daemon=True).start()

    # -- one job -------------------------------------------------------------------------------------------------

    def _attend(self, attempt: Attempt) -> None:
        """Run the handler and say how it ended, unless somebody else has by then."""
        what, said = self._outcome(attempt)
        if attempt.settle():
            self._report(attempt, what, said)

    def _outcome(self, attempt: Attempt) -> tuple[str, dict[str, Any]]:
        """What to tell the service; every way in which a handler can end has one."""
        try:
            return "ack", {"result": plain(attempt.handler.function(attempt.job()))}
        except Retry as asked:
            reason = asked.reason or "the handler asked for another attempt"
            return "nack", _failed(reason, retry_after_seconds=asked.after)
        except Dead as asked:
            return "nack", _failed(asked.reason, dead=True)
        except Cancelled as stopped:
            return _stopped(attempt, stopped)
        except BaseException as error:  # noqa: BLE001 - SystemExit of a handler ends its attempt, not the worker
            trace = "".join(traceback.format_exception(error))
            return "nack", _failed(f"{type(error).__name__}: {error}", traceback=trace)

    def _report(self, attempt: Attempt, what: str, said: dict[str, Any]) -> None:
        """Tell the service until it has heard, or the lease is over; heartbeats go on meanwhile."""
        if what == "nack" and attempt.handler.max_attempts is not None:
            said = {**said, "max_attempts": attempt.handler.max_attempts}
        if what in ("ack", "nack"):
            said = {**said, "logs": attempt.logs}
        try:
            while not self._told(attempt, what, said) and time.monotonic() < attempt.lease_ends:
                self._ended.wait(random.uniform(0.2, 1.0))
        finally:
            with self._changed:
                self._running.pop(attempt.id, None)
                self._changed.notify_all()

    def _told(self, attempt: Attempt, what: str, said: dict[str, Any]) -> bool:
        """False when it is to be said again."""
        try:
            self._tell(attempt, what, said)
        except (Unavailable, Limited) as error:
            log.warning("cannot tell how job %s ended, trying on: %s", attempt.id, error)
            return False
        except (LeaseLost, NotFound) as error:
            log.warning("the end of job %s is refused, it is no longer ours: %s", attempt.id, error)
        except ApiError as error:
            plainer = _plainer(said)
            if isinstance(error, Invalid) and plainer != said:
                log.warning("what job %s said is kept as text, and cut: %s", attempt.id, error)
                return self._told(attempt, what, plainer)
            log.error("the end of job %s is refused, its lease decides: %s", attempt.id, error)
        return True

    def _give_back(self, attempt: Attempt) -> None:
        if attempt.settle():
            self._report(attempt, "release", {})

    def _tell(self, attempt: Attempt, what: str, said: dict[str, Any]) -> Any:
        return self._client.post(f"/api/v1/jobs/{attempt.id}/{what}", {"fence": attempt.fence, **said})

    # -- heartbeats ------------------------------------------------------------------------------------------------

    def _beat(self) -> None:
        """A third of a lease apart, and progress as handlers report it."""
        due = time.monotonic() + self._lease_seconds / 3
        while not self._ended.wait(TICK):
            beats = time.monotonic() >= due
            if beats:
                due = time.monotonic() + self._lease_seconds / 3
            for attempt in self._held():
                self._tend(attempt, beats or attempt.asked_for is not None)

    def _tend(self, attempt: Attempt, beats: bool) -> None:
        try:
            self._look_at(attempt)
            if beats and attempt.overrun < TIMEOUT_GRACE:
                self._extend(attempt)
            self._pass_on_progress(attempt)
        except (LeaseLost, NotFound):
            attempt.tell("lost")
        except OutOfTime:
            attempt.tell("timeout")
        except ApiError as error:
            log.warning("heartbeat for job %s failed: %s", attempt.id, error)

    def _look_at(self, attempt: Attempt) -> None:
        """Past its time a handler is told to stop; one that does not loses its slot, as its thread cannot be ended."""
        if attempt.overrun >= 0:
            attempt.tell("timeout")
        if attempt.overrun >= TIMEOUT_GRACE and attempt.settle():
            log.error("the handler of job %s does not stop: its slot is given to another", attempt.id)
            said = _failed(f"timed out: it did not stop within {attempt.allowed:g} s")
            threading.Thread(target=self._report, args=(attempt, "nack", said), daemon=True).start()
        if time.monotonic() > attempt.lease_ends - self._lease_seconds * FENCE_MARGIN:
            attempt.tell("lost")

    def _extend(self, attempt: Attempt) -> None:
        before, wished = time.monotonic(), attempt.asked_for
        said: dict[str, Any] = {"seconds": self._lease_seconds}
        if wished is not None:
            said["timeout_seconds"] = min(LONGEST_TIMEOUT, max(1.0, wished - before))
        answer = self._tell(attempt, "extend", said)
        attempt.lease_ends = before + self._lease_seconds
        if attempt.asked_for == wished:
            attempt.asked_for = None
        if answer.get("cancelled"):
            attempt.tell("cancel")

    def _pass_on_progress(self, attempt: Attempt) -> None:
        said = attempt.untold_progress()
        if said is None:
            return
        answer = self._tell(attempt, "progress", {"fraction": said[0], "message": said[1]})
        if answer.get("cancelled"):
            attempt.tell("cancel")

    def _held(self) -> list[Attempt]:
        with self._changed:
            return list(self._running.values())

    # -- how it ends -------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """Finish, or stop, or give back."""
        log.info("stopping: no more leases, handlers may finish for %g s", self._shutdown_seconds)
        if self._wait_until_idle(self._shutdown_seconds):
            return
        for attempt in self._held():
            attempt.tell("drain")
        if not self._wait_until_idle(LAST_WORDS):
            for attempt in self._held():
                self._give_back(attempt)

    def _wait_until_idle(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._running, timeout=seconds)


def _failed(error: str, **more: Any) -> dict[str, Any]:
    said = {"error": error, **more}
    return {name: value for name, value in said.items() if value is not None}


def _plainer(said: dict[str, Any]) -> dict[str, Any]:
    """The same as text that no service refuses for its form or its length; what is so already stays as it is."""
    cut = dict(said)
    if cut.get("result") is not None:
        result = cut["result"]
        cut["result"] = result[:MOST_RESULT_TEXT] if isinstance(result, str) else as_text(result)
    if "error" in cut:
        cut["error"] = cut["error"][:MOST_TEXT]
    if "traceback" in cut:
        cut["traceback"] = cut["traceback"][-MOST_TRACEBACK:]
    if "logs" in cut:
        cut["logs"] = [{**line, "line": line["line"][:MOST_TEXT]} for line in cut["logs"]]
    return cut


def _stopped(attempt: Attempt, stopped: Cancelled) -> tuple[str, dict[str, Any]]:
    if attempt.stop in ("drain", "lost"):
        return "release", {}
    if attempt.stop == "cancel":
        return "nack", _failed(stopped.reason or "cancelled")
    if attempt.overrun >= 0:
        return "nack", _failed(f"timed out after {attempt.allowed:g} s")
    return "nack", _failed(stopped.reason or "the handler stopped by itself")


def _longest_timeout(handlers: Handlers) -> float:
    """What the service should allow; each handler's own, shorter time is kept here."""
    longest = max(handler.timeout or DEFAULT_TIMEOUT for handler in handlers)
    return min(LONGEST_TIMEOUT, max(1.0, longest))


# -- the command -------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        run(
            table(asked.table),
            asked.url,
            asked.key,
            concurrency=asked.concurrency,
            queues=asked.queues.split(",") if asked.queues else None,
            lease_seconds=asked.lease_seconds,
            shutdown_seconds=asked.shutdown_seconds,
        )
    except (ApiError, ValueError) as error:
        log.error("cannot go on: %s", error)
        return 2
    return 0


def table(spec: str) -> Handlers:
    """The table `module:variable`.

    Raises:
        ValueError: there is none.
    """
    module_name, _, variable = spec.partition(":")
    try:
        found = getattr(importlib.import_module(module_name), variable, None)
    except ModuleNotFoundError as error:
        raise ValueError(f"{spec}: importing {module_name} failed: {error}") from error
    if isinstance(found, Handlers):
        return found
    raise ValueError(
        f"{spec}: no table of handlers is there; write module:variable, as in acme_jobs:handlers"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workqueue.worker", description="Run jobs with a table of handlers, over HTTP."
    )
    parser.add_argument("table", help="the handlers, as module:variable")
    parser.add_argument(
        "--url",
        default=os.environ.get("WORKQUEUE_URL", "http://127.0.0.1:8080"),
        help="where the service is (WORKQUEUE_URL)",
    )
    parser.add_argument(
        "--key",
        default=os.environ.get("WORKQUEUE_KEY"),
        help="an API key; other users see what stands here, so better set WORKQUEUE_KEY",
    )
    parser.add_argument("--concurrency", type=int, default=10, help="jobs at a time")
    parser.add_argument("--queues", help="names with commas between; all when absent")
    parser.add_argument(
        "--lease-seconds", type=float, default=30.0, help="how long a silent worker keeps its jobs"
    )
    parser.add_argument(
        "--shutdown-seconds", type=float, default=30.0, help="that running handlers have to finish"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
