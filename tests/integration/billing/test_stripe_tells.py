"""What Stripe tells makes the service look, once, in whatever order; what it looks at decides the tier."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from local.servers import PostgresServer
from tests.conftest import migrate
from tests.integration.accounts.conftest import SECRET, Register, code, post
from tests.integration.billing.conftest import (
    Tell,
    checkout,
    customer_of,
    leave,
    pay,
    tier,
    usage,
)
from tests.integration.billing.stripe_stub import BUSINESS, OLD_PRO, PRO, StripeStub, event, signed
from tests.integration.conftest import Start, run

UPDATED = "customer.subscription.updated"
DELETED = "customer.subscription.deleted"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What is logged of billing."""
    for module in ("billing", "stripe_calls"):
        monkeypatch.setattr(f"producer.{module}.log", structlog.get_logger())
    with capture_logs() as found:
        yield found


def looks(stripe: StripeStub) -> int:
    return len(stripe.calls("GET", "/v1/subscriptions"))


@pytest.mark.feature(62, "Tiers free, pro and business")
def test_who_pays_may_go_on_at_once(
    stripe: StripeStub, register: Register, tell: Tell, people_database: str, client: FlaskClient
) -> None:
    ada = register()
    leave(people_database, ada, 0)
    assert post(client, "/enqueue", ada.by_key, type="sleep").status_code == 429

    pay(stripe, ada, tell)

    assert post(client, "/enqueue", ada.by_key, type="sleep").status_code == 200
    shown = usage(ada)
    assert (shown["tier"], shown["jobs_used"], shown["jobs_limit"]) == ("pro", 1001, 100_000)
    assert shown["subscription"] == {
        "plan": "pro",
        "status": "active",
        "period_start": "2027-01-15T08:00:00.000Z",
        "period_end": "2027-02-14T08:00:00.000Z",
        "cancel_at_period_end": False,
    }


@pytest.mark.feature(63, "Paying by Stripe: checkout, customer pages, webhook")
def test_when_the_subscription_ends_so_does_the_tier(
    stripe: StripeStub, register: Register, tell: Tell, people_database: str, client: FlaskClient
) -> None:
    ada = register()
    leave(people_database, ada, 0)
    subscription = pay(stripe, ada, tell)
    stripe.subscribed[subscription]["cancel_at_period_end"] = True
    tell(UPDATED, customer_of(stripe, ada))
    assert (tier(ada), usage(ada)["subscription"]["cancel_at_period_end"]) == ("pro", True)

    stripe.subscribed[subscription]["status"] = "canceled"
    assert tell(DELETED, customer_of(stripe, ada)).status_code == 200

    assert (tier(ada), usage(ada)["subscription"]["status"]) == ("free", "canceled")
    assert post(client, "/enqueue", ada.by_key, type="sleep").status_code == 429


STATES = {
    "active": "pro",
    "trialing": "pro",
    "past_due": "pro",
    "unpaid": "free",
    "paused": "free",
    "canceled": "free",
    "incomplete": "free",
    "incomplete_expired": "free",
}


def test_each_state_of_a_subscription(stripe: StripeStub, register: Register, tell: Tell) -> None:
    ada = register()
    subscription = pay(stripe, ada, tell)
    for status, expected in STATES.items():
        stripe.subscribed[subscription]["status"] = status
        tell(UPDATED, customer_of(stripe, ada))
        assert (tier(ada), usage(ada)["subscription"]["status"]) == (expected, status)


@pytest.mark.parametrize(
    ("price", "expected"), [(PRO, "pro"), (OLD_PRO, "pro"), (BUSINESS, "business"), ("price_other", "free")]
)
def test_the_price_decides_the_tier(
    stripe: StripeStub, register: Register, tell: Tell, lines: list[Any], price: str, expected: str
) -> None:
    ada = register()
    pay(stripe, ada, tell, price)
    assert tier(ada) == expected
    told = [line for line in lines if line.get("prices") == [price]]
    assert bool(told) == (expected == "free"), "a price that nobody set is told to whoever runs the service"


def test_of_two_subscriptions_the_better_counts(
    stripe: StripeStub, register: Register, tell: Tell, lines: list[Any]
) -> None:
    ada = register()
    pay(stripe, ada, tell)
    customer = customer_of(stripe, ada)
    better = stripe.subscribe(customer, BUSINESS)
    tell(UPDATED, customer)
    stripe.subscribe(customer, "price_of_something_else")
    tell(UPDATED, customer)
    assert tier(ada) == "business"
    assert any("pays for two plans" in line["event"] for line in lines), "whoever runs the service is told"

    stripe.subscribed[better]["status"] = "canceled"
    tell(DELETED, customer)

    assert (tier(ada), usage(ada)["subscription"]["plan"]) == ("pro", "pro")


def test_what_an_event_says_is_not_believed(stripe: StripeStub, register: Register, tell: Tell) -> None:
    ada = register()
    checkout(ada)
    customer = customer_of(stripe, ada)
    item = {"price": {"id": BUSINESS}, "current_period_start": 1, "current_period_end": 2}
    said = {
        "object": "subscription",
        "id": "sub_1",
        "customer": customer,
        "status": "active",
        "items": {"object": "list", "data": [item]},
    }
    assert tell(UPDATED, customer, data={"object": said}).status_code == 200
    assert tier(ada) == "free"


def test_an_event_of_anothers_customer_changes_nothing_here(
    stripe: StripeStub, register: Register, tell: Tell
) -> None:
    ada, bob = register(), register("bob@example.com")
    checkout(ada)
    checkout(bob)
    bobs = customer_of(stripe, bob)
    stripe.subscribe(bobs, BUSINESS)
    said = {
        "object": "checkout.session",
        "customer": bobs,
        "client_reference_id": ada.name,
        "metadata": {"tenant": ada.name, "user_id": ada.name, "tier": "business"},
    }
    tell("checkout.session.completed", bobs, data={"object": said})
    assert (tier(ada), tier(bob)) == ("free", "business")


def test_unknown_customers_and_other_events_are_answered_and_left(
    stripe: StripeStub, register: Register, tell: Tell, lines: list[Any]
) -> None:
    ada = register()
    checkout(ada)
    asked = len(stripe.asked)
    told: list[tuple[str, dict[str, Any]]] = [
        ("invoice.paid", {"customer": customer_of(stripe, ada)}),
        (UPDATED, {"customer": "cus_stranger"}),
        (UPDATED, {}),
        (UPDATED, {"customer": {"id": customer_of(stripe, ada)}}),
        ("customer.deleted", {"id": "cus_stranger"}),
    ]
    for kind, about in told:
        answer = tell(kind, "", data={"object": {"object": "subscription", **about}})
        assert (answer.status_code, answer.data) == (200, b""), (kind, about)
    assert [line["kind"] for line in lines if "not ours" in line["event"]] == [kind for kind, _ in told[1:]]
    assert len(stripe.asked) == asked


def test_what_stripe_did_not_sign_is_refused(stripe: StripeStub, client: FlaskClient) -> None:
    told = event(UPDATED, "cus_1")
    good = signed(told)
    header = good["headers"]["Stripe-Signature"]
    forged: dict[str, dict[str, Any]] = {
        "another secret": signed(told, secret="whsec_other"),
        "no signature": {"data": good["data"]},
        "an empty one": {**good, "headers": {"Stripe-Signature": ""}},
        "nonsense": {**good, "headers": {"Stripe-Signature": "t=now,v1"}},
        "not ASCII": {**good, "headers": {"Stripe-Signature": header.partition(",")[0] + ",v1=\xe9"}},
        "another scheme": {**good, "headers": {"Stripe-Signature": header.replace("v1=", "v0=")}},
        "another moment": {**good, "headers": {"Stripe-Signature": header.replace("t=1", "t=2")}},
        "another body": {**good, "data": good["data"].replace(b"cus_1", b"cus_2")},
        "the same in other bytes": {**good, "data": json.dumps(told).encode()},
        "a body that is no text": {**good, "data": b"\xff\xfe"},
        "an empty body": {**good, "data": b""},
        "too old": signed(told, age=302),
    }
    for what, sent in forged.items():
        answer = client.post("/webhooks/stripe", **sent)
        assert (answer.status_code, code(answer)) == (400, "invalid_signature"), what
        assert answer.json["error"].startswith("invalid stripe signature")
    larger = client.post("/webhooks/stripe", **{**good, "data": good["data"] + b" " * 300_000})
    assert larger.status_code == 413
    assert stripe.asked == []


def test_what_is_signed_and_no_event_is_refused(client: FlaskClient) -> None:
    for text in ("[]", "7", "null", "{}", '{"object": "event"}', '{"object": "v2.core.event"}'):
        answer = client.post("/webhooks/stripe", **signed(json.loads(text)))
        assert (answer.status_code, code(answer)) == (400, "invalid_signature"), text


def test_one_of_four_minutes_ago_is_taken(
    stripe: StripeStub, register: Register, client: FlaskClient
) -> None:
    ada = register()
    checkout(ada)
    stripe.subscribe(customer_of(stripe, ada))
    late = signed(event(UPDATED, customer_of(stripe, ada)), age=240)
    assert client.post("/webhooks/stripe", **late).status_code == 200
    assert tier(ada) == "pro"


def test_an_event_of_live_mode_is_refused_where_the_key_is_of_test_mode(
    stripe: StripeStub, register: Register
) -> None:
    ada = register()
    checkout(ada)
    customer = customer_of(stripe, ada)
    stripe.subscribe(customer)
    live = event(UPDATED, customer, livemode=True)

    answer = ada.client.post("/webhooks/stripe", **signed(live))

    assert (answer.status_code, code(answer)) == (400, "wrong_mode")
    assert tier(ada) == "free"
    live["livemode"] = False
    assert ada.client.post("/webhooks/stripe", **signed(live)).status_code == 200
    assert tier(ada) == "pro", "what was refused was not taken for done"


def test_a_customer_of_test_mode_is_none_of_live_mode(
    start: Start, people_database: str, stripe: StripeStub, register: Register, tell: Tell
) -> None:
    ada = register()
    pay(stripe, ada, tell)
    settings = {**stripe.settings, "stripe_secret_key": "sk_live_0123456789abcdef"}
    live = start(database_url=people_database, jwt_secret=SECRET, auth_mode="keys", **settings).test_client()
    told = event(UPDATED, customer_of(stripe, ada), livemode=True)
    asked = len(stripe.asked)

    assert live.post("/webhooks/stripe", **signed(told)).status_code == 200

    assert len(stripe.asked) == asked
    portal = live.post("/portal/customer-portal", headers=ada.by_session)
    assert (portal.status_code, code(portal)) == (400, "no_billing_account")


def test_what_is_told_twice_is_done_once(stripe: StripeStub, register: Register, client: FlaskClient) -> None:
    ada = register()
    checkout(ada)
    stripe.subscribe(customer_of(stripe, ada))
    told = event(UPDATED, customer_of(stripe, ada))
    before = looks(stripe)

    answers = [client.post("/webhooks/stripe", **signed(told)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert looks(stripe) == before + 1
    assert tier(ada) == "pro"


def test_what_is_told_twice_at_once_is_no_harm(
    app: Flask, stripe: StripeStub, register: Register, people_database: str
) -> None:
    ada = register()
    checkout(ada)
    stripe.subscribe(customer_of(stripe, ada))
    told = event(UPDATED, customer_of(stripe, ada))
    stripe.hold = threading.Event()

    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(lambda: app.test_client().post("/webhooks/stripe", **signed(told))) for _ in range(2)
        ]
        stripe.wait_for_calls(2)
        stripe.hold.set()
        assert [one.result().status_code for one in both] == [200, 200]

    assert tier(ada) == "pro"
    assert run(people_database, "SELECT count(*) FROM stripe_events WHERE id = %s", told["id"]) == [(1,)]


@pytest.mark.parametrize("kinds", [(DELETED, UPDATED), (UPDATED, DELETED)])
def test_the_order_in_which_it_is_told_is_no_matter(
    stripe: StripeStub, register: Register, tell: Tell, kinds: tuple[str, str]
) -> None:
    ada = register()
    subscription = pay(stripe, ada, tell)
    stripe.subscribed[subscription]["status"] = "canceled"
    for kind in kinds:
        tell(kind, customer_of(stripe, ada))
        assert tier(ada) == "free"
    tell("customer.subscription.created", customer_of(stripe, ada))
    assert tier(ada) == "free"


def test_an_older_look_that_comes_late_changes_nothing(
    app: Flask, stripe: StripeStub, register: Register, tell: Tell
) -> None:
    ada = register()
    checkout(ada)
    customer = customer_of(stripe, ada)
    subscription = stripe.subscribe(customer)
    stripe.hold = late = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(
            lambda: app.test_client().post("/webhooks/stripe", **signed(event(UPDATED, customer)))
        )
        stripe.wait_for_calls(1)
        stripe.hold = None
        stripe.subscribed[subscription]["status"] = "canceled"
        assert tell(DELETED, customer).status_code == 200
        late.set()
        assert slow.result().status_code == 200
    assert tier(ada) == "free"


def test_what_could_not_be_looked_at_is_told_again(
    stripe: StripeStub, register: Register, client: FlaskClient
) -> None:
    ada = register()
    checkout(ada)
    stripe.subscribe(customer_of(stripe, ada))
    told = event(UPDATED, customer_of(stripe, ada))
    stripe.failing = (500, {"error": {"type": "api_error", "message": "secret words"}})
    answer = client.post("/webhooks/stripe", **signed(told))
    assert (answer.status_code, code(answer), tier(ada)) == (503, "billing_unavailable", "free")
    assert "secret words" not in answer.text

    stripe.failing = None

    assert client.post("/webhooks/stripe", **signed(told)).status_code == 200
    assert tier(ada) == "pro"


def test_a_customer_that_was_deleted_pays_nothing(stripe: StripeStub, register: Register, tell: Tell) -> None:
    ada = register()
    pay(stripe, ada, tell)
    customer = customer_of(stripe, ada)
    about = {"data": {"object": {"object": "customer", "id": customer}}}
    tell("customer.deleted", customer, **about)
    assert tier(ada) == "pro", "it is there still, whatever was told"

    stripe.customers[customer]["deleted"] = True
    tell("customer.deleted", customer, **about)

    assert (tier(ada), usage(ada)["subscription"]) == ("free", None)


def test_events_are_kept_as_long_as_they_may_be_told_again(
    stripe: StripeStub, register: Register, tell: Tell, people_database: str
) -> None:
    ada = register()
    pay(stripe, ada, tell)
    run(
        people_database,
        "INSERT INTO stripe_events VALUES ('evt_old', clock_timestamp() - interval '31 days')",
    )
    run(
        people_database,
        "INSERT INTO stripe_events VALUES ('evt_new', clock_timestamp() - interval '29 days')",
    )
    tell(UPDATED, customer_of(stripe, ada))
    kept = {one for (one,) in run(people_database, "SELECT id FROM stripe_events")}
    assert "evt_new" in kept
    assert "evt_old" not in kept


@pytest.fixture
def own_postgres(servers_folder: Path) -> Iterator[PostgresServer]:
    """A Postgres that this test may stop."""
    with PostgresServer(servers_folder / "billing-postgres", options={"fsync": "off"}) as server:
        migrate(server.url)
        yield server


def test_what_is_told_while_postgres_is_away_takes_effect_when_it_is_told_again(
    start: Start, own_postgres: PostgresServer, stripe: StripeStub, tmp_path: Path
) -> None:
    app = start(
        database_url=own_postgres.url,
        jwt_secret=SECRET,
        auth_mode="keys",
        auth_rate_limit_rps=0,
        outbox_dir=tmp_path,
        **stripe.settings,
    )
    client = app.test_client()
    registered = post(client, "/auth/register", email="ada@example.com", password="correct horse battery")
    headers = {"Authorization": f"Bearer {registered.json['data']['token']}"}
    assert post(client, "/portal/checkout", headers, plan="pro").status_code == 200
    (customer,) = stripe.customers
    stripe.subscribe(customer)
    told = event("checkout.session.completed", customer)

    own_postgres.stop_at_once()
    away = client.post("/webhooks/stripe", **signed(told))
    own_postgres.start()

    assert (away.status_code, code(away)) == (503, "database_unavailable")
    assert client.post("/webhooks/stripe", **signed(told)).status_code == 200
    assert client.get("/portal/usage", headers=headers).json["data"]["tier"] == "pro"
    app.extensions["workqueue.accounts"].mailer.close()
