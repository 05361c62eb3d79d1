"""`/auth`: where people register, log in, stay logged in, and get back in."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import accounts, envelope, validation
from producer.accounts import Accounts, Address, Login, Refresh, Registration, Reset, Verification

MOST_BYTES = 16_384
"""Of a body: an address and a password."""


def blueprint(people: Accounts) -> Blueprint:
    """The routes."""
    routes = Blueprint("accounts", __name__, url_prefix="/auth")

    @routes.post("/register")
    def register() -> Response:
        return envelope.answer(people.register(validation.body(Registration, MOST_BYTES)), 201)

    @routes.post("/login")
    def log_in() -> Response:
        return envelope.answer(people.log_in(validation.body(Login, MOST_BYTES)))

    @routes.post("/refresh")
    def refresh() -> Response:
        return envelope.answer(people.refresh(validation.body(Refresh, MOST_BYTES)))

    @routes.post("/logout")
    def log_out() -> Response:
        people.log_out(validation.body(Refresh, MOST_BYTES))
        return envelope.answer({"message": "You are logged out."})

    @routes.post("/forgot-password")
    def forget_password() -> Response:
        people.forget_password(validation.body(Address, MOST_BYTES))
        return envelope.answer({"message": accounts.SAME_ANSWER})

    @routes.post("/reset-password")
    def reset_password() -> Response:
        people.reset_password(validation.body(Reset, MOST_BYTES))
        return envelope.answer({"message": "Password updated successfully. You can now sign in."})

    @routes.post("/verify")
    def verify() -> Response:
        people.verify(validation.body(Verification, MOST_BYTES))
        return envelope.answer({"message": "The address is verified."})

    return routes
