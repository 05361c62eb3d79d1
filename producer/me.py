"""Who the caller is and what they may do here, so that a page shows no button that would be refused."""

from __future__ import annotations

from typing import Any

from producer import keys, statements, usage
from producer.principal import Principal
from producer.stores import Stores
from shared.keys import DEFAULT_TENANT
from shared.version import VERSION

_KINDS = {"user": "session", "key": "key", "static": "static"}


def me(stores: Stores, caller: Principal) -> dict[str, Any]:
    """The caller, and the service as it stands for them.

    Raises:
        DatabaseUnavailable: the tier, or what there is to say of their key or account, is not to be had.
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


def _who(stores: Stores, caller: Principal) -> dict[str, str | bool | None]:
    """Kind, id and name, and whether a person's address is theirs; nobody is named where anybody may call."""
    kind, _, found = caller.name.partition(":")
    if kind == "key":
        key = keys.show(stores, caller.tenant, found)
        return {"kind": "key", "id": key["id"], "name": key["name"], "verified": None}
    verified = _is_verified(stores, caller.tenant, found) if kind == "user" else None
    return {"kind": _KINDS.get(kind, "open"), "id": found or None, "name": caller.who, "verified": verified}


def _is_verified(stores: Stores, tenant: str, user: str) -> bool:
    row = stores.tables.of(tenant).run(
        lambda cursor: statements.row(cursor, "address_is_verified", {"id": user})
    )
    return row is not None and bool(row[0])
