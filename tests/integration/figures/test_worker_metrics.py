"""A page of another origin reads a worker's live figures, which name no tenant, no job and no type."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any

from local.servers import RedisServer
from shared.states import State
from tests.integration.figures.conftest import StartWorker
from tests.integration.worker.deployment import Corner, Worker, until

PAGE = "https://jobs.example"


def ask(worker: Worker, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=10)
    with closing(connection):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def figures(worker: Worker, path: str = "/metrics.json") -> dict[str, Any]:
    status, headers, body = ask(worker, "GET", path, Origin=PAGE, Accept="application/json")
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert headers["Access-Control-Allow-Origin"] == PAGE
    found: dict[str, Any] = json.loads(body)
    return found


def counts(worker: Worker) -> tuple[int, int]:
    shown = figures(worker)
    return shown["jobs_done"], shown["jobs_failed"]


def test_live_figures_are_for_pages_of_allowed_origins(corner: Corner, start_worker: StartWorker) -> None:
    worker = start_worker(corner, ALLOWED_ORIGINS=PAGE)
    for _ in range(3):
        corner.once(corner.enqueue("echo", tenant="acme"), State.COMPLETED)
    corner.once(corner.enqueue("hopeless", tenant="acme"), State.DEAD)
    until(lambda: counts(worker) == (3, 1), "the reports have arrived")

    for path in ("/metrics.json", "/metrics"):
        shown = figures(worker, path)
        assert (shown["slots"], shown["busy"], shown["jobs_failed"]) == (4, 0, 1)
        assert (shown["done_per_minute"], shown["failed_per_minute"]) == (3, 1)
        assert 0 <= shown["run_ms"]["p50"] <= shown["run_ms"]["p95"]
        assert shown["worker"] == worker.id
        assert "acme" not in json.dumps(shown)
        assert "echo" not in json.dumps(shown)
    status, headers, _ = ask(worker, "GET", "/metrics.json", Origin="https://evil.example")
    assert status == 200
    assert "Access-Control-Allow-Origin" not in headers


def test_a_page_may_ask_first(corner: Corner, start_worker: StartWorker) -> None:
    worker = start_worker(corner, ALLOWED_ORIGINS=PAGE)
    for origin, allowed in ((PAGE, True), ("https://evil.example", False)):
        asks = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-request-id"}
        status, headers, body = ask(worker, "OPTIONS", "/metrics.json", Origin=origin, **asks)
        assert (status, body) == (204, b"")
        assert ("Access-Control-Allow-Origin" in headers) is allowed
        assert ("X-Request-Id" in headers.get("Access-Control-Allow-Headers", "")) is allowed


def test_without_redis_the_worker_still_tells_of_itself(
    fragile_corner: Corner, wiped_redis: RedisServer, start_worker: StartWorker
) -> None:
    worker = start_worker(fragile_corner, ALLOWED_ORIGINS=PAGE, REDIS_TIMEOUT=5)
    assert figures(worker)["total_jobs_in_queue"] == 0
    wiped_redis.kill()
    until(lambda: figures(worker)["total_jobs_in_queue"] is None, "Redis is away")
    assert figures(worker)["slots"] == 4
