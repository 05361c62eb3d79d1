"""Who a session, a key and a static key are, and what each may do."""

from __future__ import annotations

from flask import Flask

from tests.integration.accounts.conftest import Register, post


def test_a_session_and_a_key_are_told_who_they_are(app: Flask, register: Register) -> None:
    ada = register()
    client = app.test_client()
    by_session = (client.get("/api/v1/me", headers=ada.by_session).json or {})["data"]
    assert (by_session["tenant"], by_session["tier"], by_session["operator"]) == (ada.name, "free", False)
    assert by_session["who"]["kind"] == "session"
    assert by_session["who"]["name"] == ada.email
    assert by_session["who"]["verified"] is False
    reader = post(client, "/api/v1/keys", ada.by_session, name="reader", scopes=["jobs:read"]).json["data"]
    by_key = (client.get("/api/v1/me", headers={"X-API-Key": reader["key"]}).json or {})["data"]
    assert by_key["who"] == {"kind": "key", "id": reader["id"], "name": "reader", "verified": None}
    assert by_key["scopes"] == ["jobs:read"]
    assert (by_key["open"], by_key["features"]["accounts"]) == (False, True)
    assert reader["key"] not in str(by_key)


def test_nobody_is_told_nothing(app: Flask) -> None:
    assert app.test_client().get("/api/v1/me").status_code == 401
