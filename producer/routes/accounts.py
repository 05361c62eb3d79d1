"""`/auth`: where people register, log in, stay logged in, and get back in."""

from __future__ import annotations

from flask import Blueprint, Response

from producer import accounts, envelope, validation
from producer.accounts import Accounts, Address, Login, Refresh, Registration, Reset, Verification
from producer.openapi import described
from producer.openapi.answers import accounts as answers

MOST_BYTES = 16_384
"""Of a body: an address and a password."""
OFF = ("accounts_off", "queue_unavailable")
"""What keeps everybody out: no secret to sign sessions with, or nobody to count how often a password is tried."""


def blueprint(people: Accounts) -> Blueprint:
    """The routes."""
    routes = Blueprint("accounts", __name__, url_prefix="/auth")

    @routes.post("/register")
    @described(
        "register",
        "Register",
        text="Makes a tenant, its first person and its first key, and mails a link that verifies the address."
        " The password has 8 to 1,024 characters.",
        body=Registration,
        example={"email": "ada@example.com", "password": "correct horse battery"},
        answers={201: answers.Registered},
        problems=("email_taken", *OFF),
        tables=True,
    )
    def register() -> Response:
        return envelope.answer(people.register(validation.body(Registration, MOST_BYTES)), 201)

    @routes.post("/login")
    @described(
        "logIn",
        "Log in",
        body=Login,
        example={"email": "ada@example.com", "password": "correct horse battery"},
        answers={200: answers.LoggedIn},
        problems=("invalid_credentials", *OFF),
        tables=True,
    )
    def log_in() -> Response:
        return envelope.answer(people.log_in(validation.body(Login, MOST_BYTES)))

    @routes.post("/refresh")
    @described(
        "refreshSession",
        "Get the next tokens of a session",
        text="A refresh token works once; shown again, its session ends.",
        body=Refresh,
        answers={200: answers.Session},
        problems=("invalid_refresh_token", "unauthorized", *OFF),
        tables=True,
    )
    def refresh() -> Response:
        return envelope.answer(people.refresh(validation.body(Refresh, MOST_BYTES)))

    @routes.post("/logout")
    @described(
        "logOut", "End a session", body=Refresh, answers={200: answers.Message}, problems=OFF, tables=True
    )
    def log_out() -> Response:
        people.log_out(validation.body(Refresh, MOST_BYTES))
        return envelope.answer({"message": "You are logged out."})

    @routes.post("/forgot-password")
    @described(
        "forgetPassword",
        "Ask for a link that sets a new password",
        text="The answer is the same for everybody; the link comes by mail and works for an hour.",
        body=Address,
        example={"email": "ada@example.com"},
        answers={200: answers.Message},
        problems=OFF,
        tables=True,
    )
    def forget_password() -> Response:
        people.forget_password(validation.body(Address, MOST_BYTES))
        return envelope.answer({"message": accounts.SAME_ANSWER})

    @routes.post("/reset-password")
    @described(
        "resetPassword",
        "Set a new password by the link of a mail",
        text="It ends every session.",
        body=Reset,
        example={"token": "dGhlIHdvcmQgb2YgdGhlIGxpbms", "password": "correct horse battery"},
        answers={200: answers.Message},
        problems=("invalid_token", *OFF),
        tables=True,
    )
    def reset_password() -> Response:
        people.reset_password(validation.body(Reset, MOST_BYTES))
        return envelope.answer({"message": "Password updated successfully. You can now sign in."})

    @routes.post("/verify")
    @described(
        "verifyAddress",
        "Show that an address is one's own, by the link of a mail",
        body=Verification,
        answers={200: answers.Message},
        problems=("invalid_token", *OFF),
        tables=True,
    )
    def verify() -> Response:
        people.verify(validation.body(Verification, MOST_BYTES))
        return envelope.answer({"message": "The address is verified."})

    return routes
