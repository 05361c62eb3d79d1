"""The compose files do what docs/howto/docker.md says: scale, wait, and expose nothing by chance."""

from __future__ import annotations

import io
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dotenv
import pytest
import yaml

from producer import settings as producer_settings

FILES = ["docker-compose.yml", "deploy/compose.production.yml"]
OURS = {"migrate", "producer", "worker"}
ONE_SHOT = {"migrate"}
SERVICES = ["redis", "postgres", "migrate", "producer", "worker", "prometheus"]
SECRETS = ["API_KEY", "ADMIN_KEY", "JWT_SECRET"]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)")


@pytest.mark.parametrize("name", FILES)
def test_compose_accepts_the_file(root: Path, name: str) -> None:
    checker = Path(sys.executable).parent / "check-jsonschema"
    outcome = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", root / name], capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_services_are_these(compose: dict[str, Any]) -> None:
    assert list(compose["services"]) == SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_hardened(compose: dict[str, Any], service: str) -> None:
    settings = compose["services"][service]
    assert settings["init"] is True
    assert settings["read_only"] is True
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert settings["restart"] == ("no" if service in ONE_SHOT else "unless-stopped")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_can_be_scaled(compose: dict[str, Any], service: str) -> None:
    assert "container_name" not in compose["services"][service]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - OURS))
def test_an_image_of_others_names_its_version_and_no_root(compose: dict[str, Any], service: str) -> None:
    settings = compose["services"][service]
    assert re.search(r":v?\d+[\w.-]*$", settings["image"])
    assert not settings["user"].startswith("0")


@pytest.mark.parametrize("service", sorted(set(SERVICES) - ONE_SHOT))
def test_a_service_that_stays_has_a_health_check(
    compose: dict[str, Any], service: str, health_check: list[str]
) -> None:
    settings = compose["services"][service]
    own = settings.get("healthcheck", {}).get("test")
    assert own or (settings["build"] == "." and health_check)


def test_the_health_check_of_the_image_asks_the_port_that_is_served(compose: dict[str, Any]) -> None:
    producer, worker = (compose["services"][name] for name in ("producer", "worker"))
    assert producer["environment"]["PORT"] == str(producer["ports"][0]["target"])
    assert worker["environment"]["PORT"] == worker["environment"]["WORKER_PORT"]
    assert worker["expose"] == [worker["environment"]["WORKER_PORT"]]


def test_only_the_producer_and_prometheus_are_reachable_and_from_this_machine_alone(
    compose: dict[str, Any],
) -> None:
    published = {
        name: [port["host_ip"] for port in settings["ports"]]
        for name, settings in compose["services"].items()
        if "ports" in settings
    }
    assert published == {"producer": ["127.0.0.1"], "prometheus": ["127.0.0.1"]}


def test_the_other_containers_reach_the_producer_and_the_workers(compose: dict[str, Any]) -> None:
    assert compose["services"]["producer"]["environment"]["HOST"] == "0.0.0.0"  # noqa: S104 - no port of the host
    assert compose["services"]["worker"]["environment"]["WORKER_HOST"] == "0.0.0.0"  # noqa: S104


def test_nothing_of_ours_starts_before_the_tables_are_there(compose: dict[str, Any]) -> None:
    for name in sorted(OURS - ONE_SHOT):
        conditions = {
            dependency: wait["condition"]
            for dependency, wait in compose["services"][name]["depends_on"].items()
        }
        assert conditions == {
            "redis": "service_healthy",
            "postgres": "service_healthy",
            "migrate": "service_completed_successfully",
        }


def test_a_draining_worker_is_not_killed(root: Path, compose: dict[str, Any]) -> None:
    documented = variables_of(root / "deploy/production.env.example")
    drain = int(documented["WORKER_SHUTDOWN_TIMEOUT"])
    assert seconds(compose["services"]["worker"]["stop_grace_period"]) > drain
    assert seconds(documented["WORKER_STOP_GRACE_PERIOD"]) > drain


@pytest.mark.parametrize("service", sorted(OURS))
def test_the_addresses_of_redis_and_postgres_lead_to_the_containers(
    compose: dict[str, Any], service: str
) -> None:
    environment = compose["services"][service]["environment"]
    postgres = compose["services"]["postgres"]["environment"]
    address = urlsplit(environment["DATABASE_URL"])
    assert urlsplit(environment["REDIS_URL"]).hostname == "redis"
    assert (address.hostname, address.username, address.password, address.path) == (
        "postgres",
        postgres["POSTGRES_USER"],
        postgres["POSTGRES_PASSWORD"],
        "/" + postgres["POSTGRES_DB"],
    )


def test_data_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    mounts = {
        name: [mount.split(":") for mount in settings.get("volumes", [])]
        for name, settings in compose["services"].items()
    }
    assert ["postgres", "/var/lib/postgresql"] in mounts["postgres"]
    assert ["redis", "/data"] in mounts["redis"]
    named = {mount[0] for several in mounts.values() for mount in several if not mount[0].startswith(".")}
    assert named == set(compose["volumes"])


@pytest.mark.parametrize("service", ["producer", "worker"])
def test_what_is_written_outlives_the_container(compose: dict[str, Any], service: str) -> None:
    settings = compose["services"][service]
    [[_, target]] = [mount.split(":") for mount in settings.get("volumes", [])]
    for folder in ("FILES_DIR", "OUTBOX_DIR"):
        assert settings["environment"][folder].startswith(f"{target}/")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_mounted_exists(root: Path, name: str) -> None:
    mounts = [
        mount.split(":")
        for settings in yaml.safe_load((root / name).read_text())["services"].values()
        for mount in settings.get("volumes", [])
    ]
    files = [mount for mount in mounts if mount[0].startswith("./")]
    assert files
    for source, _, mode in files:
        assert (root / source).is_file()
        assert mode == "ro"


def test_what_the_commands_run_exists(root: Path, compose: dict[str, Any]) -> None:
    commands = {name: compose["services"][name]["command"] for name in OURS}
    assert commands["migrate"] == ["python", "-m", "shared.migrate"]
    assert commands["worker"] == ["python", "-m", "worker"]
    assert commands["producer"] == [
        "gunicorn",
        "--config",
        "producer/gunicorn.conf.py",
        "producer.wsgi:app",
    ]
    for module in ("shared/migrate", "worker/__main__", "producer/gunicorn.conf", "producer/wsgi"):
        assert (root / f"{module}.py").is_file(), module


def test_development_needs_no_variable(root: Path) -> None:
    assert ":?" not in (root / "docker-compose.yml").read_text()


def test_production_changes_only_services_that_exist(
    compose: dict[str, Any], production: dict[str, Any]
) -> None:
    assert set(production["services"]) <= set(compose["services"])


@pytest.mark.parametrize("service", sorted(OURS))
def test_production_demands_every_secret(production: dict[str, Any], service: str) -> None:
    environment = production["services"][service]["environment"]
    assert environment["APP_ENV"] == "production"
    for name in SECRETS:
        assert environment[name].startswith(f"${{{name}:?is missing. Put {name} into .env")


@pytest.mark.parametrize("service", sorted(OURS))
def test_whatever_env_says_reaches_the_process(compose: dict[str, Any], service: str) -> None:
    """Producer and worker alike: what one of them seals with WEBHOOK_SECRET_KEY the other must open."""
    assert compose["services"][service]["env_file"] == [{"path": ".env", "required": False}]


@pytest.mark.parametrize("name", ["BASE_URL", "TRUSTED_HOPS", "WEBHOOK_SECRET_KEY"])
def test_the_template_of_production_names_what_nobody_misses_before_it_hurts(root: Path, name: str) -> None:
    assert name in variables_of(root / "deploy/production.env.example")


@pytest.mark.parametrize("page", ["docker", "railway"])
@pytest.mark.parametrize("name", ["BASE_URL", "TRUSTED_HOPS"])
def test_a_guide_to_production_names_what_depends_on_its_proxy(root: Path, page: str, name: str) -> None:
    assert f"`{name}" in (root / f"docs/howto/{page}.md").read_text()


def test_the_producer_takes_the_template_once_the_secrets_are_filled_in(
    root: Path, compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = (root / "deploy/production.env.example").read_text()
    uncommented = re.sub(r"^#(?=[A-Z_]+=\S)", "", template, flags=re.MULTILINE)
    written = dotenv.dotenv_values(stream=io.StringIO(uncommented))
    filled = written | {name: secrets.token_hex(32) for name in SECRETS}
    for name in producer_settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in (filled | compose["services"]["producer"]["environment"]).items():
        monkeypatch.setenv(name, value)
    read = producer_settings.read(app_env="production")
    assert (read.base_url, read.trusted_hops) == ("https://jobs.example.com", 1)


def test_production_demands_the_passwords_of_the_servers(production: dict[str, Any]) -> None:
    redis, postgres = (production["services"][name] for name in ("redis", "postgres"))
    assert redis["command"][-2] == "--requirepass"
    assert redis["command"][-1].startswith("${REDIS_PASSWORD:?")
    assert postgres["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_production_keeps_the_settings_of_redis(compose: dict[str, Any], production: dict[str, Any]) -> None:
    assert production["services"]["redis"]["command"][:-2] == compose["services"]["redis"]["command"]


@pytest.mark.parametrize("name", FILES)
def test_every_variable_is_documented(root: Path, name: str) -> None:
    used = set(VARIABLE.findall((root / name).read_text()))
    assert used
    assert used <= documented_variables(root)


def test_every_setting_given_to_our_processes_is_documented(
    root: Path, compose: dict[str, Any], production: dict[str, Any]
) -> None:
    for file in (compose, production):
        for service in OURS:
            assert set(file["services"][service]["environment"]) <= documented_variables(root)


def test_prometheus_finds_the_producer_and_every_worker(root: Path, compose: dict[str, Any]) -> None:
    for job in scrape_jobs(root / "deploy/prometheus.yml"):
        [target] = job["dns_sd_configs"]
        assert target["names"] == [job["job_name"]]
        assert str(target["port"]) == compose["services"][job["job_name"]]["environment"]["PORT"]


def test_prometheus_shows_its_key_in_production_and_is_otherwise_the_same(
    root: Path, production: dict[str, Any]
) -> None:
    jobs = scrape_jobs(root / "deploy/prometheus.production.yml")
    [key_file] = {job.pop("authorization")["credentials_file"] for job in jobs}
    assert jobs == scrape_jobs(root / "deploy/prometheus.yml")
    assert f"> {key_file} " in production["services"]["prometheus"]["entrypoint"][2]


def scrape_jobs(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text())["scrape_configs"]
    assert [job["job_name"] for job in jobs] == ["producer", "worker"]
    return list(jobs)


def documented_variables(root: Path) -> set[str]:
    """What the two files that users copy to .env explain."""
    files = (".env.example", "deploy/production.env.example")
    return {name for file in files for name in variables_of(root / file)}


def variables_of(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=(\S*)", path.read_text(), flags=re.MULTILINE))


def seconds(duration: str) -> int:
    assert duration.endswith("s")
    return int(duration[:-1])
