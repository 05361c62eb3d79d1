"""`/api/v1/queues`: how full they are, and whether they are held."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response

from producer import envelope, principal, queue_state, stores, validation


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("queues", __name__, url_prefix="/api/v1/queues")

    @routes.get("")
    def list_queues() -> Response:
        work, tenant = stores.current(), principal.current().tenant
        rates = queue_state.rates(work.postgres, tenant)
        shown = [
            {**asdict(queue), "rate_per_minute": None if rates is None else rates.get(queue.name, 0)}
            for queue in queue_state.queues_of(work, tenant)
        ]
        return envelope.answer(shown)

    @routes.post("/<raw_name>/pause")
    def pause(raw_name: str) -> Response:
        name = validation.queue_name(raw_name)
        queue_state.pause(stores.current(), principal.current().tenant, name)
        return envelope.answer({"name": name, "paused": True})

    @routes.post("/<raw_name>/resume")
    def resume(raw_name: str) -> Response:
        name = validation.queue_name(raw_name)
        queue_state.resume(stores.current(), principal.current().tenant, name)
        return envelope.answer({"name": name, "paused": False})

    return routes
