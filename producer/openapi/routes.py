"""The routes of an application with their operations, and all that follows from where they are and who may call them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask

from producer.access import ACCESS, ANYONE, OPERATOR, PUBLIC
from producer.callers import TAKE_TICKETS
from producer.envelope import OLDER_PATHS
from producer.limits import NOT_LIMITED
from producer.openapi.answers.shown import Uuid
from producer.openapi.operation import Operation

NOT_OF_THE_API = frozenset({"page.page"})
"""Endpoints that need no operation: what they answer is for browsers."""
TAGS = {
    "v0": "short form",
    "dlq": "dead letters",
    "cron": "schedules",
    "live": "live events",
    "reference": "this document",
    "stripe_events": "Stripe",
}
"""Names of groups of operations, where the blueprint's is not the one for readers."""
_PLACEHOLDER = re.compile(r"<(?:\w+:)?(?:raw_)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path, described."""

    endpoint: str
    method: str
    """In small letters, as the document has it."""
    path: str
    """With its parameters in braces."""
    view: Callable[..., Any]
    operation: Operation

    @property
    def tag(self) -> str:
        """The group that it belongs to."""
        blueprint = self.endpoint.partition(".")[0]
        return TAGS.get(blueprint, blueprint)

    @property
    def about_tag(self) -> str:
        """What the group is for: the first line of its module."""
        return (sys.modules[self.view.__module__].__doc__ or "").partition("\n")[0]

    @property
    def access(self) -> str:
        """What it takes to call it."""
        return ACCESS[self.endpoint]

    @property
    def takes_tickets(self) -> bool:
        """Pages open it without a header of ours."""
        return self.endpoint in TAKE_TICKETS

    @property
    def is_limited(self) -> bool:
        """It counts against the limits of whoever calls."""
        return self.endpoint not in NOT_LIMITED

    @property
    def is_older(self) -> bool:
        """Its problems are text."""
        return self.path in OLDER_PATHS

    @property
    def path_types(self) -> dict[str, Any]:
        """The types of what stands in the path, by name."""
        names = re.findall(r"{(\w+)}", self.path)
        return {name: self.operation.path.get(name, Uuid) for name in names}

    @property
    def types(self) -> Iterator[Any]:
        """All types that it speaks of."""
        said = self.operation
        yield from (kind for kind in (said.body, said.query) if kind is not None)
        yield from self.path_types.values()
        for answers in said.answers.values():
            for answer in answers:
                yield from (kind for kind in (answer.data, answer.meta) if kind is not None)

    @property
    def codes(self) -> set[str]:
        """The codes of all problems that it may answer."""
        return set(self.operation.problems) | set(self._implied())

    def _implied(self) -> Iterator[str]:
        said = self.operation
        if said.body is not None:
            yield from said.body_problems
        if said.query is not None or said.key:
            yield "invalid"
        if said.key:
            yield "idempotency_key_reused"
        if Uuid in self.path_types.values():
            yield from ("invalid_id", "not_found")
        if said.tables:
            yield from ("tables_needed", "database_unavailable")
        if said.redis:
            yield "queue_unavailable"
        yield from self._implied_by_access()

    def _implied_by_access(self) -> Iterator[str]:
        if self.is_limited:
            yield "rate_limited"
        if self.access != PUBLIC:
            yield from ("unauthorized", "database_unavailable")
        if self.access not in (PUBLIC, ANYONE):
            yield "forbidden"
        if self.access != PUBLIC:
            yield "origin_refused"

    @property
    def who(self) -> str:
        """Who may call it, as a sentence."""
        sentences = {
            PUBLIC: "Needs no key.",
            ANYONE: "Any key will do.",
            OPERATOR: "For whoever runs the service.",
        }
        return sentences.get(self.access, f"Needs the scope `{self.access}`.")


def described(app: Flask) -> list[Route]:
    """The routes of `app` that have an operation, in the order in which they were added."""
    return [
        Route(endpoint, method, path, view, cast(Operation, vars(view)["operation"]))
        for endpoint, method, path, view in every(app)
        if "operation" in vars(view)
    ]


def undescribed(app: Flask) -> list[str]:
    """Endpoints of `app` that should have an operation and have none."""
    return [
        endpoint
        for endpoint, _, _, view in every(app)
        if "operation" not in vars(view) and endpoint not in NOT_OF_THE_API
    ]


def every(app: Flask) -> Iterator[tuple[str, str, str, Callable[..., Any]]]:
    """Endpoint, method, path and view of each route."""
    for endpoint, view in app.view_functions.items():
        for rule in app.url_map.iter_rules(endpoint):
            path = _PLACEHOLDER.sub(r"{\1}", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield endpoint, method.lower(), path, view
