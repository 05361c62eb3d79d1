"""What billing needs to know of Stripe: all of it, or billing is off."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_KEY = re.compile(r"(sk|rk)_(live|test)_[A-Za-z0-9_]+", re.ASCII)
_PRICE = re.compile(r"[A-Za-z0-9_]+", re.ASCII)


class StripeSettings(BaseSettings):
    """Fields for the settings of the producer."""

    # Of several bases the last one's rules count, so this must have those of `shared.settings`.
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    stripe_secret_key: SecretStr | None = None
    """`sk_live_...` or `sk_test_...`; a restricted key, `rk_...`, will do. Without it billing is off."""
    stripe_webhook_secret: SecretStr | None = None
    """`whsec_...` of the endpoint at Stripe that calls `/webhooks/stripe`."""
    stripe_price_pro: str | None = None
    """`price_...` that is sold as the tier pro; after commas older ones, which are honoured still."""
    stripe_price_business: str | None = None
    """The same for the tier business."""
    stripe_api_base: str | None = Field(None, pattern=r"^https?://[^\s?#]+$")
    """Another address than Stripe's own; development only."""

    @property
    def has_billing(self) -> bool:
        """People may pay."""
        return self.stripe_secret_key is not None

    @property
    def prices(self) -> dict[str, list[str]]:
        """The prices of each tier that can be bought, cheapest tier first; the first price is the one sold."""
        return {"pro": _split(self.stripe_price_pro), "business": _split(self.stripe_price_business)}

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        needed = {
            "STRIPE_SECRET_KEY": self.stripe_secret_key,
            "STRIPE_WEBHOOK_SECRET": self.stripe_webhook_secret,
            "STRIPE_PRICE_PRO": self.stripe_price_pro,
            "STRIPE_PRICE_BUSINESS": self.stripe_price_business,
        }
        missing = [name for name, value in needed.items() if value is None]
        if 0 < len(missing) < len(needed):
            raise ValueError(
                f"billing needs {' and '.join(missing)} too: set all of {', '.join(needed)}, or none"
            )
        return self

    @model_validator(mode="after")
    def _of_the_right_kind(self) -> Self:
        if self.stripe_secret_key and not _KEY.fullmatch(self.stripe_secret_key.get_secret_value()):
            raise ValueError(
                "STRIPE_SECRET_KEY is no secret key: it begins with sk_live_ or sk_test_ (or rk_, a restricted one)"
            )
        secret = self.stripe_webhook_secret
        if secret and not secret.get_secret_value().startswith("whsec_"):
            raise ValueError(
                "STRIPE_WEBHOOK_SECRET begins with whsec_: Stripe shows it beside the endpoint, as its signing secret"
            )
        return self

    @model_validator(mode="after")
    def _prices_tell_tiers_apart(self) -> Self:
        if not self.has_billing:
            return self
        prices = [price for each in self.prices.values() for price in each]
        for price in prices:
            if not _PRICE.fullmatch(price):
                raise ValueError(
                    f"STRIPE_PRICE_PRO and STRIPE_PRICE_BUSINESS hold ids of prices: {price!r} is none"
                )
            if prices.count(price) > 1:
                raise ValueError(
                    f"the price {price} stands twice in STRIPE_PRICE_PRO and STRIPE_PRICE_BUSINESS"
                )
        return self


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []
