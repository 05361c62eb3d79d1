"""A key is replaced by another; what the tenant has, its plan too, belongs to no key and stays."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.accounts.conftest import Register, Tenant, code, post
from tests.integration.billing.conftest import Tell, pay, usage
from tests.integration.billing.stripe_stub import StripeStub

pytestmark = pytest.mark.usefixtures("at_once")


def regenerate(tenant: Tenant, **body: str) -> dict[str, str]:
    answer = post(tenant.client, "/portal/regenerate-key", tenant.by_session, **body)
    assert answer.status_code == 200, answer.text
    made: dict[str, str] = answer.json["data"]
    return made


def works(client: FlaskClient, key: str) -> bool:
    return client.get("/portal/usage", headers={"X-API-Key": key}).status_code == 200


@pytest.mark.feature(50, "Replace a key")
def test_the_new_key_works_the_old_one_no_longer_and_nothing_is_hidden(
    stripe: StripeStub, register: Register, tell: Tell, client: FlaskClient
) -> None:
    ada = register()
    pay(stripe, ada, tell)
    job_id = post(client, "/enqueue", ada.by_key, type="sleep").json["job_id"]

    made = regenerate(ada)

    assert (works(client, ada.key), works(client, made["key"])) == (False, True)
    assert made["key"].startswith(made["key_prefix"])
    assert (made["tier"], made["jobs_limit"], made["rotated_from"]) == ("pro", 100_000, ada.key_id)
    assert "shown again" in made["warning"]
    seen = client.get(f"/api/v1/jobs/{job_id}", headers={"X-API-Key": made["key"]})
    assert seen.status_code == 200
    shown = usage(ada)
    assert (shown["tier"], shown["jobs_used"], shown["key_prefix"]) == ("pro", 1, made["key_prefix"])


def test_the_newest_client_key_is_replaced_unless_another_is_named(
    register: Register, client: FlaskClient
) -> None:
    ada = register()
    keys = {
        kind: post(client, "/api/v1/keys", ada.by_session, name=kind, kind=kind).json["data"]
        for kind in ("client", "worker")
    }
    assert regenerate(ada)["rotated_from"] == keys["client"]["id"]
    made = regenerate(ada, key_id=keys["worker"]["id"])
    assert made["key"].startswith("wq_worker_")
    assert (works(client, ada.key), works(client, keys["worker"]["key"])) == (True, False)


def test_where_no_key_works_one_is_made(register: Register, client: FlaskClient) -> None:
    ada = register()
    client.delete(f"/api/v1/keys/{ada.key_id}", headers=ada.by_session)
    shown = usage(ada)
    assert (shown["key_id"], shown["key_prefix"]) == (None, None)
    assert works(client, regenerate(ada)["key"])


def test_nobody_replaces_anothers_key(register: Register, client: FlaskClient) -> None:
    ada, bob = register(), register("bob@example.com")
    answer = post(client, "/portal/regenerate-key", ada.by_session, key_id=bob.key_id)
    assert (answer.status_code, code(answer)) == (404, "not_found")
    assert works(client, bob.key)


def test_nobody_gets_a_key_that_can_do_more_than_they(register: Register, client: FlaskClient) -> None:
    ada = register()
    clerk = post(
        client,
        "/api/v1/keys",
        ada.by_session,
        name="clerk",
        kind="admin",
        scopes=["keys:manage", "jobs:read"],
    ).json["data"]
    answer = post(client, "/portal/regenerate-key", {"X-API-Key": clerk["key"]})
    assert (answer.status_code, code(answer)) == (403, "forbidden")
    assert works(client, ada.key)
