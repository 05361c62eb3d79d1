"""How many jobs the producer accepts in a second, beside the barest route that keeps them in the same two stores."""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg2

from bench import load
from bench.figures import percentile
from bench.places import ROOT, Place, place
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way
from local import ports, processes

NAMES = ("enqueue-16", "enqueue-64", "batch")
PROCESSES, THREADS = 2, 8
KEY = "bench-key-0123456789abcdef0123456789abcdef"
PAYLOAD = {"to": "ada@example.com", "subject": "Welcome", "order": 4711}
BATCH = 500
BARE_TABLE = "CREATE TABLE bare (id uuid PRIMARY KEY, type text NOT NULL, payload json NOT NULL)"
READY_WITHIN = 60.0
SETTINGS = f"gunicorn, {PROCESSES} processes x {THREADS} threads"


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module; nothing of it needs the peers."""
    if not any(way.system == "ours" for way in ways):
        return
    for connections in (16, 64):
        yield Case(
            f"enqueue-{connections}",
            f"POST /enqueue, {connections} connections",
            "Each answer says that the job is kept in Postgres and in Redis. Ours checks a key, counts against limits, "
            "validates, and keeps an Idempotency-Key of each request; the bare route does none of it.",
            [
                _contender("Workqueue, POST /enqueue", producer, connections, scale, _one("/enqueue")),
                _contender("bare Flask, INSERT + RPUSH", bare, connections, scale, _one("/one")),
                _contender(
                    "bare Flask, hello", bare, connections, scale, lambda _: load.request("/hello", b"")
                ),
            ],
        )
    yield Case(
        "batch",
        f"Batches of {BATCH}, 16 connections",
        "The bare route writes with `execute_values` and one RPUSH.",
        [
            _contender(
                "Workqueue, POST /api/v1/jobs/batch", producer, 16, scale, _many("/api/v1/jobs/batch"), BATCH
            ),
            _contender("bare Flask, execute_values + RPUSH", bare, 16, scale, _many("/batch"), BATCH),
        ],
    )


@contextmanager
def producer(here: Place) -> Iterator[int]:
    """Our producer, in production, with a key and limits; the port that it listens on."""
    settings = {
        "APP_ENV": "production",
        "API_KEY": KEY,
        "RATE_LIMIT_RPS": "1000000",
        "WEB_CONCURRENCY": str(PROCESSES),
        "WEB_THREADS": str(THREADS),
        "LOG_LEVEL": "warning",
    }
    with _gunicorn(here, settings, "-c", "producer/gunicorn.conf.py", "producer.wsgi:app") as port:
        yield port


@contextmanager
def bare(here: Place) -> Iterator[int]:
    """The bare routes; the port that they listen on."""
    assert here.postgres
    with psycopg2.connect(here.postgres.url) as connection, connection.cursor() as cursor:
        cursor.execute(BARE_TABLE)
    words = ["-k", "gthread", "-w", str(PROCESSES), "--threads", str(THREADS), "--keep-alive", "75"]
    with _gunicorn(
        here, {}, *words, "--no-control-socket", "--log-level", "warning", "bench.bare:app"
    ) as port:
        yield port


@contextmanager
def _gunicorn(here: Place, settings: dict[str, str], *words: str) -> Iterator[int]:
    port = ports.free_port()
    environment = {**here.environment, **settings, "PORT": str(port)}
    program: list[str | Path] = [
        Path(sys.executable).parent / "gunicorn",
        "-b",
        f"{ports.HOST}:{port}",
        *words,
    ]
    log = here.folder / "producer.log"
    with log.open("ab") as output:
        process = processes.start(program, output=output, cwd=ROOT, env=environment)
    try:
        _wait_until_it_listens(port, process.poll, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_listens(port: int, poll: Callable[[], int | None], log: Path) -> None:
    give_up_at = time.monotonic() + READY_WITHIN
    while True:
        try:
            connection = http.client.HTTPConnection(ports.HOST, port, timeout=5)
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError as error:
            if time.monotonic() > give_up_at or poll() is not None:
                raise TimeoutError(f"no answer on port {port}: {log.read_text()[-500:]}") from error
            time.sleep(0.05)
        finally:
            connection.close()


def _contender(
    name: str,
    service: Callable[[Place], AbstractContextManager[int]],
    connections: int,
    scale: Scale,
    make: Callable[[int], bytes],
    jobs: int = 1,
) -> Contender:
    def measure() -> Figures:
        with place(["redis", "postgres"]) as here, service(here) as port:
            load.press(port, connections, scale.seconds / 4, make)
            pressed = load.press(port, connections, scale.seconds, make)
        label = "jobs/s" if jobs > 1 else "requests/s"
        return {
            label: jobs * pressed.requests / pressed.seconds,
            "p50 ms": percentile(pressed.latencies, 0.5) * 1000,
            "p99 ms": percentile(pressed.latencies, 0.99) * 1000,
            "client us/request": pressed.processor_seconds / pressed.requests * 1e6,
        }

    return Contender(name, SETTINGS, measure)


def _one(path: str) -> Callable[[int], bytes]:
    body = json.dumps({"type": "noop", "payload": PAYLOAD, "retries": 3}).encode()
    return _requests(path, body)


def _many(path: str) -> Callable[[int], bytes]:
    return _requests(path, json.dumps([{"type": "noop", "payload": PAYLOAD}] * BATCH).encode())


def _requests(path: str, body: bytes) -> Callable[[int], bytes]:
    """Each with a key of its own, so that each makes jobs."""
    mark = "idempotency-key-of-the-request"
    before, _, after = load.request(path, body, {"X-API-Key": KEY, "Idempotency-Key": mark}).partition(
        mark.encode()
    )
    run = os.urandom(8).hex()
    return lambda number: b"%s%s-%d%s" % (before, run.encode(), number, after)
