"""`/api/v1/queues`: how full they are, and whether they are held."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response

from producer import envelope, principal, queue_state, stores, validation
from producer.openapi import described
from producer.openapi.answers import state as answers
from shared import requests

PATH = {"name": requests.QueueName}


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("queues", __name__, url_prefix="/api/v1/queues")

    @routes.get("")
    @described("listQueues", "See queues, by name", answers={200: list[answers.QueueState]}, redis=True)
    def list_queues() -> Response:
        work, tenant = stores.current(), principal.current().tenant
        rates = work.looks.take(("rates", tenant), lambda: queue_state.rates(work.postgres, tenant))
        shown = [
            {**asdict(queue), "rate_per_minute": None if rates is None else rates.get(queue.name, 0)}
            for queue in queue_state.queues_of(work, tenant)
        ]
        return envelope.answer(shown)

    @routes.post("/<raw_name>/pause")
    @described(
        "pauseQueue",
        "Hand out no jobs of a queue; what runs goes on",
        path=PATH,
        answers={200: answers.PausedQueue},
        problems=("invalid",),
        redis=True,
    )
    def pause(raw_name: str) -> Response:
        name = validation.queue_name(raw_name)
        queue_state.pause(stores.current(), principal.current().tenant, name)
        return envelope.answer({"name": name, "paused": True})

    @routes.post("/<raw_name>/resume")
    @described(
        "resumeQueue",
        "Hand out the jobs of a queue again",
        path=PATH,
        answers={200: answers.PausedQueue},
        problems=("invalid",),
        redis=True,
    )
    def resume(raw_name: str) -> Response:
        name = validation.queue_name(raw_name)
        queue_state.resume(stores.current(), principal.current().tenant, name)
        return envelope.answer({"name": name, "paused": False})

    return routes
