"""`/auth`: where people register, log in, stay logged in, and get back in."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, Response
from pydantic import BaseModel

from producer import accounts, envelope, validation
from producer.accounts import Accounts, Address, Login, Refresh, Registration, Reset, Verification
from shared import requests

M = TypeVar("M", bound=BaseModel)

MOST_BYTES = 16_384
"""Of a body: an address and a password."""


def blueprint(people: Accounts) -> Blueprint:
    """The routes."""
    routes = Blueprint("accounts", __name__, url_prefix="/auth")

    @routes.post("/register")
    def register() -> Response:
        return envelope.answer(people.register(_body(Registration)), 201)

    @routes.post("/login")
    def log_in() -> Response:
        return envelope.answer(people.log_in(_body(Login)))

    @routes.post("/refresh")
    def refresh() -> Response:
        return envelope.answer(people.refresh(_body(Refresh)))

    @routes.post("/logout")
    def log_out() -> Response:
        people.log_out(_body(Refresh))
        return envelope.answer({"message": "You are logged out."})

    @routes.post("/forgot-password")
    def forget_password() -> Response:
        people.forget_password(_body(Address))
        return envelope.answer({"message": accounts.SAME_ANSWER})

    @routes.post("/reset-password")
    def reset_password() -> Response:
        people.reset_password(_body(Reset))
        return envelope.answer({"message": "Password updated successfully. You can now sign in."})

    @routes.post("/verify")
    def verify() -> Response:
        people.verify(_body(Verification))
        return envelope.answer({"message": "The address is verified."})

    return routes


def _body(model: type[M]) -> M:
    return requests.validate(model, validation.json_body(MOST_BYTES))
