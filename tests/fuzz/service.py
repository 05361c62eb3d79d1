"""The service that is fuzzed: gunicorn as shipped and a worker, over real stores, with a Stripe on loopback."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from local import ports
from tests.integration.billing.stripe_stub import StripeStub
from tests.integration.conftest import run
from tests.integration.producer.test_process import gunicorn
from tests.integration.worker.deployment import Corner, Worker

ADMIN_KEY = "b7c1f0a26d9e48538f24c6e0"
PASSWORD = "correct horse battery"
SETTINGS = {
    "AUTH_MODE": "keys",
    "ADMIN_KEY": ADMIN_KEY,
    "JWT_SECRET": "9f2c51d07ab8e3466b1d0c7f85a2e94d",
    "AUTH_RATE_LIMIT_RPS": "0",
    "WEBHOOK_ALLOW_PRIVATE": "true",
    "MAX_SCHEDULES": "100000",
}
"""No limit that many requests reach: what is behind it would not be tried."""


@dataclass(frozen=True)
class Service:
    """Where it is, and who calls it."""

    url: str
    email: str
    """Of a person who registered; their tenant may make any number of jobs."""
    nowhere: str
    """An address of this machine that nobody answers at, for whatever is to be called."""
    document: Path
    """What it says of itself: given by its address, schemathesis would leave that very operation out."""


@contextmanager
def running(redis_url: str, database_url: str, folder: Path) -> Iterator[Service]:
    """The service, until the block ends.

    Args:
        redis_url: of a server.
        database_url: of a migrated database that nobody else uses.
        folder: where files and mails may be left.
    """
    corner = Corner(redis_url, f"fuzz-{uuid.uuid4().hex[:12]}:jobs", database_url)
    shared = {"OUTBOX_DIR": str(folder / "outbox"), "FILES_DIR": str(folder / "files")}
    stores = {"REDIS_URL": redis_url, "QUEUE_NAME": corner.namespace, "DATABASE_URL": database_url}
    with StripeStub() as stripe, closing(corner):
        billing = {name.upper(): str(value) for name, value in stripe.settings.items()}
        with gunicorn(**SETTINGS, **billing, **stores, OUTBOX_DIR=shared["OUTBOX_DIR"]) as port:
            worker = Worker(
                corner,
                HANDLERS="worker.builtin:handlers",
                QUEUES="default",
                WEBHOOK_ALLOW_PRIVATE="true",
                **shared,
            )
            with closing(worker):
                url = f"http://127.0.0.1:{port}"
                nowhere = f"http://127.0.0.1:{ports.free_port()}"
                email, document = _register(url, database_url), folder / "openapi.json"
                document.write_bytes(httpx.get(f"{url}/openapi.json", timeout=40, trust_env=False).content)
                yield Service(url, email, nowhere, document)


def _register(url: str, database_url: str) -> str:
    email = f"{uuid.uuid4().hex}@example.com"
    answer = httpx.post(
        f"{url}/auth/register", json={"email": email, "password": PASSWORD}, timeout=20, trust_env=False
    )
    assert answer.status_code == 201, answer.text
    run(database_url, "UPDATE tenants SET tier = 'business'")
    return email
