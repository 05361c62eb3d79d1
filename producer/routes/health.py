"""`GET /health`: whether the stores answer, and how durable an accepted job is."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Blueprint, Response

from producer import envelope, stores
from producer.durability import Durability
from producer.openapi import bare, described
from producer.openapi.answers import state as answers
from producer.probe import Probe
from producer.stores import Stores

PATIENCE = 2.0
"""Seconds that a store may take to answer; a check that hangs holds one thread, however many ask."""


def blueprint(work: Stores, durability: Durability) -> Blueprint:
    """The route, with one probe for each store."""
    routes = Blueprint("health", __name__)
    started = time.monotonic()
    probes = {"redis": Probe(work.redis_outage, work.queue.now_ms)}
    if work.postgres is not None:
        probes["postgres"] = Probe(work.postgres_outage, _one_row(work))

    @routes.get("/health")
    @described(
        "getHealth",
        "See whether the service is well",
        answers={200: bare(answers.Health, "It is."), 503: bare(answers.Health, "A store is away.")},
    )
    def health() -> Response:
        checks = {store: probe.word(PATIENCE) for store, probe in probes.items()}
        checks.setdefault("postgres", "not configured")
        away = [store for store, word in checks.items() if word not in ("healthy", "not configured")]
        body = {
            "status": "degraded" if away else "ok",
            "checks": checks,
            "durability": durability.word(stores.current()),
            "uptime": round(time.monotonic() - started, 1),
        }
        return envelope.json_answer(body, 503 if away else 200)

    return routes


def _one_row(work: Stores) -> Callable[[], object]:
    return lambda: work.tables.run(lambda cursor: cursor.execute("SELECT 1"))
