"""The command line: what it prints, and how it refuses what cannot work."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local import ports
from tests.integration.worker.deployment import HERE, ROOT, environment


def test_check_prints_the_table_and_needs_no_servers() -> None:
    outcome = _worker("--check")
    assert outcome.returncode == 0
    assert outcome.stderr == ""
    (line,) = [line for line in outcome.stdout.splitlines() if line.startswith("hurried")]
    assert line.split() == ["hurried", "story_handlers.hurried", "timeout", "1800", "s", "attempts", "1"]


def test_the_table_given_on_the_command_line_wins() -> None:
    outcome = _worker("worker.builtin:handlers", "--check", HANDLERS="no_such:table")
    assert outcome.returncode == 0
    assert "send_email" in outcome.stdout


@pytest.mark.parametrize("check", [True, False])
def test_a_module_that_fails_is_shown_from_its_own_first_line_on(tmp_path: Path, check: bool) -> None:
    (tmp_path / "acme.py").write_text("import json\n\njson.loads('{')\n")
    outcome = _worker("acme:handlers", *(["--check"] if check else []), HANDLERS_PATH=tmp_path)
    lines = outcome.stderr.splitlines()
    assert outcome.returncode == 2
    assert lines[0] == ("worker: HANDLERS=acme:handlers: importing acme failed; mend this and start again:")
    assert lines[1] == "Traceback (most recent call last):"
    assert lines[2] == f'  File "{tmp_path}/acme.py", line 3, in <module>'
    assert lines[-1].startswith("json.decoder.JSONDecodeError: Expecting property name")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("def handlers(:\n", "SyntaxError: invalid syntax"),
        ("import acme_helper_that_is_missing\n", "No module named 'acme_helper_that_is_missing'"),
        ("raise SystemExit('not configured')\n", "SystemExit: not configured"),
    ],
)
def test_whatever_a_module_fails_with_is_told(tmp_path: Path, text: str, last: str) -> None:
    (tmp_path / "acme.py").write_text(text)
    outcome = _worker("acme:handlers", "--check", HANDLERS_PATH=tmp_path)
    assert outcome.returncode == 2
    assert "importing acme failed" in outcome.stderr
    assert last in outcome.stderr.splitlines()[-1]


def test_a_module_whose_name_begins_like_a_missing_one_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "acme_jobs.py").write_text("import acme\n")
    outcome = _worker("acme_jobs:handlers", "--check", HANDLERS_PATH=tmp_path)
    assert outcome.returncode == 2
    assert "importing acme_jobs failed" in outcome.stderr
    assert "No module named 'acme'" in outcome.stderr


@pytest.mark.parametrize("package", ["producer", "shared", "local", "worker"])
def test_a_package_that_is_called_like_one_of_ours_is_refused(package: str) -> None:
    outcome = _worker(f"{package}.jobs:handlers", "--check")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        f"worker: HANDLERS={package}.jobs:handlers: a package called '{package}' is one of Workqueue's own;"
        " call yours something else\n",
    )


def test_a_table_that_is_not_there_names_those_that_are() -> None:
    outcome = _worker("story_handlers:handler", "--check")
    assert outcome.returncode == 2
    assert "has no 'handler'; tables there: handlers" in outcome.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        outcome = _worker("--port", str(port))
    assert outcome.returncode == 2
    assert f"worker: WORKER_PORT={port}: cannot listen on 127.0.0.1:{port}" in outcome.stderr


def _worker(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "worker", *arguments],
        cwd=ROOT,
        env=environment(**{"HANDLERS_PATH": HERE, **settings}),
        capture_output=True,
        text=True,
        timeout=30,
    )
