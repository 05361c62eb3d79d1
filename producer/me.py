"""Who the caller is and what they may do here, so that a page shows no button that would be refused."""

from __future__ import annotations

from typing import Any

from producer import keys, usage
from producer.principal import Principal
from producer.stores import Stores
from shared.keys import DEFAULT_TENANT
from shared.version import VERSION

_KINDS = {"user": "session", "key": "key", "static": "static"}


def me(stores: Stores, caller: Principal) -> dict[str, Any]:
    """The caller, and the service as it stands for them.

    Raises:
        DatabaseUnavailable: the tier, or the name of the caller's key, is not to be had.
    """
    settings = stores.settings
    return {
        "tenant": caller.tenant,
        "who": _who(stores, caller),
        "scopes": sorted(caller.scopes),
        "operator": caller.tenant == DEFAULT_TENANT,
        "tier": usage.usage(stores, caller.tenant)["tier"] if stores.postgres else None,
        "features": {
            "tables": stores.postgres is not None,
            "accounts": settings.has_accounts,
            "billing": settings.has_billing,
            "mail": settings.smtp_host is not None,
        },
        "environment": settings.app_env,
        "open": settings.open,
        "version": VERSION,
    }


def _who(stores: Stores, caller: Principal) -> dict[str, str | None]:
    """Kind, id and name; where anybody may call there is nobody to name."""
    kind, _, found = caller.name.partition(":")
    if kind == "key":
        key = keys.show(stores, caller.tenant, found)
        return {"kind": "key", "id": key["id"], "name": key["name"]}
    return {"kind": _KINDS.get(kind, "open"), "id": found or None, "name": caller.who}
