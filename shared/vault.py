"""Keeps secrets that must be read again, such as those that sign webhooks, from whoever only reads the database."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from shared.errors import WorkqueueError

_SEALED = "sealed:"


class SealBroken(WorkqueueError):
    """The secret was sealed with another key; put it back into WEBHOOK_SECRET_KEY, behind the newer one and a comma."""


class Vault:
    """Seals and opens texts; without a key they are kept as they are."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Hold the keys.

        Args:
            keys: long random words; the first seals, all of them open, so that a key can be replaced.
        """
        self._fernet = MultiFernet([_fernet(key) for key in keys]) if keys else None

    def seal(self, text: str) -> str:
        """The text as it is to be stored."""
        if self._fernet is None:
            return text
        return _SEALED + self._fernet.encrypt(text.encode()).decode()

    def open(self, stored: str) -> str:
        """The text behind what was stored, also what was stored before there was a key.

        Raises:
            SealBroken: none of the keys opens it.
        """
        if not stored.startswith(_SEALED):
            return stored
        if self._fernet is None:
            raise SealBroken(SealBroken.__doc__)
        try:
            return self._fernet.decrypt(stored.removeprefix(_SEALED).encode()).decode()
        except InvalidToken:
            raise SealBroken(SealBroken.__doc__) from None


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
