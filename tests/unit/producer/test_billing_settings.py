"""Billing is set whole or not at all, and never so that somebody else could say who has paid."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from producer import settings
from shared.errors import ConfigurationError

STRIPE: dict[str, Any] = {
    "stripe_secret_key": "sk_test_0123456789abcdef",
    "stripe_webhook_secret": "whsec_0123456789abcdef",
    "stripe_price_pro": "price_pro",
    "stripe_price_business": "price_business",
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("shared.settings.load_dotenv", lambda: False)


def read(**values: Any) -> settings.Settings:
    return settings.read(**{"app_env": "development", **values})


def test_without_any_of_them_billing_is_off() -> None:
    assert read().has_billing is False
    assert read(**STRIPE).has_billing is True


def test_half_of_them_is_refused_by_the_names_of_the_others() -> None:
    for number in range(1, len(STRIPE)):
        for chosen in itertools.combinations(STRIPE, number):
            with pytest.raises(ConfigurationError) as refused:
                read(**{name: STRIPE[name] for name in chosen})
            sentence = str(refused.value).partition(" too: ")[0]
            assert [name for name in STRIPE if name.upper() in sentence] == [
                name for name in STRIPE if name not in chosen
            ]
            assert "0123456789abcdef" not in str(refused.value)


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in STRIPE:
        monkeypatch.setenv(name.upper(), "")
    assert read().has_billing is False


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"stripe_secret_key": "pk_test_0123456789"}, "STRIPE_SECRET_KEY is no secret key"),
    ({"stripe_secret_key": "sk_test_..."}, "STRIPE_SECRET_KEY is no secret key"),
    ({"stripe_webhook_secret": "sk_test_0123"}, "STRIPE_WEBHOOK_SECRET begins with whsec_"),
    ({"stripe_price_pro": "9.99 EUR"}, "'9.99 EUR' is none"),
    ({"stripe_price_pro": "price_a,"}, "'' is none"),
    ({"stripe_price_business": "price_pro"}, "price_pro stands twice"),
    ({"stripe_price_pro": "price_new,price_business"}, "price_business stands twice"),
    ({"stripe_api_base": "localhost:12111"}, "STRIPE_API_BASE"),
]


@pytest.mark.parametrize(("values", "words"), WRONG)
def test_it_refuses_what_cannot_work(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        read(**{**STRIPE, **values})


def test_the_first_price_is_sold_and_the_older_ones_are_known() -> None:
    found = read(**{**STRIPE, "stripe_price_pro": "price_new, price_old"}).prices
    assert found == {"pro": ["price_new", "price_old"], "business": ["price_business"]}
    assert list(found)[-1] == "business", "the better one is the last"


def production(**values: Any) -> settings.Settings:
    return settings.read(app_env="production", api_key="0123456789abcdef0123", **STRIPE, **values)


def test_production_asks_nobody_but_stripe_and_knows_where_people_come_back_to() -> None:
    assert production(base_url="https://queue.example.com").has_billing is True
    with pytest.raises(ConfigurationError, match="STRIPE_API_BASE would have another than Stripe"):
        production(base_url="https://queue.example.com", stripe_api_base="http://127.0.0.1:12111")
    with pytest.raises(ConfigurationError, match="billing needs BASE_URL"):
        production()


def test_no_secret_is_shown() -> None:
    assert "0123456789abcdef" not in repr(read(**STRIPE))
