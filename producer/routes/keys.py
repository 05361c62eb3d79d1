"""`/api/v1/keys`: the keys of the caller's tenant."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import envelope, keys, principal, stores, validation
from producer.keys import NewKey, Rotation
from producer.listing import Window
from producer.openapi import described, page_of
from producer.openapi.answers import accounts as answers

PATH = {"id": answers.KeyId}


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("keys", __name__, url_prefix="/api/v1/keys")

    @routes.get("")
    @described(
        "listKeys",
        "See keys, the newest first",
        query=Window,
        answers={200: page_of(answers.Key)},
        tables=True,
    )
    def list_keys() -> Response:
        asked = validation.query(Window)
        return envelope.page(keys.page(stores.current(), principal.current().tenant, asked), asked)

    @routes.post("")
    @described(
        "createKey",
        "Make a key",
        text="None that can do more than the caller."
        " Its `kind` is `client`, `worker` or `admin`. The key itself is shown this once.",
        body=NewKey,
        example={"name": "billing service", "kind": "client"},
        answers={201: answers.FreshKey},
        problems=("too_many_keys",),
        tables=True,
    )
    def create() -> Response:
        work = stores.current()
        new = validation.body(NewKey, work.settings.max_body_bytes)
        return envelope.answer(keys.create(work, principal.current(), new), 201)

    @routes.get("/<raw_id>")
    @described(
        "getKey", "See a key", path=PATH, answers={200: answers.Key}, problems=("not_found",), tables=True
    )
    def show(raw_id: str) -> Response:
        return envelope.answer(keys.show(stores.current(), principal.current().tenant, raw_id))

    @routes.delete("/<raw_id>")
    @described(
        "revokeKey",
        "End a key, within a second",
        path=PATH,
        answers={200: answers.RevokedKey},
        problems=("not_found",),
        tables=True,
    )
    def revoke(raw_id: str) -> Response:
        keys.revoke(stores.current(), principal.current().tenant, raw_id)
        return envelope.answer({"id": raw_id, "status": "revoked"})

    @routes.post("/<raw_id>/rotate")
    @described(
        "rotateKey",
        "Make a key in the place of another",
        text="The old one works until the overlap ends."
        " It is a day where the body says nothing. The new key is shown this once.",
        path=PATH,
        body=Rotation,
        body_may_lack=True,
        answers={201: answers.FreshKey},
        problems=("not_found", "key_ended", "too_many_keys"),
        tables=True,
    )
    def rotate(raw_id: str) -> Response:
        work = stores.current()
        asked = validation.optional_body(Rotation, work.settings.max_body_bytes)
        return envelope.answer(keys.rotate(work, principal.current(), raw_id, asked), 201)

    return routes
