"""Secrets and signatures of webhooks, the vault that keeps them, and the settings around them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from shared import webhooks
from shared.errors import ConfigurationError
from shared.settings import Settings, load
from shared.vault import SealBroken, Vault

BODY = b'{"event":"job.dead"}'
OLD, NEW = "o" * 32, "n" * 32


def test_fresh_secrets_differ_and_sign_with_32_bytes() -> None:
    first, second = webhooks.new_secret(), webhooks.new_secret()
    assert first != second
    assert len(webhooks.key_of(first)) == 32
    webhooks.check(first)


def test_a_signature_is_what_the_library_of_the_specification_makes() -> None:
    secret, now = webhooks.new_secret(), datetime.now(UTC)
    ours = webhooks.signature(webhooks.key_of(secret), "msg_1", int(now.timestamp()), BODY)
    assert ours == Webhook(secret).sign("msg_1", now, BODY.decode())


def test_the_older_signature_is_hex_over_the_body() -> None:
    made = webhooks.older_signature("key", b"The quick brown fox jumps over the lazy dog")
    assert made == "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"


@pytest.mark.parametrize(
    "secret",
    [
        "whsec_",
        "whsec_not base64",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
        "fifteen-letters",
        "x" * 129,
        "with a blank between",
        "with-an-\u00e4-inside-it",
    ],
)
def test_secrets_that_cannot_sign_or_are_soon_guessed_are_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="^must be"):
        webhooks.check(secret)


@pytest.mark.parametrize("size", [24, 64])
def test_secrets_of_the_specification_s_sizes_are_taken(size: int) -> None:
    webhooks.check("whsec_" + base64.b64encode(bytes(size)).decode())


def test_without_a_key_texts_are_kept_as_they_are() -> None:
    assert Vault([]).seal("whsec_a") == "whsec_a"
    assert Vault([]).open("whsec_a") == "whsec_a"


def test_a_sealed_text_shows_nothing_and_opens_again() -> None:
    sealed = Vault([OLD]).seal("whsec_a")
    assert "whsec_a" not in sealed
    assert sealed != Vault([OLD]).seal("whsec_a")
    assert Vault([OLD]).open(sealed) == "whsec_a"


def test_a_newer_key_seals_and_the_older_one_still_opens() -> None:
    both = Vault([NEW, OLD])
    assert both.open(Vault([OLD]).seal("whsec_a")) == "whsec_a"
    assert both.open("whsec_from-before-there-was-a-key") == "whsec_from-before-there-was-a-key"
    assert Vault([NEW]).open(both.seal("whsec_a")) == "whsec_a"


@pytest.mark.parametrize("keys", [[], [NEW]])
def test_what_another_key_sealed_does_not_open(keys: list[str]) -> None:
    sealed = Vault([OLD]).seal("whsec_a")
    with pytest.raises(SealBroken, match="WEBHOOK_SECRET_KEY"):
        Vault(keys).open(sealed)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.usefixtures("clean_environment")
def test_private_addresses_are_for_development_only() -> None:
    assert load(Settings, app_env="development", webhook_allow_private=True).webhook_allow_private
    with pytest.raises(ConfigurationError, match="WEBHOOK_ALLOW_PRIVATE.*APP_ENV=development"):
        load(Settings, app_env="production", webhook_allow_private=True)


@pytest.mark.usefixtures("clean_environment")
def test_the_key_of_the_vault_must_be_long_and_is_never_shown() -> None:
    assert load(Settings).webhook_secret_keys == []
    assert load(Settings, webhook_secret_key=f"{NEW}, {OLD}").webhook_secret_keys == [NEW, OLD]
    for given in ("short-word", f"{NEW},", f"{NEW},short-word"):
        with pytest.raises(ConfigurationError, match="WEBHOOK_SECRET_KEY") as refused:
            load(Settings, webhook_secret_key=given)
        assert "short-word" not in str(refused.value)
        assert NEW not in str(refused.value)
