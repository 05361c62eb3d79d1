"""Serves `/health` and `/metrics` of a worker; small, so the standard library's server does."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

from shared import logs
from shared.errors import ConfigurationError, QueueUnavailable
from worker.metrics import Figures

Health = Callable[[], tuple[bool, dict[str, Any]]]
"""Whether the worker does its work, and what there is to say about it."""


class Server:
    """An HTTP server on its own thread; it serves until the process ends."""

    def __init__(self, host: str, port: int, figures: Figures, health: Health, origins: list[str]) -> None:
        """Binds at once.

        Args:
            host: an address, of IPv4 or IPv6 (`::` takes both, where the system allows it).
            port: 0 picks a free one.
            figures: what `/metrics` says.
            health: what `/health` says.
            origins: whose pages may read the answers; `*`: any.

        Raises:
            ConfigurationError: the port is taken, or the host is none of this machine.
        """
        kind = _ListeningOnIPv6 if ":" in host else _Listening
        try:
            self._server = kind((host.strip("[]"), port), _Handler)
        except OSError as error:
            raise ConfigurationError(
                f"WORKER_PORT={port}: cannot listen on {host}:{port} ({error.strerror}); choose another"
            ) from error
        self._server.figures, self._server.health = figures, health
        self._server.origins = frozenset(origins)
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        """Serve."""
        threading.Thread(target=self._server.serve_forever, name="http", daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    server: _Listening

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        path = self.path.partition("?")[0]
        if path == "/health":
            well, said = self.server.health()
            self._answer(200 if well else 503, "application/json", orjson.dumps(said))
        elif path == "/metrics":
            self._metrics()
        elif path == "/metrics.json":
            self._answer(200, "application/json", orjson.dumps(self.server.figures.live()))
        else:
            self._answer(404, "text/plain", b"this worker serves /health, /metrics and /metrics.json\n")

    def do_OPTIONS(self) -> None:  # noqa: N802 - the name that http.server calls
        """Before a page of another origin asks with headers of its own."""
        self._answer(204, None, b"")

    def _metrics(self) -> None:
        figures = self.server.figures
        if "application/json" not in self.headers.get("Accept", ""):
            self._answer(200, "text/plain; version=0.0.4; charset=utf-8", figures.text())
            return
        try:
            said = figures.json()
        except QueueUnavailable as error:
            self._answer(503, "text/plain", f"failed to read queue length: {error}\n".encode())
        else:
            self._answer(200, "application/json", orjson.dumps(said))

    def _answer(self, status: int, kind: str | None, body: bytes) -> None:
        self.send_response(status)
        if kind is not None:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self._send_origin()
        self.end_headers()
        self.wfile.write(body)

    def _send_origin(self) -> None:
        origin, allowed = self.headers.get("Origin", ""), self.server.origins
        if "*" not in allowed:
            self.send_header("Vary", "Origin")
        if origin and (origin in allowed or "*" in allowed):
            self.send_header("Access-Control-Allow-Origin", "*" if "*" in allowed else origin)
            self.send_header("Access-Control-Allow-Methods", "GET")
            self.send_header("Access-Control-Allow-Headers", "Accept, Content-Type, X-Request-Id")
            self.send_header("Access-Control-Max-Age", "600")

    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes are no news."""


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    figures: Figures
    health: Health
    origins: frozenset[str]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - socketserver calls it so
        """A client that hangs up is no news; anything else is worth its traceback."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            logs.get("http").exception("a request failed", client=str(client_address))


class _ListeningOnIPv6(_Listening):
    address_family = socket.AF_INET6
