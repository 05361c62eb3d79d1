"""A worker's environment for the handlers that ship, and real servers for them to talk to."""

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from worker import public_transport
from worker.builtin import settings

Configure = Callable[..., settings.Settings]


def forget_settings() -> None:
    settings.current.cache_clear()
    public_transport.trusted_authorities.cache_clear()


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Set environment variables, by their names in small letters, as if the worker had started with them."""

    def set_environment(**variables: str | Path | int) -> settings.Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name.upper(), str(value))
        forget_settings()
        return settings.current()

    yield set_environment
    forget_settings()


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, configure: Configure
) -> settings.Settings:
    """No variable of the machine counts; files and mail go to the test's own folder."""
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return configure(app_env="test", files_dir=tmp_path / "files", outbox_dir=tmp_path / "outbox")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority that only this run trusts."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, configure: Configure) -> trustme.CA:
    """The same authority, trusted by what the handlers connect to."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    configure(ssl_cert_file=file)
    return authority


@dataclass
class Received:
    """One request as the receiver saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A web server on this machine that answers what the test tells it, and keeps what it was asked."""

    url: str
    port: int
    requests: list[Received] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """Status, headers and body by path; 200 and an empty body for a path that is not here."""

    def answer(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> str:
        self.answers[path] = (
            status,
            {name.replace("_", "-"): value for name, value in headers.items()},
            body,
        )
        return self.url + path


def start_receiver(
    host: str = "127.0.0.1", port: int = 0, certificate: trustme.LeafCert | None = None
) -> tuple[Receiver, Callable[[], None]]:
    """Start a receiver; returns it and what stops it."""
    scheme = "https" if certificate else "http"
    receiver = Receiver(url="", port=0)

    class Answerer(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            receiver.requests.append(
                Received(
                    self.command,
                    self.path,
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length),
                )
            )
            status, headers, body = receiver.answers.get(self.path, (200, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server looks for these

        def log_message(self, format: str, *args: object) -> None:  # noqa: ARG002 - the parent has them
            return

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up, or trusts no certificate, is what some tests are about."""
            if not isinstance(sys.exception(), OSError):
                super().handle_error(request, client_address)

    server = Quiet((host, port), Answerer)
    if certificate:
        server.socket = _encrypted(server, certificate, receiver)
    receiver.port = server.server_address[1]
    receiver.url = f"{scheme}://{host}:{receiver.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return receiver, stop


def _encrypted(
    server: ThreadingHTTPServer, certificate: trustme.LeafCert, receiver: Receiver
) -> ssl.SSLSocket:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    context.sni_callback = lambda _socket, name, _context: receiver.server_names.append(name)
    return context.wrap_socket(server.socket, server_side=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started, stop = start_receiver()
    yield started
    stop()


@pytest.fixture
def open_receiver(receiver: Receiver, configure: Configure) -> Receiver:
    """A receiver that jobs may call although it is on this machine, as in development."""
    configure(http_request_allow_private="true")
    return receiver
