"""`/openapi.json` and `/docs`: what this service answers to, for programs and for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, request

from producer.openapi import bare, described, document, nothing, page

KEPT = nothing("The caller has it already, as `If-None-Match` shows.")


def blueprint() -> Blueprint:
    """The routes; what they answer is made when it is first asked for, and kept."""
    routes = Blueprint("reference", __name__)

    @cache
    def for_programs() -> str:
        return document.text(current_app)

    @cache
    def for_people() -> page.Page:
        return page.render(document.build(current_app))

    @routes.get("/openapi.json")
    @described(
        "getOpenApi",
        "Get the OpenAPI document",
        answers={200: bare(dict[str, Any], "OpenAPI 3.1.", example={"openapi": "3.1.0"}), 304: KEPT},
    )
    def show_document() -> Response:
        return _kept(Response(for_programs(), mimetype="application/json"))

    @routes.get("/docs")
    @described(
        "getDocs",
        "Read the OpenAPI document as a page",
        text="It loads nothing from elsewhere.",
        answers={200: bare(str, media="text/html", example="<!doctype html>"), 304: KEPT},
    )
    def show_page() -> Response:
        response = Response(for_people().html, mimetype="text/html")
        response.headers["Content-Security-Policy"] = for_people().policy
        response.headers["Referrer-Policy"] = "same-origin"
        return _kept(response)

    return routes


def _kept(response: Response) -> Response:
    """Readers may keep it, and ask whether it is still so."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
