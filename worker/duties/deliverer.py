"""Tells webhooks what the outbox holds: again and again over about a day, until they take it or are given up.

Deliveries leave in no particular order, and at least once: who dies over one leaves it due again a minute later.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import extensions

from shared import logs, outbox, public_address, queries
from shared.connections import Postgres, scalar
from shared.errors import DatabaseUnavailable
from shared.vault import SealBroken, Vault
from worker import delivery
from worker.delivery import Answer, Message
from worker.duty import Duty

STATEMENTS = queries.read(Path(__file__).parent / "sql")

DELAYS = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds after each failed attempt, give or take a fifth; with the first attempt about 23 hours."""
LEASE = 60
"""Seconds after which a delivery is due again whose sender said nothing more."""
GIVEN_UP = 20
"""Deliveries given up in a row at which a webhook is disabled."""
MOST_PENDING = 100_000
"""Deliveries waiting at which a webhook is disabled: its receiver will not catch up."""

UNDER_WAY = 64
"""Deliveries at a time, each on a thread that mostly waits."""
OF_ONE_WEBHOOK = 4
OF_ONE_TENANT = 8
OF_THOSE_IN_TROUBLE = 32
"""Of webhooks whose last attempt failed: each has one under way then, and all of them half of the threads."""

IDLE = 0.5
"""Seconds between two looks when nothing was due."""
LOOK_FOR_OVERRUN = 60.0

_log = logs.get("deliverer")


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery to be made now."""

    id: str
    webhook_id: str
    tenant: str
    attempt: int
    attempts_left: int
    body: str
    url: str
    secret: str
    """As it is stored."""
    previous_secret: str | None

    @property
    def message_id(self) -> str:
        """What the receiver knows the message by."""
        return f"msg_{self.id.replace('-', '')}"


class Deliverer:
    """The duty's state: what is under way, and who is in trouble."""

    def __init__(
        self,
        postgres: Postgres,
        vault: Vault,
        *,
        allow_private: bool = False,
        resolver: public_address.Resolver | None = None,
        longest: float = delivery.LONGEST,
    ) -> None:
        """Sends nothing yet.

        Args:
            postgres: where the outbox is.
            vault: opens the secrets.
            allow_private: let webhooks be anywhere (development).
            resolver: answers (host, port) with addresses; the system's by default.
            longest: seconds for one attempt.
        """
        self._postgres = postgres
        self._vault = vault
        self._allow_private = allow_private
        self._resolver = resolver
        self._longest = longest
        self._lock = threading.Lock()
        self._one_ended = threading.Condition(self._lock)
        self._under_way: dict[str, Taken] = {}
        self._ended = 0
        self._in_trouble: set[str] = set()
        self._overrun_due = 0.0

    @property
    def duty(self) -> Duty:
        """The duty that empties the outbox."""
        return Duty("deliverer", self.turn)

    def turn(self) -> float:
        """Begin what is due, as far as there is room; the seconds until the next look."""
        self._look_for_overrun()
        ended_before = self._ended
        taken = self._postgres.transaction(self._take)
        for one in taken:
            self._begin(one)
        return 0.0 if taken else self._wait_for_an_end(ended_before)

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait for what is under way to end; False when some of it still was after that time."""
        with self._lock:
            return self._one_ended.wait_for(lambda: not self._under_way, seconds)

    # -- taking ----------------------------------------------------------------------------------------------

    def _wait_for_an_end(self, ended_before: int) -> float:
        """An end makes room for what is due and was passed over; the seconds until the next look."""
        with self._lock:
            if not self._under_way and self._ended == ended_before:
                return IDLE
            self._one_ended.wait_for(lambda: self._ended != ended_before, IDLE)
            return 0.0

    def _take(self, cursor: extensions.cursor) -> list[Taken]:
        with self._lock:
            room = _Room(list(self._under_way.values()), set(self._in_trouble))
        if room.none:
            return []
        cursor.execute(
            STATEMENTS["due_deliveries"],
            {
                "full_webhooks": room.full_webhooks,
                "full_tenants": room.full_tenants,
                "limit": 2 * UNDER_WAY,
            },
        )
        ids = [row[0] for row in cursor.fetchall() if room.take(row[1], row[2])]
        if not ids:
            return []
        cursor.execute(STATEMENTS["take_deliveries"], {"ids": ids, "lease": LEASE})
        return [Taken(*row) for row in cursor.fetchall()]

    # -- sending ---------------------------------------------------------------------------------------------

    def _begin(self, taken: Taken) -> None:
        with self._lock:
            self._under_way[taken.id] = taken
        # A daemon: a worker that stops waits for no receiver; the lease brings the delivery back.
        threading.Thread(target=self._deliver, args=(taken,), name=f"deliver-{taken.id}", daemon=True).start()

    def _deliver(self, taken: Taken) -> None:
        try:
            answer = self._send(taken)
            with self._lock:
                (self._in_trouble.add if answer.error else self._in_trouble.discard)(taken.webhook_id)
            self._postgres.transaction(lambda cursor: _write_down(cursor, taken, answer))
        except DatabaseUnavailable as error:
            _log.warning(
                "delivery cannot be written down, it is repeated", delivery=taken.id, reason=str(error)
            )
        except Exception:
            _log.exception("delivery failed for a reason nobody foresaw, it is repeated", delivery=taken.id)
        finally:
            with self._lock:
                self._under_way.pop(taken.id, None)
                self._ended += 1
                self._one_ended.notify_all()

    def _send(self, taken: Taken) -> Answer:
        secret = self._opened(taken.secret, taken.webhook_id)
        if secret is None:
            sentence = (
                "our own fault: its secret cannot be read; rotate it, or ask the operator for the lost key"
            )
            return Answer(0, sentence)
        previous = self._opened(taken.previous_secret, taken.webhook_id)
        secrets = [secret] if previous is None else [secret, previous]
        return delivery.send(
            Message(taken.message_id, taken.url, taken.body.encode(), secrets),
            allow_private=self._allow_private,
            resolver=self._resolver,
            longest=self._longest,
        )

    def _opened(self, sealed: str | None, webhook_id: str) -> str | None:
        """The secret; None where there is none, or none of our keys opens it."""
        if sealed is None:
            return None
        try:
            return self._vault.open(sealed)
        except SealBroken as error:
            _log.error("a secret of a webhook cannot be read", webhook=webhook_id, reason=str(error))
            return None

    # -- too much --------------------------------------------------------------------------------------------

    def _look_for_overrun(self) -> None:
        if time.monotonic() < self._overrun_due:
            return
        self._overrun_due = time.monotonic() + LOOK_FOR_OVERRUN
        self._postgres.transaction(_disable_overrun)


class _Room:
    """How many more deliveries each webhook and each tenant may have under way."""

    def __init__(self, under_way: list[Taken], in_trouble: set[str]) -> None:
        self._free = UNDER_WAY - len(under_way)
        self._of_webhook = Counter(one.webhook_id for one in under_way)
        self._of_tenant = Counter(one.tenant for one in under_way)
        self._in_trouble = in_trouble
        self._troubled = sum(one.webhook_id in in_trouble for one in under_way)

    @property
    def none(self) -> bool:
        return self._free <= 0

    @property
    def full_webhooks(self) -> list[str]:
        full = {name for name, count in self._of_webhook.items() if count >= self._limit(name)}
        return sorted(full | self._in_trouble if self._troubled >= OF_THOSE_IN_TROUBLE else full)

    @property
    def full_tenants(self) -> list[str]:
        return [name for name, count in self._of_tenant.items() if count >= OF_ONE_TENANT]

    def take(self, webhook_id: str, tenant: str) -> bool:
        """Whether there is room for one more, which is then taken up."""
        troubled = webhook_id in self._in_trouble
        if (
            self._free <= 0
            or self._of_webhook[webhook_id] >= self._limit(webhook_id)
            or self._of_tenant[tenant] >= OF_ONE_TENANT
            or (troubled and self._troubled >= OF_THOSE_IN_TROUBLE)
        ):
            return False
        self._free -= 1
        self._of_webhook[webhook_id] += 1
        self._of_tenant[tenant] += 1
        self._troubled += troubled
        return True

    def _limit(self, webhook_id: str) -> int:
        return 1 if webhook_id in self._in_trouble else OF_ONE_WEBHOOK


def delay(attempts_made: int, asked: float | None, chance: random.Random | None = None) -> float:
    """Seconds until the next attempt.

    Args:
        attempts_made: in the present row of attempts, the failed one included.
        asked: what the receiver's Retry-After said.
        chance: where the jitter comes from.
    """
    own = DELAYS[min(attempts_made, len(DELAYS)) - 1] * (chance or random.Random()).uniform(0.8, 1.2)
    return max(own, asked or 0.0)


def _write_down(cursor: extensions.cursor, taken: Taken, answer: Answer) -> None:
    said = {
        "id": taken.id,
        "webhook_id": taken.webhook_id,
        "attempt": taken.attempt,
        "status": answer.status,
        "body": answer.body,
        "latency_ms": answer.latency_ms,
        "error": answer.error,
    }
    if answer.error is None:
        cursor.execute(STATEMENTS["delivered"], said)
        cursor.execute(STATEMENTS["row_of_failures_ended"], said)
        return
    last = answer.gone or taken.attempts_left == 0
    pause = 0.0 if last else delay(len(DELAYS) + 1 - taken.attempts_left, answer.retry_after)
    cursor.execute(STATEMENTS["not_delivered"], {**said, "last": last, "delay": pause})
    counts_against_it = bool(scalar(cursor))
    if answer.gone:
        _disable(cursor, taken.webhook_id, "the receiver answered 410 Gone")
    elif counts_against_it:
        _count_exhausted(cursor, taken.webhook_id)


def _count_exhausted(cursor: extensions.cursor, webhook_id: str) -> None:
    cursor.execute(STATEMENTS["count_exhausted"], {"webhook_id": webhook_id})
    if (scalar(cursor) or 0) >= GIVEN_UP:
        _disable(
            cursor, webhook_id, f"{GIVEN_UP} deliveries in a row were given up, each after its last attempt"
        )


def _disable_overrun(cursor: extensions.cursor) -> None:
    cursor.execute(STATEMENTS["overrun_webhooks"], {"most": MOST_PENDING})
    for (webhook_id,) in cursor.fetchall():
        _disable(
            cursor, webhook_id, f"more than {MOST_PENDING} deliveries waited: the receiver did not keep up"
        )


def _disable(cursor: extensions.cursor, webhook_id: str, reason: str) -> None:
    cursor.execute(STATEMENTS["disable_webhook"], {"webhook_id": webhook_id, "reason": reason})
    if cursor.rowcount:
        cursor.execute(outbox.STATEMENTS["skip_pending"], {"id": webhook_id})
        _log.warning("webhook disabled", webhook=webhook_id, reason=reason)
