"""Where no key is asked for: refuse what pages of other origins send, so that a website does not command one's own queue.

A page may send a form or a text to any address without asking first, also to a service on its reader's machine. The rules
are those of Go's `http.CrossOriginProtection`; a name that a stranger lets lead to this machine (DNS rebinding) makes a page
one of the service's own, so the name counts too where we listen for this machine alone.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Request

from producer.envelope import Problem
from producer.settings import Settings

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing; whether a page may read their answers is what CORS says."""


def refuse(request: Request, settings: Settings) -> None:
    """Turn a request away that a page of another origin made.

    Raises:
        Problem: 403.
    """
    if _is_local(settings.host) and not _is_our_name(_name(f"//{request.host}"), settings):
        raise _refused(
            f"this service is for its own machine, and does not know itself as {ascii(request.host)}"
        )
    if request.method not in HARMLESS and _is_foreign(request, settings):
        raise _refused("pages of this origin may not call")


def _is_foreign(request: Request, settings: Settings) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and (origin in settings.origins or settings.origins == ["*"]):
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and place(origin) != request.host


def place(address: str) -> str | None:
    """Name and port in an address; None where there is none that could be read."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _is_our_name(name: str, settings: Settings) -> bool:
    ours = {_name(address) for address in (*settings.origins, settings.base_url or "")} - {""}
    return _is_local(name) or name in ours


def _is_local(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _name(address: str) -> str:
    """The name of the machine in an address; empty where there is none that could be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _refused(what: str) -> Problem:
    sentence = f"{what}: add it to ALLOWED_ORIGINS, or let callers show a key (API_KEY)"
    return Problem(403, "origin_refused", sentence)
