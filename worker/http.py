"""Serves `/health` and `/metrics` of a worker; small, so the standard library's server does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from typing import Any

import orjson

from shared.errors import ConfigurationError, WorkqueueError
from worker.metrics import Figures

Health = Callable[[], tuple[bool, dict[str, Any]]]
"""Whether the worker does its work, and what there is to say about it."""


class Server:
    """An HTTP server on its own thread."""

    def __init__(self, host: str, port: int, figures: Figures, health: Health, origins: str) -> None:
        """Binds at once.

        Raises:
            ConfigurationError: the port is taken.
        """
        try:
            self._server = _Listening((host, port), _handler(figures, health, origins))
        except OSError as error:
            raise ConfigurationError(
                f"WORKER_PORT={port}: cannot listen on {host}:{port} ({error.strerror}); choose another"
            ) from error
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        """Serve until the process ends."""
        threading.Thread(target=self._server.serve_forever, name="http", daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


def _handler(figures: Figures, health: Health, origins: str) -> Callable[..., BaseHTTPRequestHandler]:
    allowed = {origin.strip() for origin in origins.split(",") if origin.strip()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            path = self.path.partition("?")[0]
            try:
                if path == "/health":
                    well, said = health()
                    self._answer(200 if well else 503, "application/json", orjson.dumps(said))
                elif path == "/metrics":
                    self._metrics()
                else:
                    self._answer(404, "text/plain", b"this worker serves /health and /metrics\n")
            except WorkqueueError as error:
                self._answer(503, "text/plain", f"{error}\n".encode())

        def _metrics(self) -> None:
            if "application/json" in self.headers.get("Accept", ""):
                self._answer(200, "application/json", orjson.dumps(figures.json()))
            else:
                self._answer(200, "text/plain; version=0.0.4; charset=utf-8", figures.text())

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            origin = self.headers.get("Origin", "")
            if origin and (origin in allowed or "*" in allowed):
                self.send_header("Access-Control-Allow-Origin", "*" if "*" in allowed else origin)
                self.send_header("Vary", "Origin")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Scrapes are no news."""

    def make(request: Any, address: Any, server: BaseServer) -> BaseHTTPRequestHandler:
        return Handler(request, address, server)

    return make
