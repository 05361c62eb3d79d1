"""A tenant's webhooks: where to tell what, under which secret, and what became of each delivery."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import orjson
from psycopg2 import extensions
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from producer import listing, statements
from producer.envelope import Problem
from producer.job_view import instant
from producer.listing import COUNTED, Page, Window
from shared import job, outbox, public_address, webhooks
from shared.connections import Postgres
from shared.requests import Refused
from shared.vault import Vault

MOST = 50
"""Webhooks of one tenant."""
OVERLAP = 86_400
"""Seconds for which deliveries are signed with the older secret too."""
RESOLVE_WITHIN = 2.0
"""Seconds that a look at where an address leads may take."""
LOOKS_AT_ONCE = 8
"""Such looks of one process; beyond that an address is not judged before its deliveries judge it."""

_looking_up = threading.BoundedSemaphore(LOOKS_AT_ONCE)

Event = Literal["job.enqueued", "job.started", "job.completed", "job.failed", "job.dead", "job.cancelled"]
Events = Annotated[list[Event], Field(min_length=1, max_length=20)]
Url = Annotated[
    str,
    Field(min_length=1, max_length=2000),
    WithJsonSchema(
        {"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": 2000}
    ),
]
Secret = Annotated[
    str,
    Field(max_length=128),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^({webhooks.PREFIX}[A-Za-z0-9+/]+=*|[!-~]{{16,}})?$",
            "maxLength": 128,
        }
    ),
]
Description = Annotated[str, Field(max_length=500)]
Status = Literal["pending", "delivered", "failed", "skipped"]


class NewWebhook(BaseModel):
    """A webhook as a caller asks for it; null is the same as absent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Url
    events: Events | None = None
    """Absent: completed, failed and dead."""
    secret: Secret | None = None
    """Absent or empty: one is made."""
    enabled: bool | None = None
    description: Description | None = None


class Change(BaseModel):
    """What is to be different; the rest stays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Url | None = None
    events: Events | None = None
    enabled: bool | None = None
    description: Description | None = None


class NewSecret(BaseModel):
    """The body of a rotation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    secret: Secret | None = None
    """Absent or empty: one is made."""


class DeliveryPage(Window):
    """The query of the deliveries."""

    status: Status | None = None


class Webhooks:
    """What may be done to the webhooks of a tenant."""

    def __init__(self, postgres: Postgres, vault: Vault, *, allow_private: bool) -> None:
        """Holds nothing of its own.

        Args:
            postgres: where they are.
            vault: seals their secrets.
            allow_private: let them be anywhere (development).
        """
        self._postgres = postgres
        self._vault = vault
        self._allow_private = allow_private

    def page(self, tenant: str, asked: Window) -> Page[dict[str, Any]]:
        """The newest first, without their secrets."""
        values = {"tenant": tenant, "id": None}
        return self._postgres.of(tenant).run(
            lambda cursor: listing.page(
                cursor, "list_webhooks", "count_webhooks", values, asked, lambda row: _webhook(*row)
            )
        )

    def find(self, tenant: str, webhook_id: str) -> dict[str, Any]:
        """One webhook, without its secret.

        Raises:
            Problem: 404, the tenant has no such webhook.
        """
        return self._postgres.of(tenant).run(lambda cursor: _find(cursor, tenant, webhook_id))

    def create(self, tenant: str, new: NewWebhook) -> dict[str, Any]:
        """A new webhook, with its secret: nobody shows it again.

        Raises:
            Refused: the address may not be called, or the secret cannot sign.
            Problem: 409, the tenant has as many as it may.
        """
        self._check_address(new.url)
        secret = _usable(new.secret)
        values: dict[str, Any] = {
            "id": job.new_id(),
            "tenant": tenant,
            "url": new.url,
            "description": new.description or "",
            "events": _ordered(new.events or webhooks.DEFAULT_EVENTS),
            "enabled": new.enabled is not False,
            "secret": self._vault.seal(secret),
            "most": MOST,
        }

        def add(cursor: extensions.cursor) -> dict[str, Any]:
            statements.run(cursor, "lock_webhooks", values)
            statements.run(cursor, "add_webhook", values)
            made = _row(cursor, tenant, values["id"])
            if made is None:
                raise Problem(409, "limit_reached", f"a tenant has at most {MOST} webhooks: delete one first")
            return _webhook(*made)

        return {**self._postgres.of(tenant).transaction(add), "secret": secret}

    def change(self, tenant: str, webhook_id: str, change: Change) -> dict[str, Any]:
        """The webhook as it is then; disabling it skips what was waiting to be told.

        Raises:
            Refused: the address may not be called.
            Problem: 404, the tenant has no such webhook.
        """
        if change.url is not None:
            self._check_address(change.url)
        values = {
            **change.model_dump(),
            "events": _ordered(change.events) if change.events else None,
            "tenant": tenant,
            "id": webhook_id,
        }

        def update(cursor: extensions.cursor) -> dict[str, Any]:
            statements.run(cursor, "change_webhook", values)
            changed = _find(cursor, tenant, webhook_id)
            if change.enabled is False:
                cursor.execute(outbox.STATEMENTS["skip_pending"], {"id": webhook_id})
            return changed

        return self._postgres.of(tenant).transaction(update)

    def rotate_secret(self, tenant: str, webhook_id: str, asked: NewSecret) -> dict[str, Any]:
        """The webhook with its new secret; for a day deliveries are signed with the older one too.

        Raises:
            Refused: the secret cannot sign.
            Problem: 404, the tenant has no such webhook.
        """
        secret = _usable(asked.secret)
        sealed = self._vault.seal(secret)
        values = {"tenant": tenant, "id": webhook_id, "secret": sealed, "overlap": OVERLAP}

        def rotate(cursor: extensions.cursor) -> dict[str, Any]:
            statements.run(cursor, "rotate_secret", values)
            return _find(cursor, tenant, webhook_id)

        return {**self._postgres.of(tenant).transaction(rotate), "secret": secret}

    def delete(self, tenant: str, webhook_id: str) -> None:
        """Forget a webhook and its deliveries.

        Raises:
            Problem: 404, the tenant has no such webhook.
        """

        def delete(cursor: extensions.cursor) -> int:
            statements.run(cursor, "delete_webhook", {"tenant": tenant, "id": webhook_id})
            return cursor.rowcount

        if not self._postgres.of(tenant).run(delete):
            raise _no_webhook()

    def test(self, tenant: str, webhook_id: str) -> dict[str, Any]:
        """A delivery of `webhook.test`, due now and tried once.

        Raises:
            Problem: 404, the tenant has no such webhook; 409, it is disabled.
        """
        told = {
            "event": webhooks.TEST_EVENT,
            "webhook_id": webhook_id,
            "timestamp": time.time_ns() // 1_000_000,
        }
        values = {
            "tenant": tenant,
            "id": webhook_id,
            "event": told["event"],
            "body": orjson.dumps(told).decode(),
        }

        def add(cursor: extensions.cursor) -> dict[str, Any]:
            _find(cursor, tenant, webhook_id)
            made = statements.row(cursor, "add_test_delivery", values)
            if made is None:
                raise _disabled()
            return _find_delivery(cursor, tenant, webhook_id, made[0])

        return self._postgres.of(tenant).transaction(add)

    def deliveries(self, tenant: str, webhook_id: str, asked: DeliveryPage) -> Page[dict[str, Any]]:
        """What was told and what came of it, the newest first.

        Raises:
            Problem: 404, the tenant has no such webhook.
        """
        values = {
            "tenant": tenant,
            "webhook_id": webhook_id,
            "id": None,
            "status": asked.status,
            "most": COUNTED,
        }

        def read(cursor: extensions.cursor) -> Page[dict[str, Any]]:
            _find(cursor, tenant, webhook_id)
            return listing.page(
                cursor, "list_deliveries", "count_deliveries", values, asked, lambda row: _delivery(*row)
            )

        return self._postgres.of(tenant).run(read)

    def redeliver(self, tenant: str, webhook_id: str, delivery_id: str) -> dict[str, Any]:
        """The delivery, due again now under the same message id.

        Raises:
            Problem: 404, there is no such delivery; 409, the webhook is disabled.
        """
        values = {
            "tenant": tenant,
            "webhook_id": webhook_id,
            "id": delivery_id,
            "attempts": webhooks.ATTEMPTS,
        }

        def again(cursor: extensions.cursor) -> dict[str, Any]:
            _find(cursor, tenant, webhook_id)
            _find_delivery(cursor, tenant, webhook_id, delivery_id)
            statements.run(cursor, "redeliver", values)
            if not cursor.rowcount:
                raise _disabled()
            return _find_delivery(cursor, tenant, webhook_id, delivery_id)

        return self._postgres.of(tenant).transaction(again)

    def _check_address(self, text: str) -> None:
        """Refuse what may not be called, as far as it can be seen now; each delivery looks again.

        A name without an address is let through: it may get one, and until then the deliveries say so.
        """
        try:
            url = public_address.check_url(text, allow_private=self._allow_private)
            if not self._allow_private:
                port = url.port or (443 if url.scheme == "https" else 80)
                public_address.resolve(url.host, port, timeout=RESOLVE_WITHIN, resolver=_resolve)
        except public_address.AddressError as error:
            raise Refused("url", f"cannot be called: {error}") from None
        except public_address.ResolutionError:
            return


def _resolve(host: str, port: int) -> list[str]:
    """As the machine's own resolver, for so many at once: names that never answer would hold every thread of the service.

    Raises:
        OSError: there are no addresses, or too many are being looked up.
    """
    if not _looking_up.acquire(blocking=False):
        raise OSError("too many names are being looked up")
    try:
        return public_address.system_resolver(host, port)
    finally:
        _looking_up.release()


def _find(cursor: extensions.cursor, tenant: str, webhook_id: str) -> dict[str, Any]:
    row = _row(cursor, tenant, webhook_id)
    if row is None:
        raise _no_webhook()
    return _webhook(*row)


def _row(cursor: extensions.cursor, tenant: str, webhook_id: str) -> statements.Row | None:
    values = {"tenant": tenant, "id": webhook_id, "limit": 1, "offset": 0}
    return statements.row(cursor, "list_webhooks", values)


def _find_delivery(
    cursor: extensions.cursor, tenant: str, webhook_id: str, delivery_id: str
) -> dict[str, Any]:
    values = {"tenant": tenant, "webhook_id": webhook_id, "id": delivery_id, "status": None}
    row = statements.row(cursor, "list_deliveries", {**values, "limit": 1, "offset": 0})
    if row is None:
        raise Problem(404, "not_found", "delivery not found", "delivery_id")
    return _delivery(*row)


def _no_webhook() -> Problem:
    return Problem(404, "not_found", "webhook not found", "id")


def _disabled() -> Problem:
    return Problem(409, "webhook_disabled", "the webhook is disabled: enable it first")


def _usable(secret: str | None) -> str:
    """The secret that was brought, or a fresh one."""
    if not secret:
        return webhooks.new_secret()
    try:
        webhooks.check(secret)
    except ValueError as error:
        raise Refused("secret", str(error)) from None
    return secret


def _ordered(events: Sequence[str]) -> list[str]:
    return [event for event in webhooks.EVENTS if event in events]


def _webhook(
    id: str,
    url: str,
    description: str,
    events: list[str],
    enabled: bool,
    disabled_reason: str | None,
    created_at: int,
    updated_at: int,
    previous_secret_until: int | None,
    *last_delivery: Any,
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": id,
        "url": url,
        "description": description,
        "events": events,
        "enabled": enabled,
        "created_at": instant(created_at),
        "updated_at": instant(updated_at),
    }
    if disabled_reason is not None:
        shown["disabled_reason"] = disabled_reason
    if previous_secret_until is not None:
        shown["previous_secret_expires_at"] = instant(previous_secret_until)
    if last_delivery[0] is not None:
        shown["last_delivery"] = _last_delivery(*last_delivery)
    return shown


def _last_delivery(
    id: str, event: str, status: str, response_status: int | None, created_at: int
) -> dict[str, Any]:
    shown = {"id": id, "event": event, "status": status, "created_at": instant(created_at)}
    return shown if response_status is None else {**shown, "response_status": response_status}


def _delivery(
    id: str,
    webhook_id: str,
    event: str,
    job_id: str | None,
    status: str,
    attempts: int,
    attempts_left: int,
    body: str,
    next_attempt_at: int | None,
    response_status: int | None,
    response_body: str | None,
    latency_ms: int | None,
    error: str | None,
    created_at: int,
    ended_at: int | None,
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": id,
        "webhook_id": webhook_id,
        "event": event,
        "status": status,
        "attempts": attempts,
        "attempts_left": attempts_left,
        "payload": orjson.Fragment(body.encode()),
        "created_at": instant(created_at),
    }
    optional = {
        "job_id": job_id,
        "next_attempt_at": instant(next_attempt_at),
        "response_status": response_status,
        "response_body": response_body,
        "latency_ms": latency_ms,
        "error": error,
        "ended_at": instant(ended_at),
    }
    shown.update({name: value for name, value in optional.items() if value is not None})
    return shown
