"""`/api/v1/keys`: the keys of the caller's tenant."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, keys, principal, stores, validation
from producer.keys import NewKey, Rotation
from producer.listing import Window


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("keys", __name__, url_prefix="/api/v1/keys")

    @routes.get("")
    def list_keys() -> Response:
        asked = validation.query(Window)
        return envelope.page(keys.page(stores.current(), principal.current().tenant, asked), asked)

    @routes.post("")
    def create() -> Response:
        work = stores.current()
        new = validation.body(NewKey, work.settings.max_body_bytes)
        return envelope.answer(keys.create(work, principal.current(), new), 201)

    @routes.get("/<raw_id>")
    def show(raw_id: str) -> Response:
        return envelope.answer(keys.show(stores.current(), principal.current().tenant, raw_id))

    @routes.delete("/<raw_id>")
    def revoke(raw_id: str) -> Response:
        keys.revoke(stores.current(), principal.current().tenant, raw_id)
        return envelope.answer({"id": raw_id, "status": "revoked"})

    @routes.post("/<raw_id>/rotate")
    def rotate(raw_id: str) -> Response:
        work = stores.current()
        asked = validation.optional_body(Rotation, work.settings.max_body_bytes)
        return envelope.answer(keys.rotate(work, principal.current(), raw_id, asked), 201)

    return routes
