"""The deployment files, parsed once: what the tests of this folder look at."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
DEFAULTED = re.compile(r"\$\{(\w+)(?::-([^${}]*))?\}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """docker-compose.yml as it is when nothing is set: every `${NAME:-default}` is its default."""
    return parsed_with_defaults(ROOT / "docker-compose.yml")


@pytest.fixture(scope="session")
def production() -> dict[str, Any]:
    """The production overlay, its variables left as they are written."""
    return as_mapping(yaml.safe_load((ROOT / "deploy/compose.production.yml").read_text()))


@pytest.fixture(scope="session")
def dockerfile() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, arguments), continued lines joined, comments gone."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name.upper(), rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line)]


@pytest.fixture(scope="session")
def health_check(dockerfile: list[tuple[str, str]]) -> list[str]:
    """The command of the image's health check."""
    [arguments] = [arguments for name, arguments in dockerfile if name == "HEALTHCHECK"]
    command = json.loads(arguments.partition("CMD ")[2])
    assert isinstance(command, list)
    return command


def parsed_with_defaults(path: Path) -> dict[str, Any]:
    """The file as Compose reads it in an empty environment: anchors and defaults filled in."""
    text = path.read_text()
    while (filled := DEFAULTED.sub(lambda match: match[2] or "", text)) != text:
        text = filled
    return as_mapping(yaml.safe_load(text))


def as_mapping(parsed: object) -> dict[str, Any]:
    assert isinstance(parsed, dict)
    return parsed
