"""What the operator sets: read once, checked together, and no secret repeated in an error."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.unit.builtin.conftest import Configure
from worker.builtin import settings
from worker.builtin.settings import SettingsError

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


def test_without_variables_it_is_a_worker_in_production_without_a_mail_server(
    monkeypatch: pytest.MonkeyPatch, configure: Configure
) -> None:
    for name in ("APP_ENV", "FILES_DIR", "OUTBOX_DIR"):
        monkeypatch.delenv(name)

    chosen = configure(smtp_host="", smtp_port="")

    assert (chosen.app_env, chosen.smtp_host, chosen.smtp_port) == ("production", None, 587)
    assert (chosen.files_dir, chosen.outbox_dir) == (Path(".local/files"), Path(".local/outbox"))
    assert chosen.signing_key is None
    assert chosen.http_request_ports == {80, 443}
    assert not chosen.http_request_allow_private


def test_they_are_read_once_and_frozen(monkeypatch: pytest.MonkeyPatch, configure: Configure) -> None:
    configure(smtp_host="mail.example")
    monkeypatch.setenv("SMTP_HOST", "other.example")

    assert settings.current().smtp_host == "mail.example"
    with pytest.raises(ValidationError, match="frozen"):
        settings.current().smtp_host = "other.example"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"smtp_port": "many"}, "SMTP_PORT"),
        ({"smtp_port": "70000"}, "SMTP_PORT"),
        ({"smtp_tls": "maybe"}, "SMTP_TLS"),
        ({"smtp_user": "shop"}, "SMTP_USER and SMTP_PASSWORD together"),
        ({"smtp_password": "hunter2"}, "SMTP_USER and SMTP_PASSWORD together"),
        (
            {"smtp_user": "shop", "smtp_password": "hunter2", "smtp_tls": "off", "smtp_host": "mail.example"},
            "SMTP_PASSWORD in clear",
        ),
        ({"http_request_secret": "hunter2"}, "HTTP_REQUEST_SECRET"),
        ({"http_request_secret": "whsec_hunter2"}, "HTTP_REQUEST_SECRET"),
        ({"http_request_secret": SECRET.removeprefix("whsec_")}, "HTTP_REQUEST_SECRET"),
        ({"http_request_ports": "80,http"}, "HTTP_REQUEST_PORTS"),
        ({"app_env": "production", "http_request_allow_private": "true"}, "HTTP_REQUEST_ALLOW_PRIVATE"),
        ({"app_env": "staging", "http_request_allow_private": "true"}, "HTTP_REQUEST_ALLOW_PRIVATE"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(
    configure: Configure, variables: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words) as wrong:
        configure(**variables)

    assert "hunter2" not in str(wrong.value)


def test_a_mended_setting_is_read_without_a_restart(configure: Configure) -> None:
    with pytest.raises(SettingsError):
        configure(smtp_port="many")

    assert configure(smtp_port="25").smtp_port == 25


@pytest.mark.parametrize("app_env", ["development", "test"])
def test_private_addresses_may_be_allowed_in_development(configure: Configure, app_env: str) -> None:
    assert configure(app_env=app_env, http_request_allow_private="true").http_request_allow_private


def test_ports_are_separated_by_commas(configure: Configure) -> None:
    assert configure(http_request_ports="443, 8443").http_request_ports == {443, 8443}


def test_a_secret_is_decoded_and_does_not_show(configure: Configure) -> None:
    chosen = configure(http_request_secret=SECRET)

    assert chosen.signing_key == bytes(32)
    assert SECRET not in repr(chosen)
