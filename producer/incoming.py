"""The request that a thread answers, itself: each look through Flask's stand-in for it costs what a step of ours does."""

from __future__ import annotations

from typing import cast

from flask import Request, request
from werkzeug.local import LocalProxy


def current() -> Request:
    """The request, for whoever looks at it more than once."""
    return cast("LocalProxy[Request]", request)._get_current_object()
