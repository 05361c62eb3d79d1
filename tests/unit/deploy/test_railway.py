"""Railway's files say the same thing three times over, in the words that Railway reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

FILES = {"producer": "railway.toml", "worker": "worker/railway.toml"}
# Every key of https://docs.railway.com/config-as-code/reference that fits a Dockerfile, with the type that
# the deployment parser takes (the page shows the seconds as strings; the parser refuses those).
KEYS: dict[str, dict[str, type]] = {
    "build": {"builder": str, "dockerfilePath": str, "watchPatterns": list},
    "deploy": {
        "startCommand": str,
        "preDeployCommand": list,
        "multiRegionConfig": dict,
        "healthcheckPath": str,
        "healthcheckTimeout": int,
        "restartPolicyType": str,
        "restartPolicyMaxRetries": int,
        "cronSchedule": str,
        "overlapSeconds": int,
        "drainingSeconds": int,
    },
}
LISTENING = {"bind", "port", "protected-mode"}
PATTERN = re.compile(r"/[\w./-]+?(/\*\*)?")


@pytest.fixture(params=FILES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(root: Path, service: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((root / FILES[service]).read_text())


@pytest.fixture(scope="session")
def project(root: Path) -> str:
    return (root / ".railway/railway.ts").read_text()


def test_railway_knows_every_key(settings: dict[str, dict[str, Any]]) -> None:
    assert set(settings) == set(KEYS)
    for section, values in settings.items():
        for key, value in values.items():
            assert type(value) is KEYS[section].get(key), f"{section}.{key}"


def test_the_words_are_ones_that_railway_takes(settings: dict[str, dict[str, Any]]) -> None:
    assert settings["build"]["builder"] == "DOCKERFILE"
    assert settings["deploy"]["restartPolicyType"] in {"ON_FAILURE", "ALWAYS", "NEVER"}
    assert settings["deploy"]["healthcheckPath"] == "/health"


def test_what_is_built_and_watched_exists(root: Path, settings: dict[str, dict[str, Any]]) -> None:
    assert (root / settings["build"]["dockerfilePath"]).is_file()
    for pattern in settings["build"]["watchPatterns"]:
        assert PATTERN.fullmatch(pattern)
        assert (root / pattern.removesuffix("/**").lstrip("/")).exists(), pattern


def test_the_start_command_is_that_of_compose(
    service: str, settings: dict[str, dict[str, Any]], compose: dict[str, Any]
) -> None:
    assert settings["deploy"]["startCommand"].split() == compose["services"][service]["command"]


def test_it_waits_as_long_as_compose_before_it_kills(
    service: str, settings: dict[str, dict[str, Any]], compose: dict[str, Any]
) -> None:
    assert f"{settings['deploy']['drainingSeconds']}s" == compose["services"][service]["stop_grace_period"]


def test_the_producer_migrates_before_it_takes_over(root: Path, compose: dict[str, Any]) -> None:
    deploy = tomllib.loads((root / FILES["producer"]).read_text())["deploy"]
    assert deploy["preDeployCommand"] == [" ".join(compose["services"]["migrate"]["command"])]


def test_the_one_file_successor_says_the_same(
    service: str, settings: dict[str, dict[str, Any]], project: str
) -> None:
    declared = block(project, service)
    deploy = settings["deploy"]
    assert f'start: "{deploy["startCommand"]}"' in declared
    assert f'healthcheck: "{deploy["healthcheckPath"]}"' in declared
    assert f"healthcheckTimeout: {deploy['healthcheckTimeout']}," in declared
    assert f'restartPolicyType: "{deploy["restartPolicyType"]}"' in declared
    assert f"drainingSeconds: {deploy['drainingSeconds']} " in declared
    for command in deploy.get("preDeployCommand", []):
        assert f'preDeploy: ["{command}"]' in declared


def test_the_successor_runs_redis_as_compose_does(root: Path, compose: dict[str, Any], project: str) -> None:
    lines = (root / "deploy/valkey.conf").read_text().replace('"', "'").splitlines()
    ours = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    theirs = dict(re.findall(r'"--([a-z-]+) ([^"]+)",', project))
    assert f'image("{compose["services"]["redis"]["image"]}")' in project
    # Where it listens is the server's own default there; the folder is named by compose's command.
    assert theirs == {"dir": "/data", **{name: ours[name] for name in ours.keys() - LISTENING}}


def test_no_secret_is_written_out(project: str) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "JWT_SECRET", "WEBHOOK_SECRET_KEY", "REDIS_PASSWORD"):
        assert f"{name}: ctx.shared.{name}" in project


def test_every_shared_variable_is_in_the_table_of_what_to_set(root: Path, project: str) -> None:
    page = (root / "docs/howto/railway.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.lstrip().startswith("| `")]
    assert set(re.findall(r"ctx\.shared\.(\w+)", project)) == set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))


def test_producer_and_worker_get_the_same_variables_but_for_where_they_listen(project: str) -> None:
    assert "env: { ...env, PORT: " in block(project, "producer")
    assert "env: { ...env, PORT: " in block(project, "worker")
    shared = project.partition("const env = {")[2].partition("};")[0]
    assert "WEBHOOK_SECRET_KEY" in shared, "what one of them seals the other must open"


def block(project: str, service: str) -> str:
    """The text from `service("name", {` to its end."""
    match = re.search(rf'service\("{service}", \{{\n(.*?)\n  \}}\);', project, flags=re.DOTALL)
    assert match
    return match[1]
