"""`/api/v1/webhooks` as its callers meet it: what it keeps, what it shows, what it refuses, and to whom."""

from __future__ import annotations

import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from producer import webhooks
from producer.statements import STATEMENTS
from producer.webhooks import MOST
from shared import public_address
from shared.job import new_id
from tests.integration.webhooks.conftest import Open
from tests.integration.webhooks.scene import Scene
from tests.integration.worker.deployment import until

URL = "http://127.0.0.1:9/hook"
NOWHERE = "0190b6a4-0000-7000-8000-000000000000"


def test_a_secret_is_made_and_shown_once(scene: Scene) -> None:
    hook = scene.hook(URL, description="the report service")
    prefix, _, rest = hook["secret"].partition("_")
    assert (prefix, len(base64.b64decode(rest))) == ("whsec", 32)
    shown = scene.call("GET", f"/{hook['id']}")
    assert shown == {name: value for name, value in hook.items() if name != "secret"}
    assert scene.call("GET") == [shown]
    assert "secret" not in scene.call("PATCH", f"/{hook['id']}", description="another")
    assert set(shown) == {"id", "url", "description", "events", "enabled", "created_at", "updated_at"}


def test_an_empty_secret_is_the_same_as_none(scene: Scene) -> None:
    assert scene.hook(URL, secret="")["secret"].startswith("whsec_")


def test_with_a_key_secrets_are_sealed_in_the_database(open_scene: Open) -> None:
    scene = open_scene(webhook_secret_key="k" * 32)
    hook = scene.hook(URL)
    rotated = scene.call("POST", f"/{hook['id']}/rotate-secret", secret="brought-along-from-before")
    ((secret, previous),) = scene.sql("SELECT secret, previous_secret FROM webhooks")
    assert [scene.vault.open(stored) for stored in (secret, previous)] == [rotated["secret"], hook["secret"]]
    assert hook["secret"] not in previous
    assert "brought-along" not in secret


def test_lists_come_newest_first_in_pages(scene: Scene) -> None:
    ids = [scene.hook(URL)["id"] for _ in range(3)][::-1]
    answer = scene.client.get("/api/v1/webhooks?limit=2").json or {}
    assert [hook["id"] for hook in answer["data"]] == ids[:2]
    assert (answer["meta"]["total_count"], answer["meta"]["has_more"]) == (3, True)
    assert [hook["id"] for hook in scene.call("GET", "?limit=2&offset=2")] == ids[2:]


def test_a_change_touches_what_it_names_only(scene: Scene) -> None:
    hook = scene.hook(URL, "job.dead", "job.started")
    assert hook["events"] == ["job.started", "job.dead"]
    changed = scene.call("PATCH", f"/{hook['id']}", events=["job.cancelled", "job.cancelled"])
    assert changed["events"] == ["job.cancelled"]
    assert (changed["url"], changed["enabled"]) == (URL, True)
    assert scene.call("PATCH", f"/{hook['id']}", enabled=False)["enabled"] is False
    assert "disabled_reason" not in scene.call("GET", f"/{hook['id']}")


def test_a_deleted_webhook_takes_its_deliveries_along(scene: Scene) -> None:
    hook = scene.hook(URL)
    scene.dead_jobs(1)
    assert scene.call("DELETE", f"/{hook['id']}") == {"id": hook["id"], "status": "deleted"}
    assert scene.sql("SELECT count(*) FROM webhook_deliveries") == [(0,)]
    scene.call("DELETE", f"/{hook['id']}", status=404)
    scene.dead_jobs(1)


def test_deliveries_are_found_by_their_state(scene: Scene) -> None:
    hook = scene.hook(URL)
    scene.dead_jobs(3)
    assert len(scene.deliveries(hook, "?status=pending&limit=2")) == 2
    assert scene.deliveries(hook, "?status=failed") == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "url"),
    ({"url": ""}, "url"),
    ({"url": 5}, "url"),
    ({"url": "ftp://example.com/"}, "url"),
    ({"url": "https://ada:word@example.com/"}, "url"),
    ({"url": URL, "events": []}, "events"),
    ({"url": URL, "events": "job.dead"}, "events"),
    ({"url": URL, "events": ["job.dead", "job.lost"]}, "events[1]"),
    ({"url": URL, "events": ["webhook.test"]}, "events[0]"),
    ({"url": URL, "secret": "short"}, "secret"),
    ({"url": URL, "secret": "whsec_c2hvcnQ="}, "secret"),
    ({"url": URL, "secret": "with a blank in it!"}, "secret"),
    ({"url": URL, "enabled": "yes"}, "enabled"),
    ({"url": URL, "description": "x" * 501}, "description"),
    ({"url": URL, "uri": URL}, "uri"),
]


def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene) -> None:
    refusals = [scene.call("POST", status=422, **body) for body, _ in WRONG]
    assert [refusal["field"] for refusal in refusals] == [field for _, field in WRONG]
    assert {refusal["code"] for refusal in refusals} == {"invalid"}
    assert scene.call("GET") == []


INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://[::]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://192.0.0.192/",
    "http://100.100.100.200/",
    "http://[fd00:ec2::254]/",
    "http://224.0.0.1/",
    "http://localhost./",
    "http://metadata.google.internal/",
    "http://user@93.184.216.34/",
    "unix:/var/run/docker.sock",
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "https://93.184.216.34:6379/",
]


def test_an_address_inside_is_refused_when_it_is_given(open_scene: Open) -> None:
    scene = open_scene(webhook_allow_private=False)
    hook = scene.hook("https://93.184.216.34/hook")
    for url in INSIDE:
        assert scene.call("POST", status=422, url=url)["field"] == "url", url
        assert scene.call("PATCH", f"/{hook['id']}", status=422, url=url)["field"] == "url", url
    assert [kept["url"] for kept in scene.call("GET")] == ["https://93.184.216.34/hook"]


def test_a_name_that_leads_inside_is_refused_and_one_without_address_is_not(
    open_scene: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolver(host: str, _port: int) -> list[str]:
        if host == "new.example":
            raise OSError("no such name yet")
        return ["93.184.216.34", "10.0.0.8"]

    monkeypatch.setattr(public_address, "system_resolver", resolver)
    scene = open_scene(webhook_allow_private=False)
    scene.call("POST", status=422, url="https://half.example/")
    scene.call("POST", status=201, url="https://new.example/")


def test_ids_that_are_none_and_ids_of_nothing(scene: Scene) -> None:
    scene.call("GET", "/7", status=400)
    for method, path in routes_of(NOWHERE, NOWHERE):
        scene.call(method, path, status=404)
    hook = scene.hook(URL)
    for delivery_id, status in ((NOWHERE, 404), ("7", 400)):
        meta = scene.call("POST", f"/{hook['id']}/deliveries/{delivery_id}/redeliver", status=status)
        assert meta["field"] == "delivery_id"


def test_of_two_at_the_limit_one_is_kept(scene: Scene, empty_database: str) -> None:
    """The second waits for the first to be written, and then counts it."""
    fill(scene, MOST - 1)
    first = psycopg2.connect(empty_database)
    with closing(first), first, first.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        cursor.execute(STATEMENTS["lock_webhooks"], {"tenant": "default"})
        cursor.execute(STATEMENTS["add_webhook"], {**FILLING, "id": new_id(), "most": MOST})
        second = pool.submit(scene.call, "POST", status=409, url=URL)
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        until(lambda: scene.sql(waiting) or second.done(), "the second waits")
        first.commit()
        assert second.result(10)["code"] == "limit_reached"


FILLING = {
    "tenant": "default",
    "url": URL,
    "description": "",
    "events": ["job.dead"],
    "enabled": True,
    "secret": "x",
}


def fill(scene: Scene, count: int) -> None:
    """Webhooks up to the limit or below it."""
    for _ in range(count):
        scene.sql(STATEMENTS["add_webhook"], **FILLING, id=new_id(), most=MOST)


def test_without_tables_it_says_what_is_missing(open_scene: Open) -> None:
    scene = open_scene(database_url=None)
    for method, path in [("GET", ""), ("POST", ""), *routes_of(NOWHERE, NOWHERE)]:
        assert scene.call(method, path, status=503)["code"] == "tables_needed"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_another_tenant_s_webhook_is_not_there(
    open_scene: Open, tmp_path: Path, order: tuple[int, int]
) -> None:
    scene = open_scene(
        auth_mode="keys", jwt_secret="9f2c51d07ab8e3466b1d0c7f85a2e94d", outbox_dir=tmp_path / "mail"
    )
    keys = [register(scene, f"{name}{order[0]}@example.com") for name in ("ada", "bob")]
    owner, stranger = (keys[index] for index in order)
    hook = scene.call("POST", status=201, key=owner, url=URL)
    scene.call("POST", f"/{hook['id']}/test", status=202, key=owner)
    before = scene.sql("SELECT webhooks::text, d::text FROM webhooks JOIN webhook_deliveries d ON true")
    ((delivery_id,),) = scene.sql("SELECT id FROM webhook_deliveries")

    assert scene.call("GET", key=stranger) == []
    for method, path in routes_of(hook["id"], delivery_id):
        scene.call(method, path, status=404, key=stranger)
    own = scene.call("POST", status=201, key=stranger, url=URL)
    scene.call("POST", f"/{own['id']}/deliveries/{delivery_id}/redeliver", status=404, key=stranger)
    scene.call("DELETE", f"/{own['id']}", key=stranger)
    assert (
        scene.sql("SELECT webhooks::text, d::text FROM webhooks JOIN webhook_deliveries d ON true") == before
    )


def register(scene: Scene, email: str) -> str:
    """A fresh tenant's key."""
    answer = scene.client.post("/auth/register", json={"email": email, "password": "correct horse battery"})
    assert answer.status_code == 201, answer.text
    return str((answer.json or {})["data"]["api_key"]["key"])


def routes_of(webhook_id: str, delivery_id: str) -> list[tuple[str, str]]:
    """Every route that names a webhook."""
    one = f"/{webhook_id}"
    return [
        ("GET", one),
        ("PATCH", one),
        ("POST", f"{one}/rotate-secret"),
        ("POST", f"{one}/test"),
        ("GET", f"{one}/deliveries"),
        ("POST", f"{one}/deliveries/{delivery_id}/redeliver"),
        ("DELETE", one),
    ]


def test_names_that_never_answer_hold_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """All beyond those are not judged here, but by each delivery."""
    answering = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        assert answering.wait(10)
        return ["203.0.113.1"]

    monkeypatch.setattr("shared.public_address.system_resolver", never)
    with ThreadPoolExecutor(webhooks.LOOKS_AT_ONCE) as held:
        waiting = [held.submit(webhooks._resolve, "slow.example", 443) for _ in range(webhooks.LOOKS_AT_ONCE)]
        until(lambda: not webhooks._looking_up._value, "all places are taken")  # type: ignore[attr-defined]
        with pytest.raises(OSError, match="too many names"):
            webhooks._resolve("one-more.example", 443)
        answering.set()
        assert [one.result() for one in waiting] == [["203.0.113.1"]] * webhooks.LOOKS_AT_ONCE
    assert webhooks._resolve("later.example", 443) == ["203.0.113.1"]
