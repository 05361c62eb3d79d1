"""How much each caller may ask: token buckets in Redis, by key for those who are known and by address for the others.

While Redis is away each process keeps buckets of its own, so that the limits hold roughly; where passwords are tried
nothing is answered then.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from ipaddress import IPv6Address, ip_address
from typing import cast

from flask import Response, current_app, g, request

from producer.envelope import Problem
from producer.gathering import Gathering
from producer.principal import Principal
from producer.stores import Stores
from shared.errors import QueueUnavailable
from shared.keys import DEFAULT_TENANT
from shared.queue import Tokens

Bucket = tuple[str, float, float]
"""Its name, its tokens a second, and the most it holds."""
KEYS_OF_A_TENANT = 5
"""A tenant's keys together may ask as much as this many of them."""
NOT_LIMITED = frozenset({"health.health"})
"""Asked by machines that would take a refusal for an illness."""
MOST_LOCAL = 10_000
TOGETHER = 100
"""Requests of one caller at the most that take from their buckets together."""


class Limits:
    """The limits of one producer process."""

    def __init__(self, stores: Stores) -> None:
        """Nothing is taken yet."""
        self._stores = stores
        self._settings = stores.settings
        self._local = LocalBuckets()
        self._taking: Gathering[tuple[Bucket, ...], int, Tokens] = Gathering(self._take_each, TOGETHER)

    def admit_known(self, caller: Principal) -> None:
        """Take one request from the caller's bucket.

        Raises:
            Problem: 429, there is none left.
        """
        g.buckets = self._buckets_of(caller)
        self.charge(1)

    def admit_unknown(self) -> None:
        """Take one request from the bucket of the caller's address.

        Raises:
            Problem: 429, there is none left.
            QueueUnavailable: passwords could be tried here without end.
        """
        if request.path.startswith("/auth/"):
            settings = self._settings
            self.guard(
                [(f"auth:{self.address()}", settings.auth_rate_limit_rps, settings.auth_rate_limit_burst)]
            )
        elif request.endpoint not in NOT_LIMITED:
            g.buckets = [self._general(f"address:{self.address()}")]
            self.charge(1)

    def charge_stranger(self) -> None:
        """Take one from the bucket of an address that shows nothing that works, apart from what it may ask otherwise.

        It is taken after the key was looked for, so that whoever shows one that works never meets this bucket.

        Raises:
            Problem: 429, there is none left.
        """
        rate, burst = self._settings.auth_rate_limit_rps, self._settings.auth_rate_limit_burst
        if rate > 0:
            self._take(1, [(f"stranger:{self.address()}", rate, burst)], "requests without a key that works")

    def charge(self, cost: int) -> None:
        """Take `cost` more from the buckets of this request: what brings many counts as many.

        Raises:
            Problem: 429, there are not as many left.
        """
        if cost > 0 and g.buckets and self._settings.requests_per_second > 0:
            self._take(cost, g.buckets)

    def guard(self, buckets: Sequence[Bucket]) -> None:
        """Take one from each bucket, or from none; for what must not be tried without end.

        Raises:
            Problem: 429, one of them is empty.
            QueueUnavailable: nobody can say.
        """
        finite = [bucket for bucket in buckets if bucket[1] > 0]
        if finite:
            _judge(self._stores.queue.take_tokens(1, finite), finite)

    def permits(self, buckets: Sequence[Bucket]) -> bool:
        """Take one from each bucket, or from none; for what is left undone without a word.

        Raises:
            QueueUnavailable: nobody can say.
        """
        return bool(self._stores.queue.take_tokens(1, buckets).taken)

    def address(self) -> str:
        """Where the request comes from: the last hop that is not ours."""
        hops = self._settings.trusted_hops
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        shown = chain[-hops] if 0 < hops <= len(chain) else (request.remote_addr or "")
        return network(shown) or network(request.remote_addr or "") or "unknown"

    def _take(self, cost: int, buckets: Sequence[Bucket], what: str = "requests") -> None:
        try:
            answer = self._taking.do(tuple(buckets), cost)
        except QueueUnavailable as error:
            self._stores.redis_outage.began(error)
            answer = self._local.take(cost, buckets)
        _judge(answer, buckets, what)

    def _take_each(self, buckets: Sequence[Bucket], costs: Sequence[int]) -> list[Tokens]:
        """Take for several requests at once what they would take one by one; where there is not enough, do that."""
        if len(costs) > 1 and sum(costs) <= min(burst for _, _, burst in buckets):
            answer = self._stores.queue.take_tokens(sum(costs), buckets)
            if answer.taken:
                return shared_out(answer, costs, buckets[0][1])
        return [self._stores.queue.take_tokens(cost, buckets) for cost in costs]

    def _buckets_of(self, caller: Principal) -> list[Bucket]:
        name = caller.name or f"address:{self.address()}"
        own = self._general(name)
        if caller.tenant == DEFAULT_TENANT:
            return [own]
        rate, burst = own[1] * KEYS_OF_A_TENANT, own[2] * KEYS_OF_A_TENANT
        return [own, (f"tenant:{caller.tenant}", rate, burst)]

    def _general(self, name: str) -> Bucket:
        return (name, self._settings.requests_per_second, self._settings.requests_at_once)


class LocalBuckets:
    """The same buckets in one process, while Redis is away."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """All are full.

        Args:
            clock: seconds; tests turn it.
        """
        self._clock = clock
        self._kept: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, cost: int, buckets: Sequence[Bucket]) -> Tokens:
        """Take `cost` from each bucket or from none, as `shared/lua/limit.lua` does."""
        with self._lock:
            now = self._clock()
            filled = [self._filled(bucket, now) for bucket in buckets]
            pairs = list(zip(buckets, filled, strict=True))
            wait = max(_seconds_until(bucket, tokens, cost) for bucket, tokens in pairs)
            if wait <= 0:
                filled = [tokens - cost for tokens in filled]
                self._keep(buckets, filled, now)
        first, left = buckets[0], filled[0]
        again = wait if wait > 0 else _seconds_until(first, left, cost)
        return Tokens(
            taken=int(wait <= 0),
            left=max(0, math.floor(left)),
            again_ms=math.ceil(max(0.0, again) * 1000),
            full_ms=math.ceil((first[2] - left) / first[1] * 1000),
        )

    def _filled(self, bucket: Bucket, now: float) -> float:
        name, rate, burst = bucket
        tokens, at = self._kept.get(name, (burst, now))
        return min(burst, tokens + (now - at) * rate)

    def _keep(self, buckets: Sequence[Bucket], tokens: Sequence[float], now: float) -> None:
        if len(self._kept) + len(buckets) > MOST_LOCAL:
            self._kept.clear()
        for (name, _, _), left in zip(buckets, tokens, strict=True):
            self._kept[name] = (left, now)


def current() -> Limits:
    """The limits of the application that serves this request."""
    return cast(Limits, current_app.extensions["workqueue.limits"])


def show(response: Response) -> Response:
    """Tell the caller how much is left of what this request took from."""
    for name, value in g.get("limit_headers", {}).items():
        response.headers.add(name, value)
    return response


def shared_out(answer: Tokens, costs: Sequence[int], rate: float) -> list[Tokens]:
    """What each of several requests would have been told, had they taken one after the other what was taken at once.

    Args:
        answer: to all of them together.
        costs: what each of them takes.
        rate: tokens a second of the bucket that the numbers are of.
    """
    behind = list(itertools.accumulate(reversed(costs), initial=0))[-2::-1]
    return [
        replace(answer, left=answer.left + cost, full_ms=max(0, answer.full_ms - round(cost * 1000 / rate)))
        for cost in behind
    ]


def network(text: str) -> str | None:
    """Whom an address stands for: itself, or the /64 that one IPv6 customer has; None when it is none."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return f"{address.exploded[:19]}::/64"
        address = address.ipv4_mapped
    return str(address)


def hidden(text: str) -> str:
    """A name that can stand in a key of Redis without saying whose it is."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _judge(answer: Tokens, buckets: Sequence[Bucket], what: str = "requests") -> None:
    g.limit_headers = {
        "X-RateLimit-Limit": str(math.floor(buckets[0][2])),
        "X-RateLimit-Remaining": str(answer.left),
        "X-RateLimit-Reset": str(math.ceil(answer.full_ms / 1000)),
    }
    if not answer.taken:
        seconds = max(1, math.ceil(answer.again_ms / 1000))
        raise Problem(
            429,
            "rate_limited",
            f"too many {what}: try again in {seconds} s",
            headers={"Retry-After": str(seconds)},
        )


def _seconds_until(bucket: Bucket, tokens: float, cost: int) -> float:
    """Until `cost` may be taken; a full bucket gives any number."""
    _, rate, burst = bucket
    return (min(cost, burst) - tokens) / rate
