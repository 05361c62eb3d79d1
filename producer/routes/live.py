"""`/events` and `/ws`: what happens to a tenant's jobs, as it happens; and the tickets with which pages open them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Annotated, Any, cast

from flask import Blueprint, Response, g, request
from flask_sock import Sock  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from simple_websocket import Server  # type: ignore[import-untyped]

from producer import callers, envelope, foreign_pages, live, principal, stores, tickets, validation
from producer.envelope import Problem
from producer.live import Start, Stream
from producer.openapi import Answer, bare, described
from producer.openapi.answers import live as answers

TYPE = "text/event-stream"
HEADERS = {"X-Accel-Buffering": "no"}
"""Or nginx would keep the events until it has a page of them."""
PING = 15
"""Seconds between two pings of a WebSocket; one that is not answered ends it."""
MOST_SAID = 1024
"""Bytes of what a reader sends, which is ignored."""
EventId = Annotated[str, WithJsonSchema({"type": "string", "pattern": answers.EVENT_ID})]


class Opening(BaseModel):
    """The query of `/events` and `/ws`."""

    model_config = ConfigDict(extra="forbid")

    ticket: str | None = Field(default=None, max_length=100)
    """Redeemed before the view is reached (`producer/callers.py`)."""
    last_event_id: EventId | None = Field(default=None, max_length=100)
    """For readers that cannot send the header Last-Event-ID; the header wins."""


def blueprint() -> Blueprint:
    """The routes."""
    routes = Blueprint("live", __name__)
    sockets = Sock()

    @routes.post("/events/ticket")
    @described(
        "issueTicket",
        "Get a ticket that opens one stream from a page",
        text="It works once, for 30 seconds.",
        answers={201: answers.Ticket},
        redis=True,
    )
    def issue_ticket() -> Response:
        ticket = tickets.issue(stores.current().queue, g.shown_key)
        return envelope.answer({"ticket": ticket, "expires_in": tickets.SECONDS}, 201)

    @routes.get("/events")
    @described(
        "streamEvents",
        "Follow what happens, as server-sent events",
        text="The answer does not end. The `data` of each event is one LiveMessage as JSON; a comment is a sign of life.",
        query=Opening,
        headers=("Last-Event-ID",),
        answers={200: bare(answers.StreamEvent, "One event after another.", TYPE, answers.EVENT)},
        problems=("too_many_streams", "too_many_waiting"),
        redis=True,
    )
    def stream() -> Response:
        streams, opened = live.current(), _open()
        told = (bundle.block for bundle in opened.bundles())
        response = Response(told, content_type=TYPE, headers=HEADERS)
        response.call_on_close(lambda: streams.close(opened))
        return response

    @sockets.route("/ws", bp=routes)  # type: ignore[untyped-decorator]
    @described(
        "followEvents",
        "Follow what happens, over a WebSocket",
        text="Each frame that comes is one LiveMessage; what is sent is ignored.",
        query=Opening,
        headers=("Last-Event-ID",),
        answers={101: Answer(None, None, "The WebSocket is open.")},
        problems=("bad_request", "origin_refused", "too_many_streams", "too_many_waiting"),
        redis=True,
    )
    def follow(connection: Server) -> None:
        for frame in cast(Stream, g.stream).frames():
            if frame.body is not None:
                connection.send(frame.body.decode())

    routes.before_request(_prepare_socket)
    routes.teardown_request(_free_socket)
    return routes


def _prepare_socket() -> None:
    """Refuse a WebSocket while it is still a request, and can be told why."""
    if request.endpoint == "live.follow":
        _check_handshake()
        _check_origin()
        g.stream = _open()


def _free_socket(_error: BaseException | None) -> None:
    opened = g.pop("stream", None)
    if opened is not None:
        live.current().close(opened)


def _check_handshake() -> None:
    """What RFC 6455, section 4.2.1, has a server look at, and the library takes for granted."""
    headers = request.headers
    if request.method != "GET" or not headers.get("Sec-WebSocket-Key"):
        raise Problem(400, "bad_request", "this is no opening of a WebSocket: it lacks Sec-WebSocket-Key")
    if headers.get("Sec-WebSocket-Version") != "13":
        sentence = "only version 13 of WebSockets is spoken here"
        raise Problem(426, "bad_request", sentence, headers={"Sec-WebSocket-Version": "13"})


def _check_origin() -> None:
    """Pages of other origins may open a WebSocket without asking (RFC 6455, section 10.2): only ours may stay."""
    origin = request.headers.get("Origin")
    allowed = stores.current().settings.origins
    if origin is None or origin in allowed or allowed == ["*"] or foreign_pages.place(origin) == request.host:
        return
    raise Problem(403, "origin_refused", "pages of this origin may not listen: add it to ALLOWED_ORIGINS")


def _open() -> Stream:
    asked = validation.query(Opening)
    connection = request.environ.get("gunicorn.socket")
    return live.current().open(
        principal.current().tenant, _start(asked), _still_known(), cast("socket.socket | None", connection)
    )


def _start(asked: Opening) -> Start | None:
    said = {"Last-Event-ID": request.headers.get("Last-Event-ID"), "last_event_id": asked.last_event_id}
    return next(iter([live.start_after(last, field) for field, last in said.items() if last]), None)


def _still_known() -> Callable[[], bool]:
    """Whether what the caller showed still stands for the same: not revoked, not expired, no fewer scopes."""
    known, shown, caller = callers.current(), g.shown_key, principal.current()
    return lambda: known.know(shown) == caller


def options() -> dict[str, Any]:
    """How WebSockets are kept."""
    return {"ping_interval": PING, "max_message_size": MOST_SAID}
