"""One run of schemathesis against a service, as a command of its own: it tells of each failure, with a curl line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import service
from tests.fuzz.service import Service

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "schemathesis.cli", "--config-file", "tests/fuzz/schemathesis.toml", "run")


def command(where: Service, *options: str) -> Sequence[str]:
    """The command; `options` as `schemathesis run --help` has them."""
    return [*COMMAND, str(where.document), "--url", where.url, *options]


def environment(where: Service) -> dict[str, str]:
    """What the command is told beside its words."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'sdk/python/src'}",
        "FUZZ_EMAIL": where.email,
        "FUZZ_PASSWORD": service.PASSWORD,
        "FUZZ_ADMIN_KEY": service.ADMIN_KEY,
        "FUZZ_NOWHERE": where.nowhere,
    }


def run(where: Service, *options: str) -> int:
    """The exit code: 0 when nothing was found; what it says goes where this process prints."""
    return subprocess.run(command(where, *options), cwd=ROOT, env=environment(where)).returncode


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to."""

    exit_code: int
    text: str
    """All that it said."""

    def number(self, name: str) -> int:
        """The number behind a name, the last time that it stands there."""
        found = re.findall(rf"{re.escape(name)}:\s+(\d+)", self.text)
        assert found, f"the report says nothing of {name}:\n{self.text}"
        return int(found[-1])


def reported(where: Service, *options: str) -> Report:
    """A run whose words are kept."""
    ended = subprocess.run(
        command(where, *options), cwd=ROOT, env=environment(where), text=True, capture_output=True
    )
    return Report(ended.returncode, ended.stdout + ended.stderr)
