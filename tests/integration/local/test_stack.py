"""What `python -m local up` says when it cannot start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local import ports

ROOT = Path(__file__).resolve().parents[3]


def up(local_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", "up"],
        cwd=ROOT,
        env={**os.environ, "LOCAL_DIR": str(local_dir), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("taken", ["PORT", "WORKER_PORT"])
def test_a_taken_port_is_named_with_the_setting_that_changes_it(tmp_path: Path, taken: str) -> None:
    free = {"PORT": str(ports.free_port()), "WORKER_PORT": str(ports.free_port())}
    with socket.create_server((ports.HOST, int(free[taken]))):
        outcome = up(tmp_path, **free)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith(f"port {free[taken]} is taken by another program: ")
    assert f"`make up {taken}=" in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert not (tmp_path / "redis").exists()


def test_two_uses_of_one_port_are_refused(tmp_path: Path) -> None:
    port = str(ports.free_port())
    outcome = up(tmp_path, PORT=port, WORKER_PORT=port)
    assert outcome.returncode == 2
    assert outcome.stderr == f"PORT and WORKER_PORT are both {port}: give them different values\n"


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    outcome = up(tmp_path, WORKERS="many")
    assert outcome.returncode == 2
    assert outcome.stderr == "WORKERS=many is no whole number between 1 and 64\n"


def test_make_lists_its_verbs() -> None:
    above = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    outcome = subprocess.run(["make"], cwd=ROOT, env=above, capture_output=True, text=True, timeout=60)
    verbs = [line.split()[1] for line in outcome.stdout.splitlines()]
    build = ["page", "screenshots", "check", "audit", "fmt", "openapi"]
    assert verbs == ["help", "up", "test", *build, "faults", "fuzz", "mutants", "bench", "clean"]


def test_help_lists_the_settings() -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "local", "up", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert outcome.returncode == 0
    for name in ("PORT", "WORKER_PORT", "WORKERS", "HANDLERS", "REDIS_URL", "DATABASE_URL", "LOCAL_DIR"):
        assert name in outcome.stdout
