"""A Stripe on loopback: customers, checkouts and subscriptions in memory, spoken to by Stripe's own library.

It knows of Stripe what the service relies on: keys, Idempotency-Keys, the errors with their codes, lists, and that the
state is what it is now, whatever was told before.
"""

from __future__ import annotations

import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from stripe import WebhookSignature

KEY = "sk_test_0123456789abcdef"
WEBHOOK_SECRET = "whsec_0123456789abcdef"
PRO, OLD_PRO, BUSINESS = "price_pro2", "price_pro1", "price_business"
SETTINGS: dict[str, Any] = {
    "stripe_secret_key": KEY,
    "stripe_webhook_secret": WEBHOOK_SECRET,
    "stripe_price_pro": f"{PRO},{OLD_PRO}",
    "stripe_price_business": BUSINESS,
    "base_url": "https://queue.example.com/",
}
WAIT = 20.0
"""Seconds after which a test that waits has failed."""
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """One call."""

    method: str
    path: str
    params: dict[str, str]
    idempotency_key: str | None


@dataclass
class StripeStub:
    """What Stripe knows, and what it was asked."""

    asked: list[Asked] = field(default_factory=list)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscribed: dict[str, dict[str, Any]] = field(default_factory=dict)
    failing: Answer | None = None
    """What every call is answered, instead of the truth."""
    hold: threading.Event | None = None
    """Until it is set no call is answered."""
    under_way: int = 0
    """Calls that wait for an answer now."""
    most_under_way: int = 0

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._replayed: dict[str, dict[str, Any]] = {}
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def settings(self) -> dict[str, Any]:
        """Those of a producer that takes this for Stripe."""
        return {**SETTINGS, "stripe_api_base": self.url}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.hold is not None:
            self.hold.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def calls(self, method: str, path: str) -> list[Asked]:
        return [one for one in self.asked if (one.method, one.path) == (method, path)]

    def wait_for_calls(self, number: int) -> None:
        """Until so many wait for an answer."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.under_way >= number, WAIT), "nobody called"

    def subscribe(
        self, customer: str, price: str = PRO, status: str = "active", *, livemode: bool = False
    ) -> str:
        """The customer subscribes; the id."""
        made = f"sub_{next(self._numbers)}"
        item = {
            "id": f"si_{made}",
            "object": "subscription_item",
            "price": {"id": price, "object": "price"},
            "current_period_start": 1_800_000_000,
            "current_period_end": 1_802_592_000,
        }
        self.subscribed[made] = {
            "id": made,
            "object": "subscription",
            "customer": customer,
            "status": status,
            "livemode": livemode,
            "cancel_at_period_end": False,
            "items": {"object": "list", "data": [item], "has_more": False},
        }
        return made

    def _handler(stub) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler's own self is within
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._serve("GET", dict(parse_qsl(urlsplit(self.path).query)))

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._serve("POST", dict(parse_qsl(raw.decode())))

            def log_message(self, *_: object) -> None:
                """The tests tell."""

            def _serve(self, method: str, params: dict[str, str]) -> None:
                path = urlsplit(self.path).path
                call = Asked(method, path, params, self.headers.get("Idempotency-Key"))
                status, body = stub._answer(call, self.headers.get("Authorization"))
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.send_header("Request-Id", "req_stub")
                self.end_headers()
                self.wfile.write(raw)

        return Handler

    def _answer(self, call: Asked, authorization: str | None) -> Answer:
        with self._changed:
            self.asked.append(call)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            hold = self.hold
            self._changed.notify_all()
        try:
            # What Stripe says is what is so when it looks, not when the answer arrives.
            found = self._judge(call, authorization)
            if hold is not None:
                hold.wait(WAIT)
            return found
        finally:
            with self._changed:
                self.under_way -= 1

    def _judge(self, call: Asked, authorization: str | None) -> Answer:
        if authorization != f"Bearer {KEY}":
            return _error(401, "Invalid API Key provided")
        if self.failing is not None:
            return self.failing
        with self._changed:
            replayed = self._replayed.get(call.idempotency_key or "")
            if replayed is not None:
                return 200, replayed
            status, body = self._do(call)
            if call.idempotency_key and status == 200:
                self._replayed[call.idempotency_key] = body
            return status, body

    def _do(self, call: Asked) -> Answer:
        given = call.params.get("customer")
        if given is not None and (given not in self.customers or self.customers[given].get("deleted")):
            return _error(400, f"No such customer: '{given}'", "resource_missing", "customer")
        words = call.path.removeprefix("/v1/").split("/")
        return self._look_up(words, call) if call.method == "GET" else self._make(words, call)

    def _look_up(self, words: list[str], call: Asked) -> Answer:
        match words:
            case ["customers", customer]:
                return 200, self.customers[customer]
            case ["subscriptions"]:
                return 200, self._newest(self.subscribed, call.params, every="all")
            case ["checkout", "sessions"]:
                return 200, self._newest(self.sessions, call.params)
        return _error(404, f"Unrecognized request URL ({call.method}: {call.path})")

    def _make(self, words: list[str], call: Asked) -> Answer:
        match words:
            case ["customers"]:
                return self._make_customer(call.params)
            case ["checkout", "sessions"]:
                return self._make_session(call.params)
            case ["checkout", "sessions", session, "expire"]:
                self.sessions[session]["status"] = "expired"
                return 200, self.sessions[session]
            case ["billing_portal", "sessions"]:
                url = f"https://billing.stripe.com/p/{call.params['customer']}"
                return 200, {"id": "bps_1", "object": "billing_portal.session", "url": url}
        return _error(404, f"Unrecognized request URL ({call.method}: {call.path})")

    def _make_customer(self, params: dict[str, str]) -> Answer:
        made = f"cus_{next(self._numbers)}"
        tenant = params["metadata[tenant]"]
        self.customers[made] = {
            "id": made,
            "object": "customer",
            "email": params.get("email"),
            "metadata": {"tenant": tenant},
        }
        return 200, self.customers[made]

    def _make_session(self, params: dict[str, str]) -> Answer:
        price = params["line_items[0][price]"]
        if price not in (PRO, OLD_PRO, BUSINESS):
            return _error(400, f"No such price: '{price}'", "resource_missing", "line_items[0][price]")
        made = f"cs_test_{next(self._numbers)}"
        self.sessions[made] = {
            "id": made,
            "object": "checkout.session",
            "customer": params["customer"],
            "price": price,
            "status": "open",
            "url": f"https://checkout.stripe.com/c/{made}",
        }
        return 200, self.sessions[made]

    def _newest(
        self, kept: dict[str, dict[str, Any]], params: dict[str, str], every: str | None = None
    ) -> dict[str, Any]:
        """As it is now: what changes after it was answered is not in it."""
        status = params.get("status")
        found = [
            one
            for one in reversed(kept.values())
            if one["customer"] == params["customer"] and status in (every, one["status"])
        ]
        page: dict[str, Any] = json.loads(json.dumps(found[: int(params.get("limit", 10))]))
        return {"object": "list", "data": page, "has_more": False, "url": "/v1/x"}


def event(kind: str, customer: str, **more: Any) -> dict[str, Any]:
    """What Stripe tells; what it says of the subscription is worth nothing."""
    return {
        "id": f"evt_{next(_events)}",
        "object": "event",
        "type": kind,
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": {"id": "sub_told", "object": "subscription", "customer": customer}},
        **more,
    }


def signed(told: dict[str, Any], *, secret: str = WEBHOOK_SECRET, age: float = 0) -> dict[str, Any]:
    """Body and headers as Stripe sends them, made by the scheme that its library has.

    Args:
        told: the event.
        secret: of the endpoint.
        age: seconds ago that it was signed.
    """
    raw = json.dumps(told, indent=2)
    header = WebhookSignature.generate_signature_header(raw, secret, int(time.time() - age))
    return {"data": raw.encode(), "headers": {"Stripe-Signature": header}}


_events = itertools.count(1)


def _error(status: int, message: str, code: str | None = None, param: str | None = None) -> Answer:
    kind = "invalid_request_error" if status < 500 else "api_error"
    return status, {"error": {"type": kind, "message": message, "code": code, "param": param}}
