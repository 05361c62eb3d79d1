"""What schemathesis is told beside its settings: waits are short, calls stay on this machine, and what is excused."""

from __future__ import annotations

import itertools
import os
import re
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure

from tests.fuzz import excused

NOWHERE = os.environ["FUZZ_NOWHERE"]
"""Where whatever is called by the service leads: nobody answers there."""
LONGEST_WAIT = 0.1
"""Seconds that a request is held; what it allows is tried in tests/integration, where jobs end meanwhile."""
_READS_WAIT = re.compile(r"wait\s*=\s*\d+", re.IGNORECASE)
_numbers = itertools.count(1)
Sent = dict[str, Any]
NOTHING: Final[Sent] = {}


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: Sent) -> None:  # noqa: ARG001 - schemathesis passes them
    """Shorten waits, keep outgoing calls at home, and give each valid Idempotency-Key to one request alone."""
    _shorten(case.body, "wait_seconds")
    _shorten(case.query, "seconds")
    if case.operation.path.endswith("/wait"):
        case.query = {"seconds": LONGEST_WAIT, **(case.query or NOTHING)}
    _stay_at_home(case.body)
    _wait_no_longer(case)
    _make_single(case)


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:  # noqa: ARG001
    """Whether the failure counts."""
    return not excused.is_excused(failure, case, response)


def _shorten(sent: Any, name: str) -> None:
    """A wait that is allowed becomes a short one; one that is not stays as it is, to be refused."""
    if isinstance(sent, dict) and LONGEST_WAIT < _seconds(sent.get(name)) <= 30:
        sent[name] = LONGEST_WAIT


def _seconds(asked: Any) -> float:
    """The number, also as a query has it; 0 for anything else."""
    try:
        return 0.0 if isinstance(asked, bool) else float(asked)
    except (TypeError, ValueError):
        return 0.0


def _stay_at_home(body: Any) -> None:
    """What looks like an address keeps all but its host."""
    url = body.get("url") if isinstance(body, dict) else None
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        home = urlsplit(NOWHERE)
        body["url"] = urlunsplit((home.scheme, home.netloc, *_behind_the_host(url)))


def _behind_the_host(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/", "", ""
    return parts.path, parts.query, ""


def _wait_no_longer(case: Case) -> None:
    prefer = case.headers.get("Prefer")
    if prefer is not None:
        case.headers["Prefer"] = _READS_WAIT.sub("wait=0", str(prefer))


def _make_single(case: Case) -> None:
    """The same key for another request is refused, by a rule between requests: each gets its own."""
    key = case.headers.get("Idempotency-Key")
    if key is not None and re.fullmatch(r"[ -~]{1,240}", str(key)):
        case.headers["Idempotency-Key"] = f"{key}-{next(_numbers)}"
