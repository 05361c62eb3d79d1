"""The image holds what runs and no more, runs as nobody in particular, and says whether it is well."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from local import ports

Instructions = list[tuple[str, str]]


def test_hadolint_has_nothing_to_say(root: Path) -> None:
    linter = Path(sys.executable).parent / "hadolint"
    outcome = subprocess.run([linter, root / "Dockerfile"], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_what_is_copied_exists_and_is_let_in(root: Path, dockerfile: Instructions) -> None:
    sources = copied(dockerfile)
    page = {"web/package.json", "web/package-lock.json", "web/.npmrc", "web"}
    assert sources == {"requirements.txt", "sdk/python", "shared", "producer", "worker", *page}
    for source in sources:
        assert (root / source).exists(), source
    assert let_in(root) == {source for source in sources if not source.startswith("web/")}


def test_everything_else_is_kept_out(root: Path) -> None:
    first = next(rule for rule in ignore_rules(root) if not rule.startswith("!"))
    assert first == "*"
    assert ignore_rules(root).index(first) == 0


def test_the_versions_of_python_and_node_are_written_out(dockerfile: Instructions) -> None:
    images = dict(arguments.split("=") for name, arguments in dockerfile if name == "ARG")
    assert images.keys() == {"PYTHON_IMAGE", "NODE_IMAGE"}
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", images["PYTHON_IMAGE"])
    assert re.fullmatch(r"node:2\d\.\d+\.\d+-\w+-slim", images["NODE_IMAGE"])
    used = {re.sub(r"--\S+ ", "", arguments).split()[0] for name, arguments in dockerfile if name == "FROM"}
    assert used == {"${PYTHON_IMAGE}", "${NODE_IMAGE}"}


def test_the_image_holds_the_built_page_where_the_producer_looks(dockerfile: Instructions) -> None:
    copies = [arguments.split() for name, arguments in dockerfile if name == "COPY"]
    assert ["--from=page", "/page/dist", "./web/dist"] in copies


def test_it_runs_as_a_numbered_user_who_is_not_root(dockerfile: Instructions) -> None:
    assert [arguments for name, arguments in dockerfile if name == "USER"] == ["65532:65532"]


def test_a_signal_reaches_the_process(dockerfile: Instructions) -> None:
    [command] = [arguments for name, arguments in dockerfile if name == "CMD"]
    assert json.loads(command) == ["gunicorn", "--config", "producer/gunicorn.conf.py", "producer.wsgi:app"]
    assert not [arguments for name, arguments in dockerfile if name == "ENTRYPOINT"]


def test_output_is_not_held_back(dockerfile: Instructions) -> None:
    assert any(name == "ENV" and "PYTHONUNBUFFERED=1" in arguments for name, arguments in dockerfile)


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False), (404, False)])
def test_the_health_check_follows_the_answer(health_check: list[str], status: int, healthy: bool) -> None:
    with answering(status) as (port, asked):
        assert (run(health_check, port) == 0) is healthy
    assert asked == ["/health"]


def test_the_health_check_fails_when_nobody_listens(health_check: list[str]) -> None:
    assert run(health_check, ports.free_port()) != 0


def test_the_health_check_asks_no_proxy(health_check: list[str]) -> None:
    with answering(200) as (port, asked):
        assert run(health_check, port, http_proxy=f"http://127.0.0.1:{ports.free_port()}") == 0
    assert asked == ["/health"]


def copied(dockerfile: Instructions) -> set[str]:
    """What the build takes from the repository."""
    return {
        source
        for name, arguments in dockerfile
        if name == "COPY" and "--from=" not in arguments
        for source in arguments.split()[:-1]
    }


def ignore_rules(root: Path) -> list[str]:
    lines = (root / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def let_in(root: Path) -> set[str]:
    return {rule[1:] for rule in ignore_rules(root) if rule.startswith("!")}


def run(command: list[str], port: int, **environment: str) -> int:
    """Run the health check as the container would; its exit code."""
    assert command[0] == "python"
    return subprocess.run(
        [sys.executable, *command[1:]],
        env={**os.environ, **environment, "PORT": str(port)},
        capture_output=True,
    ).returncode


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str]]]:
    """A server that answers everything with `status`: its port, and the paths it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Say nothing: the test says what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()
