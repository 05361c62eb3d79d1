"""A receiver of webhooks on this machine: it verifies what it gets, and answers as a test tells it to."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from standardwebhooks import Webhook


@dataclass
class Call:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        return dict(orjson.loads(self.body))

    def verify(self, secret: str) -> Any:
        """What the library of the specification says it is; raises when the signature is not right."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    gate: threading.Event | None = None
    """Where there is one, the answer waits for it."""


class Receiver:
    """Answers 200 but for the paths that stand in `answers`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.calls: list[Call] = []
        self.answers: dict[str, Answer] = {}
        self._arrived = threading.Condition()
        self._server = ThreadingHTTPServer((host, port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        for answer in self.answers.values():
            if answer.gate:
                answer.gate.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def at(self, path: str) -> list[Call]:
        with self._arrived:
            return [call for call in self.calls if call.path == path]

    def wait_for(self, path: str, count: int, seconds: float = 60) -> list[Call]:
        """The calls of a path, once there are so many."""
        with self._arrived:
            came = self._arrived.wait_for(
                lambda: sum(call.path == path for call in self.calls) >= count, seconds
            )
        assert came, f"{path} was called {len(self.at(path))} times within {seconds} s, not {count}"
        return self.at(path)

    def _came(self, call: Call) -> None:
        with self._arrived:
            self.calls.append(call)
            self._arrived.notify_all()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver._came(Call(self.path, headers, body))
                answer = receiver.answers.get(self.path, Answer())
                if answer.gate:
                    answer.gate.wait(30)
                self._answer(answer)

            do_GET = do_POST  # noqa: N815 - http.server looks for this name

            def _answer(self, answer: Answer) -> None:
                try:
                    self.send_response(answer.status)
                    for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(answer.body)
                except OSError:
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: ARG002 - the parent has them
                return

        return Handler
