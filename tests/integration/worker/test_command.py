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


def test_a_name_that_would_hide_ours_is_refused() -> None:
    outcome = _worker("shared.jobs:handlers")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "worker: HANDLERS=shared.jobs:handlers: a package called 'shared' is one of Workqueue's own;"
        " call yours something else\n",
    )


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
