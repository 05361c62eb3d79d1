"""Limits: by key for those who are known, by address for the others, whatever headers they invent."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producer import keys
from producer.limits import Bucket, Limits, LocalBuckets
from tests.integration.accounts.conftest import PASSWORD, SECRET, Register, code, post
from tests.integration.conftest import Start, stores_of

KEY, OTHER = "k" * 32, "o" * 32
SLOW = 1 / 3600
"""Tokens a second: none comes back during a test."""
JOB = {"type": "sleep"}


@pytest.fixture
def limited(start: Start) -> FlaskClient:
    return start(api_key=KEY, admin_key=OTHER, rate_limit_rps=SLOW, rate_limit_burst=5).test_client()


def by(key: str, **more: str) -> dict[str, str]:
    return {"X-API-Key": key, **more}


@pytest.mark.feature(58, "Rate limits, told in headers")
def test_a_key_makes_its_burst_and_then_waits(limited: FlaskClient) -> None:
    left = []
    for _ in range(5):
        answer = limited.get("/api/v1/queues", headers=by(KEY))
        assert answer.status_code == 200
        left.append(answer.headers["X-RateLimit-Remaining"])
        assert answer.headers["X-RateLimit-Limit"] == "5"
    assert left == ["4", "3", "2", "1", "0"]

    refused = limited.get("/api/v1/queues", headers=by(KEY))

    assert (refused.status_code, code(refused)) == (429, "rate_limited")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert 17_000 < int(refused.headers["X-RateLimit-Reset"]) <= 18_000


def test_the_older_path_is_refused_in_text(limited: FlaskClient) -> None:
    answers = [limited.post("/enqueue", json=JOB, headers=by(KEY)) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert (answers[-1].mimetype, "Retry-After" in answers[-1].headers) == ("text/plain", True)


def test_one_key_does_not_wait_for_another(limited: FlaskClient) -> None:
    assert exhausted(limited, by(KEY)) == 5
    assert limited.get("/api/v1/queues", headers=by(OTHER)).status_code == 200


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP"]
)
def test_no_header_makes_another_caller_of_one(start: Start, header: str) -> None:
    client = start(auth_mode="open", rate_limit_rps=SLOW, rate_limit_burst=5).test_client()
    statuses = [
        client.get("/api/v1/queues", headers={header: f"203.0.113.{number}"}).status_code
        for number in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2


@pytest.mark.parametrize("path", ["/api/v1/queues", "/api/v1/queues/", "//api/v1/queues", "/api/v1//queues"])
def test_another_spelling_of_the_path_is_no_way_around(limited: FlaskClient, path: str) -> None:
    exhausted(limited, by(KEY))
    assert limited.get(path, headers=by(KEY), follow_redirects=True).status_code in (404, 429)


def test_behind_a_proxy_of_ours_its_word_counts_and_no_other(start: Start) -> None:
    client = start(auth_mode="open", rate_limit_rps=SLOW, rate_limit_burst=2, trusted_hops=1).test_client()

    def ask(forwarded: str) -> int:
        return client.get("/api/v1/queues", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask(f"198.51.100.{number}, 203.0.113.7") for number in range(3)] == [200, 200, 429]
    assert ask("203.0.113.7, 203.0.113.8") == 200
    assert [ask(f"[2001:db8:1:2::{number}]:443") for number in range(3)] == [200, 200, 429], "one /64"
    assert ask("2001:db8:1:3::1") == 200
    assert [ask("nonsense") for _ in range(3)] == [200, 200, 429]


def test_a_batch_costs_its_size(start: Start, people_database: str) -> None:
    client = start(
        database_url=people_database, api_key=KEY, rate_limit_rps=SLOW, rate_limit_burst=10
    ).test_client()

    taken = client.post("/api/v1/jobs/batch", json=[JOB] * 8, headers=by(KEY))
    assert (taken.status_code, taken.headers["X-RateLimit-Remaining"]) == (201, "2")
    refused = client.post("/api/v1/jobs/batch", json=[JOB] * 8, headers=by(KEY))
    assert (refused.status_code, code(refused)) == (429, "rate_limited")
    assert client.get("/api/v1/jobs", headers=by(KEY)).json["meta"]["total_count"] == 8


def test_health_is_asked_by_machines_and_never_limited(start: Start) -> None:
    client = start(rate_limit_rps=SLOW, rate_limit_burst=1).test_client()
    assert [client.get("/health").status_code for _ in range(3)] == [200] * 3
    assert [client.get("/").status_code for _ in range(2)] == [200, 429]


def test_many_keys_of_one_tenant_share_five_times_what_one_may(start: Start, people_database: str) -> None:
    app = start(
        database_url=people_database,
        jwt_secret=SECRET,
        auth_rate_limit_rps=0,
        rate_limit_rps=SLOW,
        rate_limit_burst=4,
    )
    client = app.test_client()
    data = post(client, "/auth/register", email="ada@example.com", password=PASSWORD).json["data"]
    session = {"Authorization": f"Bearer {data['token']}"}
    made = [data["api_key"]["key"]]
    made += [post(client, "/api/v1/keys", session, name="k").json["data"]["key"] for _ in range(4)]

    answered = sum(exhausted(client, by(key)) for key in made)

    assert answered + 4 == 5 * 4, "four requests made the keys"
    people = app.extensions["workqueue.accounts"]
    people.mailer.close()


def test_without_limits_nothing_is_counted(start: Start) -> None:
    app = start(api_key=KEY)
    answer = app.test_client().get("/api/v1/queues", headers=by(KEY))
    assert "X-RateLimit-Limit" not in answer.headers
    assert list(stores_of(app).queue.client.scan_iter(match=f"*{stores_of(app).queue.namespace}*")) == []


def test_while_redis_is_away_each_process_counts_by_itself(start: Start, unused_port: int) -> None:
    client = start(
        redis_url=f"redis://127.0.0.1:{unused_port}/0",
        auth_mode="open",
        rate_limit_rps=SLOW,
        rate_limit_burst=3,
    ).test_client()
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_while_redis_is_away_nobody_tries_passwords(
    start: Start, people_database: str, unused_port: int
) -> None:
    for rate in (1, 0):
        client = start(
            redis_url=f"redis://127.0.0.1:{unused_port}/0",
            database_url=people_database,
            jwt_secret=SECRET,
            auth_rate_limit_rps=rate,
        ).test_client()
        answer = post(client, "/auth/login", email="ada@example.com", password=PASSWORD)
        assert (answer.status_code, code(answer)) == (503, "queue_unavailable")


@pytest.mark.feature(59, "A stricter limit where passwords are tried")
def test_accounts_have_a_stricter_limit_of_their_own(start: Start, people_database: str) -> None:
    client = start(
        database_url=people_database, jwt_secret=SECRET, auth_rate_limit_rps=SLOW, auth_rate_limit_burst=3
    ).test_client()
    answers = [
        post(client, "/auth/refresh", {"X-Forwarded-For": f"203.0.113.{n}"}, refresh_token="x")
        for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert client.get("/api/v1/jobs").status_code == 200, "another bucket"


def test_an_address_without_a_key_that_works_is_slowed(start: Start, people_database: str) -> None:
    """Each unknown key costs a look into Postgres, and each unknown ticket one into Redis."""
    client = start(
        database_url=people_database, api_key=KEY, auth_rate_limit_rps=SLOW, auth_rate_limit_burst=4
    ).test_client()
    shown = [
        ("/api/v1/queues", {}),
        ("/api/v1/queues", by("wrong")),
        ("/api/v1/queues", by(keys.fresh("client").text)),
        (f"/events?ticket={'A' * 43}", {}),
    ]

    answers = [client.get(path, headers=headers) for path, headers in shown * 2]

    assert [answer.status_code for answer in answers] == [401] * 4 + [429] * 4
    for answer in answers[4:]:
        assert code(answer) == "rate_limited"
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
        assert "key that works" in answer.json["error"]
    for path in ("/api/v1/queues", "/api/v1/usage"):
        assert client.get(path, headers=by(KEY)).status_code == 200, "whoever is known is not touched by it"
    assert post(client, "/auth/refresh", refresh_token="x").status_code == 401, "another bucket"
    from_elsewhere = client.get("/api/v1/queues", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert from_elsewhere.status_code == 401


def test_it_is_slowed_also_while_redis_is_away(start: Start, unused_port: int) -> None:
    client = start(
        redis_url=f"redis://127.0.0.1:{unused_port}/0",
        api_key=KEY,
        auth_rate_limit_rps=SLOW,
        auth_rate_limit_burst=2,
    ).test_client()
    statuses = [client.get("/api/v1/usage", headers=by("wrong")).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


def test_guessing_a_password_is_slowed_and_nobody_else_is_locked_out(
    register: Register, client: FlaskClient
) -> None:
    ada, bob = register(), register("bob@example.com")

    statuses = [post(client, "/auth/login", email=ada.email, password="guess").status_code for _ in range(12)]

    assert (statuses[0], statuses[-1]) == (401, 429)
    unknown = [
        post(client, "/auth/login", email="no@example.com", password="x").status_code for _ in range(12)
    ]
    assert (unknown[0], unknown[-1]) == (401, 429), "alike for who is not registered"
    from_home = client.post(
        "/auth/login",
        json={"email": ada.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert from_home.status_code == 200
    assert post(client, "/auth/login", email=bob.email, password=PASSWORD).status_code == 200


def test_a_flood_of_logins_leaves_room_for_jobs(
    app: Flask, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many passwords are hashed at a time, and whoever finds no turn is told at once."""
    ada, under_way, most = register(), [0], [0]
    people = app.extensions["workqueue.accounts"]
    hasher, lock = people._passwords._hasher, threading.Lock()
    arrived, release = threading.Semaphore(0), threading.Event()

    def verify(stored: str, password: str) -> bool:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        arrived.release()
        assert release.wait(10)
        with lock:
            under_way[0] -= 1
        return bool(hasher.verify(stored, password))

    monkeypatch.setattr(people._passwords, "_hasher", Slow(hasher, verify))
    monkeypatch.setattr("producer.passwords.PATIENCE", 0.0)
    statuses: list[int] = []

    def log_in(number: int) -> None:
        with app.test_client() as client:
            body = {"email": ada.email, "password": PASSWORD}
            place = {"REMOTE_ADDR": f"203.0.113.{number}"}
            statuses.append(client.post("/auth/login", json=body, environ_overrides=place).status_code)

    first = [threading.Thread(target=log_in, args=(number,)) for number in range(2)]
    for thread in first:
        thread.start()
    assert all(arrived.acquire(timeout=10) for _ in first)
    for number in range(2, 6):
        log_in(number)
    assert post(app.test_client(), "/enqueue", ada.by_key, **JOB).status_code == 200
    release.set()
    for thread in first:
        thread.join()

    assert sorted(statuses) == [200, 200, 429, 429, 429, 429]
    assert most[0] == 2


class Slow:
    """A hasher whose checks wait for the test."""

    def __init__(self, hasher: Any, verify: Any) -> None:
        self.verify = verify
        self.check_needs_rehash = hasher.check_needs_rehash


TURNS: list[tuple[float, int, list[Bucket]]] = [
    (0.0, 1, [("a", 0.001, 3.0)]),
    (0.0, 1, [("a", 0.001, 3.0)]),
    (0.0, 2, [("a", 0.001, 3.0)]),
    (0.0, 1, [("a", 0.001, 3.0), ("b", 0.01, 1.0)]),
    (0.0, 1, [("a", 0.001, 3.0)]),
    (500.0, 1, [("a", 0.001, 3.0)]),
    (500.0, 1, [("b", 0.01, 1.0)]),
    (1000.0, 1, [("a", 0.001, 3.0)]),
    (60_000.0, 500, [("a", 0.001, 3.0)]),
    (1000.0, 1, [("a", 0.001, 3.0)]),
    (60_000.0, 1, [("a", 0.001, 3.0)]),
]
TAKEN = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0]


def test_the_script_and_its_stand_in_decide_alike(app: Flask) -> None:
    """The clock of both is turned: Redis is told that its buckets were filled earlier."""
    queue, now = stores_of(app).queue, [1000.0]
    local = LocalBuckets(lambda: now[0])
    for (passed, cost, buckets), expected in zip(TURNS, TAKEN, strict=True):
        now[0] += passed
        for name in ("a", "b"):
            turn_back(queue, name, passed)
        here, there = local.take(cost, buckets), queue.take_tokens(cost, buckets)
        assert (here.taken, there.taken) == (expected, expected), (passed, cost, buckets)
        assert abs(here.left - there.left) <= 1
        # Within a tenth of the shortest turn: the clock of Redis goes on by itself.
        assert abs(here.again_ms - there.again_ms) < 50_000
        assert abs(here.full_ms - there.full_ms) < 50_000


@pytest.mark.parametrize(("burst", "taken"), [(50.0, [1] * 6), (6.0, [1] * 6), (4.0, [1, 1, 1, 1, 0, 0])])
def test_requests_at_the_same_time_take_what_each_would_have_taken(
    start: Start, burst: float, taken: list[int]
) -> None:
    """The clock of the stand-in stands still, so it says what was left at one and the same moment."""
    app = start()
    bucket = ("together", 0.001, burst)
    together = limits_of(app)._take_each([bucket], [1] * 6)
    alone = LocalBuckets(lambda: 1000.0)
    expected = [alone.take(1, [bucket]) for _ in range(6)]
    assert [answer.taken for answer in together] == [answer.taken for answer in expected] == taken
    assert [answer.left for answer in together] == [answer.left for answer in expected]
    for here, there in zip(together, expected, strict=True):
        assert abs(here.full_ms - there.full_ms) < 2000


def limits_of(app: Flask) -> Limits:
    found: Limits = app.extensions["workqueue.limits"]
    return found


def turn_back(queue: Any, name: str, seconds: float) -> None:
    key = queue.keys.limit(name)
    at = queue.client.hget(key, "at")
    if at is not None:
        queue.client.hset(key, "at", int(at) - round(seconds * 1000))


def exhausted(client: FlaskClient, headers: dict[str, str]) -> int:
    """Ask until it is refused; how many were answered."""
    for answered in range(100):
        if client.get("/api/v1/usage", headers=headers).status_code == 429:
            return answered
    raise AssertionError("never refused")
