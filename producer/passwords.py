"""Passwords: argon2id, a few at a time, and as long for a person who does not exist as for one who does."""

from __future__ import annotations

import secrets
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION

from producer.envelope import Problem

SHORTEST = 8
LONGEST = 1024
"""Characters."""
AT_A_TIME = 2
"""Each takes 19 MiB and some 30 ms of a core; jobs must go on being accepted meanwhile."""
PATIENCE = 0.25
"""Seconds to wait for one's turn."""


class Passwords:
    """Hashes and checks passwords (argon2id with the parameters that OWASP gives: 19 MiB, 2 passes, 1 lane)."""

    def __init__(self) -> None:
        """Nothing is hashed yet."""
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._turns = threading.BoundedSemaphore(AT_A_TIME)
        self._nobody = _of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        """What is stored of a password.

        Raises:
            Problem: 429, too many are being hashed.
        """
        with self._turn():
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Is this the password? For None, which no password matches, it takes as long.

        Raises:
            Problem: 429, too many are being checked.
        """
        with self._turn():
            try:
                self._hasher.verify(stored or self._nobody, password)
            except VerificationError:
                return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """It was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=PATIENCE):
            sentence = "too many people log in right now: try again in 1 s"
            raise Problem(429, "rate_limited", sentence, headers={"Retry-After": "1"})
        try:
            yield
        finally:
            self._turns.release()


def _of_nobody(hasher: PasswordHasher) -> str:
    """A hash that no password has, as random as one that was worked out, at none of its price."""
    salt, tag = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${tag}"
