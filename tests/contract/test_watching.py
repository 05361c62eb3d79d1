"""What people and machines watch: counts, figures, health, logs, and the shape of every answer."""

from __future__ import annotations

import json

import openapi_spec_validator
import pytest

from tests.contract.conftest import BY_HAND, Caller, Service
from tests.integration.worker.deployment import until


@pytest.mark.feature(68, "Counts by status")
def test_counts_are_the_tenant_s_own(ada: Caller) -> None:
    ada.put("later", queue_name=BY_HAND)
    ada.put("later", delay_ms=3_600_000)
    ada.ended(ada.put())
    until(lambda: ada.get("/api/v1/stats")["completed"] == 1, "the row knows of the end")
    stats = ada.get("/api/v1/stats")
    counts = {
        name: stats[name] for name in ("total_jobs", "pending", "scheduled", "completed", "queue_depth")
    }
    assert counts == {"total_jobs": 3, "pending": 1, "scheduled": 1, "completed": 1, "queue_depth": 1}
    assert stats["active_workers"] >= 1


@pytest.mark.feature(69, "Jobs per minute, and how much of it failed")
def test_the_rate_counts_what_ended_and_what_of_it_died(ada: Caller) -> None:
    for _ in range(3):
        ada.ended(ada.put())
    ada.ended(ada.put("fail", max_attempts=1))
    until(lambda: ada.get("/api/v1/stats")["jobs_per_minute"] == 4, "four ended within a minute")
    stats = ada.get("/api/v1/stats")
    assert (stats["failed_rate"], stats["dlq_count"]) == (0.25, 1)


@pytest.mark.feature(70, "Prometheus metrics")
def test_both_sides_have_metrics_for_prometheus(ada: Caller, admin: Caller, service: Service) -> None:
    ada.ended(ada.put())
    producer = admin.http.get("/metrics").text
    assert 'workqueue_http_requests_total{method="POST",route="/api/v1/jobs",status="201"}' in producer
    assert "workqueue_redis_up 1.0" in producer
    done = 'workqueue_attempts_total{outcome="completed",type="sleep"}'
    until(lambda: done in service.worker.ask("/metrics")[1], "the worker counts what it has run")


@pytest.mark.feature(71, "The same figures in JSON")
def test_the_figures_are_had_in_json_too(admin: Caller, service: Service) -> None:
    expected = {"total_jobs_in_queue", "jobs_done", "jobs_failed", "worker_concurrency", "queue_name"}
    producer = admin.http.get("/metrics", headers={"Accept": "application/json"}).json()
    worker = json.loads(service.worker.ask("/metrics", Accept="application/json")[1])
    assert expected <= producer.keys() & worker.keys()
    assert producer["worker_concurrency"] == worker["worker_concurrency"] == 4


@pytest.mark.feature(72, "Health, with what it depends on")
def test_health_asks_what_it_depends_on_and_needs_no_key(service: Service) -> None:
    with service.stranger() as http:
        answer = http.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"] == {"redis": "healthy", "postgres": "healthy"}
    status, worker = service.worker.health()
    assert (status, worker["status"]) == (200, "ok")


@pytest.mark.feature(73, "Logs by fields, and an id for each request")
def test_requests_have_an_id_and_logs_have_fields(ada: Caller, service: Service) -> None:
    own = ada.http.get("/api/v1/stats", headers={"X-Request-Id": "mine-7"})
    assert own.headers["X-Request-Id"] == own.json()["meta"]["request_id"] == "mine-7"
    made = ada.http.get("/api/v1/stats")
    assert made.headers["X-Request-Id"] == made.json()["meta"]["request_id"] != ""
    (ready,) = service.worker.said("worker ready")
    assert {"event", "level", "timestamp", "process", "worker"} <= ready.keys()


@pytest.mark.feature(76, "One envelope for every answer")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/jobs", 200),
        ("GET", "/api/v1/stats", 200),
        ("POST", "/api/v1/jobs", 400),
        ("GET", "/api/v1/jobs/x", 400),
        ("GET", "/api/v1/nothing", 404),
        ("PUT", "/api/v1/jobs", 405),
        ("GET", "/api/v1/jobs?limit=x", 422),
    ],
)
def test_every_answer_has_data_error_and_meta(ada: Caller, method: str, path: str, status: int) -> None:
    answer = ada.http.request(method, path)
    assert answer.status_code == status
    body = answer.json()
    assert body.keys() == {"data", "error", "meta"}
    assert (body["error"] is None) == (status == 200) == ("code" not in body["meta"])
    assert body["meta"]["request_id"]


@pytest.mark.feature(82, "Wait until a job has ended")
def test_an_answer_may_wait_for_the_end(ada: Caller) -> None:
    job = ada.ask(
        "POST", "/api/v1/jobs", {"type": "sleep", "payload": {"seconds": 0.1}}, 200, Prefer="wait=20"
    )
    assert (job["status"], job["result"]) == ("completed", {"slept": 0.1})
    waiting = ada.put("later", queue_name=BY_HAND)
    assert ada.ask("GET", f"/api/v1/jobs/{waiting}/wait?seconds=0", status=202)["status"] == "pending"


@pytest.mark.feature(75, "An OpenAPI document, and a page that shows it")
def test_the_api_describes_itself_without_a_key(service: Service) -> None:
    with service.stranger() as http:
        document = http.get("/openapi.json").json()
        page = http.get("/docs")
    openapi_spec_validator.validate(document)
    assert document["openapi"].startswith("3.1")
    assert document["paths"]["/api/v1/jobs"]["post"]["operationId"] == "createJob"
    assert page.headers["content-type"].startswith("text/html")
    assert 'src="http' not in page.text
