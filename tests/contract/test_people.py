"""People register and log in, and make keys for their services."""

from __future__ import annotations

import pytest

from tests.contract.conftest import PASSWORD, Caller, Service, an_address


@pytest.mark.feature(45, "Register and log in, with a session")
def test_who_registered_logs_in_and_stays_in(service: Service) -> None:
    person = {"email": an_address(), "password": PASSWORD}
    with service.stranger() as http:
        assert http.post("/auth/register", json=person).status_code == 201
        assert http.post("/auth/register", json=person).status_code == 409
        assert http.post("/auth/login", json=person | {"password": "another one"}).status_code == 401
        session = http.post("/auth/login", json=person).json()["data"]
        assert [key["name"] for key in session["keys"]] == ["first key"]
        fresh = http.post("/auth/refresh", json={"refresh_token": session["refresh_token"]}).json()["data"]
        by_session = {"Authorization": f"Bearer {fresh['token']}"}
        assert http.get("/api/v1/stats", headers=by_session).status_code == 200


@pytest.mark.feature(49, "Make, list and delete keys")
def test_a_key_is_made_listed_and_revoked(ada: Caller, service: Service) -> None:
    made = ada.ask("POST", "/api/v1/keys", {"name": "mailer", "kind": "client"}, status=201)
    assert made["key"].startswith(made["key_prefix"])
    assert {key["name"] for key in ada.get("/api/v1/keys")} == {"first key", "mailer"}

    service.by_key(made["key"]).put()
    ada.ask("DELETE", f"/api/v1/keys/{made['id']}")
    shown = ada.get(f"/api/v1/keys/{made['id']}")
    assert shown["revoked_at"]


@pytest.mark.feature(51, "A revoked key keeps its record, and keys say when they were last used")
def test_a_key_remembers_its_last_use_after_its_end(ada: Caller, service: Service) -> None:
    made = ada.post("/api/v1/keys", {"name": "mailer"})
    assert made.get("last_used_at") is None
    service.caller(Authorization=f"Bearer {made['key']}").put()
    ada.ask("DELETE", f"/api/v1/keys/{made['id']}")
    shown = ada.get(f"/api/v1/keys/{made['id']}")
    assert shown["created_at"] <= shown["last_used_at"] <= shown["revoked_at"]
    assert made["id"] in [key["id"] for key in ada.get("/api/v1/keys")]


@pytest.mark.feature(53, "Whoever owns keys lists and revokes them, and nobody else does")
def test_keys_of_another_tenant_are_neither_seen_nor_revoked(ada: Caller, service: Service) -> None:
    bob = service.register()
    made = ada.post("/api/v1/keys", {"name": "mailer", "kind": "admin"})
    by_prefix = {key["key_prefix"] for key in bob.get("/api/v1/keys")}
    assert made["key_prefix"] not in by_prefix
    for method in ("GET", "DELETE"):
        assert bob.ask(method, f"/api/v1/keys/{made['id']}", status=404)["code"] == "not_found"
    assert ada.get(f"/api/v1/keys/{made['id']}").get("revoked_at") is None


@pytest.mark.feature(61, "Ask for the month's usage")
def test_the_month_s_usage_is_told(ada: Caller) -> None:
    ada.post("/api/v1/jobs/batch", [{"type": "sleep", "payload": {"seconds": 0}}] * 50)
    usage = ada.get("/api/v1/usage")
    assert usage.pop("reset_at").endswith("-01T00:00:00.000Z")
    assert usage == {
        "tier": "free",
        "jobs_used": 50,
        "jobs_limit": 1000,
        "usage_percent": 5.0,
        "limit_reached": False,
    }


@pytest.mark.feature(55, "An admin key, with a view over the queues, workers and figures of all tenants")
def test_the_admin_key_sees_every_tenant_s_queues_and_the_machines(
    ada: Caller, admin: Caller, service: Service
) -> None:
    ada.put("later", queue_name="ada-s")
    depths = {queue["name"]: queue["depth"] for queue in admin.get("/api/v1/queues")}
    assert depths["ada-s"] == 1
    assert 'workqueue_queue_depth{queue="ada-s"} 1.0' in admin.http.get("/metrics").text
    assert service.worker.id in {
        worker["id"] for worker in admin.get("/api/v1/workers") if worker.get("host")
    }

    bob = service.register()
    assert bob.get("/api/v1/queues") == []
    assert [worker for worker in bob.get("/api/v1/workers") if worker.get("host")] == []
    assert bob.http.get("/metrics").status_code == 403
