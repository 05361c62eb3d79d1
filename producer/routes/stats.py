"""`/api/v1/stats` and `/metrics`: the counts, for people and for Prometheus."""

from __future__ import annotations

from flask import Blueprint, Response, request

from producer import envelope, failures, principal, series, stats, stores, validation
from producer.metrics import CONTENT_TYPE, Metrics
from producer.openapi import bare, described
from producer.openapi.answers import figures
from producer.openapi.answers import state as answers
from shared.errors import QueueUnavailable


def blueprint(metrics: Metrics) -> Blueprint:
    """The routes."""
    routes = Blueprint("stats", __name__)

    @routes.get("/api/v1/stats")
    @described(
        "getStats",
        "See the counts of jobs",
        text="Redis alone does not know them: it forgets what has ended, and holds jobs that are due later and those that"
        " are due again as one. What it knows without Postgres is in `/api/v1/queues` and `/metrics`.",
        answers={200: answers.Stats},
        tables=True,
    )
    def show() -> Response:
        return envelope.answer(stats.stats(stores.current(), principal.current().tenant))

    @routes.get("/api/v1/stats/series")
    @described(
        "getSeries",
        "See figures over time",
        text="`step` in seconds, in whole minutes; when absent as few as make no more than 120 points."
        " Up to the last 1,440 minutes, 60 when absent.",
        query=series.Asked,
        answers={200: figures.Series},
        tables=True,
    )
    def show_series() -> Response:
        asked = validation.query(series.Asked)
        return envelope.answer(series.series(stores.current(), principal.current().tenant, asked))

    @routes.get("/api/v1/stats/failures")
    @described(
        "getFailures",
        "See what failed lately, alike failures together",
        text="Of the newest failed attempts.",
        query=failures.Asked,
        answers={200: figures.Failures},
        tables=True,
    )
    def show_failures() -> Response:
        asked = validation.query(failures.Asked)
        return envelope.answer(failures.recent(stores.current(), principal.current().tenant, asked))

    @routes.get("/metrics")
    @described(
        "getMetrics",
        "Read the figures of the service",
        text="As Prometheus reads them, or, where `Accept` asks for JSON, five numbers in the older words.",
        answers={
            200: (
                bare(str, media="text/plain", example="workqueue_redis_up 1.0\n"),
                bare(answers.OlderMetrics),
            ),
            500: bare(str, "Redis is away.", "text/plain", "failed to read queue length\n"),
        },
    )
    def scrape() -> Response:
        if request.accept_mimetypes.best_match(["text/plain", "application/json"]) == "application/json":
            return _older_words(metrics)
        return Response(metrics.text(), content_type=CONTENT_TYPE)

    return routes


def _older_words(metrics: Metrics) -> Response:
    try:
        return envelope.json_answer(metrics.older_words())
    except QueueUnavailable as error:
        stores.current().redis_outage.began(error)
        return envelope.text("failed to read queue length", 500)
