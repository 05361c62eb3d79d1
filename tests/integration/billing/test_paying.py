"""The way to a plan: a page of Stripe's for one's own customer, at a price of ours, one at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import stripe_calls
from tests.integration.accounts.conftest import SECRET, Register, code, post
from tests.integration.billing.conftest import Tell, checkout, customer_of, pay, tier, usage
from tests.integration.billing.stripe_stub import BUSINESS, PRO, StripeStub
from tests.integration.conftest import Start, run

ROUTES = ("/portal/checkout", "/portal/customer-portal", "/webhooks/stripe")


def customer_portal(tenant: Any) -> Any:
    return tenant.client.post("/portal/customer-portal", headers=tenant.by_session)


def test_the_usage_tells_the_plan_and_what_there_is_to_buy(register: Register) -> None:
    ada = register()
    shown = usage(ada)
    assert shown.pop("reset_at").endswith("-01T00:00:00.000Z")
    assert shown == {
        "tier": "free",
        "jobs_used": 0,
        "jobs_limit": 1000,
        "usage_percent": 0.0,
        "limit_reached": False,
        "key_id": ada.key_id,
        "key_prefix": f"wq_client_{ada.key_id}",
        "plan": "free",
        "plans": [
            {"name": "free", "jobs_limit": 1000},
            {"name": "pro", "jobs_limit": 100_000},
            {"name": "business", "jobs_limit": -1},
        ],
        "billing_configured": True,
        "subscription": None,
    }


@pytest.mark.parametrize(("plan", "price"), [("pro", PRO), ("business", BUSINESS)])
@pytest.mark.feature(63, "Paying by Stripe: checkout, customer pages, webhook")
def test_a_checkout_sells_our_price_to_ones_own_customer(
    stripe: StripeStub, register: Register, plan: str, price: str
) -> None:
    ada = register()

    answer = checkout(ada, plan)

    (asked,) = stripe.calls("POST", "/v1/checkout/sessions")
    (session,) = stripe.sessions.values()
    assert answer.json["data"] == {"url": session["url"]}
    assert asked.params == {
        "mode": "subscription",
        "customer": customer_of(stripe, ada),
        "client_reference_id": ada.name,
        "line_items[0][price]": price,
        "line_items[0][quantity]": "1",
        "success_url": "https://queue.example.com/usage?checkout=done",
        "cancel_url": "https://queue.example.com/usage?checkout=cancelled",
    }
    assert stripe.customers[asked.params["customer"]]["email"] == ada.email
    assert tier(ada) == "free", "a page that was opened proves nothing"


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "plan"),
    ({"plan": "free"}, "plan"),
    ({"plan": ["pro"]}, "plan"),
    ({"plan": "pro", "price": "price_cheap"}, "price"),
    ({"plan": "pro", "tier": "business"}, "tier"),
    ({"plan": "pro", "customer": "cus_1"}, "customer"),
    ({"plan": "pro", "success_url": "https://evil.example"}, "success_url"),
]


def test_what_it_costs_and_where_it_leads_is_not_the_callers_to_say(
    stripe: StripeStub, register: Register
) -> None:
    ada = register()
    for body, field in BAD:
        answer = post(ada.client, "/portal/checkout", ada.by_session, **body)
        assert (answer.status_code, answer.json["meta"]["field"]) == (422, field), body
    assert stripe.asked == []


def test_one_customer_for_a_tenant_also_when_the_answer_was_lost(
    stripe: StripeStub, register: Register, people_database: str
) -> None:
    ada, bob = register(), register("bob@example.com")
    for _ in range(2):
        assert checkout(ada).status_code == 200
    assert len(stripe.calls("POST", "/v1/customers")) == 1

    run(people_database, "UPDATE billing SET customer = NULL")
    assert checkout(ada).status_code == 200

    first, again = stripe.calls("POST", "/v1/customers")
    assert first.idempotency_key == again.idempotency_key is not None
    assert len(stripe.customers) == 1
    assert checkout(bob).status_code == 200
    assert len(stripe.customers) == 2


def test_an_older_checkout_can_be_paid_no_longer(stripe: StripeStub, register: Register) -> None:
    ada = register()
    for plan in ("pro", "business", "pro"):
        assert checkout(ada, plan).status_code == 200
    assert [session["status"] for session in stripe.sessions.values()] == ["expired", "expired", "open"]


def test_who_subscribes_is_sold_no_second_subscription(stripe: StripeStub, register: Register) -> None:
    ada = register()
    checkout(ada)
    subscription = stripe.subscribe(customer_of(stripe, ada))
    for status in ("active", "trialing", "past_due", "unpaid", "paused"):
        stripe.subscribed[subscription]["status"] = status

        answer = checkout(ada, "business")

        assert (answer.status_code, code(answer)) == (409, "already_subscribed")
        assert "/portal/customer-portal" in answer.json["error"]
        assert tier(ada) == ("free" if status in ("unpaid", "paused") else "pro"), "it looked, so it knows"
    assert len(stripe.sessions) == 1


def test_who_subscribed_once_may_again(stripe: StripeStub, register: Register) -> None:
    ada = register()
    checkout(ada)
    subscription = stripe.subscribe(customer_of(stripe, ada))
    for status in ("canceled", "incomplete", "incomplete_expired"):
        stripe.subscribed[subscription]["status"] = status
        assert checkout(ada).status_code == 200
        assert usage(ada)["subscription"]["status"] == status


def test_two_checkouts_at_once_are_one(app: Flask, stripe: StripeStub, register: Register) -> None:
    ada, bob = register(), register("bob@example.com")
    checkout(bob)
    stripe.hold = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: checkout(ada))
        stripe.wait_for_calls(1)

        second = post(app.test_client(), "/portal/checkout", ada.by_session, plan="business")

        assert (second.status_code, code(second)) == (409, "checkout_under_way")
        assert second.headers["Retry-After"] == "2"
        stripe.hold.set()
        assert first.result().status_code == 200
    assert checkout(ada).status_code == 200, "and it may be opened anew afterwards"


def test_a_checkout_whose_process_died_stands_in_nobodys_way(
    register: Register, people_database: str
) -> None:
    ada = register()
    checkout(ada)
    run(
        people_database, "UPDATE billing SET checkout = gen_random_uuid(), checkout_until = clock_timestamp()"
    )
    assert checkout(ada).status_code == 200


@pytest.mark.feature(63, "Paying by Stripe: checkout, customer pages, webhook")
def test_the_customers_pages_are_the_tenants_own(stripe: StripeStub, register: Register) -> None:
    ada, bob = register(), register("bob@example.com")
    before = customer_portal(ada)
    assert (before.status_code, code(before)) == (400, "no_billing_account")
    assert before.json["error"] == "no billing account found — upgrade first"
    checkout(ada)
    checkout(bob)

    for tenant in (ada, bob):
        answer = customer_portal(tenant)
        assert answer.json["data"]["url"].endswith(customer_of(stripe, tenant))
    asked = stripe.calls("POST", "/v1/billing_portal/sessions")[-1]
    assert asked.params["return_url"] == "https://queue.example.com/usage"
    named = post(
        ada.client, "/portal/checkout", ada.by_session, plan="pro", customer=customer_of(stripe, bob)
    )
    assert named.status_code == 422


def test_a_customer_that_was_deleted_at_stripe_is_forgotten(
    stripe: StripeStub, register: Register, tell: Tell
) -> None:
    ada = register()
    pay(stripe, ada, tell)
    stripe.customers[customer_of(stripe, ada)]["deleted"] = True

    again = customer_portal(ada)

    assert (again.status_code, code(again), again.headers["Retry-After"]) == (503, "billing_unavailable", "1")
    assert (tier(ada), usage(ada)["subscription"]) == ("free", None)
    assert checkout(ada).status_code == 200
    assert len(stripe.customers) == 2


def test_a_checkout_finds_its_customer_deleted(stripe: StripeStub, register: Register) -> None:
    ada = register()
    checkout(ada)
    stripe.customers[customer_of(stripe, ada)]["deleted"] = True
    assert [checkout(ada).status_code for _ in range(2)] == [503, 200]


def test_a_tier_that_was_given_by_hand_stays_until_the_subscription_changes(
    stripe: StripeStub, register: Register, tell: Tell, people_database: str
) -> None:
    ada = register()
    run(people_database, "UPDATE tenants SET tier = 'business'")
    assert checkout(ada).status_code == 200
    tell("customer.subscription.updated", customer_of(stripe, ada))
    assert tier(ada) == "business"
    stripe.subscribe(customer_of(stripe, ada))
    tell("customer.subscription.created", customer_of(stripe, ada))
    assert tier(ada) == "pro"


def test_only_a_session_or_an_administrators_key_may_spend(register: Register) -> None:
    ada = register()
    checkout(ada)
    for path in ("/portal/checkout", "/portal/customer-portal", "/portal/regenerate-key"):
        body = {"plan": "pro"} if path.endswith("checkout") else None
        for kind in ("client", "worker", "admin"):
            key = post(ada.client, "/api/v1/keys", ada.by_session, name="k", kind=kind).json["data"]["key"]
            answer = ada.client.post(path, json=body, headers={"X-API-Key": key})
            assert answer.status_code == (200 if kind == "admin" else 403), (path, kind, answer.text)
        assert ada.client.post(path).status_code == 401


def test_whoever_runs_the_service_is_in_no_plan(
    start: Start, people_database: str, stripe: StripeStub
) -> None:
    client = start(database_url=people_database, jwt_secret=SECRET, **stripe.settings).test_client()
    answer = post(client, "/portal/checkout", plan="pro")
    assert (answer.status_code, code(answer)) == (409, "no_plan")
    shown = client.get("/portal/usage").json["data"]
    assert (shown["tier"], shown["jobs_limit"], shown["subscription"]) == (None, -1, None)
    assert stripe.asked == []


def test_without_stripe_it_says_how_to_set_it(start: Start, people_database: str) -> None:
    client = start(database_url=people_database, jwt_secret=SECRET).test_client()
    for path in ROUTES:
        answer = client.post(path, json={"plan": "pro"})
        assert (answer.status_code, code(answer)) == (503, "billing_not_configured"), path
        for name in (
            "STRIPE_SECRET_KEY",
            "STRIPE_WEBHOOK_SECRET",
            "STRIPE_PRICE_PRO",
            "STRIPE_PRICE_BUSINESS",
        ):
            assert name in answer.json["error"]
    assert client.get("/portal/usage").json["data"]["billing_configured"] is False
    assert client.post("/portal/regenerate-key").status_code == 200


def test_without_tables_it_says_so(start: Start, stripe: StripeStub) -> None:
    client = start(database_url=None, **stripe.settings).test_client()
    for path in (*ROUTES, "/portal/regenerate-key"):
        answer = client.post(path, json={"plan": "pro"} if path.endswith("checkout") else None)
        assert (answer.status_code, code(answer)) == (503, "tables_needed"), path
    assert client.get("/portal/usage").status_code == 503


FAILURES: list[tuple[int, str, int, str]] = [
    (500, "api_error", 503, "billing_unavailable"),
    (503, "api_error", 503, "billing_unavailable"),
    (429, "rate_limit_error", 503, "billing_unavailable"),
    (409, "idempotency_error", 503, "billing_unavailable"),
    (400, "invalid_request_error", 502, "billing_refused"),
    (401, "invalid_request_error", 502, "billing_refused"),
    (402, "card_error", 502, "billing_refused"),
    (403, "invalid_request_error", 502, "billing_refused"),
    (404, "invalid_request_error", 502, "billing_refused"),
]


def test_what_stripe_fails_at_is_told_without_its_words(stripe: StripeStub, register: Register) -> None:
    ada = register()
    checkout(ada)
    for status, kind, answered, word in FAILURES:
        stripe.failing = (
            status,
            {"error": {"type": kind, "message": "secret words of Stripe", "code": "odd"}},
        )
        for answer in (checkout(ada), customer_portal(ada)):
            assert (answer.status_code, code(answer)) == (answered, word), status
            assert int(answer.headers["Retry-After"]) > 0
            assert "secret words" not in answer.text
    stripe.failing = None
    assert checkout(ada).status_code == 200, "and nothing is left behind"


def test_what_stripe_answers_oddly_is_no_fault_of_ours(stripe: StripeStub, register: Register) -> None:
    ada = register()
    checkout(ada)
    answers: list[Any] = [
        {},
        [],
        7,
        None,
        {"error": "words"},
        {"id": 7, "data": 7},
        {"data": [{"id": "sub_1"}]},
    ]
    for odd in answers:
        stripe.failing = (200, odd)
        for answer in (checkout(ada), customer_portal(ada)):
            assert answer.status_code in (502, 503), (odd, answer.text)
            assert int(answer.headers["Retry-After"]) > 0


def test_a_price_that_stripe_does_not_know_is_told_in_the_log(
    start: Start, people_database: str, stripe: StripeStub, register: Register
) -> None:
    ada = register()
    settings = {**stripe.settings, "stripe_price_pro": "price_of_another_account"}
    client = start(database_url=people_database, jwt_secret=SECRET, **settings).test_client()
    answer = post(client, "/portal/checkout", ada.by_session, plan="pro")
    assert (answer.status_code, code(answer)) == (502, "billing_refused")
    assert "price_of_another_account" not in answer.text


def test_a_stripe_that_is_away(
    start: Start, people_database: str, stripe: StripeStub, register: Register, unused_port: int
) -> None:
    ada = register()
    settings = {**stripe.settings, "stripe_api_base": f"http://127.0.0.1:{unused_port}"}
    client = start(database_url=people_database, jwt_secret=SECRET, **settings).test_client()
    answer = post(client, "/portal/checkout", ada.by_session, plan="pro")
    assert (answer.status_code, code(answer)) == (503, "billing_unavailable")
    assert client.get("/portal/usage", headers=ada.by_session).status_code == 200


def test_a_stripe_that_does_not_answer_is_given_up(
    start: Start,
    people_database: str,
    stripe: StripeStub,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stripe_calls, "ANSWER_SECONDS", 0.1)
    ada = register()
    client = start(database_url=people_database, jwt_secret=SECRET, **stripe.settings).test_client()
    stripe.hold = threading.Event()
    answer = post(client, "/portal/checkout", ada.by_session, plan="pro")
    assert (answer.status_code, code(answer)) == (503, "billing_unavailable")


@pytest.mark.parametrize(("threads", "patience"), [(2, stripe_calls.PLACE_SECONDS), (4, 0.0)])
def test_a_slow_stripe_holds_few_threads(
    start: Start,
    people_database: str,
    stripe: StripeStub,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
    threads: int,
    patience: float,
) -> None:
    """Of two threads one may wait, and is; of four two may, and one of them finds no place in time."""
    monkeypatch.setattr(stripe_calls, "PLACE_SECONDS", patience)
    ada, bob = register(), register("bob@example.com")
    app = start(database_url=people_database, jwt_secret=SECRET, web_threads=threads, **stripe.settings)
    stripe.hold = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(
            lambda: post(app.test_client(), "/portal/checkout", ada.by_session, plan="pro").status_code
        )
        stripe.wait_for_calls(1)

        other: FlaskClient = app.test_client()
        refused = post(other, "/portal/checkout", bob.by_session, plan="pro")

        assert (refused.status_code, code(refused)) == (503, "billing_unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert other.get("/portal/usage", headers=bob.by_session).status_code == 200
        assert post(other, "/enqueue", bob.by_key, type="sleep").status_code == 200
        stripe.hold.set()
        assert slow.result() == 200
    assert stripe.most_under_way == 1
